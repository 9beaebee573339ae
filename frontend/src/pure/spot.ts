/**
 * The tender-spot loop on the giver's device: pressure follows the receiver's own number, never a timer alone.
 * The server keeps the same machine; this one goes on when the network does not. All caps are the server's.
 */
import type { Point } from '../api'

export type SpotPhase = 'where' | 'before' | 'raising' | 'holding' | 'releasing' | 'resting' | 'ended'

export interface Choices {
  ceiling_nrs: 5 | 6
  rounds: number
  longer: boolean
  part: 'thumb' | 'knuckle' | 'tool'
}

export interface Spot {
  phase: SpotPhase
  since_s: number
  question_s: number
  choices: Choices
  point: Point | null
  round: number
  peak_nrs: number | null
  last_nrs: number | null
  pressure_frac: number
  touch_s: number
  rest_s: number
  thumb_left_s: number
  why: string | null
  /** The index of the step it belongs to. */
  step: number
}

export const CEILING_NRS = 5
export const TOO_MUCH_NRS = 7
export const FALL_NRS = 2
export const RAISE_S = 4
export const RELEASE_S = 4
export const HOLD_CAP_S = 60
export const LONGER_HOLD_CAP_S = 90
export const THUMB_HOLD_S = 20
export const ANSWER_S = 5
export const ANSWER_BEFORE_S = 15

export const FIRST_CHOICES: Choices = { ceiling_nrs: CEILING_NRS, rounds: 3, longer: false, part: 'thumb' }

/** How high the rating may go by the receiver's choice, and how often they may have it pressed. */
export const CHOSEN_CEILING_NRS = 6
export const MOST_ROUNDS = 6

/** The first choices for a giver: thumbs that are sore, or new to this, leave it to the flat knuckle. */
export function firstChoices(giver: { hands: string; experience: string }): Choices {
  return sparesThumbs(giver) ? { ...FIRST_CHOICES, part: 'knuckle' } : FIRST_CHOICES
}

export function sparesThumbs(giver: { hands: string; experience: string }): boolean {
  return giver.hands === 'sore' || giver.experience === 'first'
}

/** The loop with new choices. While a spot is worked on its part stays, and while a hand presses nothing grows. */
export function chosen(spot: Spot, choices: Choices): Spot {
  if (!isPressing(spot) && spot.phase !== 'resting') return { ...spot, choices }
  const now = spot.choices
  const ceiling = isPressing(spot) ? Math.min(now.ceiling_nrs, choices.ceiling_nrs) : choices.ceiling_nrs
  return {
    ...spot,
    choices: { ...now, ceiling_nrs: ceiling === 6 ? 6 : 5, longer: now.longer && choices.longer, rounds: choices.rounds },
  }
}

export function holdCap(choices: Choices): number {
  if (choices.part === 'thumb') return THUMB_HOLD_S
  return choices.longer ? LONGER_HOLD_CAP_S : HOLD_CAP_S
}

export function touchCap(choices: Choices): number {
  return RAISE_S + holdCap(choices) + RELEASE_S
}

export function arrive(step: number, at_s: number, point: Point | null, choices = FIRST_CHOICES, thumb_left_s = 90): Spot {
  return {
    phase: point ? 'before' : 'where',
    since_s: at_s,
    question_s: at_s,
    choices,
    point,
    round: 0,
    peak_nrs: null,
    last_nrs: null,
    pressure_frac: 0,
    touch_s: 0,
    rest_s: 0,
    thumb_left_s,
    why: null,
    step,
  }
}

export function shown(spot: Spot, point: Point, at_s: number): Spot {
  return { ...spot, phase: 'before', since_s: at_s, question_s: at_s, point }
}

function raise(spot: Spot, at_s: number): Spot {
  return {
    ...spot,
    phase: 'raising',
    since_s: at_s,
    touch_s: at_s,
    question_s: at_s + RAISE_S,
    round: spot.round + 1,
    last_nrs: null,
    peak_nrs: null,
    pressure_frac: 1,
  }
}

function lifted(spot: Spot, at_s: number): Spot {
  const lasted_s = at_s - spot.touch_s
  return {
    ...spot,
    rest_s: Math.max(lasted_s, RELEASE_S),
    pressure_frac: 0,
    thumb_left_s: spot.thumb_left_s - (spot.choices.part === 'thumb' ? lasted_s : 0),
  }
}

export function isPressing(spot: Spot): boolean {
  return spot.phase === 'raising' || spot.phase === 'holding' || spot.phase === 'releasing'
}

/** Hands off at once. */
export function leave(spot: Spot, why: string, at_s: number): Spot {
  if (spot.phase === 'ended') return spot
  return { ...(isPressing(spot) ? lifted(spot, at_s) : spot), phase: 'ended', since_s: at_s, why, pressure_frac: 0 }
}

const release = (spot: Spot, at_s: number, why: string | null): Spot => ({ ...spot, phase: 'releasing', since_s: at_s, why })

function easedAbove(spot: Spot, nrs: number): Spot {
  return nrs > spot.choices.ceiling_nrs ? { ...spot, pressure_frac: spot.pressure_frac / 2 } : spot
}

