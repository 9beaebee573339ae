/**
 * Where both hands are at a moment of the score. True tempo: a hand moves along its path at an even
 * pace in metres of skin, and nothing here eases. Written so that asking for a frame allocates nothing.
 */
import type { HandPath, Score, Stroke } from '../api'

/** One hand at one moment; `is_down` false means it is off the skin. */
export interface HandNow {
  across: number
  along: number
  level: number
  part: string
  is_down: boolean
}

export interface HandsNow {
  left: HandNow
  right: HandNow
  stroke: number
}

export function emptyHands(): HandsNow {
  const hand = (): HandNow => ({ across: 0, along: 0, level: 0, part: 'palm', is_down: false })
  return { left: hand(), right: hand(), stroke: -1 }
}

interface Track {
  /** Cumulative length at each point, in metres; the last is the whole. */
  upTo_m: number[]
  path: HandPath
}

/** A score made ready to play: tracks measured once, strokes in order of time. */
export interface Reel {
  score: Score
  strokes: Stroke[]
  tracks: { left: Track | null; right: Track | null }[]
}

/** Metres on the skin for one unit across and one along: the nominal scale for this body. */
export interface Scale {
  across_m: number
  along_m: number
}

export function reelOf(score: Score, scale: Scale): Reel {
  const strokes = [...score.strokes].sort((a, b) => a.start_s - b.start_s)
  const tracks = strokes.map((stroke) => ({
    left: trackOf(stroke.hands.find((hand) => hand.hand === 'left'), scale),
    right: trackOf(stroke.hands.find((hand) => hand.hand === 'right'), scale),
  }))
  return { score, strokes, tracks }
}

/** A drawing ends here, in the chart's `along`, or half a forearm below the lowest hand. */
const END = 1.18
const BELOW_M = 0.075

/** Down to where a drawing of these strokes goes, in the chart's `along`, so that no hand is cut off. */
export function endOf(reel: Reel, scale: Scale): number {
  const along = reel.strokes.flatMap((stroke) => stroke.hands.flatMap((hand) => hand.path.map((point) => point[1])))
  return along.reduce((end, each) => Math.max(end, each + BELOW_M / scale.along_m), END)
}

function trackOf(path: HandPath | undefined, scale: Scale): Track | null {
  if (!path) return null
  const upTo_m = [0]
  for (let i = 1; i < path.path.length; i++) {
    const [a, b] = [path.path[i - 1]!, path.path[i]!]
    const step = Math.hypot((b[0] - a[0]) * scale.across_m, (b[1] - a[1]) * scale.along_m)
    upTo_m.push(upTo_m[i - 1]! + step)
  }
  return { upTo_m, path }
}

/** The index of the stroke playing at `at_s`, or -1 between strokes. Binary search. */
export function strokeAt(reel: Reel, at_s: number): number {
  let low = 0
  let high = reel.strokes.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const stroke = reel.strokes[middle]!
    if (at_s < stroke.start_s) high = middle - 1
    else if (at_s >= stroke.start_s + stroke.duration_s) low = middle + 1
    else return middle
  }
  return -1
}

/** Write where both hands are at `at_s` into `out`. */
export function handsAt(reel: Reel, at_s: number, out: HandsNow): void {
  const index = strokeAt(reel, at_s)
  out.stroke = index
  if (index < 0) {
    out.left.is_down = false
    out.right.is_down = false
    return
  }
  const stroke = reel.strokes[index]!
  const frac = (at_s - stroke.start_s) / stroke.duration_s
  place(reel.tracks[index]!.left, frac, out.left)
  place(reel.tracks[index]!.right, frac, out.right)
}

