/** The last swipe for more or less, and so long as it can be taken back: in its own step, at its own level. */
const OFFERED_MS = 5000

type Way = 'softer' | 'harder'

/** Which step is on, and how firm it is. */
export interface Stance {
  step: number
  level: number | null
}

const isSame = (a: Stance, b: Stance): boolean => a.step === b.step && a.level === b.level

export class SwipeUndo {
  /** What takes it back; null when there is nothing to take back. */
  way = $state<Way | null>(null)
  /** Where the swipe led to; the server's yes is heard a moment before its state is. */
  private of: Stance[] = []
  private timer = 0
  /** A swipe asked the server for more, which has not answered yet. */
  private is_asked = false

  /** A swipe was made, from one stance to another; `is_asked` where the server decides. */
  swiped(gesture: Way, before: Stance, after: Stance, is_asked: boolean): void {
    this.drop()
    this.is_asked = is_asked
    if (!isSame(before, after)) this.offer(gesture === 'softer' ? 'harder' : 'softer', [after])
  }

  /** The server has said yes to what was asked of it. */
  granted(now: Stance): void {
    if (this.is_asked) this.offer('softer', [now, { ...now, level: (now.level ?? 0) + 1 }])
    this.is_asked = false
  }

  /** Once another step is on, or it is as firm as something else made it, there is nothing to take back. */
  follow(now: Stance): void {
    if (this.way && !this.of.some((each) => isSame(each, now))) this.drop()
  }

  drop(): void {
    clearTimeout(this.timer)
    this.way = null
    this.is_asked = false
  }

  private offer(way: Way, of: Stance[]): void {
    clearTimeout(this.timer)
    this.way = way
    this.of = of
    this.timer = window.setTimeout(() => (this.way = null), OFFERED_MS)
  }
}
