import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Point } from '../src/api'
import { fromDrawing, scaleOf, toDrawing, type BodyMeasures } from '../src/pure/body'
import { broadened } from '../src/pure/broad'
import { consequencesOf } from '../src/pure/consequence'
import { breadthsOf, figureOf, type Breadths } from '../src/pure/figure'
import { changed, likeness, MOST, nextRadius, RADII_M, radiusOf, unmarked, type Change, type Marked, type Marks } from '../src/pure/marking'
import { isInside, isOnBack, isOnSpine, mapOf, neighbour, widthAt, zoneOf, zonesOf, type Arrow, type Atlas } from '../src/pure/marks'
import { inset, rounded } from '../src/pure/rings'
import { LABELS, target } from '../src/map/drawn'

const atlas = JSON.parse(readFileSync(new URL('../../src/backrub/catalog/atlas.geojson', import.meta.url), 'utf8')) as Atlas
const zones = zonesOf(atlas)
const { edge } = mapOf(atlas)
const heavy = mapOf(broadened(atlas, { sex: 'female', height_m: 1.6, mass_kg: 107 })).edge

describe('the drawn figure', () => {
  const sexes = ['female', 'male', 'unspecified'] as const
  const keys = ['neck', 'deltoid', 'chest', 'waist', 'hip', 'arm'] as (keyof Breadths)[]

  it.each(sexes)('is never narrower for more mass, and the waist is wider (%s)', (sex) => {
    let last = breadthsOf({ sex, height_m: 1.7, mass_kg: 35 })
    for (let mass_kg = 40; mass_kg <= 180; mass_kg += 5) {
      const next = breadthsOf({ sex, height_m: 1.7, mass_kg })
      for (const key of keys) expect(next[key], key).toBeGreaterThanOrEqual(last[key])
      last = next
    }
    expect(last.waist).toBeGreaterThan(1.3 * breadthsOf({ sex, height_m: 1.7, mass_kg: 60 }).waist)
  })
  it.each(sexes)('is never narrower and always longer for more height (%s)', (sex) => {
    let last: BodyMeasures = { sex, height_m: 1.3, mass_kg: 70 }
    for (let height_m = 1.35; height_m <= 2.1; height_m += 0.05) {
      const next = { sex, height_m, mass_kg: 70 }
      for (const key of keys) expect(breadthsOf(next)[key], key).toBeGreaterThanOrEqual(breadthsOf(last)[key] - 1e-9)
      expect(scaleOf(next).along_m).toBeGreaterThan(scaleOf(last).along_m)
      last = next
    }
  })
  it('keeps every zone on the skin, for a child, a thin and a heavy person', () => {
    for (const body of [
      { sex: 'female', height_m: 1.6, mass_kg: 107 },
      { sex: 'male', height_m: 1.75, mass_kg: 128 },
      { sex: 'female', height_m: 1.2, mass_kg: 20 },
      { sex: 'male', height_m: 1.95, mass_kg: 58 },
      { sex: 'unspecified', height_m: 1.6, mass_kg: 160 },
    ] as BodyMeasures[]) {
      const { across_m } = scaleOf(body)
      const { edge } = mapOf(broadened(atlas, body))
      const { chest, waist, hip, deltoid } = breadthsOf(body)
      expect(chest).toBeGreaterThan(widthAt(edge, 0.44) * across_m * 1000)
      expect(waist).toBeGreaterThan(widthAt(edge, 0.76) * across_m * 1000)
      expect(hip).toBeGreaterThan(widthAt(edge, 1.12) * across_m * 1000)
      expect(deltoid).toBeGreaterThan(widthAt(edge, 0.25) * across_m * 1000)
    }
  })
  it('is the mean woman and man where both are mean', () => {
    expect(breadthsOf({ sex: 'female', height_m: 1.629, mass_kg: 25.5 * 1.629 ** 2 }).hip).toBeCloseTo(177, 0)
    expect(breadthsOf({ sex: 'male', height_m: 1.756, mass_kg: 27.7 * 1.756 ** 2 }).deltoid).toBeCloseTo(255, 0)
  })
  it('has two equal halves, and no number that is none', () => {
    const { outline, box } = figureOf({ sex: 'male', height_m: 1.8, mass_kg: 80 })
    expect(outline).not.toMatch(/NaN|Infinity/)
    expect(box.x).toBeCloseTo(-box.width / 2, 6)
  })
  it('maps chart to drawing and back exactly, and mass moves no mark', () => {
    for (const mass_kg of [40, 70, 150])
      for (const at of [[0.42, 0.31], [-0.9, 1.1], [0, -0.2]] as Point[]) {
        const scale = scaleOf({ sex: 'female', height_m: 1.68, mass_kg })
        const [x, y] = toDrawing(at, scale)
        expect(fromDrawing(x, y, scale)[0]).toBeCloseTo(at[0], 12)
        expect(fromDrawing(x, y, scale)[1]).toBeCloseTo(at[1], 12)
        expect([x, y]).toEqual(toDrawing(at, scaleOf({ sex: 'female', height_m: 1.68, mass_kg: 64 })))
      }
  })
})