function place(track: Track | null, frac: number, out: HandNow): void {
  out.is_down = track !== null
  if (track === null) return
  const points = track.path.path
  out.level = track.path.level
  out.part = track.path.part
  const whole = track.upTo_m[track.upTo_m.length - 1]!
  let i = 1
  const wanted = frac * whole
  while (i < points.length - 1 && track.upTo_m[i]! < wanted) i++
  if (points.length === 1 || whole === 0) {
    out.across = points[0]![0]
    out.along = points[0]![1]
    return
  }
  const from = track.upTo_m[i - 1]!
  const length = track.upTo_m[i]! - from
  const share = length === 0 ? 0 : (wanted - from) / length
  out.across = points[i - 1]![0] + (points[i]![0] - points[i - 1]![0]) * share
  out.along = points[i - 1]![1] + (points[i]![1] - points[i - 1]![1]) * share
}

export const DOT_EVERY_S = 0.5
export const DOTS_AHEAD = 10

/**
 * Write the dots of the path ahead into `out` as across, along pairs; returns how many pairs.
 * Dots sit on whole half seconds of the score, so they stand still while the hand moves over them.
 * They stop at the end of the last stroke of this step.
 */
export function dotsAhead(reel: Reel, at_s: number, hand: 'left' | 'right', out: Float32Array, probe: HandsNow): number {
  const now = strokeAt(reel, at_s)
  if (now < 0) return 0
  const step = reel.strokes[now]!.step
  let count = 0
  const first = Math.floor(at_s / DOT_EVERY_S) + 1
  for (let n = 0; n < DOTS_AHEAD; n++) {
    handsAt(reel, (first + n) * DOT_EVERY_S, probe)
    if (probe.stroke < 0 || reel.strokes[probe.stroke]!.step !== step) break
    if (reel.strokes[probe.stroke]!.hands[0]!.path.length === 1) break
    const here = probe[hand]
    if (!here.is_down) continue
    out[2 * count] = here.across
    out[2 * count + 1] = here.along
    count++
  }
  return count
}

/** With reduced motion the hands stand on each whole second and step from there to the next. */
export function steppedTime(at_s: number): number {
  return Math.floor(at_s)
}

/** So long a hand that steps on takes to go, and as long to be there. */
const FADE_S = 0.15

/** How much of a hand is seen beside a step: gone at the whole second, all there between. */
export function seenAtStep(at_s: number): number {
  const phase_s = at_s - Math.floor(at_s)
  return Math.min(1, phase_s / FADE_S, (1 - phase_s) / FADE_S)
}

/** The trace of work on the skin: how often it is looked at, and how many looks stay before they have faded. */
export const TRACE_EVERY_S = 0.6
export const TRACE_SPOTS = 26

/**
 * Write where a hand has worked into `out` as across, along, level triples, the newest first; returns how many.
 * They lie on whole steps of the score's time, so a spot stands still while it fades. Nothing before `since_s`.
 */
export function traceBehind(reel: Reel, at_s: number, hand: 'left' | 'right', out: Float32Array, probe: HandsNow, since_s = 0): number {
  let count = 0
  const last = Math.floor(at_s / TRACE_EVERY_S)
  for (let n = 0; n < TRACE_SPOTS; n++) {
    const then_s = (last - n) * TRACE_EVERY_S
    if (then_s < since_s) break
    handsAt(reel, then_s, probe)
    const here = probe[hand]
    if (probe.stroke < 0 || !here.is_down || reel.strokes[probe.stroke]!.link) continue
    out[3 * count] = here.across
    out[3 * count + 1] = here.along
    // Less the longer ago, and more the firmer: what is written is how warm it looks, 0 to 5.
    out[3 * count + 2] = here.level * (1 - n / TRACE_SPOTS)
    count++
  }
  return count
}

/** Where the hands begin after a step, for a ghost of what comes; false where nothing does. */
export function handsAfter(reel: Reel, step: number, out: HandsNow): boolean {
  const index = reel.strokes.findIndex((stroke) => stroke.step > step && !stroke.link)
  if (index < 0) return false
  out.stroke = index
  place(reel.tracks[index]!.left, 0, out.left)
  place(reel.tracks[index]!.right, 0, out.right)
  return true
}
