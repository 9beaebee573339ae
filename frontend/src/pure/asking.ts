/**
 * The questions one after another: which there are, which are still open, and which comes next.
 *
 * The list follows from the answers, so a changed answer opens what depends on it and nothing else. Every answer is
 * kept, also of questions that are not asked any more.
 */
import { type Condition, type Section, WARNING_SECTION } from './catalog'
import { ageOf, type Answer, counts, type Draft, isHurting, numberIn } from './draft'

export type Kind =
  | 'person' | 'guardian' | 'pain' | 'pain-more' | 'section' | 'question' | 'more' | 'place' | 'changed'
  | 'giver' | 'map' | 'kind' | 'level' | 'how' | 'kit'

export interface Step {
  id: string
  kind: Kind
  /** The section or condition that it asks about. */
  of: string
}

/** Asked every time, whoever it is: what holds today can't be known from another day. */
export const NOW_SECTION = 'right-now'

const ALWAYS = [NOW_SECTION, WARNING_SECTION]

/** What holds today first, then what can't wait, then the rest as the catalog has it. */
export function inOrder(sections: Section[]): Section[] {
  const place = (each: Section): number => (ALWAYS.includes(each.id) ? ALWAYS.indexOf(each.id) : ALWAYS.length)
  return [...sections].sort((a, b) => place(a) - place(b))
}

/**
 * With any back pain every sign that is urgent then is asked by itself, with those that can't wait: fever is one of
 * "Right now" only as long as nothing hurts.
 */
export function arranged(sections: Section[], draft: Draft): Section[] {
  if (!isHurting(draft)) return sections
  const alone = sections.flatMap((each) => (each.id === WARNING_SECTION ? [] : each.conditions.filter((one) => isUrgent(one, draft))))
  return sections
    .map((each) => ({
      ...each,
      conditions: each.id === WARNING_SECTION ? [...each.conditions, ...alone] : each.conditions.filter((one) => !alone.includes(one)),
    }))
    .filter((each) => each.conditions.length > 0)
}

/** Whether a yes would be urgent with this pain, whatever else is answered; a sign that follows it is asked by itself anyway. */
function isUrgent(condition: Condition, draft: Draft): boolean {
  const pain = draft.back_pain === '' || draft.back_pain === 'none' ? 'known' : draft.back_pain
  return condition.when.some(
    (each) =>
      each.tier === 'urgent' &&
      !(each.any_condition ?? each.says_yes ?? each.not_said_no ?? each.injury) &&
      (each.back_pain === null || pain === 'unsure' || each.back_pain.includes(pain)),
  )
}

export function stepsOf(draft: Draft, sections: Section[]): Step[] {
  const steps: Step[] = [plain('person')]
  if ((ageOf(draft) ?? 99) < 16) steps.push(plain('guardian'))
  steps.push(plain('pain'))
  if (draft.back_pain !== '' && draft.back_pain !== 'none') steps.push(plain('pain-more'))
  let asks_changes = draft.before !== null
  for (const section of inOrder(sections)) {
    const is_always = ALWAYS.includes(section.id)
    if (asks_changes && !is_always) {
      steps.push(plain('changed'))
      asks_changes = false
    }
    steps.push(...stepsOfSection(draft, section, is_always))
  }
  return [...steps, ...(['giver', 'map', 'kind', 'level', 'how', 'kit'] as const).map(plain)]
}

function plain(kind: Kind): Step {
  return { id: kind, kind, of: '' }
}

function stepsOfSection(draft: Draft, section: Section, is_always: boolean): Step[] {
  const questions = section.conditions.flatMap((each) => stepsOfQuestion(draft, each))
  if (section.id === WARNING_SECTION && isHurting(draft)) return questions
  if (draft.before && !is_always) {
    if (draft.changed.includes(section.id)) return questions
    // Nothing changed here. A yes that need not last is asked again all the same; a lasting one can be looked up.
    const asked = section.conditions.filter((each) => draft.before?.answers[each.id] !== 'no')
    return asked.flatMap((each) => stepsOfQuestion(draft, each))
  }
  const group: Step = { id: `section-${section.id}`, kind: 'section', of: section.id }
  // An answer that counts keeps its questions open, however it came there.
  const is_open = draft.groups[section.id] === 'some' || section.conditions.some((each) => counts(draft.answers[each.id]))
  return is_open ? [group, ...questions] : [group]
}

function stepsOfQuestion(draft: Draft, condition: Condition): Step[] {
  const of = condition.id
  const steps: Step[] = [{ id: `question-${of}`, kind: 'question', of }]
  if (!counts(draft.answers[of])) return steps
  if (condition.asks.length > 0 || condition.clearable) steps.push({ id: `more-${of}`, kind: 'more', of })
  if (condition.place) steps.push({ id: `place-${of}`, kind: 'place', of })
  return steps
}

export function isLasting(condition: Condition): boolean {
  return condition.lasting === true
}

export function isOpen(step: Step, draft: Draft, sections: Section[]): boolean {
  switch (step.kind) {
    case 'person':
      return !isMeasured(draft) || !draft.done.includes(step.id)
    case 'pain':
      return draft.back_pain === ''
    case 'section': {
      const section = sections.find((each) => each.id === step.of)
      return draft.groups[step.of] !== 'some' && (section?.conditions.some((each) => !draft.answers[each.id]) ?? false)
    }
    case 'question':
      return !draft.answers[step.of]
    case 'place':
      return !draft.avoid.some((circle) => circle.why === step.of)
    default:
      return !draft.done.includes(step.id)
  }
}

