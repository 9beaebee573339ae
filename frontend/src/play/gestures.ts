/** The whole screen as one thing to touch: hands the browser's pointers to pure/gesture.ts. */
import { RESTING, touched, TWO_MS, LONG_MS, type Gesture, type Touch } from '../pure/gesture'

/** So soon after a finger has left the browser tells of its click, if it ever does. */
const CLICK_MS = 90
/** Buttons and fields keep their own presses; only two fingers at once are more than that. */
const OWN = 'button, input, select, a, summary, form, label, .map'

export function gestures(node: HTMLElement, told: (gesture: Gesture) => void): { update: (next: (gesture: Gesture) => void) => void; destroy: () => void } {
  let tell = told
  let now = RESTING
  /** A tap that waits for its click: acting before it would lay another page under the finger, and press that. */
  let tap = 0
  const timers = new Set<number>()

  function take(touch: Touch): void {
    const was = now
    const next = touched(was, touch, { width_px: innerWidth, height_px: innerHeight })
    now = next.now
    if (next.gesture === 'tap') tap = window.setTimeout(tapped, CLICK_MS)
    else if (next.gesture) {
      // A finger that still rests there will leave over another page: what it leaves on must not be pressed.
      if (now.fingers.length > 0) swallowClicks()
      tell(next.gesture)
    }
  }
  function tapped(): void {
    clearTimeout(tap)
    tap = 0
    tell('tap')
  }
  function later(wait: number): void {
    const timer = window.setTimeout(() => {
      timers.delete(timer)
      take({ kind: 'wait', ms: performance.now() })
    }, wait + 5)
    timers.add(timer)
  }
  function clear(): void {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }
  const of = (event: PointerEvent): { id: number; x: number; y: number; ms: number } => ({ id: event.pointerId, x: event.clientX, y: event.clientY, ms: performance.now() })

  function down(event: PointerEvent): void {
    const is_own = (event.target as HTMLElement).closest(OWN) !== null
    // A mouse has no second finger, and a list that it opens keeps its release from us.
    if (event.button > 0 || (is_own && event.pointerType !== 'touch')) return
    take({ kind: 'down', ...of(event), is_own })
    later(now.fingers.length > 1 ? TWO_MS : LONG_MS)
  }
  function move(event: PointerEvent): void {
    if (now.fingers.length > 0) take({ kind: 'move', ...of(event) })
  }
  function up(event: PointerEvent): void {
    if (now.fingers.length === 0) return
    take({ kind: 'up', ...of(event) })
    if (now.fingers.length === 0) clear()
  }
  function cancel(event: PointerEvent): void {
    take({ kind: 'cancel', id: event.pointerId, ms: performance.now() })
    if (now.fingers.length === 0) clear()
  }
  function click(event: MouseEvent): void {
    if ((event.target as HTMLElement).closest(OWN)) return
    // A screen reader's press has no pointer: it is a tap, too.
    if (tap || event.detail === 0) tapped()
  }
  /** Two fingers that roll a little must not become the browser's own zoom: that would take them from us. */
  function moving(event: TouchEvent): void {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault()
  }
  /** A long press is ours. */
  function menu(event: Event): void {
    event.preventDefault()
  }

  node.addEventListener('pointerdown', down)
  node.addEventListener('touchmove', moving, { passive: false })
  node.addEventListener('click', click)
  node.addEventListener('contextmenu', menu)
  addEventListener('pointermove', move)
  addEventListener('pointerup', up)
  addEventListener('pointercancel', cancel)
  return {
    update: (next) => (tell = next),
    destroy() {
      clear()
      node.removeEventListener('pointerdown', down)
      node.removeEventListener('touchmove', moving)
      clearTimeout(tap)
      node.removeEventListener('click', click)
      node.removeEventListener('contextmenu', menu)
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', up)
      removeEventListener('pointercancel', cancel)
    },
  }
}

/** Until a moment after the finger has gone no click gets through. */
function swallowClicks(): void {
  const stop = (event: Event): void => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const end = (): void => {
    window.setTimeout(() => {
      removeEventListener('click', stop, true)
      removeEventListener('pointerup', end, true)
      removeEventListener('pointercancel', end, true)
    }, 4 * CLICK_MS)
  }
  addEventListener('click', stop, true)
  addEventListener('pointerup', end, true)
  addEventListener('pointercancel', end, true)
}
