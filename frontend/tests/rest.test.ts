import { describe, expect, it } from 'vitest'
import type { Plan } from '../src/api'
import { whereToRest } from '../src/pure/rest'

const body = { sex: 'female', height_m: 1.68, mass_kg: 64, age_years: 34 }
const rest = (limits: object): string =>
  whereToRest({ body, limits: { avoid: [], forbidden_places: [], place_max_level: {}, ...limits } } as unknown as Plan)

describe('where hands rest in a pause', () => {
  it('is the lower back', () => expect(rest({})).toContain('lower back'))
  it.each([
    ['barred', { forbidden_places: ['low-back'] }],
    ['for no hand', { place_max_level: { 'low-back': 0 } }],
    ['under a circle', { avoid: [{ across: 0.2, along: 0.86, radius_m: 0.03 }] }],
    // 12 cm from the middle along a back of some 47 cm: a hand reaches 11, the circle 3
    ['within reach of a circle', { avoid: [{ across: 0, along: 0.6, radius_m: 0.03 }] }],
  ])('is between the shoulder blades where the lower back is %s', (_, limits) => {
    expect(rest(limits)).toContain('shoulder blades')
  })
  it('stays where a circle is out of reach', () => {
    expect(rest({ avoid: [{ across: 0, along: 0.3, radius_m: 0.03 }] })).toContain('lower back')
  })
  it('is off the back where both are to be left alone', () => {
    expect(rest({ forbidden_places: ['low-back', 'upper-back'] })).toContain('off')
    expect(rest({ forbidden_places: ['low-back'], avoid: [{ across: 0, along: 0.3, radius_m: 0.01 }] })).toContain('off')
  })
})
