/** Where the giver begins, as this device keeps it: a left-handed giver on the left, unless they say otherwise. */
import { keep } from '../desk.svelte'
import { kneelsOf, type Kneels } from '../pure/view'

const KEY = 'backrub.side'

function kept(): unknown {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null')
  } catch {
    return null
  }
}

class Beside {
  private chosen = $state<unknown>(kept())

  of(handed: 'left' | 'right'): Kneels {
    return kneelsOf(this.chosen, handed)
  }

  choose(side: Kneels): void {
    this.chosen = side
    keep(KEY, side)
  }
}

export const beside = new Beside()
