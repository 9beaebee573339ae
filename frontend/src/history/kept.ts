/** What this device keeps of earlier evenings, so that they are there while the server is not. */
import type { Evening, Felt, WholeEvening } from '../api'
import { keep } from '../desk.svelte'
import { eveningOf, merged, type KeptEvening } from '../pure/evenings'
import { isHere } from '../play/deliver'
import type { Show } from '../play/show'

const LIST = 'backrub.history'
const WHOLE = 'backrub.history.whole'
const OWN = 'backrub.history.own'
/** So many evenings are kept whole; older ones by their first lines alone. */
const MOST_WHOLE = 12
const MOST = 200

function kept<T>(key: string, none: T): T {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? 'null') as T | null) ?? none
  } catch {
    return none
  }
}

/** The server's evenings as they were last heard, and those that only this device has. */
export function keptEvenings(): Evening[] {
  return merged(kept<Evening[]>(LIST, []), kept<KeptEvening[]>(OWN, []))
}

export function keepEvenings(heard: Evening[]): Evening[] {
  const all = merged(kept<Evening[]>(LIST, []), heard)
  keep(LIST, all.slice(0, MOST))
  // What the server has by now is no longer ours alone.
  const known = new Set(all.map((each) => each.id))
  keep(OWN, kept<KeptEvening[]>(OWN, []).filter((each) => !known.has(each.id) || isHere(each.id)))
  return keptEvenings()
}

export function keptWhole(id: string): KeptEvening | null {
  return kept<WholeEvening[]>(WHOLE, []).find((each) => each.id === id) ?? kept<KeptEvening[]>(OWN, []).find((each) => each.id === id) ?? null
}

export function keepWhole(whole: WholeEvening): void {
  keep(WHOLE, [whole, ...kept<WholeEvening[]>(WHOLE, []).filter((each) => each.id !== whole.id)].slice(0, MOST_WHOLE))
}

/** An evening of this device as it stands now: kept until the server tells it better. */
export function keepOwn(show: Show, ms: number): void {
  const before = kept<KeptEvening[]>(OWN, [])
  const was = before.find((each) => each.id === show.id)
  keep(OWN, [eveningOf(show, ms, was ?? null), ...before.filter((each) => each.id !== show.id)].slice(0, MOST_WHOLE))
}

/** How they felt afterwards, said on this device. */
export function keepFelt(id: string, after: Felt): void {
  const with_felt = <E extends Evening>(each: E): E => (each.id === id ? { ...each, felt: { ...each.felt, after } } : each)
  for (const key of [LIST, WHOLE, OWN]) keep(key, kept<Evening[]>(key, []).map(with_felt))
}
