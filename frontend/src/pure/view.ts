/** Where the giver kneels or stands, and so how the back is turned on the screen. Never mirrored: only turned. */
import type { Step } from '../api'
import { isPause } from './words'

export type Kneels = 'left' | 'right'

/** A side that somebody else may have written into the storage; the planner's own giver begins on the right. */
export function kneelsOf(kept: unknown, handed: 'left' | 'right' = 'right'): Kneels {
  return kept === 'left' || kept === 'right' ? kept : handed
}

/**
 * The side of the receiver that the giver is on at a step: where the last walk led, or the last stroke that can only be
 * done from one side; before any of them, where they knelt down. Other steps are done from wherever one is.
 */
export function sideAt(steps: Step[], index: number, began: Kneels): Kneels {
  for (let i = Math.min(index, steps.length - 1); i >= 0; i--) {
    const { technique, stand } = steps[i]!
    const tells = technique === 'walk' || !isPause(technique)
    if (tells && (stand === 'left' || stand === 'right')) return stand
  }
  return began
}

/** Whether a step has to be done from another side than the one before, and no walk says so: then the page does. */
export function mustWalk(steps: Step[], index: number, began: Kneels): boolean {
  if (index < 0 || steps[index]?.technique === 'walk') return false
  return sideAt(steps, index, began) !== sideAt(steps, index - 1, began)
}

/** Whether a walk leads to where the giver is already: they knelt where the plan did not think. */
export function isThere(steps: Step[], index: number, began: Kneels): boolean {
  const step = steps[index]
  return step?.technique === 'walk' && step.stand === sideAt(steps, index - 1, began)
}

/** So far an upright back leans towards the one who kneels beside it. [degrees] */
export const LEAN_DEG = 9

/**
 * How far the drawing is turned from head-up, clockwise. Lying, the giver's own side is the lower edge: from the
 * receiver's right the head is on the right, from their left on the left.
 */
export function turnOf(side: Kneels, isLying: boolean): number {
  const way = side === 'right' ? 1 : -1
  return way * (isLying ? 90 : LEAN_DEG)
}
