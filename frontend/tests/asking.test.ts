import { describe, expect, it } from 'vitest'
import { arranged, isOpen, isScreened, openStep, reopened, stepOfField, stepsOf, withChanges, withNone, withSome } from '../src/pure/asking'
import { type Condition, sectionsOf } from '../src/pure/catalog'
import { ageOf, type Draft, emptyDraft, isHurting } from '../src/pure/draft'
import { renewed } from '../src/pure/profiles'

const condition = (id: string, section: string, more: Partial<Condition> = {}): Condition => ({
  id, section, name: id, question: `${id}?`, counts: [], why: '', clearable: false, lasting: false, asks: [], place: null, when: [], source: '', ...more,
})
const CONDITIONS = [
  condition('legs', 'warning-signs'),
  condition('chest', 'warning-signs'),
  condition('night-pain', 'back-and-nerves', { clearable: true }),
  condition('thin-bones', 'bones-and-injuries', { lasting: true, clearable: true }),
  condition('fever', 'right-now'),
  condition('skin', 'skin', { asks: [{ key: 'redness_spreads', question: 'Red?', choices: [] }], place: { margin_m: 0.05, ask: 'Mark it.' } }),
]
const sections = sectionsOf(CONDITIONS)
const measured = (more: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(), on: '2026-11-25', age: '34', height_cm: '168', mass_kg: '64', done: ['person'], ...more,
})
const ids = (draft: Draft): string[] => stepsOf(draft, sections).map((each) => each.id)
const open = (draft: Draft): string => openStep(stepsOf(draft, sections), draft, sections).id
const healthy = (): Draft => sections.reduce((draft, each) => withNone(draft, each), measured({ back_pain: 'none' }))

describe('the questions', () => {
  it('begin with the person, then today, then what can’t wait, a group at a time', () => {
    expect(ids(measured())).toEqual([
      'person', 'pain', 'section-right-now', 'section-warning-signs', 'section-back-and-nerves', 'section-bones-and-injuries', 'section-skin',
      'giver', 'map', 'kind', 'level', 'how', 'kit',
    ])
  })
  it('let a healthy adult through with one answer a group', () => {
    const draft = healthy()
    expect(open(draft)).toBe('giver')
    expect(isScreened(stepsOf(draft, sections), draft, sections)).toBe(true)
  })
  it('ask the urgent signs one by one with any back pain, never as a group', () => {
    for (const back_pain of ['known', 'new', 'worsening', 'unsure'] as const) {
      const steps = ids(measured({ back_pain }))
      expect(steps).not.toContain('section-warning-signs')
      expect(steps.filter((each) => ['question-legs', 'question-chest'].includes(each))).toHaveLength(2)
    }
  })
  it('take out of its group, with any back pain, each sign that is urgent then', () => {
    const urgent = (more: object) => ({ tier: 'urgent', back_pain: null, any_condition: null, says_yes: null, not_said_no: null, injury: null, ...more }) as const
    const own = sectionsOf([
      condition('legs', 'warning-signs'),
      condition('fever', 'right-now', { when: [urgent({ back_pain: ['known', 'new', 'worsening'] })] }),
      condition('drunk', 'right-now', { when: [urgent({ any_condition: ['fever'] })] }),
      condition('cancer', 'illness', { when: [urgent({ back_pain: ['new', 'worsening'] })] }),
      condition('crash', 'bones-and-injuries', { when: [urgent({})] }),
    ])
    const alone = (draft: Draft): string[] => stepsOf(draft, arranged(own, draft)).filter((each) => each.kind === 'question').map((each) => each.of)
    expect(arranged(own, measured({ back_pain: 'none' }))).toBe(own)
    expect(alone(measured({ back_pain: 'known' }))).toEqual(['legs', 'fever', 'crash'])
    for (const back_pain of ['new', 'worsening', 'unsure'] as const) expect(alone(measured({ back_pain }))).toEqual(['legs', 'fever', 'cancer', 'crash'])
    expect(arranged(own, measured({ back_pain: 'known' })).map((each) => each.id)).toEqual(['warning-signs', 'right-now', 'illness'])
    // All of "Right now" was said no to at once, then something hurts: fever is asked again, by itself and once.
    const well = own.reduce((draft, each) => withNone(draft, each), measured({ back_pain: 'none' }))
    const hurts = { ...well, sore: [{ across: 0, along: 0.5, pain_nrs: 3 }] }
    const asked = reopened(hurts, arranged(own, hurts))
    expect(Object.keys(asked.answers).sort()).toEqual(['cancer', 'drunk'])
    // ... and so it is where the no was said another day: nothing has changed since, but now it hurts.
    const known = { ...hurts, groups: {}, bulk_warnings: false }
    expect(Object.keys(reopened(known, arranged(own, known)).answers).sort()).toEqual(['cancer', 'drunk', 'legs'])
    const told = { ...asked, answers: { ...asked.answers, legs: 'no', fever: 'no', crash: 'no' } as const, done: [...asked.done, 'question-legs', 'question-fever', 'question-crash'] }
    expect(reopened(told, arranged(own, told))).toBe(told)
  })
  it('open the urgent signs again when an early answer changes to pain', () => {
    const draft = reopened({ ...healthy(), back_pain: 'known' }, sections)
    expect(draft.answers.legs).toBeUndefined()
    expect(open({ ...draft, done: [...draft.done, 'pain-more'] })).toBe('question-legs')
    expect(draft.answers.fever).toBe('no')
  })
  it('take a sore spot and pain at night for back pain, too', () => {
    expect(isHurting({ back_pain: 'none', sore: [{ across: 0, along: 0, pain_nrs: 3 }], answers: {} })).toBe(true)
    expect(isHurting({ back_pain: 'none', sore: [], answers: { 'night-pain': 'unsure' } })).toBe(true)
    expect(isHurting({ back_pain: 'none', sore: [], answers: { 'night-pain': 'no' } })).toBe(false)
    const sore = reopened({ ...healthy(), sore: [{ across: 0, along: 0.5, pain_nrs: 4 }] }, sections)
    expect(open(sore)).toBe('question-legs')
  })
  it('keep signs that were answered one by one', () => {
    const draft = measured({ back_pain: 'known', answers: { legs: 'no', chest: 'no' } })
    expect(reopened(draft, sections)).toBe(draft)
  })
  it('go through a group one by one when some of it is so, and not sure is asked on like yes', () => {
    const some = withSome(healthy(), sections.find((each) => each.id === 'skin')!)
    expect(open(some)).toBe('question-skin')
    for (const answer of ['yes', 'unsure'] as const) {
      const draft = { ...some, answers: { ...some.answers, skin: answer } }
      expect(ids(draft).filter((each) => each.endsWith('-skin'))).toEqual(['section-skin', 'question-skin', 'more-skin', 'place-skin'])
      expect(open(draft)).toBe('more-skin')
      const marked = { ...draft, done: [...draft.done, 'more-skin'] }
      expect(open(marked)).toBe('place-skin')
      expect(open({ ...marked, avoid: [{ across: 0.4, along: 0.5, radius_m: 0.03, why: 'skin' }] })).toBe('giver')
    }
  })
  it('ask for a guardian under 16 and never else', () => {
    expect(ids(measured({ age: '15' }))).toContain('guardian')
    expect(ids(measured({ age: '16' }))).not.toContain('guardian')
  })
  it('are not closed by a number that nobody can be', () => {
    expect(isOpen({ id: 'person', kind: 'person', of: '' }, measured({ height_cm: '17' }), sections)).toBe(true)
  })
  it('lose no answer on the way back', () => {
    const some = withSome(measured({ answers: { skin: 'yes' } }), sections.find((each) => each.id === 'skin')!)
    expect(some.answers.skin).toBe('yes')
  })
})

