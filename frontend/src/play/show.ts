/** What this device keeps of a session, so that it plays on by itself: plan, score, and where it stood. */
import type { Plan, Point, Score } from '../api'
import limits from '../pure/limits.json'
import { advance, openLive, type Live, type Status } from '../pure/live'
import { arrive, HOLD_CAP_S, type Choices, type Spot, type SpotPhase } from '../pure/spot'
import { keep } from '../desk.svelte'

export interface Show {
  id: string
  name: string
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
    score_s: number
    step: number
    is_eased: boolean
    cap: number
    spot: SpotView | null
    stones: 'none' | 'locked' | 'open' | 'off'
    stones_until_s: number | null
    ask: string | null
    advice: string
    may: string[]
    [more: string]: unknown
  }
  plan: Plan
  score: Score
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
    why: state.why,
    revision: state.revision,
    cap: state.cap,
    stones_at_s,
    skin_at_s: state.ask === 'skin' ? 0 : (ours?.skin_at_s ?? stones_at_s),
    stones_off: state.stones === 'off',
    advice: state.advice,
    may: state.may,
    choices: state.spot ? choicesOf(state.spot) : fresh.choices,
    spot: state.spot ? spotOf(state.spot, state.step, state.as_of_s, ours?.spot ?? null) : null,
  }
}

function choicesOf(spot: SpotView): Choices {
  return {
    ceiling_nrs: spot.ceiling_nrs === 6 ? 6 : 5,
    rounds: spot.rounds,
    longer: spot.hold_cap_s > HOLD_CAP_S,
    part: spot.part === 'knuckle' || spot.part === 'tool' ? spot.part : 'thumb',
  }
}

function spotOf(view: SpotView, step: number, as_of_s: number, ours: Spot | null): Spot {
  const isSame = ours !== null && ours.step === step && ours.phase === view.phase && ours.round === view.round
  const known = isSame ? ours : arrive(step, view.since_s, view.point, choicesOf(view))
  return {
    ...known,
    phase: view.phase,
    since_s: view.since_s,
    question_s: isSame ? known.question_s : Math.max(view.since_s, as_of_s - 1),
    touch_s: isSame ? known.touch_s : view.since_s,
    rest_s: isSame ? known.rest_s : known.rest_s || 30,
    choices: choicesOf(view),
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
    return show?.live?.plan && show.live.score ? show : null
  } catch {
    return null
  }
}

export function writeShow(show: Show): void {
  keep(KEY + show.id, show)
}

/** Keep a session that was just opened; earlier ones are put away. */
export function keepShow(body: SessionBody, name: string): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(KEY) && key !== KEY + body.id) localStorage.removeItem(key)
  }
  const ms = Date.now()
  writeShow({ id: body.id, name, live: advance(liveOf(body, ms), ms), position: body.state.position })
}
