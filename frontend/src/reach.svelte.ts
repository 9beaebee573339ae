/** Whether the server can be reached, as the last thing that asked it found. */
const AGAIN_MS = 5000

class Reach {
  is_away = $state(false)
  private timer = 0

  heard(is_here: boolean): void {
    this.is_away = !is_here
    clearTimeout(this.timer)
    if (!is_here) this.timer = window.setTimeout(() => void this.look(), AGAIN_MS)
  }

  /** Ask for something small; where a worker answers from what it keeps, it tells by a message of its own. */
  private async look(): Promise<void> {
    if (document.visibilityState !== 'visible') return this.heard(false)
    try {
      const answer = await fetch('/api/settings', { cache: 'no-store', signal: AbortSignal.timeout(AGAIN_MS) })
      this.heard(!answer.headers.has(KEPT))
    } catch {
      this.heard(false)
    }
  }
}

/** Marks an answer that the worker kept from an earlier time. */
export const KEPT = 'x-backrub-kept'
export const reach = new Reach()
