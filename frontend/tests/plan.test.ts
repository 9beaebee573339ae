import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Plan, Step, Stroke } from '../src/api'
import { passOf, tracesOf } from '../src/pure/picture'
import { beside, keysOf, rowLike, rowOf, rowsOf, withLock } from '../src/pure/rows'
import { hillsOf, stepAt } from '../src/pure/shape'
import { done, doneAgain, MOST, nothingDone, takenBack } from '../src/pure/undo'
import { summaryOf, type Say } from '../src/pure/summary'
import { zonesOf, type Atlas } from '../src/pure/marks'
import { filled, found, lexiconOf, plural, type Catalogue } from '../src/words/find'
import de from '../src/words/de/index'

const atlas = JSON.parse(readFileSync(new URL('../../src/backrub/catalog/atlas.geojson', import.meta.url), 'utf8')) as Atlas
const zones = zonesOf(atlas)

function stepsOf(lines: string): Step[] {
  let start_s = 0
  return lines.trim().split('\n').map((line) => {
    const [technique = '', place = '-', side = 'both', level = '-', duration = '0', phase = 'focus'] = line.trim().split(/\s+/)
    const step = {
      technique, place: place === '-' ? null : place, side, level: level === '-' ? null : Number(level), passes: 2,
      start_s, duration_s: Number(duration), phase, why: '', stand: 'any', spot: null, locked: false,
    } as Step
    start_s += step.duration_s
    return step
  })
}

const EVENING = stepsOf(`
  oil              -           both  -  20  opening
  long-glide       back        both  1  60  opening
  kneading         low-back    right 2  90  warm-up
  kneading         low-back    left  2  90  warm-up
  oil              -           both  -  15  focus
  fingers          back        left  3  60  focus
  walk             -           both  -  15  focus
  fingers          back        right 3  60  focus
  press            hip         right 3  60  focus
  press            shoulder-top left 3  60  focus
  slow-hold        -           both  3  90  focus
  finish           back        both  1  60  closing
  rest             -           both  - 120  rest
`)
const WHOLE_S = 800

describe('rows', () => {
  const rows = rowsOf(EVENING)
  it('go by what is done where, each by a key of its own, wherever they come to stand', () => {
    const keys = keysOf(rows)
    expect(new Set(keys).size).toBe(rows.length)
    const moved = [...rows.slice(1), rows[0]!]
    expect(new Set(keysOf(moved))).toEqual(new Set(keys))
    expect(keysOf([rows[0]!, rows[0]!])[0]).not.toBe(keysOf([rows[0]!, rows[0]!])[1])
  })
  it('join one side and the other, a walk between them included, and nothing else', () => {
    expect(rows.map((row) => `${row.technique} ${row.side} ${row.steps.join()}`)).toEqual([
      'oil both 0', 'long-glide both 1', 'kneading each 2,3', 'oil both 4', 'fingers each 5,6,7',
      'press right 8', 'press left 9', 'slow-hold both 10', 'finish both 11', 'rest both 12',
    ])
    expect(rows[4]).toMatchObject({ walks: true, duration_s: 135, level: 3, step: 5 })
  })
  it('hold every step once, in order, and all the time there is', () => {
    expect(rows.flatMap((row) => row.steps)).toEqual(EVENING.map((_, i) => i))
    expect(rows.reduce((sum, row) => sum + row.duration_s, 0)).toBe(WHOLE_S)
  })
  it('step over pauses when one goes earlier or later', () => {
    expect(beside(rows, 4, -1, EVENING.length)).toBe(2)
    expect(beside(rows, 2, 1, EVENING.length)).toBe(8)
    expect(beside(rows, 1, -1, EVENING.length)).toBeNull()
    expect(beside(rows, 8, 1, EVENING.length)).toBeNull()
  })
  it('are found again by what they are', () => {
    expect(rowOf(rows, 6)).toBe(4)
    expect(rowOf(rows, null)).toBe(-1)
    expect(rowLike(rows, { technique: 'press', place: 'shoulder-top', phase: 'focus' })).toBe(6)
    expect(rowLike(rows, { technique: 'press', place: 'neck', phase: 'focus' })).toBe(-1)
  })
})

it('a lock keeps every side of its piece, and nothing else', () => {
  const plan = { steps: EVENING } as Plan
  const kept = withLock(plan, 2, true)
  expect(kept.steps.flatMap((step, i) => (step.locked ? [i] : []))).toEqual([2, 3])
  expect(rowsOf(kept.steps)[2]!.is_locked).toBe(true)
  expect(withLock(kept, 3, false)).toEqual(plan)
  const extra = { steps: [{ ...EVENING[2]!, extra: true }, EVENING[3]!] } as Plan
  expect(withLock(extra, 0, true).steps.map((step) => step.locked)).toEqual([true, false])
})

