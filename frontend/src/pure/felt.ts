/** Landmarks that a giver feels elsewhere than the drawing has them: two at most, as the chart can follow. */
import type { Point } from '../api'
import type { Scale } from './motion'

/** A body's own measures, and where its landmarks lie, as the server tells them. */
export interface BodyMeasured {
  c7_psis_m: number
  biacromial_m: number
  landmarks: Record<string, { across: number; along: number }>
}

export interface Landmark {
  id: string
  /** Where the body of these measures has it. */
  at: Point
}

export type Corrections = Readonly<Record<string, Point>>

/** What a hand finds without having learned it, from the head down. */
export const FELT = ['c7', 'inferior-angle-left', 'inferior-angle-right', 'psis-left', 'psis-right'] as const
/** More the chart can't follow: the server's own number. */
export const MOST_FELT = 2
/** Nearer than this to where it is drawn, it is where it is drawn [m]: half a fingertip. */
const SAME_M = 0.004

/** The landmarks that are asked for, of all that a body has. */
export function landmarksOf(all: BodyMeasured['landmarks']): Landmark[] {
  return FELT.flatMap((id): Landmark[] => {
    const found = all[id]
    return found ? [{ id, at: [found.across, found.along] }] : []
  })
}

export function isOnMidline({ at }: Landmark): boolean {
  return at[0] === 0
}

/** Where a landmark lies now: where it was felt, else as drawn. */
export function placeOf(landmark: Landmark, felt: Corrections): Point {
  return felt[landmark.id] ?? landmark.at
}

/** What a touch at a point means for a landmark: what lies on the midline stays on it. */
export function touched(landmark: Landmark, [across, along]: Point): Point {
  return [isOnMidline(landmark) ? 0 : round(across), round(along)]
}

/** So far down and so far out from where it is drawn, in metres of this back. */
export function offsetOf(landmark: Landmark, felt: Corrections, scale: Scale): { down_m: number; out_m: number } {
  const [across, along] = placeOf(landmark, felt)
  const side = landmark.at[0] < 0 ? -1 : 1
  return { down_m: (along - landmark.at[1]) * scale.along_m, out_m: side * (across - landmark.at[0]) * scale.across_m + 0 }
}

/** A landmark moved by so much from where it lies now. [m] */
export function nudged(landmark: Landmark, felt: Corrections, { down_m, out_m }: { down_m: number; out_m: number }, scale: Scale): Point {
  const [across, along] = placeOf(landmark, felt)
  const side = landmark.at[0] < 0 ? -1 : 1
  return touched(landmark, [across + (side * out_m) / scale.across_m, along + down_m / scale.along_m])
}

/** The corrections with a landmark felt at a point; null where two others are felt elsewhere already. */
export function withFelt(felt: Corrections, landmark: Landmark, at: Point | null, scale: Scale): Corrections | null {
  const { [landmark.id]: _, ...others } = felt
  if (at === null) return others
  const { down_m, out_m } = offsetOf(landmark, { [landmark.id]: at }, scale)
  if (Math.hypot(down_m, out_m) < SAME_M) return others
  return Object.keys(others).length >= MOST_FELT ? null : { ...others, [landmark.id]: at }
}

/** The landmark nearest to a point, if it is within a distance. [m] */
export function landmarkAt(landmarks: readonly Landmark[], felt: Corrections, at: Point, scale: Scale, within_m: number): Landmark | undefined {
  const away = (each: Landmark): number => {
    const [across, along] = placeOf(each, felt)
    return Math.hypot((across - at[0]) * scale.across_m, (along - at[1]) * scale.along_m)
  }
  const nearest = [...landmarks].sort((a, b) => away(a) - away(b))[0]
  return nearest && away(nearest) <= within_m ? nearest : undefined
}

/** What was felt belongs to whoever has these measures: with others it is void. */
export function measuresKey(of: { name: string; sex: string; age: string; height_cm: string; mass_kg: string }): string {
  return [of.name.trim().toLowerCase(), of.sex, of.age, of.height_cm, of.mass_kg].join('|')
}

/** To a ten-thousandth: finer than any finger. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0
}