/**
 * The receiver's number. A spot that already hurts at the ceiling is not pressed, nor is one whose step, which ends at
 * `until_s`, is over before a touch and its lift; what hurts more ends it gently.
 */
export function rated(spot: Spot, nrs: number, at_s: number, until_s: number): Spot {
  const ceiling = spot.choices.ceiling_nrs
  if (spot.phase === 'before') {
    if (nrs >= ceiling) return leave(spot, 'already-hurts', at_s)
    return at_s + touchCap(spot.choices) > until_s + 1e-6 ? leave(spot, 'no-time', at_s) : raise(spot, at_s)
  }
  if (spot.phase === 'resting') return nrs >= ceiling ? leave(spot, 'hurts-after', at_s) : spot
  if (spot.phase === 'releasing') return nrs >= TOO_MUCH_NRS ? { ...spot, why: spot.why ?? 'too-much' } : spot
  if (spot.phase !== 'raising' && spot.phase !== 'holding') return spot
  const heard: Spot = { ...spot, last_nrs: nrs, question_s: at_s + ANSWER_S }
  if (nrs >= TOO_MUCH_NRS) return release(heard, at_s, 'too-much')
  if (spot.phase === 'raising') {
    if (nrs < ceiling) return heard
    return easedAbove({ ...heard, phase: 'holding', since_s: at_s, peak_nrs: nrs }, nrs)
  }
  if (spot.last_nrs !== null && nrs > spot.last_nrs) return release(heard, at_s, 'rise')
  const peak_nrs = Math.max(nrs, spot.peak_nrs ?? 0)
  if (nrs <= peak_nrs - FALL_NRS) return release(heard, at_s, null)
  return easedAbove({ ...heard, peak_nrs }, nrs)
}

/** "Softer": half the pressure, and no further up. */
export function eased(spot: Spot, at_s: number): Spot {
  const half = spot.pressure_frac / 2
  if (spot.phase !== 'raising') return { ...spot, pressure_frac: half }
  return { ...spot, phase: 'holding', since_s: at_s, question_s: at_s, peak_nrs: null, last_nrs: null, pressure_frac: half }
}

function due(spot: Spot): number | null {
  if (spot.phase === 'before') return spot.question_s + 2 * ANSWER_BEFORE_S
  if (spot.phase === 'raising') return spot.since_s + RAISE_S
  if (spot.phase === 'holding') return Math.min(spot.since_s + holdCap(spot.choices), spot.question_s + 2 * ANSWER_S)
  if (spot.phase === 'releasing') return spot.since_s + RELEASE_S
  if (spot.phase === 'resting') return spot.since_s + spot.rest_s
  return null
}

function at(spot: Spot, at_s: number, until_s: number): Spot {
  if (spot.phase === 'before') return leave(spot, 'silent', at_s)
  if (spot.phase === 'raising')
    return { ...spot, phase: 'holding', since_s: at_s, question_s: at_s, last_nrs: null, peak_nrs: null }
  if (spot.phase === 'holding') {
    const isCapped = at_s >= spot.since_s + holdCap(spot.choices)
    return release(spot, at_s, isCapped ? 'no-fall' : 'silent')
  }
  if (spot.phase === 'releasing') {
    const off = lifted(spot, at_s)
    if (off.why !== null) return { ...off, phase: 'ended', since_s: at_s }
    if (off.round >= off.choices.rounds) return { ...off, phase: 'ended', since_s: at_s, why: 'done' }
    return { ...off, phase: 'resting', since_s: at_s }
  }
  if (at_s + touchCap(spot.choices) > until_s + 1e-6) return leave(spot, 'no-time', at_s)
  if (spot.choices.part === 'thumb' && spot.thumb_left_s < touchCap(spot.choices)) return leave(spot, 'thumbs-spent', at_s)
  return raise(spot, at_s)
}

/** The loop at `to_s`, with all that time alone has changed; its step ends at `until_s`. */
export function after(spot: Spot, to_s: number, until_s: number): Spot {
  let now = spot
  for (let next = due(now); next !== null && next <= to_s; next = due(now)) now = at(now, next, until_s)
  return now
}

/** Whether the receiver is asked for a number now, and whether for the second time. */
export function asks(spot: Spot, at_s: number): 'no' | 'first' | 'second' {
  if (spot.phase !== 'before' && spot.phase !== 'holding') return 'no'
  const wait = spot.phase === 'before' ? ANSWER_BEFORE_S : ANSWER_S
  if (at_s < spot.question_s) return 'no'
  return at_s >= spot.question_s + wait ? 'second' : 'first'
}

const WORDS: Record<string, string> = {
  done: 'Done here. Stroke it with a flat palm.',
  'no-fall': 'It has not eased. Leave it for tonight.',
  rise: 'It grew. Leave it for tonight.',
  'too-much': 'Too much. Leave it for tonight.',
  silent: 'No answer. Ask how they are.',
  'already-hurts': 'It hurts already. Don’t press it.',
  'hurts-after': 'It still hurts. Don’t press it again.',
  barred: 'Not this place. Rest a warm palm near it.',
  'thumbs-spent': 'Your thumbs have done enough.',
  'no-time': 'Time to go on.',
}

export function endWords(why: string | null): string {
  return WORDS[why ?? 'done'] ?? 'Hands off this spot. Rest a palm near it.'
}
