/** Music of our own, as numbers: five low strings that come and go, each in its own time. play/music.ts sounds them. */
import type { Status } from './live'

export interface LowString {
  pitch_hz: number
  /** From one swell to the next. The five have no common measure: an evening hears nothing twice. [s] */
  swell_s: number
  /** How far into its swell it is to begin with. [rad] */
  phase_rad: number
}

/** E, A, B, E and F sharp, tuned pure to each other: whichever of them are there, they agree. */
export const STRINGS: LowString[] = [
  { pitch_hz: 165, swell_s: 19, phase_rad: 0.4 },
  { pitch_hz: 220, swell_s: 23, phase_rad: 3.9 },
  { pitch_hz: 247.5, swell_s: 29, phase_rad: 1.9 },
  { pitch_hz: 330, swell_s: 31, phase_rad: 5.2 },
  { pitch_hz: 371.25, swell_s: 37, phase_rad: 3.1 },
]
/** How loud each string is at its loudest, and how far its swells go down. */
const LOUD_FRAC = 0.028
const LEAST_FRAC = 0.25
/** Above this no string has a sound of its own. [Hz] */
const HIGHEST_HZ = 800
/** How much softer the music is while the voice speaks. [dB] */
export const DUCK_DB = 12

/** The shares of a string's pitch, of twice it, of three times, up to where it may sound: fewer the higher, as when bowed. */
export function partialsOf(pitch_hz: number): number[] {
  return Array.from({ length: Math.floor(HIGHEST_HZ / pitch_hz) }, (_, i) => 1 / (i + 1) ** 2)
}

/** The middle of a string's swells, and how far they go to both sides of it. */
export const SWELL = { middle: (LOUD_FRAC * (1 + LEAST_FRAC)) / 2, reach: (LOUD_FRAC * (1 - LEAST_FRAC)) / 2 }

/** How loud a string is at a moment. */
export function swellAt({ swell_s, phase_rad }: LowString, t_s: number): number {
  return SWELL.middle - SWELL.reach * Math.cos((2 * Math.PI * t_s) / swell_s + phase_rad)
}

export interface Fade {
  /** Of the music's own loudness, 0 to 1. */
  to_frac: number
  within_s: number
  /** Whether it is over then. */
  is_last: boolean
}

/** Where the music goes now: under the voice, away in a pause, and at a stop at once. */
export function fadeFor(status: Status, is_music: boolean, is_speaking: boolean): Fade {
  if (!is_music || status === 'stopped') return { to_frac: 0, within_s: 0.03, is_last: true }
  if (status === 'finished') return { to_frac: 0, within_s: 8, is_last: true }
  if (status !== 'running') return { to_frac: 0, within_s: 2, is_last: false }
  return is_speaking ? { to_frac: 10 ** (-DUCK_DB / 20), within_s: 0.1, is_last: false } : { to_frac: 1, within_s: 2, is_last: false }
}
