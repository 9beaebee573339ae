/** How much of the hands' movement is shown: whoever wants less motion sees them step, until they ask for all of it. */
class Movement {
  /** Whether this device asks for less motion. */
  is_less = $state(false)
  /** Tempo is content: it can be asked for all the same, for this visit. */
  is_full = $state(false)
  /** With less motion hands stand on each whole second and step to the next. */
  is_stepped = $derived(this.is_less && !this.is_full)

  constructor() {
    const media = matchMedia('(prefers-reduced-motion: reduce)')
    this.is_less = media.matches
    media.addEventListener('change', () => (this.is_less = media.matches))
  }
}

export const movement = new Movement()
