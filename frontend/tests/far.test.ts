import { describe, expect, it } from 'vitest'
import { bigger, farScale, isDim } from '../src/pure/far'

describe('the size of far text', () => {
  it('grows by the settings that the look page names, and stays at the last', () => {
    expect([1, 1.15, 1.3, 1.5].map(bigger)).toEqual([1.15, 1.3, 1.5, 1.5])
  })
  it('is 1 when a storage says anything else', () => {
    expect([1.3, 2, '1.3', null, NaN].map(farScale)).toEqual([1.3, 1, 1, 1, 1])
  })
})

it('the screen dims after twenty seconds without news, not before', () => {
  expect(isDim(1000, 20_999)).toBe(false)
  expect(isDim(1000, 21_000)).toBe(true)
})
