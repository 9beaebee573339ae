/** Soft wooden notes, as numbers: what sounds them is in parts/sound.ts, when they are due in pure/notes.ts. */

export interface Tone {
  /** When it begins, after the first. [s] */
  at_s: number
  pitch_hz: number
  /** Where its pitch sinks to by its end; without, it stays. */
  sinks_to_hz?: number
  attack_s: number
  length_s: number
  /** Against the loudest that this device can be, 0 to 1: at least 6 dB under a voice (tests/sound.test.ts). */
  loud_frac: number
}

/** A sine, and a little of it an octave up: wood, not glass. Times the pitch, and share. */
export const WOOD = [[1, 1], [2, 0.12]] as const

/** A step gives way to the next. */
export function twoRising(): Tone[] {
  return [
    { at_s: 0, pitch_hz: 294, attack_s: 0.045, length_s: 0.9, loud_frac: 0.12 },
    { at_s: 0.35, pitch_hz: 392, attack_s: 0.045, length_s: 1.2, loud_frac: 0.09 },
  ]
}

/** It is over soon. */
export function oneNote(at_s = 0): Tone[] {
  return [{ at_s, pitch_hz: 330, attack_s: 0.06, length_s: 1.4, loud_frac: 0.11 }]
}

/** Good, just like this. */
export function warmNote(): Tone[] {
  return [{ at_s: 0, pitch_hz: 247, attack_s: 0.08, length_s: 1.8, loud_frac: 0.1 }]
}

/** Hands off. */
export function lowFalling(): Tone[] {
  return [{ at_s: 0, pitch_hz: 220, sinks_to_hz: 165, attack_s: 0.05, length_s: 1.8, loud_frac: 0.1 }]
}

/** How loud a note is at a moment of it, 0 to 1: up softly, then dying away like struck wood. */
export function loudAt(tone: Tone, t_s: number): number {
  if (t_s < 0 || t_s >= tone.length_s) return 0
  if (t_s < tone.attack_s) return tone.loud_frac * Math.sin(((t_s / tone.attack_s) * Math.PI) / 2)
  const share = (t_s - tone.attack_s) / (tone.length_s - tone.attack_s)
  return tone.loud_frac * Math.exp(-5 * share) * (1 - share)
}
