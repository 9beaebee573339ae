/** A soft wooden note, as numbers: what sounds it is in parts/sound.ts. */

export interface Tone {
  /** When it begins, after the first. [s] */
  at_s: number
  pitch_hz: number
  attack_s: number
  length_s: number
  /** Against the loudest that this device can be, 0 to 1: at least 6 dB under a voice. */
  loud_frac: number
}

/** Two notes that rise, as before a change of step. */
export function twoRising(): Tone[] {
  return [
    { at_s: 0, pitch_hz: 330, attack_s: 0.045, length_s: 0.9, loud_frac: 0.3 },
    { at_s: 0.35, pitch_hz: 440, attack_s: 0.045, length_s: 1.2, loud_frac: 0.3 },
  ]
}

/** How loud a note is at a moment of it, 0 to 1: up softly, then dying away like struck wood. */
export function loudAt(tone: Tone, t_s: number): number {
  if (t_s < 0 || t_s >= tone.length_s) return 0
  if (t_s < tone.attack_s) return tone.loud_frac * Math.sin(((t_s / tone.attack_s) * Math.PI) / 2)
  const share = (t_s - tone.attack_s) / (tone.length_s - tone.attack_s)
  return tone.loud_frac * Math.exp(-5 * share) * (1 - share)
}
