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

export async function ask<T>(path: string, body?: unknown): Promise<Answered<T>> {
  let response: Response
  try {
    response = await fetch(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: body === undefined ? { accept: 'application/json' } : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      signal: AbortSignal.timeout(30_000),
    })
    // An answer that was kept says nothing of the server.
    if (!response.headers.has(KEPT)) reach.heard(true)
  } catch {
    reach.heard(false)
    return { status: 0, body: null, problems: [], title: 'Backrub is not answering. Is it still running on this machine?' }
  }
  let read: unknown = null
  try {
    read = await response.json()
  } catch {
    read = null
  }
  const told = (read ?? {}) as { problems?: Problem[]; title?: string; detail?: string }
  return {
    status: response.status,
    body: read as T | null,
    problems: Array.isArray(told.problems) ? told.problems : [],
    title: told.detail || told.title || `The server said ${response.status}.`,
  }
}

/** A new id for a command, so that sending it twice does it once. */
export function newId(): string {
  // crypto.randomUUID needs a secure context; a phone in the home network has none.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
