/** The sessions that this device still holds, as far as the first page tells of them. */
import type { KeptSession } from '../pure/tonight'

const KEY = 'backrub.show.'

export function keptSessions(): KeptSession[] {
  const found: KeptSession[] = []
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(KEY))) {
      const show = JSON.parse(localStorage.getItem(key) ?? 'null') as { id?: string; name?: string; live?: { status?: string } } | null
      if (show?.id && show.live?.status) found.push({ id: show.id, name: show.name ?? '', status: show.live.status })
    }
  } catch {
    // A storage that can't be read holds nothing for us.
  }
  return found
}
