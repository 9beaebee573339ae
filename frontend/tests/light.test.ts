import { describe, expect, it } from 'vitest'
import { luminance, melanopic, tokens } from './colours'

// The whole screens are measured in tests/browser/test_light.py.
const MOST_LUMINANCE = 0.12
const MOST_MELANOPIC = 0.08
/** What fills the screen of an evening. */
const GROUNDS = ['ground', 'surface', 'raised', 'clay', 'clay-far', 'towel']
/** A hatch on a small part of a map: the one colour that is not a flame's. */
const COOL = ['avoid']

describe('the evening table', () => {
  const used = tokens('evening')
  it('fills the screen with less light than the whole may give', () => {
    const bright = GROUNDS.filter((name) => luminance(used[name]!) > MOST_LUMINANCE || melanopic(used[name]!) > MOST_MELANOPIC)
    expect(bright).toEqual([])
  })
  it('is warm in every colour: each wakes less than a white as bright', () => {
    const cool = Object.entries(used).filter(([, hex]) => melanopic(hex) >= luminance(hex))
    expect(cool.map(([name]) => name)).toEqual(COOL)
  })
  it('counts white as one, and pure red as nothing', () => {
    expect([luminance('#ffffff'), melanopic('#ffffff'), melanopic('#ff0000')].map((each) => Number(each.toFixed(9)))).toEqual([1, 1, 0])
  })
})
