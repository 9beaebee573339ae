/** How large far text is, by the wish of the one who reads it; and when the screen may dim. */

export const FAR_SCALES = [1, 1.15, 1.3, 1.5] as const

/** The next larger size, or the largest. */
export function bigger(scale: number): number {
  return FAR_SCALES.find((each) => each > scale + 1e-6) ?? FAR_SCALES[FAR_SCALES.length - 1]!
}

/** A scale that somebody else may have written into the storage: one of ours, or 1. */
export function farScale(kept: unknown): number {
  return FAR_SCALES.find((each) => each === kept) ?? 1
}

/** So long nothing new stands on the screen before it dims. */
export const DIM_AFTER_MS = 20_000

export function isDim(changed_at: number, now_at: number): boolean {
  return now_at - changed_at >= DIM_AFTER_MS
}
