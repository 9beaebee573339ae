import { describe, expect, it } from 'vitest'
import type { PlanLimits } from '../src/api'
import { groundOf, whyNot, whyNotPath, type Ground } from '../src/pure/press'

const limits: PlanLimits = {
  max_level: 3, max_minutes: 60, lapses_on: '2027-01-01', avoid: [],
  forbidden_techniques: [], forbidden_places: [], forbidden_parts: [], place_max_level: {},
}
// Hand-made: one bone on each side, a trunk that is as wide everywhere as the chart.
const bone = (side: number): { line: [number, number][]; half_width_m: number } => ({ line: [[0.46 * side, 0.158], [0.95 * side, 0.14]], half_width_m: 0.008 })
const ground: Ground = groundOf({ sex: 'male', height_m: 1.8 }, limits, { bones: [bone(1), bone(-1)], edge: [[1, -0.2], [1, 1.12]], places: {} })
const { low } = ground
/** A point so many centimetres from the midline. */
const out = (cm: number, along: number): [number, number] => [cm / 100 / low.across_m, along]

describe('before anything is pressed, the device itself says no', () => {
  it('to thumbs nearer than 3 cm to the midline, and to any pressing part nearer than 2', () => {
    expect(whyNot(out(2.8, 0.4), 'thumb', 2, ground)).toBe('the spine')
    expect(whyNot(out(3.2, 0.4), 'thumb', 2, ground)).toBeNull()
    expect(whyNot(out(3, 0.4), 'knuckles', 2, ground)).toBe('the spine')
  })
  it('but an open palm at level 1 may cross the spine', () => {
    expect(whyNot([0, 0.4], 'palm', 1, ground)).toBeNull()
    expect(whyNot([0, 0.4], 'palm', 2, ground)).toBe('the spine')
  })
  it('to all but an open palm over the kidneys, and to that above level 2', () => {
    expect(whyNot(out(9, 0.7), 'thumb', 1, ground)).toBe('the kidneys and the lowest ribs')
    expect(whyNot(out(11, 0.7), 'palm', 2, ground)).toBeNull()
    expect(whyNot(out(11, 0.7), 'palm', 3, ground)).not.toBeNull()
    expect(whyNot(out(3.5, 0.7), 'thumb', 3, ground)).not.toBeNull()
  })
  it('to thumbs on the neck and on bone', () => {
    expect(whyNot(out(4, -0.1), 'thumb', 1, ground)).toBe('the neck')
    expect(whyNot([0.7, 0.149], 'thumb', 1, ground)).toBe('bone')
    expect(whyNot([-0.7, 0.149], 'thumb', 1, ground)).toBe('bone')
  })
  it('to more than the clearance allows', () => {
    expect(whyNot(out(5, 0.4), 'thumb', 4, ground)).toBe('more pressure than is allowed')
  })
  it('to an avoid circle, by the skin swept and not by the point', () => {
    const [across, along] = out(5, 0.4)
    const marked: Ground = { ...ground, limits: { ...limits, avoid: [{ across, along, radius_m: 0.03 }] } }
    expect(whyNot(out(9, 0.4), 'palm', 2, marked)).toBe('a place to leave alone')
    expect(whyNot(out(13.5, 0.4), 'palm', 2, marked)).toBeNull()
  })
  it('and a stroke is as barred as its worst point', () => {
    expect(whyNotPath([out(5, 0.3), out(5, 0.5)], 'thumb', 2, ground)).toBeNull()
    expect(whyNotPath([out(5, 0.3), out(2, 0.5)], 'thumb', 2, ground)).toBe('the spine')
  })
})

it('measures with the smaller end of the spread, as the server does', () => {
  // Worked by hand: male, 1.80 m: .1546 + .1486 * 1.8 - .0162 = .40588 m; (.0722 + .2183 * 1.8 - .0202) / .861.
  expect(low.across_m).toBeCloseTo(0.40588 / 2, 5)
  expect(low.along_m).toBeCloseTo(0.44494 / 0.861, 4)
})
