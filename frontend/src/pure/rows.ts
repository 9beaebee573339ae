/** The plan as people read it: the same stroke on one side and then the other is one row, walks between them with it. */
import type { Phase, Plan, Side, Step } from '../api'
import { isPause } from './words'

export interface Row {
  /** The steps it holds, in order, as indices into the plan. */
  steps: number[]
  /** The step that a change is asked for: its first that is no pause. */
  step: number
  technique: string
  place: string | null
  /** `each`: one side, then the other. */
  side: Side | 'each'
  level: number | null
  start_s: number
  duration_s: number
  phase: Phase
  why: string
  is_pause: boolean
  is_locked: boolean
  /** Whether the giver walks round between the sides. */
  walks: boolean
}

export function rowsOf(steps: Step[]): Row[] {
  const rows: Row[] = []
  for (let i = 0; i < steps.length; i++) {
    const row = rowAt(steps, i)
    const [walk, other] = [steps[i + 1], steps[i + 2]]
    if (row.is_pause) {
      rows.push(row)
    } else if (walk && isOtherSide(steps[i]!, walk)) {
      rows.push(both(row, [walk], [i + 1]))
      i += 1
    } else if (walk?.technique === 'walk' && other && isOtherSide(steps[i]!, other)) {
      rows.push({ ...both(row, [walk, other], [i + 1, i + 2]), walks: true })
      i += 2
    } else {
      rows.push(row)
    }
  }
  return rows
}

function rowAt(steps: Step[], i: number): Row {
  const { technique, place, side, level, start_s, duration_s, phase, why, locked } = steps[i]!
  return {
    steps: [i], step: i, technique, place, side, level, start_s, duration_s, phase, why,
    is_pause: isPause(technique), is_locked: locked, walks: false,
  } // prettier-ignore
}

function both(row: Row, steps: Step[], at: number[]): Row {
  const last = steps[steps.length - 1]!
  return {
    ...row,
    steps: [...row.steps, ...at],
    side: 'each',
    level: Math.max(row.level ?? 0, last.level ?? 0),
    duration_s: steps.reduce((sum, each) => sum + each.duration_s, row.duration_s),
    is_locked: row.is_locked || last.locked,
  }
}

/** What each row goes by while the plan changes round it: what is done where, and the how manyth of these it is. */
export function keysOf(rows: readonly Pick<Row, 'technique' | 'place' | 'side' | 'phase'>[]): string[] {
  const had = new Map<string, number>()
  return rows.map(({ technique, place, side, phase }) => {
    const like = `${technique} ${place ?? ''} ${side} ${phase}`
    had.set(like, (had.get(like) ?? 0) + 1)
    return `${like} ${had.get(like)}`
  })
}

function isOtherSide(step: Step, other: Step): boolean {
  const sides = new Set([step.side, other.side])
  const isSame = step.technique === other.technique && step.place === other.place && step.phase === other.phase
  return isSame && sides.has('left') && sides.has('right') && step.spot === null && other.spot === null
}

/**
 * The step before which a row has to stand so that it comes one row earlier or later; null at either end. Pauses
 * are no places of their own: oil is taken when hands need it.
 */
export function beside(rows: Row[], at: number, way: -1 | 1, steps: number): number | null {
  let next = at + way
  while (rows[next]?.is_pause && rows[next]?.technique !== 'rest') next += way
  const row = rows[next]
  if (!row || row.technique === 'rest') return null
  return way < 0 ? row.step : (row.steps[row.steps.length - 1] ?? steps - 1) + 1
}

/** The row that holds a step; -1 when none does. */
export function rowOf(rows: Row[], step: number | null): number {
  return step === null ? -1 : rows.findIndex((row) => row.steps.includes(step))
}

/** The first row with a technique at a place: where to look for a row after the plan was made anew. */
export function rowLike(rows: Row[], { technique, place, phase }: Pick<Row, 'technique' | 'place' | 'phase'>): number {
  const same = rows.findIndex((row) => row.technique === technique && row.place === place && row.phase === phase)
  return same >= 0 ? same : rows.findIndex((row) => row.technique === technique && row.place === place)
}

/** The steps that the planner holds for one piece of work: all sides and blocks of a technique at a place. */
function pieceOf(step: Step): string {
  const extra = step.extra === true ? step.side : ''
  return [step.technique, step.place, step.spot?.join() ?? '', step.phase, extra].join('|')
}

/** The plan with a piece kept, or free again. Nothing else of it changes, so nobody has to be asked. */
export function withLock(plan: Plan, step: number, is_locked: boolean): Plan {
  const piece = pieceOf(plan.steps[step]!)
  return { ...plan, steps: plan.steps.map((each) => (pieceOf(each) === piece ? { ...each, locked: is_locked } : each)) }
}