describe('an age', () => {
  it('follows from a year of birth, on the careful side', () => {
    expect(ageOf({ age: '1990', on: '2026-11-25' })).toBe(36)
    expect(ageOf({ age: '2010', on: '2026-11-25' })).toBe(15)
    expect(ageOf({ age: '34,6', on: '' })).toBe(34)
    expect(ageOf({ age: '1990', on: '' })).toBeNull()
    expect(ageOf({ age: '', on: '2026-11-25' })).toBeNull()
  })
})

describe('somebody who was here before', () => {
  const before = (): Draft => renewed({ ...healthy(), answers: { ...healthy().answers, 'thin-bones': 'yes', skin: 'yes' } }, CONDITIONS, '2026-12-03')
  it('is asked for today and for what can’t wait, every time', () => {
    expect(ids(before()).slice(1, 5)).toEqual(['pain', 'section-right-now', 'section-warning-signs', 'changed'])
    expect(before().answers).toEqual({})
  })
  it('keeps a lasting yes, and is asked again about one that passes', () => {
    const draft = withChanges({ ...before(), back_pain: 'none' }, sections, [])
    expect(draft.answers['thin-bones']).toBe('yes')
    expect(draft.answers['night-pain']).toBe('no')
    expect(draft.answers.skin).toBeUndefined()
    expect(ids(draft)).toContain('question-skin')
    expect(ids(draft)).not.toContain('section-bones-and-injuries')
  })
  it('is asked only where something has changed, one by one', () => {
    const draft = withChanges({ ...before(), back_pain: 'none' }, sections, ['back-and-nerves'])
    expect(draft.answers['night-pain']).toBeUndefined()
    expect(ids(draft)).toContain('question-night-pain')
    const answered = { ...draft, answers: { ...draft.answers, 'night-pain': 'no' as const } }
    expect(withChanges(answered, sections, ['back-and-nerves']).answers['night-pain']).toBe('no')
    expect(withChanges(answered, sections, []).answers['night-pain']).toBe('no')
  })
  it('is asked what the catalog did not ask then', () => {
    const draft = before()
    delete draft.before!.answers['night-pain']
    expect(ids(draft)).toContain('question-night-pain')
  })
})

describe('a problem', () => {
  const draft = { ...healthy(), answers: { skin: 'yes' as const }, back_pain: 'new' as const, groups: { skin: 'some' as const } }
  const steps = stepsOf(draft, sections)
  it.each([
    ['age', 'person'],
    ['back_pain', 'pain'],
    ['detail-pain_since', 'pain-more'],
    ['detail-redness_spreads', 'more-skin'],
    ['place-skin', 'place-skin'],
    ['condition-skin', 'question-skin'],
    ['section-skin', 'section-skin'],
    ['minutes', 'kind'],
    ['stones_c', 'kit'],
    ['detail-unheard_of', 'kit'],
  ])('of %s is mended at %s', (field, step) => {
    expect(stepOfField(field, steps, CONDITIONS)).toBe(step)
  })
})
