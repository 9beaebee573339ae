/** Which cue stands on the screen at a moment, what is spoken, and what comes next. */
import type { Cue, CueKind, Step, Stroke } from '../api'

/** Cues that are only spoken: what they say stands elsewhere on the screen already. */
const SPOKEN_ONLY = new Set<CueKind>(['next', 'time', 'level'])

/** The index of the cue on the screen at `at_s`, or -1. */
export function cueShown(cues: Cue[], at_s: number): number {
  for (let i = cues.length - 1; i >= 0; i--) {
    const cue = cues[i]!
    if (cue.at_s <= at_s + 1e-6 && !SPOKEN_ONLY.has(cue.kind)) return i
  }
  return -1
}

/** The cues whose moment lies after `from_s`, up to `to_s`: what has to be spoken now. */
export function cuesBetween(cues: Cue[], from_s: number, to_s: number): Cue[] {
  return cues.filter((cue) => cue.at_s > from_s + 1e-6 && cue.at_s <= to_s + 1e-6)
}

/** So far a moment may slip back without being a jump: the server's word moves our clock by less. [s] */
const SLIP_S = 1
/** So far a moment may run ahead between two looks without being a jump. [s] */
const AHEAD_S = 2

/** Whether the score went elsewhere between two looks: back, on, a long sleep. Else time only passed. */
export function isJump(before_s: number, now_s: number): boolean {
  return now_s < before_s - SLIP_S || now_s - before_s > AHEAD_S
}

/**
 * What is to be spoken now, and up to where everything is spoken then. A jump speaks the cue that stands; time that only
 * passes the cues that came, each once.
 */
export function cuesDue(cues: Cue[], spoken_s: number, now_s: number): { due: Cue[]; spoken_s: number } {
  if (isJump(spoken_s, now_s)) {
    const stands = cues[cueShown(cues, now_s)]
    return { due: stands ? [stands] : [], spoken_s: now_s }
  }
  return { due: cuesBetween(cues, spoken_s, now_s), spoken_s: Math.max(spoken_s, now_s) }
}

/** The next step with something to do, or null at the end. */
export function stepAfter(steps: Step[], index: number): Step | null {
  return steps[index + 1] ?? null
}

/** The level of the hands now: that of the stroke, or of the step between two strokes. */
export function levelAt(strokes: Stroke[], stroke: number, step: Step | undefined): number | null {
  if (stroke >= 0) {
    const now = strokes[stroke]
    if (now && !now.link) return now.level
  }
  return step?.level ?? null
}
