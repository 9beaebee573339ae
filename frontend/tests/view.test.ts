import { describe, expect, it } from 'vitest'
import type { Step } from '../src/api'
import { isThere, kneelsOf, mustWalk, sideAt, turnOf } from '../src/pure/view'
import { dashes, fullness, minutesIn } from '../src/pure/ring'

const step = (technique: string, stand: Step['stand']): Step => ({ technique, place: 'back', side: 'both', level: 2, passes: 1, start_s: 0, duration_s: 60, phase: 'focus', why: '', stand, spot: null, locked: false })

describe('where the giver is', () => {
  // As the planner writes it: it thinks of a giver on the right, and says so of its pauses, too.
  const steps = [step('oil', 'right'), step('kneading', 'any'), step('walk', 'left'), step('wringing', 'left'), step('kneading', 'any'), step('rest', 'left')]
  it('is where they knelt, until a walk leads them round', () => {
    expect(steps.map((_, i) => sideAt(steps, i, 'right'))).toEqual(['right', 'right', 'left', 'left', 'left', 'left'])
    expect(steps.map((_, i) => sideAt(steps, i, 'left'))).toEqual(Array(6).fill('left'))
  })
  it('is told where a stroke needs the other side and no walk says so', () => {
    const first = [step('oil', 'right'), step('wringing', 'right')]
    expect([0, 1].map((i) => mustWalk(first, i, 'left'))).toEqual([false, true])
    expect([0, 1].map((i) => mustWalk(first, i, 'right'))).toEqual([false, false])
    expect(steps.map((_, i) => mustWalk(steps, i, 'right')).some(Boolean)).toBe(false)
  })
  it('is there already where a walk leads to the side they knelt on', () => {
    expect(steps.map((_, i) => isThere(steps, i, 'left'))).toEqual([false, false, true, false, false, false])
    expect(steps.map((_, i) => isThere(steps, i, 'right')).some(Boolean)).toBe(false)
    // Once they were led away the next walk is one, and the head is nobody's side.
    const both = [...steps, step('walk', 'right'), step('walk', 'left'), step('walk', 'head')]
    expect([6, 7, 8].map((i) => isThere(both, i, 'left'))).toEqual([false, false, false])
  })
  it('follows the hand they write with, unless they say where they kneel', () => {
    expect([kneelsOf(null, 'left'), kneelsOf('right', 'left'), kneelsOf('above', 'right'), kneelsOf(7)]).toEqual(['left', 'right', 'right', 'right'])
  })
})

describe('the drawing', () => {
  /** A point of the chart after turning clockwise by so much: x to the right, y down. */
  const turned = ([x, y]: [number, number], degrees: number): [number, number] => {
    const a = (degrees * Math.PI) / 180
    return [x * Math.cos(a) - y * Math.sin(a), x * Math.sin(a) + y * Math.cos(a)]
  }
  it.each(['left', 'right'] as const)('has the side of a giver at the %s along the lower edge when it lies', (side) => {
    const theirs = turned([side === 'right' ? 1 : -1, 0], turnOf(side, true))
    expect(theirs[1]).toBeCloseTo(1)
    // Head up is y = -1: from the right it comes to lie on the right.
    expect(turned([0, -1], turnOf(side, true))[0]).toBeCloseTo(side === 'right' ? 1 : -1)
  })
  it.each(['left', 'right'] as const)('keeps their right on the right when it stands, seen from the %s', (side) => {
    expect(turned([1, 0], turnOf(side, false))[0]).toBeGreaterThan(0.9)
    expect(turned([0, -1], turnOf(side, false))[1]).toBeLessThan(-0.9)
  })
})

describe('the ring', () => {
  it('is full at the start, empty at the end, and never more or less', () => {
    expect([0, 100, 130, 160, 400].map((at_s) => fullness(100, 60, at_s))).toEqual([1, 1, 0.5, 0, 0])
    expect(fullness(100, 0, 100)).toBe(0)
  })
  it('says whole minutes, and nothing in the last half', () => {
    expect([600, 91, 90, 89, 31, 30, 5, 0].map(minutesIn)).toEqual(['10', '2', '1', '1', '1', '', '', ''])
  })
  it('draws what is left', () => {
    const { length, away } = dashes(46, 0.25)
    expect(away / length).toBeCloseTo(0.75)
  })
})
