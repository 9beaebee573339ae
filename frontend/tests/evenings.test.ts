import { describe, expect, it } from 'vitest'
import type { ChangeKind, Evening, Felt, Plan, Score } from '../src/api'
import { byDay, ENOUGH, eveningOf, meanChange, merged, pairs, startsOf, told, type KeptEvening, type Pair } from '../src/pure/evenings'
import { apply, openLive, type Live } from '../src/pure/live'

const DAY_S = 86_400
const felt = (pain_nrs: number | null, ease_nrs: number | null = null): Felt => ({ pain_nrs, ease_nrs })
const evening = (id: string, opened_unix_s: number, before: Felt | null = null, after: Felt | null = null): Evening => ({
  id, person: 'p', name: 'Alex', opened_unix_s, style: 'relaxation', planned_s: 1200, played_s: 600,
  status: 'finished', why: null, changes: [], felt: { before, after },
})
const pair = (before: number | null, after: number | null): Pair => ({ id: '', at: new Date(0), before, after })

describe('evenings that are kept and heard', () => {
  it('stand newest first, each once, as they were heard last', () => {
    const kept = [evening('a', 10), { ...evening('b', 30), status: 'running' as const }]
    const heard = [evening('c', 20), evening('b', 30)]
    const all = merged(kept, heard)
    expect(all.map((each) => each.id)).toEqual(['b', 'c', 'a'])
    expect(all[0]!.status).toBe('finished')
  })
  it('of one second keep their order', () => {
    expect(merged([], [evening('b', 5), evening('a', 5)]).map((each) => each.id)).toEqual(['a', 'b'])
    expect(merged([evening('a', 5)], [evening('b', 5)]).map((each) => each.id)).toEqual(['a', 'b'])
  })
  it('keep what was said here afterwards until the server has heard it', () => {
    const kept = [evening('a', 10, felt(6), felt(2))]
    expect(merged(kept, [evening('a', 10, felt(6), null)])[0]!.felt).toEqual({ before: felt(6), after: felt(2) })
    expect(merged(kept, [evening('a', 10, felt(5), felt(1))])[0]!.felt).toEqual({ before: felt(5), after: felt(1) })
  })
  it('of nobody and nothing are none', () => expect(merged([], [])).toEqual([]))
})

describe('by day', () => {
  const dayOf = (at: Date): string => at.toISOString().slice(0, 10)
  it('each day has its evenings, newest first', () => {
    // 1970-01-02 at 20:00 and 09:00, 1970-01-01 at 22:00.
    const evenings = [evening('c', DAY_S + 72_000), evening('b', DAY_S + 32_400), evening('a', 79_200)]
    const days = byDay(evenings, dayOf)
    expect(days.map((each) => [each.day, each.evenings.map((one) => one.id)])).toEqual([
      ['1970-01-02', ['c', 'b']],
      ['1970-01-01', ['a']],
    ])
    expect(days[0]!.at.getTime()).toBe((DAY_S + 72_000) * 1000)
  })
  it('a day is that of the place: one that ends later has both evenings', () => {
    const late = (at: Date): string => dayOf(new Date(at.getTime() - 12 * 3_600_000))
    expect(byDay([evening('b', DAY_S + 3600), evening('a', DAY_S - 3600)], late)).toHaveLength(1)
    expect(byDay([evening('b', DAY_S + 3600), evening('a', DAY_S - 3600)], dayOf)).toHaveLength(2)
  })
})

describe('before and after', () => {
  const evenings = [evening('c', 30, felt(4, 3), null), evening('b', 20), evening('a', 10, felt(0, 5), felt(7, 9))]
  it('goes from the oldest on, and leaves out where neither was said', () => {
    expect(pairs(evenings, 'pain_nrs')).toEqual([
      { id: 'a', at: new Date(10_000), before: 0, after: 7 },
      { id: 'c', at: new Date(30_000), before: 4, after: null },
    ])
  })
  it('has one question at a time, and nothing is a number too', () => {
    expect(pairs(evenings, 'ease_nrs').map((each) => [each.before, each.after])).toEqual([[5, 9], [3, null]])
    expect(pairs([evening('a', 1, felt(0), felt(0))], 'pain_nrs')[0]).toMatchObject({ before: 0, after: 0 })
    expect(pairs([evening('a', 1, felt(null), felt(null))], 'pain_nrs')).toEqual([])
  })
})

