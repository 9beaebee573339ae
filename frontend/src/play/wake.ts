/** Keep the screen awake; says whenever that begins to hold, or no longer does. */
export class WakeLock {
  private lock: WakeLockSentinel | null = null
  private isWanted = false

  constructor(private readonly told: (is_held: boolean) => void) {}

  /** Ask for it, again and again as often as wanted: it is asked for once at a time. */
  async hold(): Promise<void> {
    this.isWanted = true
    if (this.lock && !this.lock.released) return this.told(true)
    // The browser takes it back by itself where nobody sees the page, and gives it only where somebody does.
    if (document.visibilityState !== 'visible') return
    try {
      const lock = await navigator.wakeLock.request('screen')
      if (!this.isWanted) return void lock.release().catch(() => undefined)
      this.lock = lock
      lock.addEventListener('release', () => this.lost(lock))
      this.told(true)
    } catch {
      // Refused (battery, a page that is not secure), or a browser that has none.
      this.told(false)
    }
  }

  release(): void {
    this.isWanted = false
    void this.lock?.release().catch(() => undefined)
    this.lock = null
  }

  private lost(lock: WakeLockSentinel): void {
    if (this.lock !== lock) return
    this.lock = null
    // Hidden pages lose it, and ask again when they are seen; else something took it: say so, voice carries on.
    if (this.isWanted && document.visibilityState === 'visible') this.told(false)
  }
}
