/** What places and marks are called here: the names people use, or on demand the ones of anatomy. */
import type { Point } from '../api'
import { isOnSpine, zoneOf, type Zone } from '../pure/marks'
import { likeness, type Likeness } from '../pure/marking'
import { said, t, words } from '../words/say.svelte'

export type Naming = 'everyday' | 'anatomy'

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "Lower back, right": whose right is said above the drawing. */
export function placeName(zone: Zone, naming: Naming = 'everyday'): string {
  const place = said(naming === 'anatomy' ? zone.anatomy : zone.says)
  if (zone.side === 'middle') return capital(place)
  return capital(zone.side === 'left' ? t('{place}, left', { place }) : t('{place}, right', { place }))
}

/** Where a mark is: the zone that it lies in or nearest to, and whether it is on the spine itself. */
export function pointName(zones: Zone[], at: Point, naming: Naming = 'everyday'): string {
  const zone = zoneOf(zones, at)
  if (!zone) return t('On the back')
  return isOnSpine(at) ? t('On the spine: {place}', { place: placeName({ ...zone, side: 'middle' }, naming) }) : placeName(zone, naming)
}

/** What to know of a place before hands go there; empty where there is nothing. */
export function placeNote(place: string): string {
  const notes: Record<string, string> = {
    neck: t('Only the back of the neck, beside the spine. Never its front or sides.'),
    'mid-back': t('The kidneys lie under the lowest ribs. At their level hands stay flat and light.'),
    'low-back': t('The kidneys lie at the top of it. At their level hands stay flat and light.'),
  }
  return notes[place] ?? ''
}

const LIKE: Record<Likeness, () => string> = {
  pea: () => t('like a pea'),
  coin: () => t('like a coin'),
  plum: () => t('like a plum'),
  apple: () => t('like an apple'),
  palm: () => t('like a palm'),
  hand: () => t('like a whole hand'),
}

/** "like a plum, 4 cm across". */
export function sizeName(radius_m: number): string {
  const like = LIKE[likeness(radius_m)]()
  const wide_cm = 200 * radius_m
  if (words.is_imperial) return t('{like}, {n} in across', { like, n: (wide_cm / 2.54).toFixed(1) })
  return t('{like}, {n} cm across', { like, n: Math.max(0.5, Math.round(wide_cm * 2) / 2).toLocaleString(words.locale) })
}

/** Reasons a place is left alone; kept as these English words, shown in the person's own. */
export const REASONS = ['mole', 'scar', 'bruise', 'sunburn', 'tattoo', 'just no'] as const

export function reasonName(why: string, conditions: { id: string; name: string }[]): string {
  const known: Record<string, string> = {
    '': t('no reason given'),
    mole: t('mole'),
    scar: t('scar'),
    bruise: t('bruise'),
    sunburn: t('sunburn'),
    tattoo: t('tattoo'),
    'just no': t('just no'),
  }
  const condition = conditions.find((each) => each.id === why)
  return known[why] ?? (condition ? said(condition.name) : why)
}
