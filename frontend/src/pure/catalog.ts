/** What the pages read of the catalog, and what of it concerns these two people. */
import type { Kit, Position, Technique, Tier } from '../api'

export interface Style {
  id: string
  name: string
  says: string
  max_level: number
  uses_oil: boolean
  needs: 'stones' | 'massager' | null
  /** What it asks to prepare beside what every evening does. */
  extras: string[]
  [more: string]: unknown
}

export interface When {
  surfaces: string[]
  positions: string[]
  oils: string[]
  oiled: boolean | null
}

export interface Item {
  id: string
  group: string
  title: string
  text: string
  why: string
  amount: string
  effort_s: number
  when: When
  /** Listed wherever this is at hand, whatever the style. */
  kit: 'stones' | 'massager' | null
  source: string
}

export interface Preparation {
  items: Item[]
  surfaces: Record<string, { title: string; text: string; height: string; asks: string; stance: string }>
  oils: Record<string, { title: string; feel: string; eczema_says: string }>
}

export interface Asked {
  key: string
  question: string
  choices: string[]
}

export interface Condition {
  id: string
  name: string
  section: string
  question: string
  counts: string[]
  why: string
  clearable: boolean
  /** Once yes, it does not go away by itself. */
  lasting: boolean
  asks: Asked[]
  place: { margin_m: number; ask: string } | null
  /** What it means by circumstance; a test that is not given is null. */
  when: Circumstance[]
  source: string
  [more: string]: unknown
}

export interface Circumstance {
  tier: Tier
  back_pain: string[] | null
  any_condition: string[] | null
  says_yes: string | null
  not_said_no: string | null
  injury: string[] | null
  [more: string]: unknown
}

/** What people say a massage does, and what can be said of it. */
export interface Claim {
  id: string
  title: string
  people_say: string
  we_can_say: string
  grade: 'supported' | 'mixed' | 'unsupported'
  qualifier: string
  sources: ClaimSource[]
}

export interface ClaimSource {
  paper: string
  year: number | null
  doi: string | null
  what_was_read: 'abstract' | 'table' | 'excerpt' | 'second-hand' | 'not-read'
  trust: string
  found: string
}

/** Asked one by one whenever there is any back pain. */
export const WARNING_SECTION = 'warning-signs'

const SECTION_NAMES: Record<string, string> = {
  'right-now': 'Right now',
  'warning-signs': 'Signs that can’t wait',
  'back-and-nerves': 'Back and nerves',
  'bones-and-injuries': 'Bones and injuries',
  'heart-and-blood': 'Heart and blood',
  illness: 'Illness and medicine',
  skin: 'Skin',
  pregnancy: 'Pregnancy',
}

export interface Section {
  id: string
  title: string
  conditions: Condition[]
}

/** The health questions by section, in the catalog's order. */
export function sectionsOf(conditions: Condition[]): Section[] {
  const ids = [...new Set(conditions.map((each) => each.section))]
  return ids.map((id) => ({
    id,
    title: SECTION_NAMES[id] ?? id.replaceAll('-', ' '),
    conditions: conditions.filter((each) => each.section === id),
  }))
}

/** Everything to prepare, the biggest effort first; the same rule as the catalog's own checklist. */
export function checklist(preparation: Preparation, extras: string[], kit: Kit, position: Position): Item[] {
  const has = (list: string[], value: string): boolean => list.length === 0 || list.includes(value)
  const isAtHand = (item: Item): boolean => (item.kit === 'stones' ? kit.stones_c !== null : item.kit === 'massager' && kit.massager)
  return preparation.items
    .filter(
      (item) =>
        (item.group !== 'style' || extras.includes(item.id) || isAtHand(item)) &&
        has(item.when.surfaces, kit.surface) &&
        has(item.when.positions, position) &&
        has(item.when.oils, kit.oil) &&
        (item.when.oiled === null || item.when.oiled === (kit.oil !== 'none')),
    )
    .sort((a, b) => b.effort_s - a.effort_s)
}

/** What may stand in for a step: techniques that share a place and a level with it, the same family first. */
export function swapsFor(techniques: Technique[], step: { technique: string; place: string | null }, barred: string[]): Technique[] {
  const own = techniques.find((each) => each.id === step.technique)
  const places = (each: Technique): string[] => (each.places as string[] | undefined) ?? []
  const fits = (each: Technique): boolean =>
    each.id !== step.technique &&
    !barred.includes(each.id) &&
    each.working !== 'spot' &&
    (step.place === null || step.place === 'back' || places(each).includes(step.place) || places(each).includes('back'))
  return techniques
    .filter(fits)
    .sort((a, b) => Number(b.family === own?.family) - Number(a.family === own?.family))
    .slice(0, 6)
}
