/**
 * What an elbow, a knuckle or an oily hand does on the whole screen, as a state machine without a clock of its own:
 * a tap, a long stroke across, two fingers, or resting there. Anything in between is nothing: a swipe has to cover a
 * third of the screen, and nearly straight. A finger on a button presses that button: it is no gesture of its own, but
 * the second of two, for two stop wherever they lie.
 */
export type Gesture = 'tap' | 'next' | 'back' | 'harder' | 'softer' | 'hold' | 'stop'

export interface Touching {
  /** Where each finger came down, and where it is; in pixels. */
  fingers: { id: number; from_x: number; from_y: number; x: number; y: number; ms: number; is_own: boolean }[]
  /** What came of it already: the fingers that are still down mean nothing more. */
  is_spent: boolean
  /** When the second finger came. */
  two_since: number | null
}

export const RESTING: Touching = { fingers: [], is_spent: false, two_since: null }

export type Touch =
  /** `is_own`: it came down on something that takes a press itself. */
  | { kind: 'down'; id: number; x: number; y: number; ms: number; is_own?: boolean }
  | { kind: 'move' | 'up'; id: number; x: number; y: number; ms: number }
  | { kind: 'cancel'; id: number; ms: number }
  | { kind: 'wait'; ms: number }

export interface Screen {
  width_px: number
  height_px: number
}

/** An elbow is broad and not still: what moves less than this has not moved. */
export const STILL_PX = 28
export const LONG_MS = 1500
/** Two fingers have to stay for a moment: the way a forearm rolls down on glass is not a word. */
export const TWO_MS = 150
/** Slower than this across the screen is no swipe. */
export const SWIPE_MS = 2000
export const SWIPE_SHARE = 1 / 3
/** Swipes that begin so near to the upper or lower edge are the telephone's own. */
export const EDGE_PX = 24
/** How much straighter than slanted. */
const STRAIGHT = 2

export function touched(was: Touching, touch: Touch, screen: Screen): { now: Touching; gesture: Gesture | null } {
  const none = (now: Touching): { now: Touching; gesture: null } => ({ now, gesture: null })
  const spent = (now: Touching, gesture: Gesture): { now: Touching; gesture: Gesture } => ({ now: { ...now, is_spent: true }, gesture })
  switch (touch.kind) {
    case 'down': {
      const finger = { id: touch.id, from_x: touch.x, from_y: touch.y, x: touch.x, y: touch.y, ms: touch.ms, is_own: touch.is_own ?? false }
      const fingers = [...was.fingers.filter((each) => each.id !== touch.id), finger]
      return none({ ...was, fingers, two_since: fingers.length === 2 ? touch.ms : was.two_since })
    }
    case 'move':
      return none({ ...was, fingers: was.fingers.map((each) => (each.id === touch.id ? { ...each, x: touch.x, y: touch.y } : each)) })
    case 'cancel':
      return none(lifted(was, touch.id))
    case 'wait': {
      if (was.is_spent) return none(was)
      if (was.two_since !== null && was.fingers.length >= 2 && touch.ms - was.two_since >= TWO_MS) return spent(was, 'stop')
      const [only] = was.fingers
      const rests = only && !only.is_own && was.fingers.length === 1 && was.two_since === null && moved(only) <= STILL_PX && touch.ms - only.ms >= LONG_MS
      return rests ? spent(was, 'hold') : none(was)
    }
    case 'up': {
      const finger = was.fingers.find((each) => each.id === touch.id)
      const now = lifted(was, touch.id)
      if (!finger || finger.is_own || was.is_spent || was.fingers.length > 1 || was.two_since !== null) return none(now)
      const gesture = meant({ ...finger, x: touch.x, y: touch.y }, touch.ms - finger.ms, screen)
      return { now, gesture }
    }
  }
}

function lifted(was: Touching, id: number): Touching {
  const fingers = was.fingers.filter((each) => each.id !== id)
  return fingers.length === 0 ? RESTING : { ...was, fingers }
}

type Finger = Touching['fingers'][number]

function moved(finger: Finger): number {
  return Math.hypot(finger.x - finger.from_x, finger.y - finger.from_y)
}

function meant(finger: Finger, lasted: number, { width_px, height_px }: Screen): Gesture | null {
  if (moved(finger) <= STILL_PX) return lasted < LONG_MS ? 'tap' : null
  if (lasted > SWIPE_MS) return null
  const [x, y] = [finger.x - finger.from_x, finger.y - finger.from_y]
  if (Math.abs(x) >= width_px * SWIPE_SHARE && Math.abs(x) >= STRAIGHT * Math.abs(y)) return x < 0 ? 'next' : 'back'
  const is_ours = finger.from_y > EDGE_PX && finger.from_y < height_px - EDGE_PX
  if (is_ours && Math.abs(y) >= height_px * SWIPE_SHARE && Math.abs(y) >= STRAIGHT * Math.abs(x)) return y < 0 ? 'harder' : 'softer'
  return null
}
