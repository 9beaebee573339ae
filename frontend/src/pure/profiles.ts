/** People this device knows: what they said last time, so that next time only what can have changed is asked. */
import type { AvoidCircle, Giver, Position, Sex, Surface } from '../api'
import { type Condition } from './catalog'
import { daysBetween, isDay } from './day'
import { type Answer, counts, type Draft, emptyDraft, numberIn, type PainAnswer } from './draft'

export interface Receiver {
  id: string
  name: string
  /** The day of these answers. */
  on: string
  age: string
  sex: Sex
  height_cm: string
  mass_kg: string
  back_pain: PainAnswer | ''
  answers: Record<string, Answer>
  details: Record<string, string>
  cleared: Record<string, string>
  avoid: AvoidCircle[]
  giver: string
  wishes: { minutes: number; style: string; level: number; tempo: Draft['tempo']; position: Position }
  kit: { surface: Surface; oil: string; pillows: number }
}

export type GiverProfile = Giver & { id: string; name: string }

export interface Profiles {
  receivers: Receiver[]
  givers: GiverProfile[]
}

/** What somebody else may have left in the storage: only what is ours is read. */
export function readProfiles(kept: unknown): Profiles {
  const read = (kept ?? {}) as Partial<Profiles>
  const isKnown = (each: unknown): boolean => {
    const { id, name } = (each ?? {}) as { id?: unknown; name?: unknown }
    return typeof id === 'string' && typeof name === 'string' && name !== ''
  }
  const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value.filter(isKnown) as T[]) : [])
  return { receivers: list<Receiver>(read.receivers).filter((each) => isDay(each.on)), givers: list<GiverProfile>(read.givers) }
}

/** Keep these answers under the person's name; whoever was here last comes first. */
export function withPeople(profiles: Profiles, draft: Draft, newId: () => string): Profiles {
  let { receivers, givers } = profiles
  const giver_name = draft.giver_name.trim()
  const giver_id = givers.find((each) => isSame(each.name, giver_name))?.id ?? newId()
  if (giver_name) givers = [{ ...draft.giver, id: giver_id, name: giver_name }, ...givers.filter((each) => each.id !== giver_id)]
  const name = draft.name.trim()
  if (name && draft.remember) {
    const known = receivers.find((each) => each.id === draft.profile) ?? receivers.find((each) => isSame(each.name, name))
    const receiver = receiverOf(draft, known?.id ?? newId(), giver_name ? giver_id : '')
    receivers = [receiver, ...receivers.filter((each) => each.id !== receiver.id)]
  }
  return { receivers: receivers.slice(0, 12), givers: givers.slice(0, 12) }
}

const isSame = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase()

function receiverOf(draft: Draft, id: string, giver: string): Receiver {
  const { age, sex, height_cm, mass_kg, back_pain, answers, details, cleared, avoid, on } = draft
  const { minutes, style, level, tempo, position, surface, oil, pillows } = draft
  return {
    id,
    name: draft.name.trim(),
    on,
    age,
    sex,
    height_cm,
    mass_kg,
    back_pain,
    answers,
    details,
    cleared,
    avoid,
    giver,
    wishes: { minutes, style, level, tempo, position },
    kit: { surface, oil, pillows },
  }
}

/** The answers for another evening with somebody known: what holds today is open, the rest waits for “Anything changed?” */
export function againWith(receiver: Receiver, givers: GiverProfile[], conditions: Condition[], today: string): Draft {
  const fresh = emptyDraft()
  const giver = givers.find((each) => each.id === receiver.giver)
  const { name, age, sex, height_cm, mass_kg, cleared, wishes, kit } = receiver
  // An age of more than a year ago is no longer true; a year of birth stays.
  const is_stale = (numberIn(age) ?? 0) < 1900 && daysBetween(receiver.on, today) > 365
  return renewed(
    {
      ...fresh,
      ...wishes,
      ...kit,
      on: receiver.on,
      profile: receiver.id,
      name,
      age: is_stale ? '' : age,
      sex,
      height_cm,
      mass_kg,
      cleared,
      answers: receiver.answers,
      details: receiver.details,
      avoid: receiver.avoid,
      giver: giver ? { experience: giver.experience, hands: giver.hands, handed: giver.handed } : fresh.giver,
      giver_name: giver?.name ?? '',
      giver_profile: giver?.id ?? '',
    },
    conditions,
    today,
  )
}

/**
 * The answers an evening is asked for once more with, by the name that stood over it: those of somebody known here,
 * or of this device's last questions if they were the same person's. Nobody's answers are taken for another's.
 */
export function againFor(name: string, draft: Draft, profiles: Profiles, conditions: Condition[], today: string): Draft {
  const known = name.trim() ? profiles.receivers.find((each) => isSame(each.name, name)) : undefined
  if (known) return againWith(known, profiles.givers, conditions, today)
  const is_theirs = draft.on !== '' && name.trim() !== '' && isSame(draft.name, name)
  return is_theirs ? { ...draft, is_afresh: true } : { ...emptyDraft(), on: today, name: name.trim() }
}

/** Answers of another day, asked afresh: each holds for its own day, and what was said is only where asking starts. */
export function renewed(draft: Draft, conditions: Condition[], today: string): Draft {
  const lasting = new Set(conditions.filter((each) => each.lasting === true && counts(draft.answers[each.id])).map((each) => each.id))
  const keys = new Set(conditions.filter((each) => lasting.has(each.id)).flatMap((each) => each.asks.map((asked) => asked.key)))
  // Weeks go by: a number of weeks is another one today.
  keys.delete('pregnancy_weeks')
  const details = Object.fromEntries(Object.entries(draft.details).filter(([key]) => keys.has(key)))
  const known = [...lasting].filter((id) => !conditions.find((each) => each.id === id)?.asks.some((asked) => asked.key === 'pregnancy_weeks'))
  return {
    ...draft,
    on: today,
    is_afresh: false,
    before: { on: draft.before && !draft.done.includes('changed') ? draft.before.on : draft.on, answers: { ...(draft.before?.answers ?? {}), ...draft.answers } },
    changed: [],
    answers: {},
    groups: {},
    bulk_warnings: false,
    back_pain: '',
    guardian: false,
    details,
    // Marks of a passing thing go with it; a mole, or the scar of something lasting, is where it was.
    avoid: draft.avoid.filter((circle) => lasting.has(circle.why) || !conditions.some((each) => each.id === circle.why)),
    sore: [],
    has_stones: false,
    stones_c: '',
    // Who gives, and how their hands are, can be otherwise tonight: that is asked, with what was said before.
    done: ['person', ...known.map((id) => `more-${id}`)],
  }
}
