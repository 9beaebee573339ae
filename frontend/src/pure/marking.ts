/** What is marked on the back and how it changes: every change is one step that can be taken back. */
import type { AvoidCircle, Point, SoreSpot } from '../api'

export interface Marks {
  sore: SoreSpot[]
  avoid: AvoidCircle[]
}
export type Kind = keyof Marks
export interface MarkRef {
  kind: Kind
  index: number
}

export type Change =
  | { kind: 'add-sore'; at: Point }
  | { kind: 'add-avoid'; at: Point; why: string }
  | { kind: 'remove'; marks: MarkRef[] }
  | { kind: 'move'; mark: MarkRef; at: Point }
  | { kind: 'pain'; index: number; pain_nrs: number }
  | { kind: 'size'; index: number; radius_m: number }
  | { kind: 'why'; index: number; why: string }
  | { kind: 'undo' }

/** What came of the last change. `off`: not on the back; `full`: there is no room for one more. */
export type Outcome = 'added' | 'removed' | 'moved' | 'changed' | 'undone' | 'off' | 'full' | 'nothing'

export interface Marked {
  marks: Marks
  /** How it was before each change, the last one last. */
  past: Marks[]
  /** The mark that is being looked at. */
  chosen: MarkRef | null
  outcome: Outcome
}

export const MOST: Record<Kind, number> = { sore: 12, avoid: 24 }
export const FIRST_PAIN_NRS = 4
export const FIRST_RADIUS_M = 0.03
/** The device keeps no more steps back than this. */
const MOST_PAST = 50

export function unmarked(marks: Marks): Marked {
  return { marks, past: [], chosen: null, outcome: 'nothing' }
}

/** A thousandth of the chart is a fifth of a millimetre: finer than any finger, and short to write. */
function exact(at: Point): { across: number; along: number } {
  return { across: Math.round(at[0] * 1000) / 1000, along: Math.round(at[1] * 1000) / 1000 }
}

function replaced<T>(list: T[], index: number, change: Partial<T>): T[] {
  return list.map((each, i) => (i === index ? { ...each, ...change } : each))
}

/** One change; `isOnBack` says where a mark may be. Whatever is refused changes nothing and is no step. */
export function changed(now: Marked, change: Change, isOnBack: (at: Point) => boolean): Marked {
  const { marks } = now
  const to = (next: Partial<Marks>, outcome: Outcome, chosen: MarkRef | null = now.chosen): Marked => ({
    marks: { ...marks, ...next },
    past: [...now.past, marks].slice(-MOST_PAST),
    chosen,
    outcome,
  })
  const refused = (outcome: Outcome): Marked => ({ ...now, outcome })
  if ('at' in change && !isOnBack(change.at)) return refused('off')
  switch (change.kind) {
    case 'add-sore': {
      if (marks.sore.length >= MOST.sore) return refused('full')
      const spot = { ...exact(change.at), pain_nrs: FIRST_PAIN_NRS }
      return to({ sore: [...marks.sore, spot] }, 'added', { kind: 'sore', index: marks.sore.length })
    }
    case 'add-avoid': {
      if (marks.avoid.length >= MOST.avoid) return refused('full')
      const circle = { ...exact(change.at), radius_m: FIRST_RADIUS_M, why: change.why }
      return to({ avoid: [...marks.avoid, circle] }, 'added', { kind: 'avoid', index: marks.avoid.length })
    }
    case 'remove': {
      const isGone = (kind: Kind, index: number): boolean => change.marks.some((mark) => mark.kind === kind && mark.index === index)
      const sore = marks.sore.filter((_, index) => !isGone('sore', index))
      const avoid = marks.avoid.filter((_, index) => !isGone('avoid', index))
      if (sore.length === marks.sore.length && avoid.length === marks.avoid.length) return refused('nothing')
      return to({ sore, avoid }, 'removed', null)
    }
    case 'move': {
      const { kind, index } = change.mark
      if (!marks[kind][index]) return refused('nothing')
      return to({ [kind]: replaced<SoreSpot | AvoidCircle>(marks[kind], index, exact(change.at)) }, 'moved', change.mark)
    }
    case 'pain': {
      const pain_nrs = Math.min(10, Math.max(0, Math.round(change.pain_nrs)))
      if (!marks.sore[change.index] || marks.sore[change.index]!.pain_nrs === pain_nrs) return refused('nothing')
      return to({ sore: replaced(marks.sore, change.index, { pain_nrs }) }, 'changed')
    }
    case 'size': {
      const radius_m = Math.min(WIDEST_M, Math.max(NARROWEST_M, change.radius_m))
      if (!marks.avoid[change.index] || marks.avoid[change.index]!.radius_m === radius_m) return refused('nothing')
      return to({ avoid: replaced(marks.avoid, change.index, { radius_m }) }, 'changed')
    }
    case 'why': {
      if (!marks.avoid[change.index] || marks.avoid[change.index]!.why === change.why) return refused('nothing')
      return to({ avoid: replaced(marks.avoid, change.index, { why: change.why }) }, 'changed')
    }
    case 'undo': {
      const before = now.past.at(-1)
      if (!before) return refused('nothing')
      return { marks: before, past: now.past.slice(0, -1), chosen: null, outcome: 'undone' }
    }
  }
}

// From a mole to a hand with its fingers; a circle is given by its radius.
const NARROWEST_M = 0.005
const WIDEST_M = 0.1
export const RADII_M: readonly number[] = [0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1]

/** The next radius up or down the row of sizes. */
export function nextRadius(radius_m: number, by: 1 | -1): number {
  if (by > 0) return RADII_M.find((each) => each > radius_m + 1e-6) ?? WIDEST_M
  return [...RADII_M].reverse().find((each) => each < radius_m - 1e-6) ?? NARROWEST_M
}

/** The size that a dragged edge means: whole millimetres of radius within what may be chosen. */
export function radiusOf(dragged_m: number): number {
  return Math.min(WIDEST_M, Math.max(NARROWEST_M, Math.round(dragged_m * 1000) / 1000))
}

export type Likeness = 'pea' | 'coin' | 'plum' | 'apple' | 'palm' | 'hand'

/** What a circle of that radius is as large as. */
export function likeness(radius_m: number): Likeness {
  const width_m = 2 * radius_m
  if (width_m < 0.015) return 'pea'
  if (width_m < 0.03) return 'coin'
  if (width_m < 0.055) return 'plum'
  if (width_m < 0.09) return 'apple'
  return width_m < 0.14 ? 'palm' : 'hand'
}
