/** Open a session for tonight's plan, and keep what this device needs to play it. */
import type { Evening } from '../desk.svelte'
import { ask, newId } from '../net'
import { deviceStorage, Outbox } from '../pure/outbox'
import { keepPerson, keepShow, personOf, type SessionBody } from './show'

export type Opened =
  | { kind: 'open'; id: string }
  /** `is_answered`: the server said no, so the next try is another opening. */
  | { kind: 'told'; says: string; is_answered: boolean }

/** `opening` names the opening itself: pressed twice on a slow network, it opens one session. */
export async function openEvening(evening: Evening, opening: string): Promise<Opened> {
  const { receiver } = evening.request
  const known = personOf(receiver)
  const body = { plan: evening.plan, request: evening.request, client_id: opening }
  let answer = await ask<SessionBody>('/api/sessions', known === null ? body : { ...body, person: known })
  // Another journal, or somebody else by now: then it is their first time.
  if (answer.status === 422 && answer.problems.every((each) => each.where === 'person')) answer = await ask<SessionBody>('/api/sessions', body)
  if (answer.status === 201 && answer.body) {
    keepPerson(receiver, answer.body.person)
    keepShow(answer.body, receiver.name)
    return { kind: 'open', id: answer.body.id }
  }
  const says = answer.problems.map((each) => `${each.what}. ${each.way_out}`).join(' ') || answer.title
  return { kind: 'told', says, is_answered: answer.status !== 0 }
}

/** How it felt before waits with the session's other commands, first in line: it is sent once, when it can be. */
export function tellBefore(id: string, felt: { pain_nrs: number | null; ease_nrs: number | null }): void {
  if (felt.pain_nrs === null && felt.ease_nrs === null) return
  const outbox = new Outbox(deviceStorage(), `backrub.outbox.${id}`)
  outbox.put({ kind: 'felt', when: 'before', ...felt, at_s: 0, client_id: newId(), given_at: Date.now() })
}
