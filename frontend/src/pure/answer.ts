/** What the pages say when there is no massage today: one sentence, whom to call, and the words to say to them. */
import type { Clearance, Reason, Request } from '../api'
import { byWeight, nameOf } from './told'

export type Verdict = 'urgent-now' | 'urgent-today' | 'clinician' | 'not-today'

export function verdictOf({ tier, when }: Clearance): Verdict | null {
  if (tier === 'urgent') return when === 'today' ? 'urgent-today' : 'urgent-now'
  return tier === 'clinician' || tier === 'not-today' ? tier : null
}

/** The reasons that stand in the way, the weightiest first; what only limits a massage waits for one. */
export function reasonsOf(clearance: Clearance): Reason[] {
  return byWeight(clearance.reasons).filter((each) => !['clear', 'adapt'].includes(each.tier))
}

/** What to do and what to say, told apart: "See a doctor today. Say: I hurt my back." `mark` is "Say:" in its language. */
export function nextOf(next: string, mark: string): { act: string; say: string } {
  const at = next.indexOf(mark)
  if (at < 0) return { act: next.trim(), say: '' }
  const say = next.slice(at + mark.length).trim()
  return { act: next.slice(0, at).trim(), say: say.charAt(0).toUpperCase() + say.slice(1) }
}

export interface Answered {
  id: string
  name: string
  is_sure: boolean
  /** The day of a clinician's yes, if one was given. */
  cleared_on: string
}

/** What was answered yes or not sure, by name; `unsure` are the ids that nobody was sure of. */
export function answered(request: Request, names: Readonly<Record<string, string>>, unsure: readonly string[]): Answered[] {
  const { receiver } = request
  const ids = [...(receiver.back_pain === 'none' ? [] : ['back-pain']), ...receiver.conditions]
  return ids.map((id) => ({
    id,
    name: nameOf(id, names),
    is_sure: !unsure.includes(id),
    cleared_on: receiver.cleared_by_clinician.find((each) => each.condition === id)?.on ?? '',
  }))
}

/** The step where an answer is put right. */
export function stepOfReason(condition: string): string {
  if (condition === 'back-pain' || condition === 'several-signs') return 'pain'
  if (condition.startsWith('age-')) return 'person'
  if (condition === 'guardian-missing') return 'guardian'
  if (condition.startsWith('giver-')) return 'giver'
  return `question-${condition}`
}
