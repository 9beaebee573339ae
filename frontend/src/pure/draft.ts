/** The answers, kept on this device, and the request made of them. */
import type { AvoidCircle, BackPain, Details, Giver, Position, Request, Sex, SoreSpot, Surface, Tempo } from '../api'
import type { BodyMeasures } from './body'
import { isDay } from './day'
import { type Corrections, measuresKey } from './felt'

export type Answer = 'no' | 'yes' | 'unsure'
export type PainAnswer = BackPain | 'unsure'

/** What was said another day, while it is asked what has changed since. */
export interface Before {
  on: string
  answers: Record<string, Answer>
}

export interface Draft {
  /** The day of these answers; they hold for that day. */
  on: string
  /** They are to be asked afresh, whatever the day: an evening is given again. */
  is_afresh: boolean
  /** Steps that somebody has gone through. */
  done: string[]
  /** How a group of health questions was answered: all no at a stroke, or one by one. */
  groups: Record<string, 'none' | 'some'>
  before: Before | null
  /** Sections in which something has changed since. */
  changed: string[]
  /** The profiles that these answers came from. */
  profile: string
  giver_profile: string
  remember: boolean
  name: string
  /** In years, or the year of birth. */
  age: string
  sex: Sex
  height_cm: string
  mass_kg: string
  feet: string
  inches: string
  pounds: string
  back_pain: PainAnswer | ''
  guardian: boolean | 'unsure'
  answers: Record<string, Answer>
  /** “None of these” answered the warning signs at a stroke: with pain they are asked again, one by one. */
  bulk_warnings: boolean
  cleared: Record<string, string>
  details: Record<string, string>
  giver: Giver
  giver_name: string
  minutes: number
  style: string
  level: number
  tempo: Tempo
  position: Position
  sore: SoreSpot[]
  avoid: AvoidCircle[]
  /** Landmarks that were felt elsewhere than drawn, on a back of these measures. */
  felt: { of: string; corrections: Corrections } | null
  surface: Surface
  oil: string
  has_stones: boolean
  stones_c: string
  massager: boolean
  pillows: number
}

export function emptyDraft(): Draft {
  return {
    on: '',
    is_afresh: false,
    done: [],
    groups: {},
    before: null,
    changed: [],
    profile: '',
    giver_profile: '',
    remember: true,
    name: '',
    age: '',
    sex: 'unspecified',
    height_cm: '',
    mass_kg: '',
    feet: '',
    inches: '',
    pounds: '',
    back_pain: '',
    guardian: false,
    answers: {},
    bulk_warnings: false,
    cleared: {},
    details: {},
    giver: { hands: 'healthy', experience: 'first', handed: 'right' },
    giver_name: '',
    minutes: 30,
    style: 'relaxation',
    level: 2,
    tempo: 'usual',
    position: 'prone',
    sore: [],
    avoid: [],
    felt: null,
    surface: 'bed',
    oil: 'coconut',
    has_stones: false,
    stones_c: '',
    massager: false,
    pillows: 2,
  }
}

/** A number as people write it: a comma is a point. Null when it is none. */
export function numberIn(text: string): number | null {
  const read = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || !Number.isFinite(read) ? null : read
}

/** The back that is drawn while these answers are given; somebody of middle size as long as there are none. */
export function measuresOf({ sex, height_cm, mass_kg }: Pick<Draft, 'sex' | 'height_cm' | 'mass_kg'>): BodyMeasures {
  return {
    sex,
    height_m: Math.min(2.3, Math.max(0.8, (numberIn(height_cm) ?? 170) / 100)),
    mass_kg: Math.min(300, Math.max(12, numberIn(mass_kg) ?? 68)),
  }
}

/**
 * How old somebody is, from their age or their year of birth. Whether the birthday has been yet is not asked: young
 * people are taken as a year younger, everybody else as the older, so that no limit of age is missed.
 */
export function ageOf({ age, on }: Pick<Draft, 'age' | 'on'>): number | null {
  const said = numberIn(age)
  if (said === null || said < 1900) return said === null ? null : Math.floor(said)
  if (!isDay(on)) return null
  const years = Number(on.slice(0, 4)) - Math.floor(said)
  return years > 0 && years <= 20 ? years - 1 : years
}

/** Whether their back hurts, whatever was answered first: a sore spot and some answers say so, too. */
export function isHurting(draft: Pick<Draft, 'back_pain' | 'sore' | 'answers'>): boolean {
  if ((draft.back_pain !== 'none' && draft.back_pain !== '') || draft.sore.length > 0) return true
  return PAINS.some((id) => counts(draft.answers[id]))
}

