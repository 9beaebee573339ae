/** Once more: the questions come first, each time, and it is screened and planned for how whoever lies down is now. */
import type { Routine } from '../api'
import { desk } from '../desk.svelte'
import { route } from '../route.svelte'
import { dayOf } from '../pure/day'
import { againFor } from '../pure/profiles'
import { outlook } from './outlook.svelte'

/**
 * To the questions, with the pieces of an evening if there are any to be taken along. `name` is whoever lies down: a
 * person this device knows is asked only what can have changed; empty is somebody to be asked everything.
 */
export async function askAgain(routine: Routine | null, name: string): Promise<void> {
  const is_here = route.stay()
  await desk.load()
  if (!is_here()) return
  outlook.forget()
  desk.draft = againFor(name, desk.draft, desk.profiles, desk.conditions, dayOf(new Date()))
  desk.setAgain(routine)
  desk.keepDraft()
  route.go('/ask')
}

/** Whom this device can ask only for what has changed: those it knows, and the one of its last questions. */
export function knownNames(): string[] {
  const { draft, profiles } = desk
  const names = profiles.receivers.map((each) => each.name)
  const last = draft.on === '' ? '' : draft.name.trim()
  return last === '' || names.some((each) => each.toLowerCase() === last.toLowerCase()) ? names : [last, ...names]
}
