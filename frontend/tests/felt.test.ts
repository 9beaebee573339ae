import { describe, expect, it } from 'vitest'
import { type Corrections, landmarkAt, landmarksOf, nudged, offsetOf, placeOf, touched, withFelt } from '../src/pure/felt'

// A back of 50 cm from C7 to the dimples, and 40 cm from shoulder corner to shoulder corner.
const scale = { along_m: 0.5, across_m: 0.2 }
const mark = (across: number, along: number): { across: number; along: number } => ({ across, along })
const all = landmarksOf({
  'psis-left': mark(-0.24, 1), 'rib-12-left': mark(-0.4, 0.73), c7: mark(0, 0), 'inferior-angle-left': mark(-0.45, 0.42),
  'inferior-angle-right': mark(0.45, 0.42), 'psis-right': mark(0.24, 1),
})
const of = (id: string) => all.find((each) => each.id === id)!
const tip = of('inferior-angle-left')

describe('felt landmarks', () => {
  it('asks for what a hand finds, from the head down', () => {
    expect(all.map((each) => each.id)).toEqual(['c7', 'inferior-angle-left', 'inferior-angle-right', 'psis-left', 'psis-right'])
  })
  it('says how far down and how far out it was felt, on either side', () => {
    // 0.02 of 50 cm lower; 0.05 of 20 cm further out.
    expect(offsetOf(tip, { [tip.id]: [-0.5, 0.44] }, scale)).toEqual({ down_m: expect.closeTo(0.01), out_m: expect.closeTo(0.01) })
    const right = of('inferior-angle-right')
    expect(offsetOf(right, { [right.id]: [0.4, 0.4] }, scale)).toEqual({ down_m: expect.closeTo(-0.01), out_m: expect.closeTo(-0.01) })
    expect(offsetOf(tip, {}, scale)).toEqual({ down_m: 0, out_m: 0 })
  })
  it('moves by so much of this back, outwards on its own side, and never off the midline', () => {
    expect(nudged(tip, {}, { down_m: 0.01, out_m: 0 }, scale)).toEqual([-0.45, 0.44])
    expect(nudged(tip, {}, { down_m: 0, out_m: 0.01 }, scale)).toEqual([-0.5, 0.42])
    expect(nudged(of('psis-right'), {}, { down_m: 0, out_m: 0.01 }, scale)).toEqual([0.29, 1])
    expect(nudged(of('c7'), {}, { down_m: 0.01, out_m: 0.01 }, scale)).toEqual([0, 0.02])
    expect(touched(of('c7'), [0.13, -0.02])).toEqual([0, -0.02])
  })
  it('keeps two at most, and what is felt where it is drawn is none', () => {
    const one = withFelt({}, tip, [-0.5, 0.44], scale)!
    const two = withFelt(one, of('c7'), [0, 0.02], scale)!
    expect(Object.keys(two)).toEqual([tip.id, 'c7'])
    expect(withFelt(two, of('psis-left'), [-0.3, 1], scale)).toBeNull()
    // One of the two may move on, or go back to where it is drawn.
    expect(withFelt(two, tip, [-0.48, 0.45], scale)).toEqual({ c7: [0, 0.02], [tip.id]: [-0.48, 0.45] })
    expect(withFelt(two, tip, null, scale)).toEqual({ c7: [0, 0.02] })
    expect(withFelt(two, tip, [-0.451, 0.421], scale)).toEqual({ c7: [0, 0.02] })
    expect(withFelt(two, of('psis-left'), of('psis-left').at, scale)).toEqual(two)
  })
  it('knows which one a finger means, where it lies now', () => {
    const felt: Corrections = { [tip.id]: [-0.5, 0.5] }
    expect(placeOf(tip, felt)).toEqual([-0.5, 0.5])
    expect(landmarkAt(all, felt, [-0.49, 0.5], scale, 0.02)?.id).toBe(tip.id)
    expect(landmarkAt(all, felt, [-0.45, 0.42], scale, 0.02)).toBeUndefined()
    expect(landmarkAt(all, felt, [0, 0.03], scale, 0.02)?.id).toBe('c7')
  })
})
