/** An evening in a few plain sentences, for the one who lies down to read or to be read to. */
import type { BareCircle, Plan, Point } from '../api'
import { type Zone, zoneOf } from './marks'
import { rowsOf, type Row } from './rows'
import { highest } from './shape'
import { levelWord } from './words'

/** How to say it: the page's own language, or a test's. */
export interface Say {
  t: (text: string, values?: Record<string, string | number>) => string
  tn: (n: number, forms: { one: string; other: string }, values?: Record<string, string | number>) => string
  locale: string
}

export function summaryOf(plan: Pick<Plan, 'steps' | 'position' | 'limits'> & { slow_at?: unknown; gentle_at?: unknown }, zones: Zone[], say: Say): string[] {
  const { t, tn } = say
  const rows = rowsOf(plan.steps)
  const lists = new Intl.ListFormat(say.locale, { type: 'conjunction' })
  const named = (places: string[]): string => lists.format(places)
  const minutes = (phase: Row['phase']): number =>
    Math.max(1, Math.round(rows.filter((row) => row.phase === phase).reduce((sum, row) => sum + row.duration_s, 0) / 60))
  const told: string[] = []
  told.push(plan.position === 'seated' ? t('You sit and lean forward on pillows.') : t('You lie on your front.'))

  const opens = rows.some((row) => row.phase === 'opening' && !row.is_pause)
  const isSlow = opens && rows.some((row) => row.phase === 'opening' && (row.level ?? 0) <= 1)
  if (isSlow) told.push(tn(minutes('opening'), { one: 'First a minute of very light strokes, so that nothing feels sudden.', other: 'First {n} minutes of very light strokes, so that nothing feels sudden.' }))
  const warm = busiest(rows, 'warm-up', say)
  if (warm.length > 0)
    told.push(tn(minutes('warm-up'), { one: 'Then a minute to warm up: {places}.', other: 'Then {n} minutes to warm up: {places}.' }, { places: named(warm) }))
  const focus = busiest(rows, 'focus', say)
  if (focus.length > 0)
    told.push(tn(minutes('focus'), { one: 'After that a minute with more time for {places}.', other: 'After that {n} minutes with more time for {places}.' }, { places: named(focus) }))
  if (rows.some((row) => row.place === null && !row.is_pause)) told.push(t('Once you show a tender spot yourself, and say with a number how it feels.'))

  told.push(t('Never harder than {level}.', { level: t(levelWord(highest(plan.steps))).toLowerCase() }))
  const alone = leftAlone(plan.limits.avoid, plan.limits.forbidden_places, zones, say)
  if (alone.length > 0) told.push(t('Left alone: {places}.', { places: named(alone) }))
  if (some(plan.slow_at) || some(plan.gentle_at)) told.push(t('Where it is sore, hands go slower and lighter.'))

  const quiet = plan.steps.filter((step) => step.technique === 'rest').reduce((sum, step) => sum + step.duration_s, 0)
  if (quiet >= 30) told.push(tn(Math.max(1, Math.round(quiet / 60)), { one: 'It ends lightly, and with a minute of quiet.', other: 'It ends lightly, and with {n} minutes of quiet.' }))
  told.push(t('You can say stop at any time.'))
  return told
}

function some(points: unknown): boolean {
  return Array.isArray(points) && points.length > 0
}

/** The places with the most time in a phase, at most three; the whole back only where there is no other. */
function busiest(rows: Row[], phase: Row['phase'], { t }: Say): string[] {
  const spent = new Map<string, number>()
  for (const row of rows) {
    if (row.phase !== phase || row.is_pause || row.place === null) continue
    const side = row.side === 'left' || row.side === 'right' ? row.side : 'both'
    const words = t(yours(row.place, side))
    spent.set(words, (spent.get(words) ?? 0) + row.duration_s)
  }
  const whole = t(yours('back', 'both'))
  const ranked = [...spent].sort((a, b) => b[1] - a[1]).map(([words]) => words)
  const parts = ranked.filter((words) => words !== whole)
  return (parts.length > 0 ? parts : ranked).slice(0, 3)
}

/** Where a circle lies, or the whole place that is barred: each once. */
function leftAlone(circles: BareCircle[], barred: string[], zones: Zone[], { t }: Say): string[] {
  const found = circles.flatMap(({ across, along }) => {
    const zone = zoneOf(zones, [across, along] as Point)
    if (!zone) return []
    const words = t(yours(zone.place, zone.side === 'middle' ? 'both' : zone.side))
    return [t('a spot on {place}', { place: words })]
  })
  return [...new Set([...barred.map((place) => t(yours(place, 'both'))), ...found])]
}

/** A place of the receiver's own back, as they would say it. Left and right are theirs. */
export function yours(place: string, side: 'left' | 'right' | 'both'): string {
  return YOURS[place]?.[side] ?? YOURS.back!.both
}

const YOURS: Record<string, Record<'left' | 'right' | 'both', string>> = {
  back: { both: 'your whole back', left: 'the left half of your back', right: 'the right half of your back' },
  neck: { both: 'the back of your neck', left: 'the back of your neck, left', right: 'the back of your neck, right' },
  'shoulder-top': { both: 'the tops of your shoulders', left: 'the top of your left shoulder', right: 'the top of your right shoulder' },
  'upper-back': {
    both: 'the muscles between your shoulder blades',
    left: 'the muscle beside your left shoulder blade',
    right: 'the muscle beside your right shoulder blade',
  },
  'shoulder-blade': { both: 'your shoulder blades', left: 'your left shoulder blade', right: 'your right shoulder blade' },
  'mid-back': { both: 'the middle of your back', left: 'the middle of your back, left', right: 'the middle of your back, right' },
  'low-back': { both: 'your lower back', left: 'your lower back, left', right: 'your lower back, right' },
  hip: { both: 'the tops of your hips', left: 'the top of your left hip', right: 'the top of your right hip' },
  sacrum: { both: 'the base of your spine', left: 'the base of your spine', right: 'the base of your spine' },
}
