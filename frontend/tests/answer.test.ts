import { describe, expect, it } from 'vitest'
import type { Clearance, Options, Reason, Request, Tier } from '../src/api'
import { answered, nextOf, reasonsOf, stepOfReason, verdictOf } from '../src/pure/answer'
import { emptyDraft, requestOf } from '../src/pure/draft'
import { barredOils, nearestLevel, possibleLevel, possibleOil, possiblePosition, possibleStyle, possibleSurface } from '../src/pure/possible'
import { nameOf, newIn, told } from '../src/pure/told'

const reason = (condition: string, tier: Tier, effects: string[] = []): Reason => ({ condition, tier, says: `${condition} says`, effects, next: '', source: '' })
const clearance = (tier: Tier, reasons: Reason[], when: Clearance['when'] = null): Clearance =>
  ({ tier, when, reasons }) as unknown as Clearance

describe('what the answers mean', () => {
  it('has a page for each way of no massage, and none else', () => {
    expect(verdictOf(clearance('urgent', [], 'now'))).toBe('urgent-now')
    expect(verdictOf(clearance('urgent', [], 'today'))).toBe('urgent-today')
    expect(verdictOf(clearance('clinician', []))).toBe('clinician')
    expect(verdictOf(clearance('not-today', []))).toBe('not-today')
    expect(verdictOf(clearance('adapt', []))).toBeNull()
  })
  it('gives the weightiest reason first, and only what stands in the way', () => {
    const all = clearance('urgent', [reason('a', 'adapt'), reason('b', 'clinician'), reason('c', 'urgent')])
    expect(reasonsOf(all).map((each) => each.condition)).toEqual(['c', 'b'])
  })
  it('tells what to do from what to say', () => {
    expect(nextOf('See a doctor today. Say: i hurt my back.', 'Say:')).toEqual({ act: 'See a doctor today.', say: 'I hurt my back.' })
    expect(nextOf('Geh heute zum Arzt. Sag: es tut weh.', 'Sag:')).toEqual({ act: 'Geh heute zum Arzt.', say: 'Es tut weh.' })
    expect(nextOf('Rest.', 'Say:')).toEqual({ act: 'Rest.', say: '' })
  })
  it('lists what was answered, and of what nobody was sure', () => {
    const request: Request = requestOf({ ...emptyDraft(), back_pain: 'new', answers: { cancer: 'unsure', steroids: 'yes' }, cleared: { steroids: '2026-11-01' } })
    expect(answered(request, { steroids: 'Steroid pills' }, ['cancer'])).toEqual([
      { id: 'back-pain', name: 'Back pain', is_sure: true, cleared_on: '' },
      { id: 'cancer', name: 'cancer', is_sure: false, cleared_on: '' },
      { id: 'steroids', name: 'Steroid pills', is_sure: true, cleared_on: '2026-11-01' },
    ])
  })
  it.each([['back-pain', 'pain'], ['age-under-12', 'person'], ['guardian-missing', 'guardian'], ['giver-sore-hands', 'giver'], ['cancer', 'question-cancer']])(
    'leads from %s back to %s', (condition, step) => {
      expect(stepOfReason(condition)).toBe(step)
    },
  )
  it('says because of what, and what follows', () => {
    const lines = told(clearance('adapt', [reason('age-over-70', 'adapt', ['No hot stones.']), reason('x', 'clear'), reason('pills', 'clinician')]), { pills: 'Pills' })
    expect(lines.map((each) => [each.because, ...each.effects])).toEqual([['Pills', 'pills says'], ['Their age', 'No hot stones.']])
    expect(told(null, {})).toEqual([])
    expect(nameOf('some-thing', {})).toBe('some thing')
  })
})

describe('what can be chosen', () => {
  const draft = emptyDraft()
  const options = { levels: [{ value: 3, possible: false, why: 'Because.', way_out: 'Do.' }], oils: [{ value: 'almond', possible: false, why: 'Allergy.', way_out: '' }] } as unknown as Options
  it('is what the server says', () => {
    expect(possibleLevel(options, 3, draft, undefined)).toMatchObject({ possible: false, why: 'Because.' })
    expect(possibleOil(options, 'almond').possible).toBe(false)
    expect(possibleOil(options, 'coconut').possible).toBe(true)
  })
  it('has its reason and its way out, whichever control it is', () => {
    const no = (value: string) => ({ value, possible: false, why: `Not ${value}.`, way_out: `Not with ${value}.` })
    const all = { styles: [no('hot-stone')], positions: [no('prone')], surfaces: [no('chair')], oils: [no('olive')] } as unknown as Options
    const found = [possibleStyle(all, { id: 'hot-stone' } as never), possiblePosition(all, 'prone'), possibleSurface(all, 'chair'), possibleOil(all, 'olive')]
    expect(found.map(({ possible, why, way_out }) => [possible, why, way_out])).toEqual(
      ['hot-stone', 'prone', 'chair', 'olive'].map((each) => [false, `Not ${each}.`, `Not with ${each}.`]),
    )
    for (const none of [null, all]) expect([possiblePosition(none, 'seated'), possibleSurface(none, 'bed')].every((each) => each.possible)).toBe(true)
  })
  it('says why oils are ruled out and what there is instead, each once', () => {
    const oil = (value: string, possible: boolean, why: string, way_out: string) => ({ value, possible, why, way_out })
    const of = (...oils: object[]): string[][] => barredOils({ oils } as unknown as Options)
    expect(of(oil('sweet-almond', false, 'Leave out almond.', 'Use olive.'), oil('olive', true, '', ''))).toEqual([['Leave out almond.', 'Use olive.']])
    expect(of(oil('a', false, 'No a.', 'None works, too.'), oil('b', false, 'No b.', 'None works, too.'))).toEqual([['No a.', 'No b.', 'None works, too.']])
    expect(of(oil('a', false, 'Not today.', 'Rest.'), oil('b', false, 'Not today.', 'Rest.'))).toEqual([['Not today.', 'Rest.']])
    expect([of(oil('olive', true, '', '')), barredOils(null)]).toEqual([[], []])
  })
  it('is what the page knows until then', () => {
    expect([1, 2, 3, 4, 5].map((level) => possibleLevel(null, level, draft, undefined).possible)).toEqual([true, true, true, false, false])
    const some = { ...draft, giver: { ...draft.giver, experience: 'some' as const } }
    expect(possibleLevel(null, 4, some, undefined).possible).toBe(true)
    expect(possibleLevel(null, 4, some, { max_level: 3 } as never)).toMatchObject({ possible: false, why: 'Not in this style.' })
  })
  it('never raises a wish', () => {
    expect(nearestLevel(4, (level) => level <= 2)).toBe(2)
    expect(nearestLevel(2, () => true)).toBe(2)
    expect(nearestLevel(1, () => false)).toBe(1)
  })
})

it('what an answer brought is new once', () => {
  const first = clearance('adapt', [reason('a', 'adapt')])
  const then = clearance('adapt', [reason('a', 'adapt'), reason('b', 'adapt')])
  expect([newIn(first, null), newIn(then, first), newIn(then, then)]).toEqual([['a'], ['b'], []])
  expect(newIn(clearance('clinician', [reason('a', 'clinician')]), first)).toEqual(['a'])
})
