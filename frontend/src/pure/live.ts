/**
 * The session as this device sees it: the same facts as the server's folded state, brought forward by the
 * device's own clock, and by its own commands while the network is away. The server's word replaces it.
 */
import type { Plan, Score, Step, Stroke } from '../api'
import { type Did, kindsOf } from './did'
import limits from './limits.json'
import { after, arrive, chosen, eased, firstChoices, isPressing, leave, rated, shown, type Choices, type Spot } from './spot'
import { stepAt } from './shape'
import { type Ground, whyNotPath } from './press'
import { endOf, lockedAt, needsStones, readAgain } from './warmth'

export type Status = 'ready' | 'running' | 'paused' | 'holding' | 'stopped' | 'finished'
export type StopWhy = 'break' | 'sharp-numb-dizzy' | 'done'

export interface Live {
  status: Status
  /** Where the score stood, on the session's clock, at a moment of this device's clock. */
  position_s: number
  as_of_s: number
  base_at: number
  /** How long each step of the plan as it now stands was really done. */
  played_s: number[]
  /** What was changed on this device, in its order. */
  did: Did[]
  /** When it is to end, on the session's clock; null until it begins. */
  ends_s: number | null
  /** Whether it is to end later rather than leave something out. */
  keeps_all: boolean
  /** How many massages this receiver has had before; from the second on some choices open. */
  sessions_before: number
  plan: Plan
  score: Score
  why: string | null
  cap: number
  revision: number
  stones_c: number | null
  stones_at_s: number | null
  stones_off: boolean
  /** How long hot stones were used since somebody last looked at the skin. */
  stone_s: number
  spot: Spot | null
  choices: Choices
  /** What the server says of this moment, and which commands it would take; both may be old. */
  advice: string
  may: string[]
}

export interface Given {
  kind: string
  [more: string]: unknown
}

export const TRIGGER_POINT = 'trigger-point-release'
/** So soon after a step's start, “back” means the one before. */
const BACK_WITHIN_S = 5
const HANDS_OFF_NRS = 6

export function openLive(plan: Plan, score: Score, ms: number): Live {
  return {
    status: 'ready',
    position_s: 0,
    as_of_s: 0,
    base_at: ms,
    played_s: plan.steps.map(() => 0),
    did: [],
    ends_s: null,
    keeps_all: false,
    sessions_before: 0,
    plan,
    score,
    why: null,
    cap: Math.min(plan.level, plan.limits.max_level),
    revision: 0,
    stones_c: null,
    stones_at_s: null,
    stones_off: false,
    stone_s: 0,
    spot: null,
    choices: firstChoices(plan.giver),
    advice: '',
    may: [],
  }
}

/** A session as an older page kept it, with what that page did not count yet. */
export function wholeOf(kept: Omit<Live, 'played_s' | 'did'> & Partial<Live>): Live {
  return { ...kept, played_s: kept.played_s ?? kept.plan.steps.map(() => 0), did: kept.did ?? [] }
}

/** The session's clock at a moment of this device's. */
export function clockAt(live: Live, ms: number): number {
  return live.as_of_s + Math.max(0, ms - live.base_at) / 1000
}

export function lengthOf(live: Live): number {
  return Math.max(live.score.duration_s, endOf(live.plan.steps[live.plan.steps.length - 1]))
}

/** Where the score is now. */
export function positionAt(live: Live, ms: number): number {
  if (live.status !== 'running') return live.position_s
  const free_s = live.position_s + Math.max(0, ms - live.base_at) / 1000
  return Math.min(free_s, Math.max(live.position_s, lockedAt(live)), lengthOf(live))
}

/** How much later the score would end than the session is to end: what a pause or a step again has cost. */
export function lateAt(live: Live, ms: number): number {
  if (live.ends_s === null) return 0
  return lengthOf(live) - positionAt(live, ms) - (live.ends_s - clockAt(live, ms))
}

