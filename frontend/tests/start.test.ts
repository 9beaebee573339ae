import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conditionsOf, emptyDraft, fieldOf, gaps, numberIn, requestOf, unsureOf, withChange, type Draft } from '../src/pure/draft'
import { mapOf, isInside, neighbour, zoneOf, zonesOf, type Atlas } from '../src/pure/marks'
import { fromDrawing, scaleOf, toDrawing } from '../src/pure/body'
import { figureOf } from '../src/pure/figure'
import { numberOf, pressOf } from '../src/pure/keys'
import { cuesBetween, cuesDue, cueShown } from '../src/pure/cues'
import type { Cue } from '../src/api'

const filled = (): Draft => ({ ...emptyDraft(), age: '34', height_cm: '168,5', mass_kg: '64', back_pain: 'none', answers: { a: 'no', b: 'no' } })
const sections = [{ id: 's', questions: ['a', 'b'] }]

describe('the form', () => {
  it('takes a comma for a point and nothing for no number', () => {
    expect([numberIn('168,5'), numberIn(' 3 '), numberIn('half'), numberIn('')]).toEqual([168.5, 3, null, null])
  })
  it('writes SI, and no key that the server does not know', () => {
    const request = requestOf(filled())
    expect(request.receiver).toMatchObject({ age_years: 34, height_m: 1.685, mass_kg: 64, conditions: [] })
    expect(Object.keys(request).sort()).toEqual(['giver', 'kit', 'receiver', 'schema', 'wishes'])
  })
  it('counts not sure as yes', () => {
    expect(conditionsOf({ fever: 'unsure', cancer: 'yes', scar: 'no' })).toEqual(['cancer', 'fever'])
  })
  it('counts not sure of back pain as pain that gets worse, and of a guardian as nobody there', () => {
    const { receiver } = requestOf({ ...filled(), back_pain: 'unsure', guardian: 'unsure' })
    expect([receiver.back_pain, receiver.guardian]).toEqual(['worsening', false])
    expect(gaps({ ...filled(), back_pain: 'unsure' }, sections, [])).toEqual([])
    for (const guardian of [true, false]) expect(requestOf({ ...filled(), guardian }).receiver.guardian).toBe(guardian)
    for (const back_pain of ['none', 'known', 'new', 'worsening'] as const) expect(requestOf({ ...filled(), back_pain }).receiver.back_pain).toBe(back_pain)
    expect(unsureOf({ back_pain: 'unsure', answers: { cancer: 'unsure', scar: 'yes' } })).toEqual(['back-pain', 'cancer'])
    expect(unsureOf({ back_pain: 'worsening', answers: {} })).toEqual([])
  })
  it('names every gap at once, at its field', () => {
    const fields = gaps(emptyDraft(), sections, ['u']).map((each) => each.field)
    expect(fields).toEqual(['age', 'height_cm', 'mass_kg', 'back_pain', 'condition-u', 'section-s'])
    expect(gaps(filled(), sections, [])).toEqual([])
  })
  it('sends a doctor’s yes only for what was answered yes, or for the pain itself', () => {
    const draft = { ...filled(), answers: { cancer: 'yes' as const }, cleared: { cancer: '2026-11-01', steroids: '2026-11-01', 'back-pain': '2026-10-01' } }
    expect(requestOf(draft).receiver.cleared_by_clinician).toEqual([
      { condition: 'cancer', on: '2026-11-01' },
      { condition: 'back-pain', on: '2026-10-01' },
    ])
  })
  it('makes dates, numbers, lists and yes-or-no of the follow-up answers', () => {
    const draft = { ...filled(), details: { pregnancy_weeks: '14', surgery_on: '2026-09-01', allergies: 'Almond, Sesame', ulcers: 'false', injury: 'hurts', pain_since: '' } }
    expect(requestOf(draft).receiver.details).toEqual({ pregnancy_weeks: 14, surgery_on: '2026-09-01', allergies: ['almond', 'sesame'], ulcers: false, injury: 'hurts' })
  })
  it('counts not sure of a follow-up as yes, and of a kind as not given, which is read as the worse', () => {
    const draft = { ...filled(), details: { redness_spreads: 'unsure', aneurysm_signs: 'unsure', ulcers: 'false', injury: 'unsure' } }
    expect(requestOf(draft).receiver.details).toEqual({ redness_spreads: true, aneurysm_signs: true, ulcers: false })
  })
  it.each([
    ['receiver.height_m', 'height_cm'],
    ['request.wishes.sore[0].across', 'sore'],
    ['receiver.conditions[1]', 'condition-steroids'],
    ['receiver.details.surgery_on', 'detail-surgery_on'],
    ['wishes.avoid', 'avoid'],
    ['wishes.avoid[why = "recent-injury"]', 'place-recent-injury'],
    ['something.else', 'form'],
  ])('shows a problem of %s at the field %s', (where, field) => {
    expect(fieldOf(where, ['cancer', 'steroids'])).toBe(field)
  })
  it('takes a way out into the answers', () => {
    const next = withChange(filled(), { 'wishes.minutes': 20, 'kit.stones_c': null, 'wishes.style': 'relaxation' })
    expect(next).toMatchObject({ minutes: 20, has_stones: false, style: 'relaxation' })
  })
  it('never writes a reading that nobody took', () => {
    expect(withChange(filled(), { 'kit.stones_c': 43 })).toMatchObject({ has_stones: true, stones_c: '' })
  })
})