/** Whether screening can be asked at all. */
export function isMeasured(draft: Draft): boolean {
  const within = (value: number | null, low: number, high: number): boolean => value !== null && value >= low && value <= high
  return (
    within(ageOf(draft), 0, 120) && within(numberIn(draft.height_cm), 80, 230) && within(numberIn(draft.mass_kg), 12, 300)
  )
}

/** The first question that is open, else the last one, from where the plan is asked for. */
export function openStep(steps: Step[], draft: Draft, sections: Section[]): Step {
  return steps.find((each) => isOpen(each, draft, sections)) ?? steps[steps.length - 1]!
}

/** Health questions are answered and the person is known: now it can be said whether there is a massage. */
export function isScreened(steps: Step[], draft: Draft, sections: Section[]): boolean {
  return !steps.slice(0, steps.findIndex((each) => each.kind === 'giver')).some((each) => isOpen(each, draft, sections))
}

/** “None of these”: a no to every question of the section. */
export function withNone(draft: Draft, section: Section): Draft {
  const answers = { ...draft.answers }
  for (const each of section.conditions) answers[each.id] = 'no'
  const bulk_warnings = draft.bulk_warnings || section.id === WARNING_SECTION
  return { ...draft, answers, bulk_warnings, groups: { ...draft.groups, [section.id]: 'none' } }
}

/** “Some of these”: each is asked; what “None of these” had answered is open again. */
export function withSome(draft: Draft, section: Section): Draft {
  const answers = { ...draft.answers }
  if (draft.groups[section.id] === 'none') for (const each of section.conditions) delete answers[each.id]
  const bulk_warnings = draft.bulk_warnings && section.id !== WARNING_SECTION
  return { ...draft, answers, bulk_warnings, groups: { ...draft.groups, [section.id]: 'some' } }
}

/** With any back pain the signs that can't wait are asked one by one: a no to all of them at once doesn't count. */
export function reopened(draft: Draft, sections: Section[]): Draft {
  if (!isHurting(draft)) return draft
  const signs = sections.find((each) => each.id === WARNING_SECTION)?.conditions ?? []
  // ... a no of another day, or to a group that the sign stood in before anything hurt, counts no more than that.
  const bulk = signs.filter((each) =>
    each.section === WARNING_SECTION ? draft.bulk_warnings : draft.answers[each.id] === 'no' && !draft.done.includes(`question-${each.id}`),
  )
  if (bulk.length === 0) return draft
  const answers: Record<string, Answer> = { ...draft.answers }
  for (const each of bulk) delete answers[each.id]
  const groups = { ...draft.groups }
  delete groups[WARNING_SECTION]
  return { ...draft, answers, groups, bulk_warnings: false }
}

/** What was said last time and what of it stands: nothing changed but in the named sections. */
export function withChanges(draft: Draft, sections: Section[], changed: string[]): Draft {
  const answers: Record<string, Answer> = { ...draft.answers }
  for (const section of sections) {
    if (ALWAYS.includes(section.id)) continue
    for (const each of section.conditions) {
      const before = draft.before?.answers[each.id]
      const stands = before !== undefined && (counts(before) ? isLasting(each) : !changed.includes(section.id))
      // A question answered a moment ago stays answered when this page is gone through again.
      if (stands) answers[each.id] = before
      else if (!draft.changed.includes(section.id) && !counts(before)) delete answers[each.id]
    }
  }
  return { ...draft, answers, changed }
}

const FIELDS: Record<string, Kind> = {
  name: 'person', age: 'person', height_cm: 'person', mass_kg: 'person', sex: 'person', guardian: 'guardian', back_pain: 'pain',
  giver: 'giver', hands: 'giver', handed: 'giver', sore: 'map', avoid: 'map', minutes: 'kind', style: 'kind', level: 'level', tempo: 'level',
  position: 'how', surface: 'kit', oil: 'kit', stones_c: 'kit', massager: 'kit', pillows: 'kit', form: 'kit',
}

/** The step where a field is asked: a problem is mended where it arose. */
export function stepOfField(field: string, steps: Step[], conditions: Condition[]): string {
  const known = FIELDS[field]
  if (known) return known
  if (field === 'detail-pain_since' || field === 'cleared-back-pain' || field === 'cleared') return has(steps, 'pain-more') ?? 'kit'
  const detail = /^detail-(.+)$/.exec(field)?.[1]
  const asking = conditions.find((each) => each.asks.some((asked) => asked.key === detail) && has(steps, `more-${each.id}`))
  if (asking) return `more-${asking.id}`
  const id = /^(?:condition|cleared|place)-(.+)$/.exec(field)?.[1]
  if (id && field.startsWith('condition-')) return has(steps, `question-${id}`) ?? 'kit'
  if (id && field.startsWith('place-')) return has(steps, `place-${id}`) ?? 'map'
  if (id) return has(steps, `more-${id}`) ?? 'kit'
  return has(steps, field) ?? 'kit'
}

function has(steps: Step[], id: string): string | null {
  return steps.some((each) => each.id === id) ? id : null
}