export function isOver(live: Live, ms: number): boolean {
  return positionAt(live, ms) >= lengthOf(live) - 1e-6
}

export function waitsForStones(live: Live, ms: number): boolean {
  return live.status === 'running' && positionAt(live, ms) >= lockedAt(live) - 1e-6
}

/** The session brought forward to a moment; the tender-spot loop comes and goes with its step. */
export function advance(live: Live, ms: number): Live {
  const position_s = positionAt(live, ms)
  const as_of_s = clockAt(live, ms)
  const next = readAgain(live, { ...live, position_s, as_of_s, base_at: ms, played_s: playedTo(live, position_s), stone_s: stoneTimeAt(live, ms) })
  if (live.status !== 'running') return next
  const index = stepAt(live.plan.steps, position_s)
  const step = live.plan.steps[index]
  if (!step || step.technique !== TRIGGER_POINT || position_s >= lengthOf(live)) return { ...next, spot: null }
  const until_s = as_of_s + endOf(step) - position_s
  const spot = live.spot?.step === index ? live.spot : arrive(index, as_of_s, step.spot, live.choices)
  return { ...next, spot: after(spot, as_of_s, until_s) }
}

/** How long each step was done once the score has run on to here; a jump is no running on. */
function playedTo({ plan, position_s, played_s }: Live, to_s: number): number[] {
  if (to_s <= position_s) return played_s
  return played_s.map((had_s, i) => had_s + within(plan.steps[i], position_s, to_s))
}

/** How much of a step lies between two moments of the score. */
function within(step: Step | undefined, from_s: number, to_s: number): number {
  return step ? Math.max(0, Math.min(endOf(step), to_s) - Math.max(step.start_s, from_s)) : 0
}

function isSamePlace(a: Step, b: Step): boolean {
  return a.place !== null && (a.place === b.place || a.place === 'back' || b.place === 'back')
}

/** The level of this step and of later ones at its place, with the strokes that belong to them. */
function withLevel(live: Live, index: number, level: number, is_up: boolean): Live {
  const here = live.plan.steps[index]!
  const steps = live.plan.steps.map((step, i) => {
    if (step.level === null || i < index || (i > index && !isSamePlace(step, here))) return step
    if (is_up) return i === index ? { ...step, level } : step
    return step.level > level ? { ...step, level } : step
  })
  const strokes = live.score.strokes.map((stroke): Stroke => {
    const most = steps[stroke.step]?.level ?? stroke.level
    const old = live.plan.steps[stroke.step]?.level ?? most
    if (most === old || stroke.start_s + stroke.duration_s <= live.position_s) return stroke
    const to = (was: number): number => (stroke.link ? was : is_up && was === old ? most : Math.min(was, most))
    return { ...stroke, level: to(stroke.level), hands: stroke.hands.map((hand) => ({ ...hand, level: to(hand.level) })) }
  })
  return { ...live, plan: { ...live.plan, steps }, score: { ...live.score, strokes } }
}

/** Whether two plans press every step alike. */
export function hasSameLevels(a: Plan, b: Plan): boolean {
  return a.steps.length === b.steps.length && a.steps.every((step, i) => step.level === b.steps[i]!.level)
}

/** The firmest that a piece may be on this very back: what broke a limit on it is never made that firm again. */
function mostOnThisBack(plan: Plan, step: Step): number {
  const own = (plan.gentler ?? []).filter(
    // A spot's own figures are not compared: of the same place, each counts.
    (each) => each.technique === step.technique && each.phase === step.phase && each.place.split('@')[0] === (step.place ?? ''),
  )
  return Math.min(...own.map((each) => each.most_level), Infinity)
}

/** Whether the hands at work, or the next ones, are at the lightest level there is. A tender spot eases in its own way. */
export function isLightest(live: Live, ms: number): boolean {
  const index = stepAt(live.plan.steps, positionAt(live, ms))
  if (live.spot && live.plan.steps[index]?.technique === TRIGGER_POINT) return false
  const level = live.plan.steps.slice(index).find((step) => step.level !== null)?.level
  return level !== undefined && level !== null && level <= 1
}

