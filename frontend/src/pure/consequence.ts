/** What the answers already mean for the back: places left alone, places touched more softly, and because of what. */
import type { Answer } from './draft'
import type { Options } from '../api'

export interface Consequence {
  place: string
  /** The hardest level there; 0 where the place is left alone. */
  most: number
  /** The conditions that ask for it, by their ids; empty where it is no condition's. */
  because: string[]
}

export type Narrowing = Pick<Options, 'forbidden_places' | 'place_max_level' | 'avoid'>

interface Narrows {
  id: string
  limits?: unknown
}
interface PlaceLimits {
  places_out?: string[]
  place_max_level?: Record<string, number>
}

/** One for each place that is narrowed, from the head down as `places` has them. */
export function consequencesOf(
  narrowing: Narrowing | null | undefined,
  places: string[],
  conditions: Narrows[],
  answers: Record<string, Answer>,
): Consequence[] {
  if (!narrowing) return []
  const isYes = ({ id }: Narrows): boolean => (answers[id] ?? 'no') !== 'no'
  const limits = (each: Narrows): PlaceLimits => (each.limits ?? {}) as PlaceLimits
  const found: Consequence[] = []
  for (const place of new Set(places)) {
    const isOut = narrowing.forbidden_places.includes(place)
    const most = isOut ? 0 : narrowing.place_max_level[place]
    if (most === undefined) continue
    const asks = (each: Narrows): boolean =>
      isOut ? (limits(each).places_out ?? []).includes(place) : limits(each).place_max_level?.[place] === most
    found.push({ place, most, because: conditions.filter((each) => isYes(each) && asks(each)).map(({ id }) => id) })
  }
  return found
}