const atlas = JSON.parse(readFileSync(new URL('../../src/backrub/catalog/atlas.geojson', import.meta.url), 'utf8')) as Atlas
const zones = zonesOf(atlas)

describe('the back', () => {
  it('has the receiver’s right on the right, and head up', () => {
    const right = zones.find((zone) => zone.side === 'right')!
    const scale = scaleOf({ sex: 'female', height_m: 1.7, mass_kg: 60 })
    expect(toDrawing(right.centre, scale)[0]).toBeGreaterThan(0)
    expect(toDrawing([0, 0], scale)[1]).toBeLessThan(toDrawing([0, 1], scale)[1])
  })
  it('maps a touch back to where it was', () => {
    const scale = scaleOf({ sex: 'unspecified', height_m: 1.7, mass_kg: 60 })
    const [x, y] = toDrawing([0.42, 0.31], scale)
    expect(fromDrawing(x, y, scale)[0]).toBeCloseTo(0.42, 9)
    expect(fromDrawing(x, y, scale)[1]).toBeCloseTo(0.31, 9)
  })
  it('has a zone for every place of the atlas, each holding its own centre', () => {
    expect(zones).toHaveLength(15)
    for (const zone of zones) expect(zoneOf(zones, zone.centre)?.id).toBe(zone.id)
    expect(mapOf(atlas).bones.length).toBeGreaterThan(0)
  })
  it('lets arrows reach every zone from any other', () => {
    const seen = new Set([zones[0]!.id])
    const queue = [zones[0]!]
    for (let zone = queue.shift(); zone; zone = queue.shift())
      for (const arrow of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const) {
        const next = neighbour(zones, zone, arrow)
        if (!seen.has(next.id)) {
          seen.add(next.id)
          queue.push(next)
        }
      }
    expect(seen.size).toBe(zones.length)
  })
  it('goes right when right is pressed', () => {
    const left = zones.find((zone) => zone.id === 'low-back left')!
    expect(neighbour(zones, left, 'ArrowRight').centre[0]).toBeGreaterThan(left.centre[0])
  })
  it('is drawn wider for a heavier and longer for a taller person', () => {
    const thin = figureOf({ sex: 'male', height_m: 1.8, mass_kg: 60 })
    const heavy = figureOf({ sex: 'male', height_m: 1.8, mass_kg: 120 })
    expect(heavy.box.width).toBeGreaterThan(thin.box.width)
    expect(scaleOf({ sex: 'male', height_m: 1.9, mass_kg: 80 }).along_m).toBeGreaterThan(scaleOf({ sex: 'male', height_m: 1.7, mass_kg: 80 }).along_m)
  })
  it('knows inside from outside', () => {
    expect(isInside([[0, 0], [2, 0], [2, 2], [0, 2]], [1, 1])).toBe(true)
    expect(isInside([[0, 0], [2, 0], [2, 2], [0, 2]], [3, 1])).toBe(false)
  })
})