/** Null when the step under way may be asked to go one level firmer, else why not. */
export function whyNotHarder(live: Live, ms: number, levels: number[]): string | null {
  const index = stepAt(live.plan.steps, positionAt(live, ms))
  const step = live.plan.steps[index]
  if (live.status === 'holding') return 'Hands are off. Ask first, then go on.'
  if (!step || step.level === null) return 'There is nothing to press now.'
  if (step.technique === TRIGGER_POINT) return 'At a tender spot their number leads.'
  if (step.phase === 'closing') return 'The finish only gets lighter.'
  const level = step.level + 1
  const most = Math.min(live.cap, live.plan.limits.max_level, live.plan.limits.place_max_level[step.place ?? ''] ?? 9)
  if (level > most) return 'This is as firm as it goes tonight.'
  if (level > mostOnThisBack(live.plan, step)) return 'On this back that is as firm as it goes.'
  return levels.length > 0 && !levels.includes(level) ? 'This stroke stays as it is.' : null
}

/**
 * What the strokes of this step, as they run now, come too near to for one level more; null when nothing. The server
 * may know a way round it: until it has sent that, nothing is pressed firmer here.
 */
export function inTheWay(live: Live, ms: number, ground: Ground): string | null {
  const index = stepAt(live.plan.steps, positionAt(live, ms))
  const step = live.plan.steps[index]
  if (!step || step.level === null) return null
  for (const stroke of live.score.strokes) {
    if (stroke.step !== index || stroke.link) continue
    for (const hand of stroke.hands) {
      const why = hand.level === step.level ? whyNotPath(hand.path, hand.part, step.level + 1, ground) : null
      if (why) return why
    }
  }
  return null
}

/** The session after a command of this device, before the server has said a word. `ms`: when it was given. */
export function apply(before: Live, given: Given, ms: number): Live {
  const live = advance(before, ms)
  const after = readAgain(live, taken(live, given, ms))
  const step = stepAt(live.plan.steps, live.position_s)
  const did = kindsOf(live, after, given).map((kind): Did => ({ kind, step }))
  return did.length > 0 ? { ...after, did: [...live.did, ...did] } : after
}

