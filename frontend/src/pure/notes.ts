/** Which notes are due in play between two looks at where the score is; stop and good come of a press. */
import { isJump } from './cues'
import { lengthOf, type Live } from './live'
import { stepAt } from './shape'
import { oneNote, twoRising, type Tone } from './tone'

/** So long before its end a session says that it is over soon. */
const SOON_OVER_S = 30
/** Long enough for two notes to have died away. */
const AFTER_TWO_S = 1.6

/**
 * The notes between what was heard and now, and up to where all is heard then. Nothing is due on the first look, as
 * after a reload, nor where nothing plays. Both moments are taken in the plan as it is now: a refit alone sounds nothing.
 */
export function notesDue(live: Live, heard_s: number | null, now_s: number): { due: Tone[]; heard_s: number } {
  if (heard_s === null || live.status !== 'running') return { due: [], heard_s: now_s }
  const { steps } = live.plan
  const is_jump = isJump(heard_s, now_s)
  const to_s = is_jump ? now_s : Math.max(heard_s, now_s)
  const is_next = stepAt(steps, heard_s) !== stepAt(steps, to_s)
  const soon_s = lengthOf(live) - SOON_OVER_S
  const is_soon = !is_jump && heard_s < soon_s && to_s >= soon_s
  return { due: [...(is_next ? twoRising() : []), ...(is_soon ? oneNote(is_next ? AFTER_TWO_S : 0) : [])], heard_s: to_s }
}
