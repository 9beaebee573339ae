/** Hot stones: which are at hand, whose temperature was read, and where the score waits until it is. */
import type { Step } from '../api'
import limits from './limits.json'
import type { Live } from './live'
import { stepAt } from './shape'

export function endOf(step: Step | undefined): number {
  return step ? step.start_s + step.duration_s : 0
}

export function needsStones(step: Step | undefined): boolean {
  return step !== undefined && step.technique.includes('stone') && step.level !== null
}

/** Which stones are at hand at a step: the last step by then that takes some from the bath; -1 before the first. */
function batchAt(steps: Step[], index: number): number {
  return steps.map((step, i) => (i <= index && step.technique === 'stones' ? i : -1)).reduce((last, each) => Math.max(last, each), -1)
}

/** A reading is of the stones at hand: other ones from the bath need their own. */
export function readAgain(before: Live, now: Live): Live {
  const [a, b] = [before, now].map(({ plan, position_s }) => batchAt(plan.steps, stepAt(plan.steps, position_s)))
  return a === b || now.stones_at_s === null ? now : { ...now, stones_at_s: null }
}

/** Where the score has to stand until somebody reads the stones' temperature; Infinity where nothing holds it. */
export function lockedAt(live: Live): number {
  const { steps } = live.plan
  const batch = batchAt(steps, stepAt(steps, live.position_s))
  for (const [index, step] of steps.entries()) {
    if (!needsStones(step) || endOf(step) <= live.position_s) continue
    const from_s = Math.max(step.start_s, live.position_s)
    if (live.stones_off || live.stones_at_s === null || batchAt(steps, index) !== batch) return from_s
    const good_until_s = live.stones_at_s + limits.stones.reading_s
    const runs_out_s = live.position_s + (good_until_s - live.as_of_s)
    if (runs_out_s < endOf(step)) return Math.max(from_s, Math.min(runs_out_s, endOf(step)))
  }
  return Infinity
}
