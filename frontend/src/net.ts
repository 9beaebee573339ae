/** The only file that talks to the server. Health answers travel in bodies, never in addresses. */
import type { Problem } from './api'
import { KEPT, reach } from './reach.svelte'

export interface Answered<T> {
  /** 0: the server could not be reached. */
  status: number
  body: T | null
  problems: Problem[]
  title: string
}

const AWAY = 'Backrub is not answering. Is it still running on this machine?'

/** Longer than anything quick takes. */
const PATIENCE_S = 30

export async function ask<T>(path: string, body?: unknown, patience_s = PATIENCE_S): Promise<Answered<T>> {
  const response = await sent(path, body, patience_s)
  if (!response) return { status: 0, body: null, problems: [], title: AWAY }
  let read: unknown = null
  try {
    read = await response.json()
  } catch {
    read = null
  }
  return { ...told(response.status, read), body: read as T | null }
}

/** Ask for something that is a file and not JSON; null where the answer was no. */
export async function askText(path: string, body: unknown): Promise<Answered<string>> {
  const response = await sent(path, body)
  if (!response) return { status: 0, body: null, problems: [], title: AWAY }
  if (response.ok) return { ...told(response.status, null), body: await response.text() }
  return { ...told(response.status, await response.json().catch(() => null)), body: null }
}

/** Null: the server could not be reached. */
async function sent(path: string, body: unknown, patience_s = PATIENCE_S): Promise<Response | null> {
  try {
    const response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(patience_s * 1000),
    })
    // An answer that was kept says nothing of the server.
    if (!response.headers.has(KEPT)) reach.heard(true)
    return response
  } catch {
    reach.heard(false)
    return null
  }
}

function told(status: number, read: unknown): Omit<Answered<never>, 'body'> {
  const { problems, title, detail } = (read ?? {}) as { problems?: Problem[]; title?: string; detail?: string }
  return { status, problems: Array.isArray(problems) ? problems : [], title: detail || title || `The server said ${status}.` }
}

/** A new id for a command, so that sending it twice does it once. */
export function newId(): string {
  // crypto.randomUUID needs a secure context; a phone in the home network has none.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
