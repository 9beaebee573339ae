/** Which techniques have been practised, or given in a massage, on this device. A tick and a day; never a score. */
import { keep } from '../desk.svelte'

const KEY = 'backrub.learned'
type Kept = Record<string, string>

function read(): Kept {
  try {
    return (JSON.parse(localStorage.getItem(KEY) ?? '{}') as Kept | null) ?? {}
  } catch {
    return {}
  }
}

class Done {
  /** By technique: the first day. */
  days = $state.raw<Kept>(read())

  has(technique: string): boolean {
    return technique in this.days
  }

  mark(techniques: string[]): void {
    // Another tab may have ticked something meanwhile.
    const days = read()
    const today = new Date().toISOString().slice(0, 10)
    for (const each of techniques) days[each] ??= today
    this.days = days
    keep(KEY, days)
  }
}

export const done = new Done()