/** The session, brought forward to this moment, with a command taken; the very same where it changes nothing. */
function taken(live: Live, given: Given, ms: number): Live {
  const index = stepAt(live.plan.steps, live.position_s)
  const step = live.plan.steps[index]
  const at_s = live.as_of_s
  const off = (why: string): Spot | null => (live.spot ? leave(live.spot, why, at_s) : null)
  const isLive = live.status !== 'stopped' && live.status !== 'finished'
  switch (given.kind) {
    case 'start':
      return live.status === 'ready' ? { ...live, status: 'running', ends_s: at_s + lengthOf(live) - live.position_s } : live
    case 'pause':
      return live.status === 'running' ? { ...live, status: 'paused', spot: off('paused') } : live
    case 'resume':
      return live.status === 'paused' || live.status === 'holding' ? pastSpot({ ...live, status: 'running', why: null }) : live
    case 'hold':
      return isLive ? { ...live, status: 'holding', why: 'said', spot: off('sharp-word') } : live
    case 'stop': {
      if (live.status === 'finished') return live
      const why = (given.why as StopWhy | undefined) ?? null
      if (live.status !== 'stopped') return { ...live, status: 'stopped', why, spot: off('stopped') }
      // What was a break may turn out to be more, never the other way.
      return live.why === null || live.why === 'break' ? { ...live, why: why ?? live.why } : live
    }
    case 'restart': {
      if (live.status !== 'stopped' || live.why !== 'break' || given.asked !== true) return live
      return pastSpot(lighterAgain({ ...live, status: 'running', why: null }, index))
    }
    case 'skip':
      return isLive && step ? { ...live, position_s: Math.min(endOf(step), lengthOf(live)), spot: null } : live
    case 'back': {
      if (!isLive || !step) return live
      const into_s = live.position_s - step.start_s
      const to = into_s <= BACK_WITHIN_S ? (lastWorkBefore(live, index) ?? step).start_s : step.start_s
      // The bath comes again, or lies between.
      const has_bath = live.plan.steps.slice(0, index + 1).some((each) => each.technique === 'stones' && each.start_s >= to)
      return noFirmer({ ...live, position_s: to, spot: null, stones_at_s: has_bath ? null : live.stones_at_s }, index)
    }
    case 'softer':
      if (live.spot && step?.technique === TRIGGER_POINT) return isPressing(live.spot) ? { ...live, spot: eased(live.spot, at_s) } : live
      return isLive ? softened(live, index) : live
    case 'harder':
      return isLive && step?.level ? withLevel(live, index, step.level + 1, true) : live
    case 'pain':
      return withPain(live, Number(given.nrs), index)
    case 'here':
      return live.spot?.phase === 'where'
        ? { ...live, spot: shown(live.spot, [Number(given.across), Number(given.along)], at_s) }
        : live
    case 'stones':
      return { ...live, stones_c: Number(given.stones_c), stones_at_s: Number(given.stones_c) <= limits.stones.moving_c ? at_s : null }
    case 'answer':
      return given.is_fine === true ? { ...live, stone_s: 0 } : { ...live, status: 'holding', why: 'skin', stones_off: true, stone_s: 0 }
    case 'choose':
      return withChoices(live, given)
    case 'extend':
      return live.ends_s === null ? live : { ...live, keeps_all: true, ends_s: live.ends_s + Math.max(0, lateAt(live, ms)) }
    case 'finish':
      return isOver(live, ms) ? { ...live, status: 'finished', spot: null } : windDown(live)
    default:
      return live
  }
}

/** The receiver's choices for tender spots; what is not said stays. */
function withChoices(live: Live, given: Given): Live {
  const now = live.choices
  const choices: Choices = {
    ceiling_nrs: given.ceiling === 6 ? 6 : given.ceiling === 5 ? 5 : now.ceiling_nrs,
    rounds: typeof given.rounds === 'number' ? given.rounds : now.rounds,
    longer: typeof given.longer === 'boolean' ? given.longer : now.longer,
    part: given.part === 'thumb' || given.part === 'knuckle' || given.part === 'tool' ? given.part : now.part,
  }
  return { ...live, choices, spot: live.spot && chosen(live.spot, choices) }
}

/** Only what was really done is gone back to. */
function lastWorkBefore({ plan, played_s }: Live, index: number): Step | undefined {
  return plan.steps.filter((step, i) => i < index && step.level !== null && (played_s[i] ?? 0) > 0).pop()
}

/** What comes again is no firmer than its place is wished by now, nor than anything is after a break. */
function noFirmer(live: Live, index: number): Live {
  const here = live.plan.steps[index]!
  const most = (step: Step): number => Math.min(live.cap, isSamePlace(step, here) ? (here.level ?? live.cap) : live.cap)
  const from = stepAt(live.plan.steps, live.position_s)
  return withLevels(live, from, live.plan.steps.map((step, i) => (i < from || i >= index || step.level === null ? step.level : Math.min(step.level, most(step)))))
}

/** A pause has ended the spot: what comes after it is next. */
function pastSpot(live: Live): Live {
  if (live.spot?.phase !== 'ended') return live
  return { ...live, position_s: Math.min(endOf(live.plan.steps[live.spot.step]), lengthOf(live)), spot: null }
}

