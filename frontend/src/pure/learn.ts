/** What the pages for learning make of the catalog. */
import type { Step, Technique } from '../api'
import type { Claim } from './catalog'

/** The eight, in the order in which they are learned and given. */
export function courseOf(techniques: Technique[]): Technique[] {
  return techniques.filter((each) => each.article !== null).sort((a, b) => a.article! - b.article!)
}

/** Where a practice was when its page was left or loaded anew: it never runs before somebody says so. */
export interface Place {
  stage: 'before' | 'paused' | 'done'
  at_s: number
  is_counting: boolean
}

/** Read what a history's entry kept of a practice of this length; from the beginning, where that is nothing. */
export function placeOf(kept: unknown, length_s: number): Place {
  const { stage, at_s, is_counting } = (kept ?? {}) as { stage?: unknown; at_s?: unknown; is_counting?: unknown }
  const counts = is_counting === true
  if (stage === 'done') return { stage, at_s: length_s, is_counting: counts }
  const was = stage === 'running' || stage === 'paused'
  if (!was || typeof at_s !== 'number' || !(at_s >= 0 && at_s < length_s)) return { stage: 'before', at_s: 0, is_counting: counts }
  return { stage: 'paused', at_s, is_counting: counts }
}

export interface Family {
  name: string
  /** What hands do there, in one sentence. */
  says: string
}

export const FAMILIES: Record<string, Family> = {
  gliding: { name: 'Gliding', says: 'Hands slide over the skin and hardly ever leave it.' },
  kneading: { name: 'Kneading', says: 'Muscle is lifted, rolled and let go, like dough.' },
  friction: { name: 'Circling and rubbing', says: 'Slow and close: the skin moves with the hand, over the muscle.' },
  'cross-fibre-friction': { name: 'Rubbing across', says: 'Short strokes across the muscle, not along it.' },
  compression: { name: 'Leaning in', says: 'Weight sinks in, waits, and lets go.' },
  'direct-pressure': { name: 'Pressing one place', says: 'Slow, still pressure on one small place.' },
  holding: { name: 'Holding', says: 'Hands lie still and warm.' },
  'skin-rolling': { name: 'Rolling the skin', says: 'A soft fold of skin is rolled along between fingers and thumbs.' },
  rocking: { name: 'Rocking', says: 'The body is set swaying, gently, and the hands follow.' },
  vibration: { name: 'Trembling', says: 'A fine shaking goes through the hand into the skin.' },
  smoothing: { name: 'Smoothing', says: 'Light strokes that let everything settle.' },
  heat: { name: 'Warmth', says: 'Warm stones move or rest, never hot.' },
}

/** Every technique by family, in the families' order; one that we have no words for goes by its own name. */
export function byFamily(techniques: Technique[]): { id: string; techniques: Technique[] }[] {
  const known = Object.keys(FAMILIES)
  const ids = [...new Set([...known, ...techniques.map((each) => each.family)])]
  return ids
    .map((id) => ({ id, techniques: techniques.filter((each) => each.family === id) }))
    .filter((each) => each.techniques.length > 0)
}

export const PARTS: Record<string, string> = {
  palm: 'The whole palm',
  heel: 'The heel of the hand',
  'flat-fingers': 'Flat fingers',
  'reinforced-fingers': 'Fingers, the other hand on top',
  'two-fingers': 'Two fingers',
  thumb: 'The thumb',
  'reinforced-thumb': 'The thumb, braced by the other',
  knuckles: 'The flat of the knuckles',
  forearm: 'The forearm',
  stone: 'A warm stone',
  massager: 'A massager with a soft head',
}

/** The catalog gives a force for each level that is allowed. */
export function levelsOf(technique: Technique): number[] {
  return Object.keys(technique.force_n as Record<string, number>).map(Number).sort((a, b) => a - b)
}

/** What of the hand touches, in words. */
export function partOf(technique: Technique): string {
  const part = technique.part
  return PARTS[part] ?? part.replaceAll('-', ' ')
}

interface Line {
  route: string[]
}

/** Where it may go, by the places' ids: those it names, and where a stroke for the whole back really leads. */
export function placesOf(technique: Technique): string[] {
  const named = technique.places as string[]
  if (!named.includes('back')) return [...new Set(named)]
  const lines = (technique.strokes as Line[]).flatMap((line) => line.route).map((point) => point.split('.')[0]!)
  return [...new Set([...named, ...lines])].filter((place) => place !== 'back' && place !== 'here')
}

/** Where it never goes; on the spine itself nothing presses. */
export function neverOf(technique: Technique): string[] {
  return [...new Set([...((technique.barred as string[] | undefined) ?? []), 'spine'])]
}

export const GRADES: { grade: Claim['grade']; title: string; says: string }[] = [
  { grade: 'supported', title: 'Supported', says: 'Good studies agree, within what each one says.' },
  { grade: 'mixed', title: 'Mixed', says: 'Some studies find it and some don’t, or the effect is small.' },
  { grade: 'unsupported', title: 'Not shown', says: 'People say it; studies did not find it.' },
]

/** How much of a source was read before it was put here. */
export const READ: Record<string, string> = {
  abstract: 'We read its summary.',
  table: 'We read its tables.',
  excerpt: 'We read an excerpt.',
  'second-hand': 'We know it from others who read it.',
  'not-read': 'We have not read it ourselves.',
}

/** The techniques of which a step was really played, all but a second of its own time; a step that was skipped is not. */
export function givenBy(steps: Pick<Step, 'technique' | 'level' | 'duration_s'>[], played_s: number[]): string[] {
  const whole = steps.filter((each, i) => each.level !== null && (played_s[i] ?? 0) >= each.duration_s - 1)
  return [...new Set(whole.map((each) => each.technique))]
}

/** The whole seconds of a stroke, counted from one; nothing between strokes. */
export function countAt(strokes: { start_s: number; duration_s: number }[], at_s: number): { count: number; of: number } | null {
  const now = strokes.find((each) => at_s >= each.start_s && at_s < each.start_s + each.duration_s)
  if (!now) return null
  const of = Math.max(1, Math.round(now.duration_s))
  return { count: Math.min(of, Math.floor(at_s - now.start_s) + 1), of }
}