describe('what is said of all of them together', () => {
  it('is nothing of 0, 1 or 2 evenings', () => {
    expect(ENOUGH).toBe(3)
    for (const few of [[], [pair(6, 2)], [pair(6, 2), pair(5, 5)]]) expect(meanChange(few)).toBeNull()
  })
  it('is nothing of three, where one of them has half its numbers', () => {
    expect(meanChange([pair(6, 2), pair(5, 5), pair(4, null)])).toBeNull()
    expect(meanChange([pair(6, 2), pair(5, 5), pair(null, 0)])).toBeNull()
  })
  it('is the mean of what changed, below 0 where it was lower afterwards', () => {
    // -4, 0, -2: -6 over 3.
    expect(meanChange([pair(6, 2), pair(5, 5), pair(4, 2)])).toEqual({ change: -2, evenings: 3 })
    // 1, 2, 0, and a half that does not count.
    expect(meanChange([pair(1, 2), pair(3, 5), pair(8, 8), pair(9, null)])).toEqual({ change: 1, evenings: 3 })
    // -1, -2, -3, -1, -4, -1: -12 over 6.
    const six = [pair(5, 4), pair(6, 4), pair(7, 4), pair(3, 2), pair(8, 4), pair(2, 1)]
    expect(meanChange(six)).toEqual({ change: -2, evenings: 6 })
  })
  it('is the same where up and down even out', () => {
    expect(meanChange([pair(2, 5), pair(5, 2), pair(0, 0)])!.change).toBe(0)
  })
  it('is rounded to a tenth, lower as higher', () => {
    // 5 over 4 is 1.25; 1 over 3 is 0.33.
    expect(meanChange([pair(5, 3), pair(5, 4), pair(5, 4), pair(5, 4)])!.change).toBe(-1.3)
    expect(meanChange([pair(3, 5), pair(4, 5), pair(4, 5), pair(4, 5)])!.change).toBe(1.3)
    expect(meanChange([pair(3, 2), pair(2, 2), pair(2, 2)])!.change).toBe(-0.3)
  })
})

describe('what the two of them changed', () => {
  const of = (...kinds: [ChangeKind, number][]): Evening['changes'] => kinds.map(([kind, count]) => ({ kind, count }))
  it('stands in the order of its weight for people, and without what never was', () => {
    const changes = of(['stopped', 1], ['paused', 2], ['softer', 3], ['harder', 0], ['skipped', 1])
    expect(told(changes).map((each) => each.kind)).toEqual(['softer', 'paused', 'skipped', 'stopped'])
  })
  it("has none of planning's own", () => {
    expect(told(of(['refitted' as ChangeKind, 4]))).toEqual([])
    expect(told([])).toEqual([])
  })
})

describe('the shape of an evening that was', () => {
  it('has every step after the one before', () => {
    expect(startsOf([{ planned_s: 60 }, { planned_s: 90 }, { planned_s: 30 }]).map((each) => [each.start_s, each.duration_s]))
      .toEqual([[0, 60], [60, 90], [150, 30]])
  })
})

describe("an evening of this device's own", () => {
  const step = (start_s: number, duration_s: number) => ({ technique: 'kneading', place: 'shoulder', side: 'left', level: 2, start_s, duration_s })
  const plan = { style: 'relaxation', level: 3, duration_s: 300, steps: [step(0, 100), step(100, 200)], limits: { max_level: 3 }, giver: { hands: 'healthy' } }
  // Begun 1,000 s after 1970; 130 s in, it was stopped: the second step had 30 s of its 200.
  const live: Live = { ...openLive(plan as unknown as Plan, {} as Score, 1_000_000), status: 'stopped', why: 'done', position_s: 130, as_of_s: 150, played_s: [100, 30] }
  const made = eveningOf({ id: 's', name: 'Alex', person: 'p', live }, 1_000_000, null)
  it('tells what was played of each step', () => {
    expect(made.steps.map((each) => [each.planned_s, each.played_s])).toEqual([[100, 100], [200, 30]])
    expect(made).toMatchObject({ id: 's', person: 'p', name: 'Alex', style: 'relaxation', status: 'stopped', why: 'done', planned_s: 300, played_s: 130 })
    expect(made.routine).toBeNull()
    expect(made.felt).toEqual({ before: null, after: null })
  })
  it('was opened when its clock began, and stays so', () => {
    expect(made.opened_unix_s).toBe(1000 - 150)
    const was: KeptEvening = { ...made, opened_unix_s: 7, felt: { before: felt(6), after: null }, changes: [{ kind: 'softer', count: 1 }] }
    const later = eveningOf({ id: 's', name: 'Alex', person: 'p', live }, 2_000_000, was)
    expect(later).toMatchObject({ opened_unix_s: 7, felt: was.felt, changes: was.changes })
  })
  it('tells what was passed as left out, and what was changed, at its step', () => {
    // 20 s of the first step, then next; a pause 10 s later, and stopped in it after 1,000 s more.
    const opened = openLive(plan as unknown as Plan, { strokes: [], duration_s: 300 } as unknown as Score, 0)
    const skipped = apply(apply(opened, { kind: 'start' }, 0), { kind: 'skip' }, 20_000)
    const paused = apply(skipped, { kind: 'pause' }, 30_000)
    const stopped = apply(paused, { kind: 'stop', why: 'done' }, 1_030_000)
    const evening = eveningOf({ id: 's', name: 'Alex', person: 'p', live: stopped }, 1_030_000, null)
    expect(evening.steps.map((each) => [each.played_s, each.changed])).toEqual([[20, ['skipped']], [10, ['paused', 'stopped']]])
    expect(evening.changes).toEqual([{ kind: 'skipped', count: 1 }, { kind: 'paused', count: 1 }, { kind: 'stopped', count: 1 }])
    expect(evening.played_s).toBe(30)
    // Told while it runs: up to now.
    expect(eveningOf({ id: 's', name: 'Alex', person: 'p', live: skipped }, 55_000, null).steps.map((each) => each.played_s)).toEqual([20, 35])
  })
})
