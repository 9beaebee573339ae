/** Words of a row, in the language that is shown. */
import type { Plan } from '../api'
import { desk } from '../desk.svelte'
import type { Row } from '../pure/rows'
import { levelWord, stepMinutes, stepName, unhyphened } from '../pure/words'
import { said, t } from '../words/say.svelte'

export function rowName(row: Row): string {
  return said(stepName(row.technique, desk.names))
}

/** Where it works, in a few words; the side is the receiver's. */
export function rowPlace(row: Row, name: string): string {
  if (row.is_pause) return ''
  if (row.place === null) return name ? t('{name} shows you where', { name }) : t('they show you where')
  if (row.place === 'back' && (row.side === 'both' || row.side === 'each')) return row.side === 'each' ? t('whole back, each side') : t('whole back')
  const place = row.place === 'back' ? t('whole back') : said(desk.places[row.place] ?? unhyphened(row.place))
  if (row.place === 'sacrum') return place
  if (row.side === 'each') return t('{place}, each side', { place })
  if (row.side === 'both') return t('{place}, both sides', { place })
  return row.side === 'left' ? t('{place}, their left', { place }) : t('{place}, their right', { place })
}

export function rowLevel(row: Row): string {
  return row.level === null ? '' : t(levelWord(row.level))
}

export function rowMinutes(row: Row): string {
  return stepMinutes(row.duration_s)
}

/** Engine sentences in a row: "Warms what gets firmer work later. Spreads the oil." */
export function rowWhy(row: Row): string {
  return sentences(row.why).map(said).join(' ')
}

function sentences(text: string): string[] {
  return text.match(/[^.!?]+[.!?]+/g)?.map((each) => each.trim()) ?? [text]
}

export function eveningTitle(plan: Plan, name: string): string {
  const minutes = Math.round(plan.duration_s / 60)
  return name ? t('{name}, tonight: {minutes} minutes', { name, minutes }) : t('Tonight: {minutes} minutes', { minutes })
}
