import { expect, it } from 'vitest'
import type { Stroke } from '../src/api'
import { loopTime, REST_S, stillTime } from '../src/pure/loop'

const stroke = (start_s: number, duration_s: number, moves = true, link = false): Stroke => ({
  start_s,
  duration_s,
  step: 0,
  level: 2,
  link,
  hands: [{ hand: 'right', part: 'palm', level: 2, path: moves ? [[0.2, 0.9], [0.2, 0.5]] : [[0.2, 0.9]] }],
})

it('a loop runs in true tempo, rests with hands off, and begins again', () => {
  expect([0, 2, 3.9].map((played_s) => loopTime(played_s, 10, 14))).toEqual([10, 12, 13.9])
  expect(loopTime(4, 10, 14)).toBe(Infinity)
  expect(loopTime(4 + REST_S / 2, 10, 14)).toBe(Infinity)
  expect(loopTime(4 + REST_S + 1, 10, 14)).toBeCloseTo(11, 9)
})

it('nothing to show is no endless loop', () => {
  expect(loopTime(3, 10, 10)).toBe(Infinity)
  expect(stillTime([], 5, 9)).toBe(5)
})

it('stands still in the middle of the longest stroke that moves', () => {
  const strokes = [stroke(0, 30), stroke(30, 4), stroke(34, 6), stroke(40, 9, false), stroke(49, 20, true, true), stroke(69, 50)]
  expect(stillTime(strokes, 30, 69)).toBe(37)
  expect(stillTime([stroke(30, 8, false)], 30, 40)).toBe(34)
  expect(stillTime([stroke(30, 60)], 30, 40)).toBeLessThan(40)
  // Thumbs strip for eight seconds, and the palm smooths for twenty: the thumbs are what it is about.
  const thumbs = { ...stroke(0, 8), hands: [{ ...stroke(0, 8).hands[0]!, part: 'thumb' }] }
  expect(stillTime([thumbs, stroke(8, 20)], 0, 28, 'thumb')).toBe(4)
  expect(stillTime([thumbs, stroke(8, 20)], 0, 28, 'knuckles')).toBe(18)
})
