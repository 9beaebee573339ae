/** Earlier evenings: by day, what was changed in words, and pain and ease before and after. No trend from a few. */
import type { ChangeKind, Evening, Routine, WholeEvening } from '../api'
import { changedAt, countsOf } from './did'
import { advance, clockAt, type Live } from './live'

/** An evening as a device keeps it: of its own it has no routine before the server has heard of it. */
export type KeptEvening = Omit<WholeEvening, 'routine'> & { routine: Routine | null }

/** The shape of an evening as bars need it, from what was planned. */
export function startsOf<S extends { planned_s: number }>(steps: S[]): (S & { start_s: number; duration_s: number })[] {
  let start_s = 0
  return steps.map((step) => {
    const placed = { ...step, start_s, duration_s: step.planned_s }
    start_s += step.planned_s
    return placed
  })
}

/** Newest first, each once; what is heard later replaces what was kept. */
export function merged(kept: Evening[], heard: Evening[]): Evening[] {
  const all = new Map(kept.map((each) => [each.id, each]))
  for (const each of heard) all.set(each.id, { ...each, felt: { before: each.felt.before, after: each.felt.after ?? all.get(each.id)?.felt.after ?? null } })
  return [...all.values()].sort((a, b) => b.opened_unix_s - a.opened_unix_s || (a.id < b.id ? -1 : 1))
}

/** Groups by the day of this place, newest first. */
export function byDay(evenings: Evening[], dayOf: (at: Date) => string): { day: string; at: Date; evenings: Evening[] }[] {
  const days: { day: string; at: Date; evenings: Evening[] }[] = []
  for (const evening of evenings) {
    const at = new Date(evening.opened_unix_s * 1000)
    const day = dayOf(at)
    const last = days[days.length - 1]
    if (last?.day === day) last.evenings.push(evening)
    else days.push({ day, at, evenings: [evening] })
  }
  return days
}

export interface Pair {
  id: string
  at: Date
  before: number | null
  after: number | null
}

/** One question's numbers, oldest first; an evening where neither was said is left out. */
export function pairs(evenings: Evening[], key: 'pain_nrs' | 'ease_nrs'): Pair[] {
  return evenings
    .map((each) => ({ id: each.id, at: new Date(each.opened_unix_s * 1000), before: each.felt.before?.[key] ?? null, after: each.felt.after?.[key] ?? null }))
    .filter((each) => each.before !== null || each.after !== null)
    .reverse()
}

/** From so many evenings on with both numbers something is said of all of them together. */
export const ENOUGH = 3

/** How much lower (below 0) or higher it was afterwards, on average; null where there are too few to say. */
export function meanChange(rows: Pair[]): { change: number; evenings: number } | null {
  const both = rows.filter((each) => each.before !== null && each.after !== null)
  if (both.length < ENOUGH) return null
  const sum = both.reduce((so_far, each) => so_far + each.after! - each.before!, 0)
  const tenths = Math.round((Math.abs(sum) / both.length) * 10)
  return { change: (Math.sign(sum) * tenths) / 10, evenings: both.length }
}

/** What was changed, in the order in which people think of it; planning's own refits are nobody's change. */
const ORDER: ChangeKind[] = ['softer', 'harder', 'pain', 'paused', 'held', 'skipped', 'went-back', 'stopped', 'restarted', 'extended']

export function told(changes: Evening['changes']): Evening['changes'] {
  return ORDER.flatMap((kind) => changes.filter((each) => each.kind === kind && each.count > 0))
}

/** An evening that only this device knows of, in the server's own shape; who is who stays with the form. */
export function eveningOf(show: { id: string; name: string; person: string; live: Live }, ms: number, was: KeptEvening | null): KeptEvening {
  const { plan, played_s, did, status, why } = advance(show.live, ms)
  const changes = countsOf(did)
  return {
    id: show.id,
    person: show.person,
    name: show.name,
    opened_unix_s: was?.opened_unix_s ?? Math.round(ms / 1000 - clockAt(show.live, ms)),
    style: plan.style,
    planned_s: plan.duration_s,
    played_s: tenths(played_s.reduce((sum, each) => sum + each, 0)),
    status,
    why,
    // A page that was not there for it knows of no changes: what was kept stays.
    changes: changes.length > 0 ? changes : (was?.changes ?? []),
    felt: was?.felt ?? { before: null, after: null },
    steps: plan.steps.map(({ technique, place, side, level, duration_s }, i) => ({
      technique,
      place,
      side,
      level,
      planned_s: duration_s,
      played_s: tenths(played_s[i] ?? 0),
      changed: changedAt(did, i),
    })),
    routine: was?.routine ?? null,
  }
}

function tenths(seconds_s: number): number {
  return Math.round(seconds_s * 10) / 10
}
