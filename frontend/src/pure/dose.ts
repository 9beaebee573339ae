/** What a check says, as few rows as a person reads: how near to which limit, and how much of each place was reached. */
import type { Plan } from '../api'
import type { DosePicture, DoseReport, DoseScale, PlaceDose, Quantity } from '../dose'

export type Kind = 'spot' | 'hand' | 'both' | 'thumbs' | 'stay' | 'stones' | 'giver' | 'kept'

export interface Near {
  kind: Kind
  /** The worst over what is allowed; null where nothing is measured in shares: it holds or it doesn't. */
  share: number | null
  ok: boolean
}

const KINDS: [Kind, (name: string) => boolean][] = [
  ['spot', (name) => name === 'peak-pressure'],
  ['both', (name) => name.startsWith('force-both-hands')],
  ['stones', (name) => name.startsWith('stone') || name === 'stay-stone' || name === 'stay-hot-stone' || name === 'heat'],
  ['hand', (name) => name.startsWith('force-') || name.startsWith('pressure-')],
  ['thumbs', (name) => name.startsWith('thumbs-')],
  ['giver', (name) => name === 'reach' || name === 'arms-crossed' || name === 'hands-apart'],
  ['stay', (name) => name.startsWith('stay-') || name === 'stretch' || name === 'massager-time'],
]
const ORDER: Kind[] = ['spot', 'hand', 'both', 'thumbs', 'stay', 'stones', 'giver', 'kept']

export function kindOf(name: string): Kind {
  return KINDS.find(([, is]) => is(name))?.[0] ?? 'kept'
}

/** One row a kind, in order; kinds that nothing came near are left out, but for what is to be kept free. */
export function nearOf(report: DoseReport): Near[] {
  return ORDER.flatMap((kind): Near[] => {
    const mine = report.limits.filter((each) => kindOf(each.name) === kind)
    const ok = mine.every((each) => each.ok)
    if (kind === 'kept') return [{ kind, share: null, ok }]
    const met = mine.filter((each) => each.worst > 0)
    if (met.length === 0) return []
    // Degrees have no share of a limit, and where nothing is allowed a share says nothing.
    const shares = met.filter((each) => each.unit !== 'C' && each.limit > 0).map((each) => each.worst / each.limit)
    return [{ kind, share: kind === 'stones' || shares.length === 0 ? null : Math.max(...shares), ok }]
  })
}

export interface Lighter {
  technique: string
  /** For which share of all its time; where a step is lighter for next to nothing of it, that is not counted. */
  share: number
}

/** One row a technique, the most first. */
export function lighterOf(report: DoseReport, { steps }: Pick<Plan, 'steps'>): Lighter[] {
  const share = new Map(report.lightened.map(({ step, lightened_frac }) => [step, lightened_frac]))
  const times = new Map<string, { all_s: number; lighter_s: number }>()
  for (const [index, { technique, duration_s }] of steps.entries()) {
    const { all_s, lighter_s } = times.get(technique) ?? { all_s: 0, lighter_s: 0 }
    times.set(technique, { all_s: all_s + duration_s, lighter_s: lighter_s + duration_s * (share.get(index) ?? 0) })
  }
  return [...times]
    .map(([technique, { all_s, lighter_s }]) => ({ technique, share: lighter_s / all_s }))
    .filter((row) => row.share > 0)
    .sort((one, other) => other.share - one.share)
}

export interface Reached {
  place: string
  /** Shares of the skin of a place that hands came over; a place in the middle has one for both. */
  left: number | null
  right: number | null
}

export function reachedOf(places: PlaceDose[]): Reached[] {
  const rows = new Map<string, Reached>()
  for (const { place, side, coverage_frac } of places) {
    const row = rows.get(place) ?? { place, left: null, right: null }
    if (side !== 'right') row.left = coverage_frac
    if (side !== 'left') row.right = coverage_frac
    rows.set(place, row)
  }
  return [...rows.values()]
}

/** Whole per cent, and never a full hundred or nothing where it isn't quite. */
export function percentOf(share: number): number {
  if (share > 1) return Math.max(101, Math.round(share * 100))
  if (share > 0 && share < 1) return Math.min(99, Math.max(1, Math.round(share * 100)))
  return Math.round(share * 100)
}

export function scaleOf(scales: DoseScale[], quantity: Quantity): DoseScale {
  return scales.find((each) => each.quantity === quantity) ?? { quantity, unit: '', edges: [], most: 0 }
}

/** What a picture is chosen by. */
export const keyOf = ({ technique, quantity }: DosePicture): string => technique ?? `all-${quantity}`