describe('places', () => {
  it('on the back are what the server takes, within a finger of the edge', () => {
    expect([[0.6, 0.7], [0.72, 0.7], [0, 0], [0.88, 1.1], [0.3, -0.24]].map((at) => isOnBack(edge, at as Point))).toEqual([true, true, true, true, true])
    expect([[0.9, 0.7], [0, -0.3], [0, 1.3], [-0.8, 0.6]].map((at) => isOnBack(edge, at as Point))).toEqual([false, false, false, false])
    // A mark on the flank of somebody broad is on their back, and no other's.
    expect([isOnBack(heavy, [0.9, 0.76]), isOnBack(edge, [0.9, 0.76]), isOnBack(heavy, [-1.05, 0.76])]).toEqual([true, false, false])
  })
  it('know the spine from what is beside it', () => {
    expect([[0, 0.5], [0.09, 0.9], [0.11, 0.5], [0, 1.0]].map((at) => isOnSpine(at as Point))).toEqual([true, true, false, false])
  })
  it('are all reached by arrows, whichever one begins', () => {
    for (const begin of zones) {
      const seen = new Set([begin])
      for (const zone of seen)
        for (const arrow of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as Arrow[]) seen.add(neighbour(zones, zone, arrow))
      expect(seen.size).toBe(zones.length)
    }
  })
  it('lie across from each other: right of the left one is the right one', () => {
    for (const zone of zones.filter((each) => each.side === 'left' && each.place !== 'hip'))
      expect(neighbour(zones, zone, 'ArrowRight').id.split(' ')[0] === zone.place || Math.abs(zone.centre[0]) > 0.5, zone.id).toBe(true)
  })
  it('are each named once beside the drawing, by a line that ends in the zone and on its own side', () => {
    expect(LABELS.map((label) => label.place).sort()).toEqual([...new Set(zones.map((zone) => zone.place))].sort())
    for (const label of LABELS) {
      const at = target(label, zones)
      expect(zoneOf(zones, at)?.place).toBe(label.place)
      if (label.place !== 'sacrum') expect(Math.sign(at[0])).toBe(label.side === 'left' ? -1 : 1)
    }
  })
  it('have a name of anatomy only where the atlas has one', () => {
    const [feature] = atlas.features
    const named = zonesOf({ features: [{ ...feature!, properties: { ...feature!.properties, anatomy: 'nape' } }] })
    expect(named[0]!.anatomy).toBe('nape')
    const { anatomy: _, ...without } = feature!.properties
    expect(zonesOf({ features: [{ ...feature!, properties: without }] })[0]!.anatomy).toBe(feature!.properties.says)
  })
  it('are drawn a little inside their own borders', () => {
    for (const zone of zones) {
      const ring = zone.ring.map(([x, y]) => [x * 190, y * 440] as Point)
      for (const corner of inset(ring, 5)) expect(isInside(ring, corner), zone.id).toBe(true)
      expect(rounded(inset(ring, 5), 16)).toMatch(/^M[^N]*Z$/)
    }
    expect(inset([[0, 0], [10, 0], [10, 10], [0, 10]], 2)).toEqual([[2, 2], [8, 2], [8, 8], [2, 8]])
  })
})

