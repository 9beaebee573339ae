/** What was changed in an evening, and how it ended, as sentences. */
import type { ChangeKind, Evening } from '../api'
import { told } from '../pure/evenings'
import { t, tn } from '../words/say.svelte'

const SAYS: Partial<Record<ChangeKind, { one: string; other: string }>> = {
  softer: { one: 'softer once', other: 'softer {n} times' },
  harder: { one: 'firmer once', other: 'firmer {n} times' },
  pain: { one: 'one number said', other: '{n} numbers said' },
  paused: { one: 'one pause', other: '{n} pauses' },
  held: { one: 'hands off once', other: 'hands off {n} times' },
  skipped: { one: 'one step passed', other: '{n} steps passed' },
  'went-back': { one: 'one step again', other: '{n} steps again' },
  stopped: { one: 'one stop', other: '{n} stops' },
  restarted: { one: 'begun again once', other: 'begun again {n} times' },
  extended: { one: 'ended a little later', other: 'ended later, {n} times' },
}

/** "softer once, 2 pauses"; empty where it went as planned. */
export function changesSaid(evening: Pick<Evening, 'changes'>): string {
  return told(evening.changes)
    .map(({ kind, count }) => tn(count, SAYS[kind]!))
    .join(', ')
}

const AT_STEP: Partial<Record<ChangeKind, () => string>> = {
  softer: () => t('softer'),
  harder: () => t('firmer'),
  pain: () => t('a number said'),
  skipped: () => t('passed'),
  'went-back': () => t('once more'),
  paused: () => t('a pause'),
  held: () => t('hands off'),
  stopped: () => t('stopped'),
  restarted: () => t('begun again'),
  extended: () => t('a later end'),
}

/**
 * What the two of them changed at a step: "softer, a pause". What only followed from it is nobody's change, and a step
 * that was left out need not be said to be passed.
 */
export function changedAt({ changed, played_s }: { changed: ChangeKind[]; played_s: number }): string {
  return changed.flatMap((kind) => (kind === 'skipped' && played_s < 1 ? [] : (AT_STEP[kind]?.() ?? []))).join(', ')
}

export function endSaid({ status, why }: Pick<Evening, 'status' | 'why'>): string {
  if (status === 'finished') return t('Played to the end.')
  if (status === 'stopped' && why === 'sharp-numb-dizzy') return t('Stopped: sharp pain, numb or dizzy.')
  if (status === 'stopped') return t('Stopped when they said so.')
  return status === 'ready' ? t('Not begun.') : t('Not finished.')
}

/** "Pain 5, then 2." Empty where nothing was said. */
export function feltSaid({ felt }: Pick<Evening, 'felt'>): string {
  return [
    both(felt.before?.pain_nrs ?? null, felt.after?.pain_nrs ?? null, 'Pain {before}, then {after}.', 'Pain {n}.'),
    both(felt.before?.ease_nrs ?? null, felt.after?.ease_nrs ?? null, 'Ease {before}, then {after}.', 'Ease {n}.'),
  ]
    .filter(Boolean)
    .join(' ')
}

function both(before: number | null, after: number | null, two: string, one: string): string {
  if (before !== null && after !== null) return t(two, { before, after })
  const n = before ?? after
  return n === null ? '' : t(one, { n })
}
