/** What can be chosen tonight: as the server says it, and as far as the page knows it by itself until it has. */
import type { Choosable, Options, Possible } from '../api'
import type { Style } from './catalog'
import type { Draft } from './draft'

export const FINE: Possible = { possible: true, why: '', way_out: '' }

function of<V>(list: Choosable<V>[] | undefined, value: V): Possible {
  return list?.find((each) => each.value === value) ?? FINE
}

export function possibleLevel(options: Options | null, level: number, draft: Draft, style: Style | undefined): Possible {
  const told = options?.levels.find((each) => each.value === level)
  if (told) return told
  if (level === 5) return { possible: false, why: 'Never used at home.', way_out: '' }
  if (draft.giver.experience === 'first' && level > 3) return { possible: false, why: 'Not in a first massage.', way_out: 'Choose medium.' }
  if (level > (style?.max_level ?? 4)) return { possible: false, why: 'Not in this style.', way_out: 'Another style allows it.' }
  return FINE
}

export function possibleStyle(options: Options | null, style: Style): Possible {
  return of(options?.styles, style.id)
}

export function possibleOil(options: Options | null, oil: string): Possible {
  return of(options?.oils, oil)
}

/** Why oils are ruled out, and what to do instead, each said once: those with one way out stand together. */
export function barredOils(options: Options | null): string[][] {
  const by_way = new Map<string, Set<string>>()
  for (const { possible, why, way_out } of options?.oils ?? []) {
    if (!possible) by_way.set(way_out, (by_way.get(way_out) ?? new Set()).add(why))
  }
  return [...by_way].map(([way_out, whys]) => [...whys, way_out].filter(Boolean))
}

export function possiblePosition(options: Options | null, position: Draft['position']): Possible {
  return of(options?.positions, position)
}

export function possibleSurface(options: Options | null, surface: Draft['surface']): Possible {
  return of(options?.surfaces, surface)
}

/** The highest level not above a wish that can be chosen; a wish is never raised. */
export function nearestLevel(level: number, isPossible: (level: number) => boolean): number {
  for (let each = level; each >= 1; each--) if (isPossible(each)) return each
  return level
}