describe('marking', () => {
  const anywhere = (): boolean => true
  const none: Marks = { sore: [], avoid: [] }
  const after = (changes: Change[], start: Marked = unmarked(none)): Marked => changes.reduce((now, change) => changed(now, change, anywhere), start)

  it('keeps the exact point, and chooses what was marked', () => {
    const now = after([{ kind: 'add-sore', at: [0.41237, 0.8] }, { kind: 'add-avoid', at: [-0.3, 0.2], why: 'mole' }])
    expect(now.marks).toEqual({ sore: [{ across: 0.412, along: 0.8, pain_nrs: 4 }], avoid: [{ across: -0.3, along: 0.2, radius_m: 0.03, why: 'mole' }] })
    expect(now.chosen).toEqual({ kind: 'avoid', index: 0 })
  })
  it('takes every change back, one at a time, to the very beginning', () => {
    const changes: Change[] = [
      { kind: 'add-sore', at: [0.4, 0.8] },
      { kind: 'pain', index: 0, pain_nrs: 7 },
      { kind: 'move', mark: { kind: 'sore', index: 0 }, at: [0.3, 0.7] },
      { kind: 'add-avoid', at: [-0.3, 0.2], why: '' },
      { kind: 'size', index: 0, radius_m: 0.05 },
      { kind: 'why', index: 0, why: 'scar' },
      { kind: 'remove', marks: [{ kind: 'sore', index: 0 }, { kind: 'avoid', index: 0 }] },
    ]
    const states = changes.map((_, i) => after(changes.slice(0, i)).marks)
    let now = after(changes)
    expect(now.marks).toEqual(none)
    for (const before of states.reverse()) {
      now = changed(now, { kind: 'undo' }, anywhere)
      expect(now.marks).toEqual(before)
    }
    expect(changed(now, { kind: 'undo' }, anywhere)).toMatchObject({ marks: none, outcome: 'nothing' })
  })
  it('makes no step of what changes nothing', () => {
    const one = after([{ kind: 'add-sore', at: [0.4, 0.8] }])
    for (const change of [{ kind: 'pain', index: 0, pain_nrs: 4 }, { kind: 'pain', index: 5, pain_nrs: 4 }, { kind: 'remove', marks: [] }] as Change[])
      expect(changed(one, change, anywhere).past).toHaveLength(1)
  })
  it('refuses what is off the back, and one more than there is room for', () => {
    const off = changed(unmarked(none), { kind: 'add-sore', at: [0.9, 0.7] }, (at) => isOnBack(edge, at))
    expect(off).toMatchObject({ marks: none, past: [], outcome: 'off' })
    const full = after(Array.from({ length: MOST.sore + 1 }, () => ({ kind: 'add-sore', at: [0.4, 0.8] }) as Change))
    expect(full.marks.sore).toHaveLength(MOST.sore)
    expect(full.outcome).toBe('full')
    const one = after([{ kind: 'add-sore', at: [0.4, 0.8] }])
    expect(changed(one, { kind: 'move', mark: { kind: 'sore', index: 0 }, at: [0.9, 0.7] }, (at) => isOnBack(edge, at)).marks).toEqual(one.marks)
  })
  it('never alters what it was given', () => {
    const marks: Marks = Object.freeze({ sore: Object.freeze([Object.freeze({ across: 0, along: 0, pain_nrs: 2 })]) as never, avoid: Object.freeze([]) as never })
    expect(changed(unmarked(marks), { kind: 'pain', index: 0, pain_nrs: 12 }, anywhere).marks.sore[0]!.pain_nrs).toBe(10)
    expect(marks.sore[0]!.pain_nrs).toBe(2)
  })
  it('has sizes from a pea to a hand, each one step from the next', () => {
    const up = [RADII_M[0]!]
    while (nextRadius(up.at(-1)!, 1) > up.at(-1)!) up.push(nextRadius(up.at(-1)!, 1))
    expect(up).toEqual(RADII_M)
    expect(nextRadius(0.033, -1)).toBe(0.03)
    expect(nextRadius(0.005, -1)).toBe(0.005)
    expect(RADII_M.map(likeness)).toEqual(['pea', 'coin', 'plum', 'plum', 'apple', 'apple', 'palm', 'palm', 'hand', 'hand'])
    expect([radiusOf(0.0004), radiusOf(0.03349), radiusOf(2)]).toEqual([0.005, 0.033, 0.1])
  })
})

it('tells what the answers mean for each place, and because of which', () => {
  const conditions = [
    { id: 'pregnancy', limits: { place_max_level: { 'low-back': 1, hip: 1 } } },
    { id: 'nerve-problem', limits: { place_max_level: { 'low-back': 2 }, places_out: ['sacrum'] } },
    { id: 'other', limits: { place_max_level: { 'low-back': 1 } } },
  ]
  const narrowing = { forbidden_places: ['sacrum'], place_max_level: { 'low-back': 1, sacrum: 2 }, avoid: [] }
  const places = zones.map((zone) => zone.place)
  expect(consequencesOf(narrowing, places, conditions, { pregnancy: 'yes', 'nerve-problem': 'unsure', other: 'no' })).toEqual([
    { place: 'low-back', most: 1, because: ['pregnancy'] },
    { place: 'sacrum', most: 0, because: ['nerve-problem'] },
  ])
  expect(consequencesOf(null, places, conditions, {})).toEqual([])
})