describe('keys while it runs', () => {
  it.each([
    [' ', 'running', 'pause'],
    [' ', 'paused', 'resume'],
    [' ', 'ready', 'start'],
    ['ArrowRight', 'running', 'skip'],
    ['ArrowLeft', 'paused', 'back'],
    ['s', 'running', 'softer'],
    ['h', 'running', 'harder'],
    ['g', 'running', 'good'],
    ['p', 'running', 'ask-pain'],
    ['o', 'running', 'hold'],
    ['O', 'paused', 'hold'],
    ['Escape', 'running', 'stop'],
    ['x', 'paused', 'stop'],
    ['Escape', 'ready', 'stop'],
  ])('%j while %s is %s', (key, status, kind) => {
    expect(pressOf(key, status, false)).toEqual({ kind })
  })
  it('says nothing after the end, and no number unless asked', () => {
    expect(pressOf(' ', 'stopped', false)).toBeNull()
    expect(pressOf('Escape', 'stopped', false)).toBeNull()
    expect(pressOf('4', 'running', false)).toBeNull()
    expect(pressOf('4', 'running', true)).toEqual({ kind: 'digit', digit: 4 })
  })
  it.each(['s', 'H', 'g', 'a', 'o', 'p', 'x', '4', '+', 'ß', 'я'])('takes no %s for a press where letters are turned off (WCAG 2.1.4)', (key) => {
    expect(pressOf(key, 'running', true, false)).toBeNull()
    expect(pressOf(key, 'paused', true, false)).toBeNull()
  })
  it.each([[' ', 'pause'], ['ArrowRight', 'skip'], ['ArrowUp', 'back'], ['Escape', 'stop']])('takes %j for one all the same', (key, kind) => {
    expect(pressOf(key, 'running', false, false)).toEqual({ kind })
  })
  it('waits after 1, for it may be 10', () => {
    expect(numberOf(null, 4)).toEqual({ nrs: 4, waits: false })
    expect(numberOf(null, 1)).toEqual({ nrs: null, waits: true })
    expect(numberOf(1, 0)).toEqual({ nrs: 10, waits: false })
  })
})

describe('cues', () => {
  const cue = (at_s: number, kind: Cue['kind']): Cue => ({ at_s, kind, show: `${at_s}`, say: `${at_s}` })
  const cues = [cue(0, 'oil'), cue(20, 'stroke'), cue(90, 'time'), cue(95, 'next'), cue(100, 'stroke')]
  it('stay until the next one for the screen comes; warnings are only spoken', () => {
    expect([0, 50, 92, 99, 100].map((at_s) => cueShown(cues, at_s))).toEqual([0, 1, 1, 1, 4])
    expect(cueShown([], 3)).toBe(-1)
  })
  it('are each spoken once', () => {
    expect(cuesBetween(cues, 0, 20)).toHaveLength(1)
    expect(cuesBetween(cues, 20, 89)).toHaveLength(0)
  })
  it('are spoken once each, however the clock is set right in between', () => {
    const spoken: string[] = []
    let spoken_s = -0.5
    // Looks five times a second; three times the server's word moves the clock a little, back and ahead.
    for (let look = 0; look < 600; look++) {
      const now_s = look * 0.2 + (look % 150 === 101 ? -0.4 : look % 150 === 51 ? 0.3 : 0)
      const next = cuesDue(cues, spoken_s, now_s)
      spoken.push(...next.due.map((each) => each.say))
      spoken_s = next.spoken_s
    }
    expect(spoken).toEqual(['0', '20', '90', '95', '100'])
  })
  it('after a jump, the one that stands is spoken', () => {
    expect(cuesDue(cues, 99, 30).due.map((each) => each.say)).toEqual(['20'])
    expect(cuesDue(cues, 30, 200).due.map((each) => each.say)).toEqual(['100'])
    expect(cuesDue([], 30, 200).due).toEqual([])
  })
})
