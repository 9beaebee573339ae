import { describe, expect, it } from 'vitest'
import type { Condition } from '../src/pure/catalog'
import { dayOf, dayWords, daysBetween, isDay } from '../src/pure/day'
import { type Draft, emptyDraft } from '../src/pure/draft'
import { againFor, againWith, readProfiles, renewed, withPeople } from '../src/pure/profiles'
import { startOf } from '../src/pure/tonight'

const condition = (id: string, more: Partial<Condition> = {}): Condition => ({
  id, section: 'skin', name: id, question: `${id}?`, counts: [], why: '', clearable: false, lasting: false, asks: [], place: null, when: [], source: '', ...more,
})
const CONDITIONS = [
  condition('bones', { lasting: true, asks: [{ key: 'implant_on', question: 'When?', choices: [] }] }),
  condition('cut', { asks: [{ key: 'redness_spreads', question: 'Red?', choices: [] }] }),
  condition('pregnancy', { lasting: true, asks: [{ key: 'pregnancy_weeks', question: 'Weeks?', choices: [] }] }),
]
const alex = (more: Partial<Draft> = {}): Draft => ({
  ...emptyDraft(), on: '2026-11-12', name: 'Alex', age: '34', height_cm: '168', mass_kg: '64', sex: 'female', back_pain: 'known', giver_name: 'Sam',
  answers: { bones: 'yes', cut: 'yes', pregnancy: 'no' }, details: { implant_on: '2020-01-01', redness_spreads: 'false' },
  avoid: [
    { across: 0.3, along: 0.5, radius_m: 0.02, why: 'mole' },
    { across: 0.1, along: 0.5, radius_m: 0.02, why: 'cut' },
    { across: -0.3, along: 0.2, radius_m: 0.02, why: 'bones' },
  ],
  sore: [{ across: 0.3, along: 0.7, pain_nrs: 5 }], has_stones: true, stones_c: '43', done: ['person', 'giver', 'map', 'kit'], ...more,
})
const nobody = readProfiles(null)
let n = 0
const newId = (): string => `id-${n++}`

describe('people this device knows', () => {
  it('are kept by name, once each, the last first', () => {
    const once = withPeople(nobody, alex(), newId)
    const twice = withPeople(once, alex({ name: ' alex ', on: '2026-11-20' }), newId)
    expect(twice.receivers).toHaveLength(1)
    expect(twice.receivers[0]).toMatchObject({ id: once.receivers[0]!.id, name: 'alex', on: '2026-11-20', giver: once.givers[0]!.id })
    expect(withPeople(twice, alex({ name: 'Kim' }), newId).receivers.map((each) => each.name)).toEqual(['Kim', 'alex'])
  })
  it('are not kept without a name, or against their wish', () => {
    expect(withPeople(nobody, alex({ name: ' ', giver_name: '' }), newId)).toEqual(nobody)
    expect(withPeople(nobody, alex({ remember: false }), newId).receivers).toEqual([])
  })
  it('are read from a storage that anybody may have written to', () => {
    expect(readProfiles('nonsense')).toEqual(nobody)
    expect(readProfiles({ receivers: [{ id: 'a' }, null, { id: 'b', name: 'B', on: 'never' }], givers: {} })).toEqual(nobody)
  })
  it('are asked again for what holds today; what lasts stays', () => {
    const { receivers, givers } = withPeople(nobody, alex(), newId)
    const draft = againWith(receivers[0]!, givers, CONDITIONS, '2026-11-25')
    expect(draft).toMatchObject({ on: '2026-11-25', name: 'Alex', age: '34', back_pain: '', answers: {}, sore: [], has_stones: false, stones_c: '', giver_name: 'Sam' })
    expect(draft.before).toEqual({ on: '2026-11-12', answers: { bones: 'yes', cut: 'yes', pregnancy: 'no' } })
    expect(draft.details).toEqual({ implant_on: '2020-01-01' })
    expect(draft.avoid.map((each) => each.why)).toEqual(['mole', 'bones'])
    expect(draft.done).toEqual(['person', 'more-bones'])
  })
  it('tell their age again after a year, and never a year of birth', () => {
    const [aged] = withPeople(nobody, alex(), newId).receivers
    const [born] = withPeople(nobody, alex({ age: '1992' }), newId).receivers
    expect(againWith(aged!, [], CONDITIONS, '2027-11-12').age).toBe('34')
    expect(againWith(aged!, [], CONDITIONS, '2027-11-13').age).toBe('')
    expect(againWith(born!, [], CONDITIONS, '2030-01-01').age).toBe('1992')
  })
  it('are found by the name that stood over an evening, and nobody is taken for somebody else', () => {
    const profiles = withPeople(nobody, alex(), newId)
    const kim = alex({ name: 'Kim', on: '2026-11-24' })
    const found = againFor('alex', kim, profiles, CONDITIONS, '2026-11-25')
    expect(found).toMatchObject({ name: 'Alex', on: '2026-11-25' })
    expect(found.before?.on).toBe('2026-11-12')
    expect(againFor('Kim', kim, profiles, CONDITIONS, '2026-11-25')).toEqual({ ...kim, is_afresh: true })
    const stranger = { ...emptyDraft(), on: '2026-11-25', name: 'Jo' }
    expect(againFor('Jo', kim, profiles, CONDITIONS, '2026-11-25')).toEqual(stranger)
    // Two without a name need not be one person: everything is asked.
    expect(againFor('', alex({ name: '' }), profiles, CONDITIONS, '2026-11-25')).toEqual({ ...stranger, name: '' })
  })
  it('are asked anew how many weeks it has been', () => {
    const draft = renewed(alex({ answers: { pregnancy: 'yes' }, details: { pregnancy_weeks: '14' } }), CONDITIONS, '2026-11-25')
    expect(draft.details).toEqual({})
    expect(draft.done).not.toContain('more-pregnancy')
  })
})

describe('the first page', () => {
  const plan = { lapses_on: '2026-11-26', duration_s: 1790, name: 'Alex' }
  const begun = { ...emptyDraft(), on: '2026-11-25', done: ['person'], name: 'Alex' }
  it('offers what is nearest to the first stroke', () => {
    const running = { id: 's1', name: 'Alex', status: 'paused' }
    expect(startOf([running], plan, begun, '2026-11-25')).toEqual({ kind: 'session', id: 's1', name: 'Alex' })
    expect(startOf([{ ...running, status: 'finished' }], plan, begun, '2026-11-25')).toEqual({ kind: 'plan', minutes: 30, name: 'Alex' })
    expect(startOf([], null, begun, '2026-11-25')).toEqual({ kind: 'asking', name: 'Alex' })
    expect(startOf([], null, emptyDraft(), '2026-11-25')).toEqual({ kind: 'new' })
  })
  it('lets no plan and no half evening of another day go on', () => {
    expect(startOf([], plan, begun, '2026-11-26')).toEqual({ kind: 'new' })
  })
})

describe('a day', () => {
  it('is the one on the wall', () => {
    expect(dayOf(new Date(2026, 10, 25, 23, 59))).toBe('2026-11-25')
    expect([isDay('2026-11-25'), isDay('2026-13-45'), isDay('25.11.2026')]).toEqual([true, false, false])
    expect(daysBetween('2026-11-25', '2027-11-25')).toBe(365)
  })
  it('is said with its year only when it is another', () => {
    expect(dayWords('2026-11-12', '2026-11-25', 'en-GB')).toBe('12 November')
    expect(dayWords('2025-11-12', '2026-11-25', 'de')).toBe('12. November 2025')
  })
})
