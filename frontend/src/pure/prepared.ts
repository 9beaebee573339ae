/** What is ready tonight: ticks of the check list, kept on this device for one day. */

export interface Prepared {
  /** The day of the plan. */
  day: string
  done: string[]
  /** How it felt before, each 0 to 10; null: not said. */
  before: { pain_nrs: number | null; ease_nrs: number | null }
}

export function nothingReady(day: string): Prepared {
  return { day, done: [], before: { pain_nrs: null, ease_nrs: null } }
}

/** What was kept, where it is of this day; else nothing is ready yet. */
export function preparedOn(day: string, kept: unknown): Prepared {
  const given = kept as Partial<Prepared> | null
  if (typeof given !== 'object' || given === null || given.day !== day || !Array.isArray(given.done)) return nothingReady(day)
  const before = given.before ?? { pain_nrs: null, ease_nrs: null }
  return {
    day,
    done: given.done.filter((id): id is string => typeof id === 'string'),
    before: { pain_nrs: nrs(before.pain_nrs), ease_nrs: nrs(before.ease_nrs) },
  }
}

export function ticked(prepared: Prepared, id: string, is_done: boolean): Prepared {
  const others = prepared.done.filter((each) => each !== id)
  return { ...prepared, done: is_done ? [...others, id] : others }
}

/** What of this device was not tried yet: to be heard, where sound is wanted, and to be read from where the giver is. */
export function untried(prepared: Prepared, is_silent: boolean): ('sound' | 'read')[] {
  return (['sound', 'read'] as const).filter((each) => !prepared.done.includes(each) && !(each === 'sound' && is_silent))
}

function nrs(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10 ? value : null
}