describe('the shape', () => {
  const hills = hillsOf(EVENING, WHOLE_S)
  const tops = (d: string): number[] => [...d.matchAll(/L[\d.]+ ([\d.]+)/g)].map((each) => 100 - Number(each[1]))
  it('is as wide as time, without slits for pauses', () => {
    expect(hills[0]).toMatchObject({ from: 0, to: 80 / 800, level: 1, steps: [0, 1] })
    expect(hills[hills.length - 1]!.to).toBe(1)
    for (let i = 1; i < hills.length; i++) expect(hills[i]!.from).toBe(hills[i - 1]!.to)
    expect(hills.flatMap((hill) => hill.steps)).toEqual(EVENING.map((_, i) => i))
  })
  it('is as high as pressure, and low at both ends', () => {
    const high = (i: number): number => Math.max(...tops(hills[i]!.d))
    expect(high(0)).toBeLessThan(high(1))
    expect(high(1)).toBeLessThan(high(2))
    expect(high(hills.length - 1)).toBeLessThan(high(0) + 10)
    expect(tops(hills[0]!.d)[0]).toBeLessThan(15)
  })
  it('knows which step a moment is in', () => {
    expect([0, 19.9, 20, 5000].map((at_s) => stepAt(EVENING, at_s))).toEqual([0, 0, 1, 12])
  })
})

describe('undo', () => {
  it('takes back and does again, and a new deed ends what was taken back', () => {
    let undo = done(nothingDone<string>(), 'a', 'to b')
    undo = done(undo, 'b', 'to c')
    const back = takenBack(undo, 'c')!
    expect([back.thing, back.says]).toEqual(['b', 'to c'])
    const first = takenBack(back.undo, back.thing)!
    expect([first.thing, first.says]).toEqual(['a', 'to b'])
    expect(takenBack(first.undo, first.thing)).toBeNull()
    const again = doneAgain(first.undo, first.thing)!
    expect([again.thing, again.says]).toEqual(['b', 'to b'])
    expect(doneAgain(again.undo, again.thing)!.thing).toBe('c')
    expect(doneAgain(done(again.undo, 'b', 'to d'), 'd')).toBeNull()
  })
  it('keeps the newest deeds only', () => {
    let undo = nothingDone<number>()
    for (let i = 0; i < 50; i++) undo = done(undo, i, '')
    expect([undo.past.length, undo.past[0]!.thing]).toEqual([MOST, 50 - MOST])
  })
})

describe('a picture of a step', () => {
  const stroke = (step: number, path: [number, number][], link = false): Stroke => ({
    start_s: 0, duration_s: 4, step, level: 2, link, hands: [{ hand: 'right', part: 'palm', level: 2, path }],
  })
  const scale = { across_m: 0.2, along_m: 0.4 }
  it('draws each line once, in millimetres, and no way through the air', () => {
    const strokes = [stroke(1, [[0.5, 0], [0.5, 1]]), stroke(1, [[0.5, 0], [0.5, 1]]), stroke(1, [[0, 0], [1, 1]], true), stroke(2, [[0, 0]])]
    expect(tracesOf(strokes, [1], scale)).toEqual([{ d: 'M100 0L100 400', width_mm: 78 }])
    expect(tracesOf(strokes, [2], scale)[0]!.d).toBe('M0 0h.1')
  })
  it('loops one pass, neither a blink nor a long wait', () => {
    expect(passOf({ start_s: 10, duration_s: 60, passes: 6 })).toEqual({ from_s: 10, to_s: 20 })
    expect(passOf({ start_s: 0, duration_s: 300, passes: 1 })).toEqual({ from_s: 0, to_s: 24 })
    expect(passOf({ start_s: 0, duration_s: 60, passes: 60 })).toEqual({ from_s: 0, to_s: 4 })
  })
})

const german = de as Catalogue
const lexicon = lexiconOf(german, 'de')
const ENGLISH: Say = { t: (text, values = {}) => filled(text, values), tn: (n, forms, values = {}) => filled(plural(forms, n, {}, 'en'), { n, ...values }), locale: 'en' }
const GERMAN: Say = {
  t: (text, values = {}) => filled(found(text, lexicon), values),
  tn: (n, forms, values = {}) => filled(plural(forms, n, german, 'de'), { n, ...values }),
  locale: 'de',
}
const plan = {
  steps: EVENING,
  position: 'prone',
  limits: { avoid: [{ across: -0.5, along: 0.3, radius_m: 0.03 }], forbidden_places: ['neck'] },
  slow_at: [[0.4, 0.8]],
} as unknown as Plan

describe('the summary', () => {
  it('says in plain words what will be done, how hard at most, and what is left alone', () => {
    expect(summaryOf(plan, zones, ENGLISH)).toEqual([
      'You lie on your front.',
      'First a minute of very light strokes, so that nothing feels sudden.',
      'Then 3 minutes to warm up: your lower back.',
      'After that 6 minutes with more time for the top of your right hip and the top of your left shoulder.',
      'Once you show a tender spot yourself, and say with a number how it feels.',
      'Never harder than medium.',
      'Left alone: the back of your neck and a spot on your left shoulder blade.',
      'Where it is sore, hands go slower and lighter.',
      'It ends lightly, and with 2 minutes of quiet.',
      'You can say stop at any time.',
    ])
  })
  it('says it all in German', () => {
    const told = summaryOf(plan, zones, GERMAN)
    expect(told).toHaveLength(10)
    const english = new Set(summaryOf(plan, zones, ENGLISH))
    for (const sentence of told) {
      expect(english.has(sentence)).toBe(false)
      expect(sentence).not.toMatch(/\b(your|the|of|medium|with)\b|\{/)
    }
  })
})