/** Not sure counts as yes. */
export function counts(answer: Answer | undefined): boolean {
  return answer === 'yes' || answer === 'unsure'
}

/** The back pain that screening hears of: of pain that nobody is sure of, the one it is strictest with. */
export function painOf({ back_pain }: Pick<Draft, 'back_pain'>): BackPain {
  if (back_pain === 'unsure') return 'worsening'
  return back_pain === '' ? 'none' : back_pain
}

/** What was answered with “Not sure”, by the conditions’ ids. */
export function unsureOf({ answers, back_pain }: Pick<Draft, 'answers' | 'back_pain'>): string[] {
  const ids = Object.keys(answers).filter((id) => answers[id] === 'unsure')
  return back_pain === 'unsure' ? ['back-pain', ...ids] : ids
}

export interface FieldProblem {
  field: string
  says: string
}

/** Screening reads these as back pain. */
const PAINS = ['night-pain', 'thoracic-spine-pain', 'inflammatory-back-pain']
const NUMBERS = new Set(['pregnancy_weeks'])
/** What is one of several things, not yes or no: not given, screening reads it as the worse by itself. */
const KINDS = new Set(['injury'])
export const UNSURE = 'unsure'

export const UNREAD: FieldProblem = { field: 'stones_c', says: 'What does the thermometer say? 20 to 45 °C.' }

/** Not sure counts as yes until a later question settles it. */
export function conditionsOf(answers: Record<string, Answer>): string[] {
  return Object.entries(answers)
    .filter(([, answer]) => answer !== 'no')
    .map(([id]) => id)
    .sort()
}

const TALL = 'How tall are they? In centimetres, 80 to 230.'
const HEAVY = 'How heavy are they? In kilograms, 12 to 300.'
/** The same for whoever is asked in feet and pounds, with the same ends. */
export const IN_FEET_AND_POUNDS: Readonly<Record<string, string>> = {
  [TALL]: 'How tall are they? In feet and inches, 2 feet 8 to 7 feet 6.',
  [HEAVY]: 'How heavy are they? In pounds, 27 to 661.',
}

/** What is missing before the server is asked: only what the form itself can see. */
export function gaps(draft: Draft, sections: { id: string; questions: string[] }[], urgent: string[]): FieldProblem[] {
  const found: FieldProblem[] = []
  const need = (field: string, value: number | null, low: number, high: number, says: string): void => {
    if (value === null || value < low || value > high) found.push({ field, says })
  }
  need('age', ageOf(draft), 0, 120, 'How old are they? In years, 0 to 120, or the year of birth.')
  need('height_cm', numberIn(draft.height_cm), 80, 230, TALL)
  need('mass_kg', numberIn(draft.mass_kg), 12, 300, HEAVY)
  if (draft.back_pain === '') found.push({ field: 'back_pain', says: 'Choose one about back pain.' })
  for (const id of urgent)
    if (!draft.answers[id]) found.push({ field: `condition-${id}`, says: 'Please answer this one.' })
  for (const section of sections)
    if (section.questions.some((id) => !draft.answers[id] && !urgent.includes(id)))
      found.push({ field: `section-${section.id}`, says: 'Answer each, or choose “None of these”.' })
  if (draft.has_stones) need('stones_c', numberIn(draft.stones_c), 20, 45, UNREAD.says)
  return found
}

function detailsOf(draft: Draft): Details {
  const details: Details = {}
  for (const [key, value] of Object.entries(draft.details)) {
    const text = value.trim()
    if (!text) continue
    if (key === 'allergies') details.allergies = text.split(/[,;]+/).map((word) => word.trim().toLowerCase()).filter(Boolean)
    else if (NUMBERS.has(key) || (!isDay(text) && numberIn(text) !== null)) details[key] = numberIn(text)
    else if (text === UNSURE && KINDS.has(key)) continue
    // Not sure counts as yes here, too.
    else if (text === 'true' || text === 'false' || text === UNSURE) details[key] = text !== 'false'
    else details[key] = text
  }
  return details
}

/** What was felt, if it is still this back. */
function correctionsOf(draft: Draft): Pick<Request['receiver'], 'corrections'> {
  const { felt } = draft
  if (felt === null || felt.of !== measuresKey(draft) || Object.keys(felt.corrections).length === 0) return {}
  return { corrections: { ...felt.corrections } }
}

