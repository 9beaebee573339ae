/** Where the words beside the drawing stand, and the lines from them to what they name. */
import type { Point } from '../api'
import { toDrawing } from '../pure/body'
import type { Scale } from '../pure/motion'
import { inset, rounded } from '../pure/rings'
import type { Zone } from '../pure/marks'

export interface Label {
  /** A place of the atlas, or the spine. */
  place: string
  side: 'left' | 'right'
  /** The level of the words, in the chart's `along`. */
  along: number
}

/** Alternating sides, so that every name has its own line beside the figure. */
export const LABELS: readonly Label[] = [
  { place: 'neck', side: 'left', along: -0.14 },
  { place: 'shoulder-top', side: 'left', along: 0.03 },
  { place: 'upper-back', side: 'left', along: 0.24 },
  { place: 'low-back', side: 'left', along: 0.78 },
  { place: 'sacrum', side: 'left', along: 1.03 },
  { place: 'shoulder-blade', side: 'right', along: 0.27 },
  { place: 'mid-back', side: 'right', along: 0.54 },
  { place: 'hip', side: 'right', along: 1.0 },
]

/** The point of the chart that a label's line ends at: its zone's middle. */
export function target(label: Label, zones: Zone[]): Point {
  const zone = zones.find((each) => each.place === label.place && (each.side === label.side || each.side === 'middle'))
  return zone?.centre ?? [0, label.along]
}

/** A zone as it is drawn: a little inside its borders, its corners round. */
export function zonePath(zone: Zone, scale: Scale): string {
  const ring = zone.ring.map((point) => toDrawing(point, scale))
  return rounded(inset(ring, 5), 16)
}
