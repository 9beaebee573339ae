/** The same evening once more: its pieces are taken along, and are screened and planned afresh for whoever is there. */
import type { Routine, WholeEvening } from '../api'
import { askAgain } from '../ask/again'
import { ask } from '../net'
import { readShow } from '../play/show'
import { t } from '../words/say.svelte'
import { keptWhole } from './kept'

/** Goes to the questions with the routine of an evening; says why not where it can't be had now. */
export async function again(id: string, name: string): Promise<string> {
  const routine = await routineOf(id)
  if (!routine) return t('Backrub is not answering, and this device does not have that evening whole. Try again in a moment.')
  await askAgain(routine, name)
  return ''
}

async function routineOf(id: string): Promise<Routine | null> {
  const whole = keptWhole(id)
  if (whole?.routine) return whole.routine
  const answer = await ask<WholeEvening>(`/api/history/${id}`)
  if (answer.status === 200 && answer.body) return answer.body.routine
  const plan = readShow(id)?.live.plan
  if (!plan) return null
  const made = await ask<Routine>('/api/routine', { plan, name: '' })
  return made.status === 200 ? made.body : null
}