/** Return the request; call it when `gaps` found nothing (missing numbers become what the server refuses). */
export function requestOf(draft: Draft): Request {
  const conditions = conditionsOf(draft.answers)
  return {
    schema: 1,
    receiver: {
      name: draft.name.trim(),
      age_years: ageOf(draft) ?? -1,
      sex: draft.sex,
      height_m: Math.round((numberIn(draft.height_cm) ?? 0) * 10) / 1000,
      mass_kg: numberIn(draft.mass_kg) ?? 0,
      back_pain: painOf(draft),
      // Not sure is no: somebody has to be there.
      guardian: draft.guardian === true,
      conditions,
      cleared_by_clinician: Object.entries(draft.cleared)
        .filter(([id, on]) => isDay(on) && (conditions.includes(id) || id === 'back-pain'))
        .map(([condition, on]) => ({ condition, on })),
      details: detailsOf(draft),
      ...correctionsOf(draft),
    },
    giver: { ...draft.giver },
    wishes: {
      minutes: draft.minutes,
      style: draft.style,
      level: draft.level,
      position: draft.position,
      ...(draft.tempo === 'usual' ? {} : { tempo: draft.tempo }),
      sore: draft.sore.map((spot) => ({ ...spot })),
      avoid: draft.avoid.map((circle) => ({ ...circle })),
    },
    kit: {
      surface: draft.surface,
      oil: draft.oil,
      stones_c: draft.has_stones ? numberIn(draft.stones_c) : null,
      massager: draft.massager,
    },
  }
}

/** Take a way out: paths of the request to new values, written back into the draft. */
export function withChange(draft: Draft, change: Record<string, unknown>): Draft {
  const next: Draft = structuredClone(draft)
  const direct: Record<string, (value: unknown) => void> = {
    'wishes.minutes': (value) => (next.minutes = Number(value)),
    'wishes.level': (value) => (next.level = Number(value)),
    'wishes.style': (value) => (next.style = String(value)),
    'wishes.position': (value) => (next.position = value as Position),
    'wishes.tempo': (value) => (next.tempo = value as Tempo),
    'wishes.sore': (value) => (next.sore = value as SoreSpot[]),
    'wishes.avoid': (value) => (next.avoid = value as AvoidCircle[]),
    'kit.oil': (value) => (next.oil = String(value)),
    'kit.surface': (value) => (next.surface = value as Surface),
    'kit.massager': (value) => (next.massager = value === true),
    // A reading is taken, not chosen: no way out writes one.
    'kit.stones_c': (value) => {
      next.has_stones = value !== null
      next.stones_c = ''
    },
    'giver.hands': (value) => (next.giver.hands = value as Giver['hands']),
    'giver.experience': (value) => (next.giver.experience = value as Giver['experience']),
  }
  for (const [path, value] of Object.entries(change)) direct[path]?.(value)
  return next
}

/** The form's field for a path of the server's problem: `receiver.height_m` is asked as `height_cm`. */
export function fieldOf(where: string, conditions: string[]): string {
  const path = where.replace(/^(request|body)[. ]/, '').trim()
  const known: [RegExp, string][] = [
    [/^receiver\.age_years/, 'age'],
    [/^receiver\.height_m/, 'height_cm'],
    [/^receiver\.mass_kg/, 'mass_kg'],
    [/^receiver\.name/, 'name'],
    [/^receiver\.back_pain/, 'back_pain'],
    [/^receiver\.guardian/, 'guardian'],
    [/^wishes\.sore/, 'sore'],
    [/^wishes\.avoid/, 'avoid'],
    [/^wishes\.minutes/, 'minutes'],
    [/^wishes\.style/, 'style'],
    [/^wishes\.level/, 'level'],
    [/^wishes\.position/, 'position'],
    [/^wishes\.tempo/, 'tempo'],
    [/^kit\.stones_c/, 'stones_c'],
    [/^kit\.oil/, 'oil'],
    [/^kit\.surface/, 'surface'],
    [/^kit\.massager/, 'massager'],
    [/^giver\./, 'giver'],
  ]
  // A mark that is missing is made where that condition asks for it.
  const unmarked = /^wishes\.avoid\[why = "([a-z-]+)"\]/.exec(path)
  if (unmarked) return `place-${unmarked[1]}`
  for (const [pattern, field] of known) if (pattern.test(path)) return field
  const detail = /^receiver\.details\.([a-z_]+)/.exec(path)
  if (detail) return `detail-${detail[1]}`
  const condition = /^receiver\.conditions\[(\d+)\]/.exec(path)
  if (condition) return `condition-${conditions[Number(condition[1])] ?? ''}`
  const cleared = /^receiver\.cleared_by_clinician/.exec(path)
  return cleared ? 'cleared' : 'form'
}
