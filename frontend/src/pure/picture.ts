/** A step as a still picture: the skin its strokes sweep, as lines with the width of the hand. */
import type { Stroke } from '../api'
import { toDrawing } from './body'
import type { Scale } from './motion'

export interface Trace {
  d: string
  width_mm: number
}

/** How broad each part of the hand is drawn. [mm] */
const WIDTHS_MM: Record<string, number> = {
  palm: 78, heel: 58, forearm: 84, knuckles: 60, stone: 66, massager: 46, 'flat-fingers': 58, 'reinforced-fingers': 44, 'two-fingers': 34,
  knuckle: 26, thumb: 26, 'reinforced-thumb': 26, tool: 22,
} // prettier-ignore
const MOST = 24

/** The traces of some steps, each line once however often it is gone over. Links in the air are none. */
export function tracesOf(strokes: Stroke[], steps: number[], scale: Scale): Trace[] {
  const found = new Map<string, Trace>()
  for (const stroke of strokes) {
    if (stroke.link || !steps.includes(stroke.step)) continue
    for (const hand of stroke.hands) {
      const points = hand.path.map((point) => toDrawing(point, scale).map(Math.round))
      const first = points[0]
      if (!first) continue
      // A hand that rests is a dot: a line without length has its round ends only where it has some.
      const line = points.length === 1 ? 'h.1' : points.slice(1).map(([x, y]) => `L${x} ${y}`).join('')
      const d = `M${first[0]} ${first[1]}${line}`
      if (!found.has(d) && found.size < MOST) found.set(d, { d, width_mm: WIDTHS_MM[hand.part] ?? 50 })
    }
  }
  return [...found.values()]
}

/** From when to when a step shows itself whole once: its first pass, or the first while where that is long. */
export function passOf(step: { start_s: number; duration_s: number; passes: number | null }): { from_s: number; to_s: number } {
  const pass_s = step.duration_s / Math.max(1, step.passes ?? 1)
  return { from_s: step.start_s, to_s: step.start_s + Math.min(step.duration_s, Math.max(4, Math.min(24, pass_s))) }
}
