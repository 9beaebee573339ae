/** The evening's shape: width is minutes, height and colour are pressure. */
import type { Step } from '../api'

export interface Bar {
  x: number
  width: number
  height: number
  level: number
  step: number
}

const HEIGHTS = [0.14, 0.3, 0.48, 0.68, 0.86, 1]

/** Bars in a box of width 1 and height 1; pauses without pressure are low and keep level 0. */
export function barsOf(steps: Step[], duration_s: number): Bar[] {
  return steps.map((step, index) => ({
    x: step.start_s / duration_s,
    width: step.duration_s / duration_s,
    height: HEIGHTS[step.level ?? 0] ?? 0.14,
    level: step.level ?? 0,
    step: index,
  }))
}

/** The step at a time; the last one at and past the end. */
export function stepAt(steps: Step[], at_s: number): number {
  for (let i = steps.length - 1; i >= 0; i--) if (at_s >= steps[i]!.start_s) return i
  return 0
}

/** Words under the shape: how it begins, its highest, how it ends. */
export function highest(steps: Step[]): number {
  return steps.reduce((most, step) => Math.max(most, step.level ?? 0), 0)
}
