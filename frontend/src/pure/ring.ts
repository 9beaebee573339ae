/** The step's time as a ring that empties: how full it is, and the one number that stands in it. */

/** 1 at a step's start, 0 at its end. */
export function fullness(start_s: number, duration_s: number, at_s: number): number {
  if (duration_s <= 0) return 0
  return Math.min(1, Math.max(0, 1 - (at_s - start_s) / duration_s))
}

/** Whole minutes; none for the last half: no seconds run down where somebody tries to be calm, the ring says it. */
export function minutesIn(left_s: number): string {
  return left_s <= 30 ? '' : String(Math.ceil((left_s - 30) / 60))
}

/** A full ring as a stroke: its length, and how much of it is left away. */
export function dashes(radius: number, share: number): { length: number; away: number } {
  const length = 2 * Math.PI * radius
  return { length, away: length * (1 - share) }
}
