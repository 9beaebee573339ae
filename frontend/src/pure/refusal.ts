/** What is said where a clinician comes first: to ask leave for a massage only where their yes would open the way. */
import type { Reason } from '../api'
import type { Verdict } from './answer'

/** `leave`: a yes opens the way. `look`: somebody should see it, no yes does. `child`: the guide is not made for them. */
export type Way = 'leave' | 'look' | 'child'

interface Says {
  heading: string
  /** What to do, in a sentence or two below it. */
  lead: string
  /** How a call begins and ends. */
  opening: string
  question: string
  /** What the note asks. */
  asks: string[]
}

const SAYS: Record<Way, Says> = {
  leave: {
    heading: 'Please ask a doctor before a massage. This week is soon enough.',
    lead: 'Take the note along, or read it out on the telephone.',
    opening: 'I’m calling about {who}. We would like to give a light back massage at home.',
    question: 'Is that all right for them? Is there a place or a pressure to leave out?',
    asks: [
      'Is a light back massage at home all right?',
      'Should a place be left out? Which?',
      'Is lying on the front all right, and for how long?',
      'How firm may it be: very light, light, medium?',
      'Until when does this hold, and what would change it?',
    ],
  },
  look: {
    heading: 'No massage for now. Please have it looked at; this week is soon enough.',
    lead: 'No yes opens the way here while it is as it is. When it has changed, answer again. Take the note along, or read it out on the telephone.',
    opening: 'I’m calling about {who}.',
    question: 'When can somebody look at it, and what should we do until then?',
    asks: ['What is it, and what does it need?', 'What should we watch for, and when should we come back?', 'What kind of touch is good until then?'],
  },
  child: {
    heading: 'No massage with this guide under 12.',
    lead: 'No doctor’s yes changes that here: nobody has tried it out for children. There is something kind to do instead.',
    opening: 'I’m calling about {who}.',
    question: 'What kind of touch is good at this age?',
    asks: ['Does anything here need to be looked at?', 'What kind of touch is good at this age?'],
  },
}

/** Which it is, by the reasons that wait for a clinician; one that no yes clears keeps the way closed for all. */
export function wayOf(reasons: readonly Pick<Reason, 'condition' | 'tier'>[], conditions: readonly { id: string; clearable: boolean }[]): Way {
  const waiting = reasons.filter((each) => each.tier === 'clinician').map((each) => each.condition)
  if (waiting.includes('age-under-12')) return 'child'
  const closed = conditions.filter((each) => !each.clearable).map((each) => each.id)
  return waiting.some((id) => closed.includes(id)) ? 'look' : 'leave'
}

export function saysOf(way: Way): Says {
  return SAYS[way]
}

export function headingOf(verdict: Verdict, way: Way): string {
  if (verdict === 'urgent-now') return 'Call now. Don’t wait.'
  if (verdict === 'urgent-today') return 'Please see a doctor today, before anything else.'
  return verdict === 'clinician' ? SAYS[way].heading : 'Not today. Another day is fine.'
}

/** How a call ends: with where they are, where to go, or what is asked. */
export function questionOf(verdict: Verdict, way: Way): string {
  if (verdict === 'urgent-now') return 'We are at: your street, your door, your floor.'
  return verdict === 'clinician' ? SAYS[way].question : 'Where should we go, and how soon?'
}

/** Whether there is something to take to a clinician: for a child, only what would be looked at in anybody. */
export function hasNote(verdict: Verdict, way: Way, reasons: readonly unknown[]): boolean {
  if (verdict === 'urgent-now' || verdict === 'urgent-today') return true
  return verdict === 'clinician' && (way !== 'child' || reasons.length > 1)
}
