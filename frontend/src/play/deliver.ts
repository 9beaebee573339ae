/** Bring what waits to the server: openings and commands, in order, once each. */
import { ask } from '../net'
import { asOpening, OPENING } from '../pure/opening'
import { deviceStorage, Outbox, type Delivery, type Waiting } from '../pure/outbox'
import { keepPerson, type DoneBody, type SessionBody } from './show'
import { toldOf } from '../words/problems'
import type { Request } from '../api'

export interface Told {
  delivery: Delivery
  /** Why the server said no and what to do then, as it is shown. */
  title: string
  done: DoneBody | null
  person: string
}

const PREFIX = 'backrub.outbox.'

export function outboxOf(id: string): Outbox {
  return new Outbox(deviceStorage(), PREFIX + id)
}

export async function deliver(id: string, waiting: Waiting): Promise<Told> {
  return waiting.kind === OPENING ? open(waiting) : command(id, waiting)
}

const isLater = (status: number): boolean => status === 0 || status >= 500 || status === 429

async function command(id: string, waiting: Waiting): Promise<Told> {
  const { given_at: _, ...said } = waiting
  const answer = await ask<DoneBody>(`/api/sessions/${id}/commands`, said)
  const told = { title: toldOf(answer), done: answer.body, person: '' }
  if (isLater(answer.status)) return { ...told, delivery: 'later' }
  return answer.status >= 400 ? { ...told, done: null, delivery: 'refused' } : { ...told, delivery: 'sent' }
}

async function open(waiting: Waiting): Promise<Told> {
  const body = asOpening(waiting, Date.now())
  let answer = await ask<SessionBody>('/api/sessions', body)
  // Another journal, or somebody else by now: then it is their first time.
  if (answer.status === 422 && answer.problems.length > 0 && answer.problems.every((each) => each.where === 'person')) {
    const { person: _, ...alone } = body
    answer = await ask<SessionBody>('/api/sessions', alone)
  }
  const title = toldOf(answer)
  if (isLater(answer.status)) return { delivery: 'later', title, done: null, person: '' }
  if (answer.status !== 201 || !answer.body) return { delivery: 'refused', title, done: null, person: '' }
  keepPerson((waiting.request as Request).receiver, answer.body.person)
  return { delivery: 'sent', title: '', done: null, person: answer.body.person }
}

/** What waits of sessions that no page plays any more, when the server is there again. */
export async function deliverAll(except = ''): Promise<void> {
  let keys: string[] = []
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX) && key !== PREFIX + except)
  } catch {
    return
  }
  for (const key of keys) {
    const id = key.slice(PREFIX.length)
    await outboxOf(id).flush(async (waiting) => {
      const { delivery } = await deliver(id, waiting)
      if (delivery === 'refused' && waiting.kind === OPENING) keepHere(id)
      return delivery
    })
  }
}

const HERE = 'backrub.here.'

/** The server would not have it: this evening stays on this device, and nothing more of it is sent. */
export function keepHere(id: string): void {
  try {
    localStorage.setItem(HERE + id, '1')
    localStorage.removeItem(PREFIX + id)
  } catch {
    // Then it lasts as long as the page.
  }
}

export function isHere(id: string): boolean {
  try {
    return localStorage.getItem(HERE + id) !== null
  } catch {
    return false
  }
}
