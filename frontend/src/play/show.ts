/** What this device keeps of a session, so that it plays on by itself: plan, score, and where it stood. */
import type { Plan, Point, Receiver, Score } from '../api'
import limits from '../pure/limits.json'
import { advance, openLive, wholeOf, type Live, type Status } from '../pure/live'
import { arrive, HOLD_CAP_S, type Choices, type Spot, type SpotPhase } from '../pure/spot'
import { keep } from '../desk.svelte'

export interface Show {
  id: string
  name: string
  /** Whom the server knows this receiver as; a second massage may choose a little more. */
  person: string
  live: Live
  /** The last position of the session's stream that this device has seen. */
  position: number
}

/** The tender-spot loop as the server shows it. */
interface SpotView {
  phase: SpotPhase
  since_s: number
  point: Point | null
  round: number
  rounds: number
  ceiling_nrs: number
  last_nrs: number | null
  part: string
  hold_cap_s: number
  pressure_frac: number
  why: string | null
}

/** The receiver's choices for tender spots to come. */
interface ChoicesView {
  ceiling_nrs: number
  rounds: number
  longer: boolean
  part: string
}

/** The server's session, as far as the pages read it: `backrub schema` has the whole. */
export interface SessionBody {
  id: string
  person: string
  state: {
    position: number
    revision: number
    status: Status
    why: string | null
    as_of_s: number
    ends_s: number | null
    keeps_all: boolean
    sessions_before: number
    score_s: number
    played_s: number[]
    step: number
    is_eased: boolean
    cap: number
    spot: SpotView | null
    stones: 'none' | 'locked' | 'open' | 'off'
    stones_until_s: number | null
    stone_s: number
    choices: ChoicesView
    ask: string | null
    advice: string
    may: string[]
    [more: string]: unknown
  }
  plan: Plan
  score: Score
}

/** What a command led to, as far as the pages read it. */
export interface DoneBody {
  passed_over: { code: string; reason: string; way_out: string } | null
}

const KEY = 'backrub.show.'

/** The server's folded state as ours, at a moment of this device's clock; `ours` fills what it doesn't say. */
export function liveOf(body: SessionBody, ms: number, ours: Live | null = null): Live {
  const { state } = body
  const fresh = openLive(body.plan, body.score, ms)
  const stones_at_s = state.stones_until_s === null ? null : state.stones_until_s - limits.stones.reading_s
  return {
    ...fresh,
    status: state.status,
    position_s: state.score_s,
    as_of_s: state.as_of_s,
    played_s: state.played_s,
    // The server's history tells what was changed; here stands what this device did.
    did: ours?.did ?? [],
    ends_s: state.ends_s,
    keeps_all: state.keeps_all,
    sessions_before: state.sessions_before,
    why: state.why,
    revision: state.revision,
    cap: state.cap,
    stones_at_s,
    stone_s: state.stone_s,
    stones_off: state.stones === 'off',
    advice: state.advice,
    may: state.may,
    choices: choicesOf(state.choices, state.choices.longer),
    spot: state.spot ? spotOf(state.spot, state, ours?.spot ?? null) : null,
  }
}

function choicesOf(chosen: Pick<ChoicesView, 'ceiling_nrs' | 'rounds' | 'part'>, longer: boolean): Choices {
  return {
    ceiling_nrs: chosen.ceiling_nrs === 6 ? 6 : 5,
    rounds: chosen.rounds,
    longer,
    part: chosen.part === 'knuckle' || chosen.part === 'tool' ? chosen.part : 'thumb',
  }
}

function spotOf(view: SpotView, { step, as_of_s, choices: later }: SessionBody['state'], ours: Spot | null): Spot {
  const isSame = ours !== null && ours.step === step && ours.phase === view.phase && ours.round === view.round
  // With a thumb the cap of a hold is the same for both: what was chosen tells.
  const choices = choicesOf(view, view.part === 'thumb' ? later.longer : view.hold_cap_s > HOLD_CAP_S)
  const known = isSame ? ours : arrive(step, view.since_s, view.point, choices)
  return {
    ...known,
    phase: view.phase,
    since_s: view.since_s,
    question_s: isSame ? known.question_s : Math.max(view.since_s, as_of_s - 1),
    touch_s: isSame ? known.touch_s : view.since_s,
    rest_s: isSame ? known.rest_s : known.rest_s || 30,
    choices,
    point: view.point,
    round: view.round,
    last_nrs: view.last_nrs,
    peak_nrs: known.peak_nrs ?? view.last_nrs,
    pressure_frac: view.pressure_frac,
    why: view.why,
  }
}

export function readShow(id: string): Show | null {
  try {
    const show = JSON.parse(localStorage.getItem(KEY + id) ?? 'null') as Show | null
    return show?.live?.plan && show.live.score ? { ...show, live: wholeOf(show.live) } : null
  } catch {
    return null
  }
}

export function writeShow(show: Show): void {
  keep(KEY + show.id, show)
}

const PEOPLE = 'backrub.people'

/**
 * Whom the server knows a receiver as, from an earlier massage on this device; null the first time. Two people of
 * one name are told apart by what else the form says of them: a wrong guess would offer more than a first time may.
 */
export function personOf({ name, sex, height_m }: Receiver): string | null {
  return name ? (people()[`${name.trim().toLowerCase()}|${sex}|${height_m}`] ?? null) : null
}

export function keepPerson({ name, sex, height_m }: Receiver, person: string): void {
  if (name) keep(PEOPLE, { ...people(), [`${name.trim().toLowerCase()}|${sex}|${height_m}`]: person })
}

function people(): Record<string, string> {
  try {
    return (JSON.parse(localStorage.getItem(PEOPLE) ?? '{}') as Record<string, string> | null) ?? {}
  } catch {
    return {}
  }
}

/** Put away what this device keeps of earlier sessions. */
export function putAway(id: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEY) && key !== KEY + id) localStorage.removeItem(key)
  }
}

/** Keep a session that was just opened; earlier ones are put away. */
export function keepShow(body: SessionBody, name: string): void {
  putAway(body.id)
  const ms = Date.now()
  writeShow({ id: body.id, name, person: body.person, live: advance(liveOf(body, ms), ms), position: body.state.position })
}