/** The receiver's number: at a tender spot it leads the loop; elsewhere too much takes the hands off, and what follows is lighter. */
function withPain(live: Live, nrs: number, index: number): Live {
  if (live.spot && live.status === 'running' && live.spot.phase !== 'where' && live.spot.phase !== 'ended')
    return { ...live, spot: rated(live.spot, nrs, live.as_of_s, live.as_of_s + endOf(live.plan.steps[index]) - live.position_s) }
  if (nrs < HANDS_OFF_NRS) return live
  const lighter = live.plan.steps[index]?.technique === TRIGGER_POINT ? live : softened(live, index)
  return live.status === 'running' ? { ...lighter, status: 'holding', why: 'pain' } : lighter
}

/** How long hot stones were used since the last look, all steps together; they may lie on through a pause. */
function stoneTimeAt(live: Live, ms: number): number {
  const to_s = positionAt(live, ms)
  if (live.status === 'paused' || live.status === 'holding') {
    const step = live.plan.steps[stepAt(live.plan.steps, live.position_s)]
    const may_lie = step !== undefined && needsStones(step) && live.position_s > step.start_s + 1e-6
    return live.stone_s + (may_lie ? clockAt(live, ms) - live.as_of_s : 0)
  }
  return live.plan.steps.filter(needsStones).reduce((sum, step) => sum + within(step, live.position_s, to_s), live.stone_s)
}

/** What a command that leaves a step says of it, so that no other step is passed when it comes late. */
export function leaving(live: Live, given: Given, ms: number): Given {
  if (given.kind !== 'skip' && given.kind !== 'back') return given
  return { ...given, from_step: stepAt(live.plan.steps, positionAt(live, ms)), revision: live.revision }
}

/** Whether somebody should look at the skin under hot stones now. */
export function skinDue(live: Live, ms: number): boolean {
  const position_s = positionAt(live, ms)
  const step = live.plan.steps[stepAt(live.plan.steps, position_s)]
  return live.status === 'running' && needsStones(step) && stoneTimeAt(live, ms) >= limits.stones.look_s - 1e-6
}

/** One level softer: the step under way, or where no hands are, at the oil or on a walk, the next with hands. */
function softened(live: Live, index: number): Live {
  const at = live.plan.steps.findIndex((step, i) => i >= index && step.level !== null)
  const level = live.plan.steps[at]?.level ?? 1
  return level > 1 ? withLevel(live, at, level - 1, false) : live
}

/** After a break: all that comes one level lower, and nothing above that any more. */
function lighterAgain(live: Live, index: number): Live {
  const highest = Math.max(1, ...live.plan.steps.slice(index).map((step) => step.level ?? 1))
  const cap = Math.max(1, Math.min(live.cap, highest) - 1)
  return withLevels({ ...live, cap }, index, live.plan.steps.map(({ level }, i) => (i < index || level === null ? level : Math.max(1, level - 1))))
}

/** Lower levels by step, with the strokes from a step on that are not over. */
function withLevels(live: Live, from: number, levels: (number | null)[]): Live {
  const steps = live.plan.steps.map((step, i) => (step.level === levels[i] ? step : { ...step, level: levels[i]! }))
  const strokes = live.score.strokes.map((stroke) => {
    if (stroke.step < from || stroke.start_s + stroke.duration_s <= live.position_s) return stroke
    const to = (was: number): number => Math.min(was, levels[stroke.step] ?? was)
    return { ...stroke, level: to(stroke.level), hands: stroke.hands.map((hand) => ({ ...hand, level: to(hand.level) })) }
  })
  return { ...live, plan: { ...live.plan, steps }, score: { ...live.score, strokes } }
}

/** Straight to the closing strokes and the quiet minutes. */
function windDown(live: Live): Live {
  const closing = live.plan.steps.find((step) => step.phase === 'closing' || step.phase === 'rest')
  if (!closing || closing.start_s <= live.position_s) return live.status === 'paused' ? { ...live, status: 'running' } : live
  const ends_s = live.as_of_s + lengthOf(live) - closing.start_s
  return { ...live, status: 'running', position_s: closing.start_s, ends_s, spot: null }
}
