/** What was done to a thing, so that it can be taken back and done again. Pure: the page keeps the state. */

export interface Deed<T> {
  /** How it stood before (of what was done), or after (of what was taken back). */
  thing: T
  /** What was done, in words. */
  says: string
}

export interface Undo<T> {
  past: Deed<T>[]
  future: Deed<T>[]
}

/** So many steps back: a plan is some ten kilobytes, and nobody goes further. */
export const MOST = 20

export function nothingDone<T>(): Undo<T> {
  return { past: [], future: [] }
}

/** Something was done to `before`: what had been taken back is gone for good. */
export function done<T>(undo: Undo<T>, before: T, says: string): Undo<T> {
  return { past: [...undo.past, { thing: before, says }].slice(-MOST), future: [] }
}

export interface Turn<T> {
  undo: Undo<T>
  /** How the thing stands now. */
  thing: T
  says: string
}

/** Take back the last deed; null where there is none. `now` is how it stands, to come back to. */
export function takenBack<T>({ past, future }: Undo<T>, now: T): Turn<T> | null {
  const last = past[past.length - 1]
  if (!last) return null
  return { undo: { past: past.slice(0, -1), future: [...future, { thing: now, says: last.says }] }, thing: last.thing, says: last.says }
}

/** Do again what was taken back last; null where nothing was. */
export function doneAgain<T>({ past, future }: Undo<T>, now: T): Turn<T> | null {
  const next = future[future.length - 1]
  if (!next) return null
  return { undo: { past: [...past, { thing: now, says: next.says }], future: future.slice(0, -1) }, thing: next.thing, says: next.says }
}
