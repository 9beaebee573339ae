import { describe, expect, it } from 'vitest'
import { after, arrive, asks, chosen, eased, FIRST_CHOICES, holdCap, isPressing, leave, rated as ratedUntil, shown, touchCap, type Spot } from '../src/pure/spot'

const FAR = 10_000
const rated = (spot: Spot, nrs: number, at_s: number): Spot => ratedUntil(spot, nrs, at_s, FAR)
const start = (choices = FIRST_CHOICES, thumb_left_s = 200): Spot => arrive(3, 100, [0.3, 0.4], choices, thumb_left_s)

describe('the tender-spot loop', () => {
  it('asks where when nothing was marked, and how sore before anything is pressed', () => {
    const spot = arrive(3, 100, null)
    expect(spot.phase).toBe('where')
    expect(shown(spot, [0.3, 0.4], 105).phase).toBe('before')
  })
  it('never presses a spot that already hurts at the ceiling', () => {
    expect(rated(start(), 5, 101)).toMatchObject({ phase: 'ended', why: 'already-hurts' })
    expect(rated(start(), 4, 101).phase).toBe('raising')
  })
  it('begins no touch that its step has no time for, lift and all', () => {
    const needs_s = touchCap(FIRST_CHOICES)
    expect(ratedUntil(start(), 3, 101, 101 + needs_s).phase).toBe('raising')
    expect(ratedUntil(start(), 3, 101, 101 + needs_s - 1)).toMatchObject({ phase: 'ended', why: 'no-time' })
  })
  it('holds as soon as five is said, and lets go when it has fallen by two', () => {
    const held = rated(rated(start(), 2, 101), 5, 103)
    expect(held).toMatchObject({ phase: 'holding', peak_nrs: 5, pressure_frac: 1 })
    expect(rated(held, 4, 108).phase).toBe('holding')
    expect(rated(held, 3, 108)).toMatchObject({ phase: 'releasing', why: null })
  })
  it('halves the pressure above the ceiling', () => {
    expect(rated(rated(start(), 2, 101), 6, 103)).toMatchObject({ phase: 'holding', pressure_frac: 0.5 })
  })
  it.each([
    [7, 'too-much'],
    [10, 'too-much'],
  ])('ends gently at %s', (nrs, why) => {
    expect(rated(rated(start(), 2, 101), nrs, 103)).toMatchObject({ phase: 'releasing', why })
  })
  it('ends gently when the number rises', () => {
    const held = rated(rated(start(), 2, 101), 5, 103)
    expect(rated(rated(held, 4, 106), 5, 108)).toMatchObject({ phase: 'releasing', why: 'rise' })
  })
  it('never keeps the thumb down longer than 30 seconds from touch to lift', () => {
    let spot = rated(start(), 2, 100)
    for (let at_s = 100.5; at_s < 160; at_s += 0.5) {
      spot = after(spot, at_s, FAR)
      if (spot.phase === 'holding') spot = rated(spot, 5, at_s)
      if (at_s > 130) expect(isPressing(spot), `at ${at_s}`).toBe(false)
    }
  })
  it('never holds longer than 60 seconds with the knuckle, 90 by choice', () => {
    for (const [longer, cap] of [[false, 60], [true, 90]] as const) {
      let spot = rated(start({ ...FIRST_CHOICES, part: 'knuckle', longer }), 2, 100)
      let held_s = 0
      for (let at_s = 100.5; at_s < 260; at_s += 0.5) {
        spot = after(spot, at_s, FAR)
        if (spot.phase === 'holding' && spot.round === 1) {
          held_s += 0.5
          spot = rated(spot, 5, at_s)
        }
      }
      expect(held_s).toBeLessThanOrEqual(cap + 0.5)
    }
  })
  it('takes the hands off when nobody answers, asked twice', () => {
    const silent = after(rated(start(), 2, 100), 114.1, FAR)
    expect(silent).toMatchObject({ phase: 'releasing', why: 'silent' })
    expect(after(start(), 131, FAR)).toMatchObject({ phase: 'ended', why: 'silent' })
  })
  it('rests as long as it pressed, and goes three rounds at most', () => {
    let spot = rated(start(), 2, 100)
    const rounds = new Set<number>()
    for (let at_s = 100.5; at_s < 400; at_s += 0.5) {
      spot = after(spot, at_s, FAR)
      rounds.add(spot.round)
      if (spot.phase === 'raising' && at_s - spot.since_s > 2) spot = rated(spot, 5, at_s)
      else if (spot.phase === 'holding') spot = rated(spot, spot.peak_nrs === null ? 5 : 3, at_s)
    }
    expect(spot).toMatchObject({ phase: 'ended', why: 'done' })
    expect(Math.max(...rounds)).toBe(3)
  })
  it('starts no round that the step or the thumbs have no time for', () => {
    const resting: Spot = { ...start(), phase: 'resting', round: 1, since_s: 100, rest_s: 10 }
    expect(after(resting, 111, 120)).toMatchObject({ phase: 'ended', why: 'no-time' })
    expect(after({ ...resting, thumb_left_s: 10 }, 111, FAR)).toMatchObject({ phase: 'ended', why: 'thumbs-spent' })
  })
  it('leaves at once on a sharp word, and softer halves', () => {
    const held = rated(rated(start(), 2, 101), 5, 103)
    expect(leave(held, 'sharp-word', 104)).toMatchObject({ phase: 'ended', pressure_frac: 0 })
    expect(eased(held, 104).pressure_frac).toBe(0.5)
    expect(eased(rated(start(), 2, 101), 102)).toMatchObject({ phase: 'holding', pressure_frac: 0.5 })
  })
  it('asks a second time before it gives up', () => {
    const held = rated(rated(start(), 2, 101), 5, 103)
    expect([104, 108, 114].map((at_s) => asks(held, at_s))).toEqual(['no', 'first', 'second'])
  })
})

describe('the receiver’s choices', () => {
  const more = { ceiling_nrs: 6, rounds: 6, longer: true, part: 'knuckle' } as const
  it('count at once while nothing is pressed', () => {
    expect(chosen(start(), more).choices).toEqual(more)
    expect(holdCap(more)).toBe(90)
  })
  it('never grow, and never change the part, under a hand that presses', () => {
    const pressed = chosen(rated(start(), 2, 101), more)
    expect(pressed.choices).toEqual({ ceiling_nrs: 5, rounds: 6, longer: false, part: 'thumb' })
    expect(holdCap(pressed.choices)).toBe(20)
  })
})
