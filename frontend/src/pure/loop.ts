/** A part of a score, played round and round to show what a technique looks like. */
import type { Stroke } from '../api'

/** Between the end of a loop and its next beginning the hands are off: the eye sees where it starts. */
export const REST_S = 0.8

/** Where the loop stands after `played_s` of playing; infinite, so in no stroke, while it rests. */
export function loopTime(played_s: number, from_s: number, to_s: number): number {
  const length_s = Math.max(0, to_s - from_s)
  const into_s = Math.max(0, played_s) % (length_s + REST_S)
  return into_s < length_s ? from_s + into_s : Infinity
}

/**
 * The moment that shows a technique best while it stands still: the middle of its longest stroke that moves, of those
 * with its own part of the hand where there are some: a long stroke of the palm may smooth over what thumbs did.
 */
export function stillTime(strokes: Stroke[], from_s: number, to_s: number, part = ''): number {
  const here = strokes.filter((stroke) => stroke.start_s >= from_s - 1e-6 && stroke.start_s < to_s && stroke.hands.length > 0)
  const moving = here.filter((stroke) => !stroke.link && stroke.hands.some((hand) => hand.path.length > 1))
  const own = (moving.length > 0 ? moving : here).filter((stroke) => !stroke.link && stroke.hands.some((hand) => hand.part === part))
  const among = own.length > 0 ? own : moving.length > 0 ? moving : here
  const longest = among.reduce<Stroke | null>((best, each) => (best && best.duration_s >= each.duration_s ? best : each), null)
  return longest ? Math.min(longest.start_s + longest.duration_s / 2, Math.max(from_s, to_s - 1e-6)) : from_s
}
