import { describe, expect, it } from 'vitest'
import type { Technique } from '../src/api'
import { byFamily, countAt, courseOf, FAMILIES, givenBy, levelsOf, neverOf, partOf, placeOf, placesOf } from '../src/pure/learn'
import { dayName, problemOf, usualWish, wishOf } from '../src/pure/rhythm'

const technique = (more: Partial<Technique>): Technique => ({
  id: 'x', name: 'X', family: 'gliding', part: 'palm', article: null, levels: [1], places: ['low-back'], barred: [], strokes: [], ...more,
})

describe('a practice that was left', () => {
  const place = (stage: string, at_s: unknown): unknown => placeOf({ stage, at_s, is_counting: true }, 300)
  it('stands still where it was, and does not run by itself', () => {
    for (const stage of ['running', 'paused']) expect(place(stage, 62.5)).toEqual({ stage: 'paused', at_s: 62.5, is_counting: true })
    expect(place('done', 12)).toEqual({ stage: 'done', at_s: 300, is_counting: true })
  })
  it('begins anew where nothing of it was kept, or nonsense', () => {
    const anew = { stage: 'before', at_s: 0 }
    for (const kept of [undefined, null, 7, {}, { stage: 'running' }]) expect(placeOf(kept, 300)).toMatchObject(anew)
    for (const at_s of [-1, 300, NaN, '5', null]) expect(place('paused', at_s)).toMatchObject(anew)
    expect(place('before', 10)).toMatchObject(anew)
  })
})

describe('the course', () => {
  it('is the eight in their order, whatever the order of the catalog', () => {
    const some = [technique({ id: 'b', article: 2 }), technique({ id: 'c' }), technique({ id: 'a', article: 1 })]
    expect(courseOf(some).map((each) => each.id)).toEqual(['a', 'b'])
  })
  it('leaves no technique out of its families, known or not', () => {
    const some = [technique({ id: 'a', family: 'heat' }), technique({ id: 'b', family: 'new-one' }), technique({ id: 'c' })]
    expect(byFamily(some).flatMap((each) => each.techniques.map((one) => one.id))).toEqual(['c', 'a', 'b'])
    expect(Object.values(FAMILIES).every((each) => each.says.endsWith('.'))).toBe(true)
  })
})

describe('where a technique goes', () => {
  it('is where its strokes lead, when it works on the whole back', () => {
    const strokes = [{ route: ['sacrum', 'upper-back.out.top'] }, { route: ['here.in', 'low-back.low'] }]
    expect(placesOf(technique({ places: ['back', 'hip'], strokes }))).toEqual(['hip', 'sacrum', 'upper-back', 'low-back'])
    expect(placesOf(technique({}))).toEqual(['low-back'])
  })
  it('is never the spine itself, said once', () => {
    expect(neverOf(technique({}))).toEqual(['spine'])
    expect(neverOf(technique({ barred: ['neck', 'spine'] }))).toEqual(['neck', 'spine'])
  })
})

describe('a technique of the catalog', () => {
  it('has the levels that it gives a force for, and the part that touches in words', () => {
    const glide = technique({ force_n: { 3: 40, 1: 10, 2: 22 }, part: 'heel' })
    expect(levelsOf(glide)).toEqual([1, 2, 3])
    expect(partOf(glide)).toBe('The heel of the hand')
    expect(partOf(technique({ part: 'new-part' }))).toBe('new part')
  })
})

describe('what was given in a massage', () => {
  const step = (technique: string, level: number | null = 2) => ({ technique, level, duration_s: 60 })
  const steps = [step('a'), step('walk', null), step('b'), step('a'), step('c')]
  it('is what was played to its end, and no walk round or rest', () => {
    expect(givenBy(steps, [60, 60, 60, 20, 0])).toEqual(['a', 'b'])
    expect(givenBy(steps, [0, 0, 0, 0, 0])).toEqual([])
  })
  it('is nothing that was skipped, unless another step of it was played', () => {
    // The first is passed after 10 s, b at once; the second a is played, and c to its last second.
    expect(givenBy(steps, [10, 60, 0, 60, 59])).toEqual(['a', 'c'])
    expect(givenBy(steps, [10, 60, 0, 58, 58.9])).toEqual([])
  })
})

describe('the count', () => {
  const strokes = [{ start_s: 1, duration_s: 4 }, { start_s: 6, duration_s: 2.5 }]
  it('counts the seconds of a stroke from one, and is silent between strokes', () => {
    expect([0.5, 1, 2.9, 4.99, 5.5, 6].map((at_s) => countAt(strokes, at_s)?.count ?? 0)).toEqual([0, 1, 2, 4, 0, 1])
  })
  it('never counts past its end', () => {
    expect(countAt(strokes, 8.45)).toEqual({ count: 3, of: 3 })
  })
})

describe('a rhythm', () => {
  it('keeps what was chosen, and takes the usual for what can’t be', () => {
    const kept = { days: ['fri', 'xyz'], time: '19:00', minutes: 45, weeks: null, alarm_before_s: null }
    expect(wishOf(kept)).toEqual({ ...kept, days: ['fri'] })
    expect(wishOf({ days: [], time: '29:00', minutes: 7, weeks: 1, alarm_before_s: 5 })).toEqual(usualWish())
    expect(wishOf(null).minutes).toBe(30)
  })
  it('asks for a day and a time', () => {
    expect(problemOf(usualWish())).toBe('')
    expect(problemOf({ ...usualWish(), days: [] })).toContain('day')
    expect(problemOf({ ...usualWish(), time: '' })).toContain('time')
  })
  it('says days in the language of the page', () => {
    expect([dayName('mon', 'en'), dayName('sun', 'de')]).toEqual(['Monday', 'Sonntag'])
  })
})
