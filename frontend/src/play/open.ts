/** Open a session for tonight's plan, and keep what this device needs to play it; with the server, or without it. */
import type { Felt, Plan } from '../api'
import type { Evening } from '../desk.svelte'
import { ask, newId } from '../net'
import { openLive } from '../pure/live'
import { sessionIdFor } from '../pure/names'
import { asOpening, dayOf, feltOf, isFresh, openingOf } from '../pure/opening'
import { toldOf } from '../words/problems'
import { t } from '../words/say.svelte'
import { outboxOf } from './deliver'
import { isStillChecking } from '../plan/ask'
import { keepPerson, keepShow, personOf, putAway, writeShow, type SessionBody } from './show'

/** So often it is opened again while the plan is still being tried out; the page says what it waits for. */
const TRIES = 9

export type Opened =
  | { kind: 'open'; id: string }
  /** `is_answered`: the server said no, so the next try is another opening. */
  | { kind: 'told'; says: string; is_answered: boolean }

/**
 * `opening` names the opening itself: pressed twice on a slow network, it opens one session. Without the server the
 * massage begins on this device, from the kept score.
 */
export async function openEvening(evening: Evening, opening: string): Promise<Opened> {
  const { plan, request } = evening
  if (!plan) return { kind: 'told', says: t('There is no plan yet.'), is_answered: true }
  const given_at = Date.now()
  const person = personOf(request.receiver)
  const waiting = openingOf({ plan, request, person }, opening, given_at)
  let answer = await ask<SessionBody>('/api/sessions', asOpening(waiting, given_at))
  // Another journal, or somebody else by now: then it is their first time.
  if (answer.status === 422 && answer.problems.every((each) => each.where === 'person'))
    answer = await ask<SessionBody>('/api/sessions', asOpening({ ...waiting, person: null }, given_at))
  for (let tries = 1; isStillChecking(answer.status, answer.body) && tries < TRIES; tries++)
    answer = await ask<SessionBody>('/api/sessions', asOpening(waiting, given_at))
  if (answer.status === 201 && answer.body) {
    keepPerson(request.receiver, answer.body.person)
    keepShow(answer.body, request.receiver.name)
    return { kind: 'open', id: answer.body.id }
  }
  if (answer.status === 0 || answer.status >= 500) return alone(evening, plan, person, opening, given_at)
  return { kind: 'told', says: toldOf(answer), is_answered: true }
}

function alone({ score, request, is_held }: Evening, plan: Plan, person: string | null, opening: string, given_at: number): Opened {
  if (!score) return { kind: 'told', says: t('Backrub is not answering, and this device does not have every stroke of this plan yet. Try again in a moment.'), is_answered: false }
  if (!isFresh(plan, dayOf(new Date(given_at))))
    return { kind: 'told', says: t('This plan is from another day. Make a new one when Backrub answers again.'), is_answered: false }
  if (!is_held)
    return { kind: 'told', says: t('This plan was not tried out on a back like theirs yet. Try again when Backrub answers.'), is_answered: false }
  const id = sessionIdFor(opening)
  putAway(id)
  const box = outboxOf(id)
  // Pressed twice without the network it is still one opening.
  if (box.waiting().length === 0) box.put(openingOf({ plan, request, person }, opening, given_at))
  writeShow({ id, name: request.receiver.name, person: person ?? '', live: openLive(plan, score, given_at), position: 0 })
  return { kind: 'open', id }
}

/** How it felt before waits with the session's other commands, first in line: it is sent once, when it can be. */
export function tellBefore(id: string, felt: Felt): void {
  if (felt.pain_nrs === null && felt.ease_nrs === null) return
  outboxOf(id).put(feltOf(felt, 'before', newId(), Date.now()))
}
