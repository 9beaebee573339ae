/**
 * A massage that begins while the server can't be reached: the opening waits in the line of commands, first, under the
 * same name that the server will give it. The server screens again when it hears of it.
 */
import type { Felt, Plan, Request } from '../api'
import type { Waiting } from './outbox'

export const OPENING = 'opening'

export interface OpeningBody {
  plan: Plan
  request: Request
  person: string | null
}

export function openingOf(body: OpeningBody, client_id: string, given_at: number): Waiting {
  return { kind: OPENING, client_id, given_at, ...body }
}

/** How they are, said before anybody has begun: the moment of the opening. */
export function feltOf(felt: Felt, when: 'before' | 'after', client_id: string, given_at: number, at_s = 0): Waiting {
  return { kind: 'felt', when, ...felt, at_s, client_id, given_at }
}

/** What the server is asked, of what waits: how long it waited is for it to know, our clock is not. */
export function asOpening({ plan, request, person, client_id, given_at }: Waiting & Partial<OpeningBody>, ms: number): Record<string, unknown> {
  const waited_s = Math.round(Math.max(0, ms - given_at)) / 1000
  return { plan, request, client_id, waited_s, ...(person ? { person } : {}) }
}

const DAY_MS = 86_400_000

/** Whether a plan may still be played without asking anybody: made today or yesterday, and not lapsed. */
export function isFresh(plan: Pick<Plan, 'made_on'> & { limits: Pick<Plan['limits'], 'lapses_on'> }, today: string): boolean {
  const age = Date.parse(today) - Date.parse(plan.made_on)
  return age >= 0 && age <= DAY_MS && plan.limits.lapses_on >= today
}

/** A day of this device, as the server writes days. */
export function dayOf(at: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
