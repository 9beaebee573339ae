/** What this device keeps of a session, so that it plays on by itself: plan, score, and where it stood. */
import type { Plan, Score } from '../api'
import { advance, openLive, type Live, type Status } from '../pure/live'
import { FIRST_CHOICES, type Choices, type Spot } from '../pure/spot'
import { keep } from '../desk.svelte'

export interface Show {
  id: string
  name: string
  live: Live
  /** The last position of the session's stream that this device has seen. */
  position: number
}

/** The server's session, as far as the pages read it. */
export interface SessionBody {
  id: string
  position?: number
  state: {
    status: Status
    position_s: number
    as_of_s: number
    why: string | null
    revision: number
    cap?: number
    stones_c?: number | null
    stones_at_s?: number | null
    stones_off?: boolean
    spot?: (Omit<Spot, 'choices'> & { choices?: Choices }) | null
    choices?: Choices
    is_closed?: boolean
    [more: string]: unknown
  }
  plan: Plan
  score: Score
  person?: string
  [more: string]: unknown
}

const KEY = 'backrub.show.'

/** The server's folded state as ours, at a moment of this device's clock. */
export function liveOf(body: SessionBody, ms: number): Live {
  const { state } = body
  const fresh = openLive(body.plan, body.score, ms)
  const choices = state.choices ?? state.spot?.choices ?? FIRST_CHOICES
  return {
    ...fresh,
    status: state.status,
    position_s: state.position_s,
    as_of_s: state.as_of_s,
    why: state.why ?? null,
    revision: state.revision,
    cap: state.cap ?? fresh.cap,
    stones_c: state.stones_c ?? null,
    stones_at_s: state.stones_at_s ?? null,
    stones_off: state.stones_off ?? false,
    choices,
    spot: state.spot ? { ...state.spot, choices: state.spot.choices ?? choices } : null,
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
  writeShow({ id: body.id, name, live: advance(liveOf(body, ms), ms), position: body.position ?? 0 })
}
