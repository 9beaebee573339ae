/**
 * Whether a tender spot may be pressed where somebody shows it: asked on the giver's device, with or without the
 * server, before anything is pressed. The server asks the same again; the stricter of the two counts.
 */
import type { Point, Score, Step } from '../api'
import limits from './limits.json'
import { clockAt, positionAt, TRIGGER_POINT, type Live } from './live'
import { whyNot, type Ground } from './press'
import { stepAt } from './shape'
import { touchCap } from './spot'

const YOUNGEST_YEARS = 16
const THUMBS = new Set(['thumb', 'reinforced-thumb'])

/** Null when the spot may be pressed, else a sentence that says why not and what to do. */
export function whyNotSpot(live: Live, ms: number, point: Point, ground: Ground): string | null {
  const { plan, choices } = live
  if (plan.limits.forbidden_techniques.includes(TRIGGER_POINT) || plan.body.age_years < YOUNGEST_YEARS)
    return 'No spots are pressed tonight. Go on without.'
  if (plan.giver.experience === 'first') return 'Pressing spots waits for a second massage. Go on without.'
  if (choices.part === 'thumb' && thumbLeft(live, ms) < touchCap(choices))
    return 'Your thumbs have done enough. Use the flat knuckle, or go on without.'
  const step = plan.steps[stepAt(plan.steps, positionAt(live, ms))]
  const part = choices.part === 'thumb' ? 'reinforced-thumb' : 'knuckles'
  const why = whyNot(point, part, step?.level ?? 1, ground)
  return why && `Not here: ${why}. Ask for another place.`
}

/**
 * Thumb time that is left for this spot, in seconds: the budget (a share of the time with hands on, and a most)
 * without all the thumb work that is planned. What was skipped still counts as done by the thumbs, and hands can't
 * have been on for longer than the session lasts: where this device can't know, it says less.
 */
export function thumbLeft(live: Live, ms: number): number {
  const at_s = positionAt(live, ms)
  const past_s = Math.min(handsOn(live.plan.steps, 0, at_s), clockAt(live, ms))
  const hands_s = past_s + handsOn(live.plan.steps, at_s, Infinity)
  return Math.min(limits.thumbs.most_s, limits.thumbs.most_frac * hands_s) - thumbWork(live.score, live.plan.steps)
}

function handsOn(steps: Step[], from_s: number, to_s: number): number {
  const within = (step: Step): number => Math.min(step.start_s + step.duration_s, to_s) - Math.max(step.start_s, from_s)
  return steps.reduce((sum, step) => sum + (step.level === null ? 0 : Math.max(0, within(step))), 0)
}

function thumbWork(score: Score, steps: Step[]): number {
  return score.strokes
    .filter((stroke) => steps[stroke.step]?.technique !== TRIGGER_POINT && stroke.hands.some((hand) => THUMBS.has(hand.part)))
    .reduce((sum, stroke) => sum + stroke.duration_s, 0)
}
