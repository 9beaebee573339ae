import { describe, expect, it } from 'vitest'
import type { Plan } from '../src/api'
import type { DoseReport, LimitCheck } from '../src/dose'
import { keyOf, kindOf, lighterOf, nearOf, percentOf, reachedOf, scaleOf } from '../src/pure/dose'

const check = (name: string, worst: number, limit: number, unit = 'Pa'): LimitCheck => ({
  name, says: name, limit, worst, unit, ok: worst <= limit,
})
const report = (...limits: LimitCheck[]): DoseReport => ({ limits, places: [], balance_frac: 0, nearest: false, lightened: [] })

describe('how near the limits', () => {
  it.each([
    ['peak-pressure', 'spot'],
    ['force-palm', 'hand'],
    ['pressure-strip', 'hand'],
    ['force-both-hands-broad', 'both'],
    ['thumbs-burst', 'thumbs'],
    ['stay-thumb', 'stay'],
    ['stay-hot-stone', 'stones'],
    ['stretch', 'stay'],
    ['reach', 'giver'],
    ['arms-crossed', 'giver'],
    ['hands-apart', 'giver'],
    ['zone-strip', 'kept'],
    ['level', 'kept'],
    ['part-thumb', 'kept'],
    ['place-low-back', 'kept'],
  ])('puts %s under %s', (name, kind) => expect(kindOf(name)).toBe(kind))

  it('tells the nearest of each kind, in one order', () => {
    const near = nearOf(report(check('thumbs-time', 30, 120, 's'), check('force-palm', 40, 80, 'N'), check('force-heel', 60, 80, 'N'), check('peak-pressure', 25e3, 250e3)))
    expect(near.map(({ kind, share }) => [kind, share])).toEqual([['spot', 0.1], ['hand', 0.75], ['thumbs', 0.25], ['kept', null]])
  })
  it('leaves out what nothing came near, but says that places were kept', () => {
    expect(nearOf(report(check('stay-knuckle', 0, 90, 's')))).toEqual([{ kind: 'kept', share: null, ok: true }])
  })
  it('says what does not hold', () => {
    const near = nearOf(report(check('zone-strip', 1, 0, 'level'), check('pressure-palm', 120e3, 100e3)))
    expect(near).toEqual([{ kind: 'hand', share: 1.2, ok: false }, { kind: 'kept', share: null, ok: false }])
  })
  it('has no share of a temperature or of nothing', () => {
    expect(nearOf(report(check('stones-moving', 42, 45, 'C')))[0]).toEqual({ kind: 'stones', share: null, ok: true })
    expect(nearOf(report(check('thumbs-rest', 2, 0, 's')))[0]).toEqual({ kind: 'thumbs', share: null, ok: false })
  })
})

describe('where hands are lighter than asked', () => {
  const plan = { steps: [{ technique: 'neck-rest', duration_s: 60 }, { technique: 'kneading', duration_s: 100 }, { technique: 'kneading', duration_s: 300 }, { technique: 'finish', duration_s: 90 }] } as Pick<Plan, 'steps'>
  const lightened = [{ step: 1, lightened_frac: 0.2 }, { step: 0, lightened_frac: 1 }, { step: 2, lightened_frac: 0.4 }]

  it('has one row a technique, the most first, of all its time', () => {
    // (0.2 x 100 s + 0.4 x 300 s) / 400 s
    expect(lighterOf({ ...report(), lightened }, plan)).toEqual([{ technique: 'neck-rest', share: 1 }, { technique: 'kneading', share: 0.35 }])
  })
  it('tells nothing where nothing is lighter', () => expect(lighterOf(report(), plan)).toEqual([]))
})

describe('what was reached', () => {
  it('joins both sides of a place, and a middle one has both', () => {
    const place = (name: string, side: 'left' | 'right' | 'middle', coverage_frac: number) => ({ place: name, side, workable_m2: 0.01, coverage_frac, dose_pa_s: 0, peak_pa: 0, passes: 0,
      level_s: [0, 0, 0, 0, 0] as [number, number, number, number, number], balance_frac: 0, heat_frac: 0,
    })
    expect(reachedOf([place('neck', 'right', 0.5), place('sacrum', 'middle', 0.25), place('neck', 'left', 0.75)])).toEqual([
      { place: 'neck', left: 0.75, right: 0.5 },
      { place: 'sacrum', left: 0.25, right: 0.25 },
    ])
  })
  it.each([
    [0, 0],
    [0.001, 1],
    [0.364, 36],
    [0.9999, 99],
    [1, 100],
    [1.001, 101],
    [1.2, 120],
  ])('says %f as %i per cent', (share, told) => expect(percentOf(share)).toBe(told))
})

describe('pictures', () => {
  it('have a key each and find their scale', () => {
    const scales = [{ quantity: 'peak' as const, unit: 'kPa', edges: [1], most: 2 }]
    expect(keyOf({ technique: null, quantity: 'peak', duration_s: 1, bands: [] })).toBe('all-peak')
    expect(keyOf({ technique: 'kneading', quantity: 'impulse', duration_s: 1, bands: [] })).toBe('kneading')
    expect(scaleOf(scales, 'peak').most).toBe(2)
    expect(scaleOf(scales, 'impulse').edges).toEqual([])
  })
})
