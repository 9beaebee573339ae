/** What the answers change, as they arise: because of what, and what follows from it. */
import type { Clearance, Tier } from '../api'

export interface Line {
  of: string
  /** The condition's name, or what it is else. */
  because: string
  says: string
  effects: string[]
}

/** Names for what screening finds that is no condition of the catalog. */
const OTHERS: Record<string, string> = {
  'back-pain': 'Back pain',
  'several-signs': 'Several signs together',
  'guardian-missing': 'No parent or guardian there',
  'age-under-12': 'Their age',
  'age-under-16': 'Their age',
  'age-over-70': 'Their age',
  'giver-first-session': 'A first massage',
  'giver-sore-hands': 'Hands that are sore',
}

/** What weighs most comes first. */
const ORDER: Tier[] = ['urgent', 'clinician', 'not-today', 'adapt', 'clear']

export function byWeight<T extends { tier: Tier }>(reasons: readonly T[]): T[] {
  return [...reasons].sort((a, b) => ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier))
}

export function nameOf(id: string, names: Readonly<Record<string, string>>): string {
  return names[id] ?? OTHERS[id] ?? id.replaceAll('-', ' ')
}

export function told(clearance: Clearance | null, names: Readonly<Record<string, string>>): Line[] {
  return byWeight(clearance?.reasons ?? [])
    .filter((each) => each.tier !== 'clear' && each.effects.length + each.says.length > 0)
    .map((each) => ({
      of: each.condition,
      because: nameOf(each.condition, names),
      says: each.says,
      effects: each.effects.length > 0 ? each.effects : [each.says],
    }))
}

/** The conditions whose reason is new, or says something else than before. */
export function newIn(now: Clearance, before: Clearance | null): string[] {
  const known = new Set(before?.reasons.map((each) => JSON.stringify(each)))
  return now.reasons.filter((each) => !known.has(JSON.stringify(each))).map((each) => each.condition)
}
