import { describe, expect, it } from 'vitest'
import type { Score } from '../src/api'
import { dotsAhead, emptyHands, endOf, handsAt, reelOf, seenAtStep, steppedTime, strokeAt } from '../src/pure/motion'

// Half a metre across and half a metre along for one unit: lengths below are worked out by hand.
const scale = { across_m: 0.5, along_m: 0.5 }
const score: Score = {
  duration_s: 20,
  cues: [],
  strokes: [
    {
      start_s: 2,
      duration_s: 8,
      step: 0,
      level: 2,
      link: false,
      hands: [
        // 0.4 units up, then 0.4 to the side: halfway in time is exactly the corner.
        { hand: 'right', part: 'palm', level: 2, path: [[0.2, 0.9], [0.2, 0.5], [0.6, 0.5]] },
        { hand: 'left', part: 'palm', level: 1, path: [[-0.2, 0.9]] },
      ],
    },
    { start_s: 10, duration_s: 4, step: 1, level: 3, link: false, hands: [{ hand: 'right', part: 'thumb', level: 3, path: [[0.3, 0.3], [0.3, 0.1]] }] },
  ],
}
const reel = reelOf(score, scale)
const at = (at_s: number) => {
  const out = emptyHands()
  handsAt(reel, at_s, out)
  return out
}

describe('hands move in true tempo', () => {
  it.each([
    [2, 0.2, 0.9],
    [4, 0.2, 0.7],
    [6, 0.2, 0.5],
    [8, 0.4, 0.5],
    [9, 0.5, 0.5],
  ])('at %s s the right hand is at %s, %s', (at_s, across, along) => {
    expect(at(at_s).right.across).toBeCloseTo(across, 6)
    expect(at(at_s).right.along).toBeCloseTo(along, 6)
  })
  it('keeps one pace in metres round a corner', () => {
    const steps = [2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5].map((at_s) => {
      const a = at(at_s).right
      const b = at(at_s + 1).right
      return Math.abs(b.across - a.across) + Math.abs(b.along - a.along)
    })
    for (const step of steps) expect(step).toBeCloseTo(0.1, 6)
  })
  it('measures pace on the skin, not in the chart', () => {
    // Twice as long along as across: the upward leg takes two thirds of the time.
    const tall = reelOf(score, { across_m: 0.25, along_m: 0.5 })
    const out = emptyHands()
    handsAt(tall, 2 + 8 * (2 / 3), out)
    expect(out.right.across).toBeCloseTo(0.2, 6)
    expect(out.right.along).toBeCloseTo(0.5, 6)
  })
  it('lets a hand with a single point rest where it is', () => {
    expect(at(5).left).toMatchObject({ across: -0.2, along: 0.9, level: 1, is_down: true })
  })
  it('lifts both hands between strokes and at the end', () => {
    for (const at_s of [0, 1.99, 14, 19]) expect([at(at_s).left.is_down, at(at_s).right.is_down]).toEqual([false, false])
  })
  it('lifts the hand that a stroke does not use', () => {
    expect(at(11).left.is_down).toBe(false)
    expect(at(11).right).toMatchObject({ part: 'thumb', level: 3, is_down: true })
  })
  it('gives the later stroke the moment where two meet', () => {
    expect(strokeAt(reel, 10)).toBe(1)
    expect(strokeAt(reel, 9.999)).toBe(0)
  })
})

describe('a drawing of strokes', () => {
  it('ends below the towel, or half a forearm below the lowest hand', () => {
    expect(endOf(reel, scale)).toBe(1.18)
    const low = { ...score, strokes: [{ ...score.strokes[1]!, hands: [{ ...score.strokes[1]!.hands[0]!, path: [[0.5, 1.1], [0.5, 1]] as [number, number][] }] }] }
    expect(endOf(reelOf(low, scale), scale)).toBeCloseTo(1.25, 9)
  })
})

describe('dots ahead', () => {
  it('stand half a second apart, on whole half seconds, so that close dots mean slow', () => {
    const out = new Float32Array(20)
    const count = dotsAhead(reel, 2.1, 'right', out, emptyHands())
    expect(count).toBe(10)
    // From 2.5 s on: 0.1 units a second is 0.05 a dot.
    for (let i = 0; i < 7; i++) expect(out[2 * i + 1]).toBeCloseTo(0.85 - 0.05 * i, 5)
  })
  it('stop where the step stops', () => {
    expect(dotsAhead(reel, 9.1, 'right', new Float32Array(20), emptyHands())).toBe(1)
  })
  it('are none for a hand that rests', () => {
    expect(dotsAhead(reel, 11, 'left', new Float32Array(20), emptyHands())).toBe(0)
  })
})

it('steps once a second when movement is to be reduced', () => {
  expect([3.0, 3.2, 3.99, 4.0].map(steppedTime)).toEqual([3, 3, 3, 4])
})

it('a hand that steps is gone at the whole second and all there between', () => {
  expect([3.0, 3.075, 3.2, 3.5, 3.8, 3.925].map(seenAtStep).map((each) => Number(each.toFixed(3)))).toEqual([0, 0.5, 1, 1, 1, 0.5])
})
