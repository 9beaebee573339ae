import { describe, expect, it } from 'vitest'
import type { Plan, Score, Step } from '../src/api'
import { advance, apply, clockAt, hasSameLevels, inTheWay, isLightest, isOver, lateAt, leaving, openLive, positionAt, skinDue, waitsForStones, whyNotHarder, type Live } from '../src/pure/live'
import { groundOf } from '../src/pure/press'
import { lockedAt } from '../src/pure/warmth'
import { thumbLeft, whyNotSpot } from '../src/pure/tender'

const step = (technique: string, start_s: number, duration_s: number, more: Partial<Step> = {}): Step => ({
  technique, place: 'mid-back', side: 'both', level: 2, passes: 4, start_s, duration_s, phase: 'warm-up', why: '', stand: 'any', spot: null, locked: false, ...more,
})
const steps = [
  step('whole-hand-effleurage', 0, 100, { phase: 'opening' }),
  step('kneading', 100, 100, { level: 3, phase: 'focus' }),
  step('finish', 200, 60, { phase: 'closing' }),
  step('rest', 260, 40, { phase: 'rest', level: null, place: null }),
]
const limits = { max_level: 3, max_minutes: 60, lapses_on: '2027-01-01', avoid: [], forbidden_techniques: [], forbidden_places: [], forbidden_parts: [], place_max_level: {} }
const giver = { hands: 'healthy', experience: 'some', handed: 'right' }
const plan = { steps, duration_s: 300, level: 3, limits, giver, body: { sex: 'male', height_m: 1.8, mass_kg: 80, age_years: 40 } } as unknown as Plan
const score: Score = {
  duration_s: 300,
  cues: [],
  strokes: steps.slice(0, 3).map((each, i) => ({
    start_s: each.start_s, duration_s: each.duration_s, step: i, level: each.level ?? 1, link: false,
    hands: [{ hand: 'right', part: 'knuckles', level: each.level ?? 1, path: [[0.28, 0.5], [0.28, 0.45]] }],
  })),
}
const flat = { bones: [], edge: [[1, -0.2], [1, 1.12]] as [number, number][], places: {} }
const opened = (): Live => openLive(plan, score, 0)
const running = (): Live => apply(opened(), { kind: 'start' }, 10_000)

describe('the clock', () => {
  it('stands until both begin, then runs with the device', () => {
    expect(positionAt(opened(), 60_000)).toBe(0)
    expect(positionAt(running(), 25_000)).toBe(15)
    expect(clockAt(running(), 25_000)).toBe(25)
  })
  it('stands in a pause, goes on where it stood, and ends at the end', () => {
    const paused = apply(running(), { kind: 'pause' }, 40_000)
    expect(positionAt(paused, 999_000)).toBe(30)
    expect(positionAt(apply(paused, { kind: 'resume' }, 999_000), 1_000_000)).toBe(31)
    expect(positionAt(running(), 9_999_000)).toBe(300)
    expect(isOver(running(), 9_999_000)).toBe(true)
  })
  it('comes back at the same stroke after a reload: bringing it forward changes nothing', () => {
    const kept = JSON.parse(JSON.stringify(advance(running(), 50_000))) as Live
    expect(positionAt(kept, 90_000)).toBe(positionAt(running(), 90_000))
  })
})

describe('presses', () => {
  it('skip goes to the next step; back to this one, or just after its start to the one before', () => {
    expect(positionAt(apply(running(), { kind: 'skip' }, 20_000), 20_000)).toBe(100)
    const late = apply(apply(running(), { kind: 'skip' }, 20_000), { kind: 'back' }, 60_000)
    expect(late.position_s).toBe(100)
    expect(apply(late, { kind: 'back' }, 61_000).position_s).toBe(0)
  })
  it('goes back to nothing that was not really done, and presses it no firmer than is wished by now', () => {
    const done = apply(apply(running(), { kind: 'skip' }, 20_000), { kind: 'softer' }, 21_000)
    const eased = apply(apply(done, { kind: 'softer' }, 22_000), { kind: 'back' }, 23_000)
    expect(eased.position_s).toBe(0)
    expect(eased.plan.steps.map((each) => each.level)).toEqual([1, 1, 1, null])
    const passed = apply(apply(apply(running(), { kind: 'skip' }, 10_000), { kind: 'skip' }, 10_000), { kind: 'back' }, 10_500)
    expect(passed.position_s).toBe(200)
  })
  it('skip and back name the step they leave, as the page shows it', () => {
    expect(leaving(running(), { kind: 'skip' }, 20_000)).toEqual({ kind: 'skip', from_step: 0, revision: 0 })
    expect(leaving({ ...running(), revision: 3 }, { kind: 'back' }, 150_000)).toEqual({ kind: 'back', from_step: 1, revision: 3 })
    expect(leaving(running(), { kind: 'pause' }, 20_000)).toEqual({ kind: 'pause' })
  })
  it('softer lowers this step and later ones at its place from now on, never what is over', () => {
    const softer = apply(apply(running(), { kind: 'skip' }, 20_000), { kind: 'softer' }, 30_000)
    expect(softer.plan.steps.map((each) => each.level)).toEqual([2, 2, 2, null])
    expect(softer.score.strokes[1]!.hands[0]!.level).toBe(2)
    expect(apply(softer, { kind: 'softer' }, 31_000).plan.steps.map((each) => each.level)).toEqual([2, 1, 1, null])
  })
  it('softer and a six mean the next hands while none are at work, at the oil or on a walk', () => {
    const walking = { ...plan, steps: [{ ...steps[0]!, technique: 'walk', level: null, place: null }, ...steps.slice(1)] } as Plan
    const on = (): Live => apply(openLive(walking, score, 0), { kind: 'start' }, 10_000)
    expect(apply(on(), { kind: 'softer' }, 20_000).plan.steps.map((each) => each.level)).toEqual([null, 2, 2, null])
    expect(apply(on(), { kind: 'softer' }, 20_000).score.strokes[1]!.hands[0]!.level).toBe(2)
    expect(apply(on(), { kind: 'pain', nrs: 7 }, 20_000).plan.steps[1]!.level).toBe(2)
  })
  it('what a press changed here is known from what the server has', () => {
    expect(hasSameLevels(running().plan, running().plan)).toBe(true)
    expect(hasSameLevels(running().plan, apply(running(), { kind: 'softer' }, 20_000).plan)).toBe(false)
  })
  it('a six takes the hands off, and what follows is lighter', () => {
    expect(apply(running(), { kind: 'pain', nrs: 5 }, 20_000).plan.steps[0]!.level).toBe(2)
    expect(apply(running(), { kind: 'pain', nrs: 5 }, 20_000)).toMatchObject({ status: 'running' })
    expect(apply(running(), { kind: 'pain', nrs: 6 }, 20_000)).toMatchObject({ status: 'holding', why: 'pain' })
    expect(apply(running(), { kind: 'pain', nrs: 6 }, 20_000).plan.steps[0]!.level).toBe(1)
  })
  it('stop ends it at once; only a break goes on, after asking, one level lower', () => {
    const stopped = apply(running(), { kind: 'stop' }, 20_000)
    expect(stopped).toMatchObject({ status: 'stopped', why: null, position_s: 10 })
    expect(apply(stopped, { kind: 'resume' }, 21_000).status).toBe('stopped')
    expect(apply(stopped, { kind: 'restart', asked: true }, 21_000).status).toBe('stopped')
    const broken = apply(stopped, { kind: 'stop', why: 'break' }, 22_000)
    expect(apply(broken, { kind: 'restart', asked: false }, 23_000).status).toBe('stopped')
    const again = apply(broken, { kind: 'restart', asked: true }, 23_000)
    expect(again).toMatchObject({ status: 'running', cap: 2 })
    // Each of what comes, and not only what was above the new most: 2, 3, 2 are 1, 2, 1.
    expect(again.plan.steps.map((each) => each.level)).toEqual([1, 2, 1, null])
    expect(again.score.strokes.map((each) => each.hands[0]!.level)).toEqual([1, 2, 1])
    expect(apply(apply({ ...apply(again, { kind: 'stop' }, 24_000) }, { kind: 'stop', why: 'break' }, 25_000), { kind: 'restart', asked: true }, 26_000)).toMatchObject({ cap: 1 })
    const hurt = apply(broken, { kind: 'stop', why: 'sharp-numb-dizzy' }, 22_000)
    expect(hurt).toMatchObject({ status: 'stopped', why: 'sharp-numb-dizzy' })
    expect(apply(hurt, { kind: 'stop', why: 'break' }, 23_000).why).toBe('sharp-numb-dizzy')
    expect(apply(hurt, { kind: 'restart', asked: true }, 23_000).status).toBe('stopped')
  })
  it('ending early still goes through the closing and the rest', () => {
    const closing = apply(running(), { kind: 'finish' }, 20_000)
    expect(closing).toMatchObject({ status: 'running', position_s: 200 })
  })
  it('harder is checked here before anything is pressed', () => {
    const ground = groundOf({ sex: 'male', height_m: 1.8 }, plan.limits, flat)
    expect(whyNotHarder(running(), 20_000, [1, 2, 3])).toBeNull()
    expect(whyNotHarder(running(), 20_000, [1, 2])).toContain('stays')
    const at_most = apply(running(), { kind: 'skip' }, 20_000)
    expect(whyNotHarder(at_most, 21_000, [1, 2, 3, 4])).toContain('as firm as it goes')
    const marked = { ...ground, limits: { ...plan.limits, avoid: [{ across: 0.28, along: 0.45, radius_m: 0.05 }] } }
    expect(inTheWay(running(), 20_000, ground)).toBeNull()
    expect(inTheWay(running(), 20_000, marked)).toContain('leave alone')
  })
  it('harder never goes past what broke a limit on this very back, with or without the server', () => {
    const piece = { technique: 'whole-hand-effleurage', place: 'mid-back', phase: 'opening' as const, most_level: 2, limit: 'pressure-strip' }
    const on = (...gentler: object[]): Live => ({ ...running(), plan: { ...plan, gentler } as Plan })
    expect(whyNotHarder(on(piece), 20_000, [1, 2, 3])).toContain('On this back')
    // Only of that work, there, and at that time of the evening; a firmer bound lets it be.
    for (const other of [{ technique: 'kneading' }, { place: 'low-back' }, { phase: 'focus' }, { most_level: 3 }])
      expect(whyNotHarder(on({ ...piece, ...other }), 20_000, [1, 2, 3])).toBeNull()
    expect(whyNotHarder(on({ ...piece, most_level: 3 }, piece), 20_000, [1, 2, 3])).toContain('On this back')
    expect(whyNotHarder(on({ ...piece, place: 'mid-back@0.280,0.500' }), 20_000, [1, 2, 3])).toContain('On this back')
    // Softer, and back again to what it was, is taken.
    const softer = apply(on(piece), { kind: 'softer' }, 20_000)
    expect(whyNotHarder(softer, 21_000, [1, 2, 3])).toBeNull()
  })
  it('knows when it is as light as it gets, with the next hands in a rest between, and never at a tender spot', () => {
    expect(isLightest(running(), 20_000)).toBe(false)
    const light = apply(running(), { kind: 'softer' }, 20_000)
    expect(light.plan.steps[0]!.level).toBe(1)
    expect(isLightest(light, 21_000)).toBe(true)
    expect(isLightest(apply(running(), { kind: 'skip' }, 20_000), 21_000)).toBe(false)
    const at = (levels: (number | null)[]): Live => ({ ...running(), plan: { ...plan, steps: plan.steps.map((each, i) => ({ ...each, level: levels[i]! })) } as Plan })
    expect(isLightest(at([null, 1, 2, null]), 20_000)).toBe(true)
    expect(isLightest(at([null, 2, 1, null]), 20_000)).toBe(false)
    expect(isLightest(at([null, null, null, null]), 20_000)).toBe(false)
  })
  it('harder is taken in a pause, and not with the hands off or in the finish', () => {
    const paused = apply(running(), { kind: 'pause' }, 20_000)
    expect(whyNotHarder(paused, 60_000, [1, 2, 3])).toBeNull()
    expect(apply(paused, { kind: 'harder' }, 60_000)).toMatchObject({ status: 'paused', plan: { steps: [{ level: 3 }, {}, {}, {}] } })
    expect(whyNotHarder(apply(running(), { kind: 'hold' }, 20_000), 21_000, [1, 2, 3])).toContain('Hands are off')
    expect(whyNotHarder(apply(running(), { kind: 'finish' }, 20_000), 21_000, [1, 2, 3])).toContain('finish')
  })
})

describe('time that a pause has cost', () => {
  // Begun at 10 s, paused at 40 s of this device's clock.
  const paused = apply(running(), { kind: 'pause' }, 40_000)
  it('grows with the pause, and nothing is late while it runs', () => {
    expect(lateAt(running(), 35_000)).toBe(0)
    expect(lateAt(paused, 40_000)).toBe(0)
    expect(lateAt(paused, 100_000)).toBe(60)
    expect(lateAt(opened(), 100_000)).toBe(0)
  })
  it('is made up for by ending later, once somebody chose that', () => {
    const later = apply(paused, { kind: 'extend' }, 100_000)
    expect(later.keeps_all).toBe(true)
    expect(later.ends_s).toBe(370)
    expect(lateAt(apply(later, { kind: 'resume' }, 100_000), 130_000)).toBe(0)
  })
})

describe('tender spots on this device', () => {
  const at_spot = { ...plan, steps: [steps[0]!, step('trigger-point-release', 100, 171, { place: null, level: 3, phase: 'focus' }), step('finish', 271, 400, { phase: 'closing' })] } as Plan
  const begun = (more: object = {}): Live =>
    advance(apply(openLive({ ...at_spot, ...more } as Plan, { ...score, duration_s: 671, strokes: [] }, 0), { kind: 'start' }, 0), 110_000)
  const ground = groundOf({ sex: 'male', height_m: 1.8 }, plan.limits, flat)
  const spot: [number, number] = [0.3, 0.3]
  it('are pressed beside the spine, never on it, and never harder than the step', () => {
    expect(whyNotSpot(begun(), 110_000, spot, ground)).toBeNull()
    expect(whyNotSpot(begun(), 110_000, [0, 0.3], ground)).toBe('Not here: the spine. Ask for another place.')
    // Beside the spine at the kidneys' level thumbs may go to 2; this step is done at 3.
    expect(whyNotSpot(begun(), 110_000, [0.25, 0.7], ground)).toContain('Not here')
  })
  it('wait for another day: the first time, under sixteen, or where the clearance says so', () => {
    expect(whyNotSpot(begun({ giver: { ...giver, experience: 'first' } }), 110_000, spot, ground)).toContain('second massage')
    expect(whyNotSpot(begun({ body: { sex: 'male', height_m: 1.8, age_years: 15 } }), 110_000, spot, ground)).toContain('No spots')
    expect(whyNotSpot(begun({ limits: { ...limits, forbidden_techniques: ['trigger-point-release'] } }), 110_000, spot, ground)).toContain('No spots')
  })
  it('keep to the thumbs’ budget: a fifth of the time with hands on, and four minutes', () => {
    // Worked by hand: hands on for 671 s in all, so 134.2 s for thumbs; 120 s of them are planned elsewhere.
    expect(thumbLeft(begun(), 110_000)).toBeCloseTo(134.2, 5)
    const thumbs = { start_s: 300, duration_s: 120, step: 2, level: 2, link: false, hands: [{ hand: 'right' as const, part: 'thumb', level: 2, path: [] }] }
    const spent: Live = { ...begun(), score: { ...score, duration_s: 671, strokes: [thumbs] } }
    expect(thumbLeft(spent, 110_000)).toBeCloseTo(14.2, 5)
    expect(whyNotSpot(spent, 110_000, spot, ground)).toContain('thumbs have done enough')
    expect(whyNotSpot(apply(spent, { kind: 'choose', part: 'knuckle' }, 110_000), 110_000, [0.4, 0.3], ground)).not.toContain('thumbs')
  })
  it('take the receiver’s choices before a hand comes down', () => {
    const wished = apply(begun(), { kind: 'choose', ceiling: 6, rounds: 6, part: 'knuckle' }, 110_000)
    expect(wished.spot?.choices).toEqual({ ceiling_nrs: 6, rounds: 6, longer: false, part: 'knuckle' })
    expect(apply(wished, { kind: 'choose', longer: true }, 111_000).choices).toMatchObject({ ceiling_nrs: 6, longer: true })
  })
  it('begin with the knuckle where thumbs are spared', () => {
    expect(begun({ giver: { ...giver, hands: 'sore' } }).choices.part).toBe('knuckle')
    expect(begun().choices.part).toBe('thumb')
  })
})

describe('hot stones', () => {
  const warm = { ...plan, steps: [steps[0]!, step('hot-stone-glide', 100, 900), step('finish', 1000, 60, { phase: 'closing' })] } as Plan
  const begun = apply(openLive(warm, { ...score, duration_s: 1060 }, 0), { kind: 'start' }, 0)
  it('stay locked without a reading', () => {
    expect(positionAt(begun, 500_000)).toBe(100)
    expect(waitsForStones(begun, 500_000)).toBe(true)
  })
  it('open with one, for ten minutes', () => {
    const read = apply(begun, { kind: 'stones', stones_c: 43 }, 150_000)
    expect(lockedAt(read)).toBe(700)
    expect(positionAt(read, 160_000)).toBe(110)
    expect(positionAt(read, 2_000_000)).toBe(700)
  })
  it('ask for a look at the skin every two minutes, and end when it looks different', () => {
    const read = apply(begun, { kind: 'stones', stones_c: 43 }, 150_000)
    expect(skinDue(read, 260_000)).toBe(false)
    expect(skinDue(read, 271_000)).toBe(true)
    const fine = apply(read, { kind: 'answer', is_fine: true }, 271_000)
    expect(skinDue(fine, 300_000)).toBe(false)
    expect(apply(read, { kind: 'answer', is_fine: false }, 271_000)).toMatchObject({ status: 'holding', stones_off: true })
  })
  it('count together over steps, and only a look counts as one', () => {
    const twice = { ...plan, steps: [steps[0]!, step('hot-stone-glide', 100, 100), step('hot-stone-glide', 200, 100), step('finish', 300, 60)] } as Plan
    const read = apply(apply(openLive(twice, { ...score, duration_s: 360, strokes: [] }, 0), { kind: 'start' }, 0), { kind: 'stones', stones_c: 43 }, 90_000)
    expect(skinDue(read, 219_000)).toBe(false)
    expect(skinDue(read, 220_000)).toBe(true)
    expect(skinDue(advance(advance(read, 150_000), 205_000), 220_000)).toBe(true)
    expect(skinDue(apply(read, { kind: 'stones', stones_c: 43 }, 210_000), 220_000)).toBe(true)
    expect(skinDue(apply(read, { kind: 'answer', is_fine: true }, 220_000), 299_000)).toBe(false)
    const paused = apply(apply(read, { kind: 'pause' }, 150_000), { kind: 'resume' }, 220_000)
    expect(skinDue(paused, 220_000)).toBe(true)
  })
  it('are read anew with each batch from the bath, and when it comes again', () => {
    const batches = {
      ...plan,
      steps: [step('stones', 0, 20, { level: null }), step('hot-stone-glide', 20, 80), step('stones', 100, 20, { level: null }), step('hot-stone-glide', 120, 80), step('finish', 200, 60, { phase: 'closing' })],
    } as Plan
    const first = apply(apply(openLive(batches, { ...score, duration_s: 260, strokes: [] }, 0), { kind: 'start' }, 0), { kind: 'stones', stones_c: 43 }, 10_000)
    expect(lockedAt(first)).toBe(120)
    const at_bath = advance(first, 110_000)
    expect([at_bath.stones_at_s, positionAt(at_bath, 500_000)]).toEqual([null, 120])
    const second = advance(apply(at_bath, { kind: 'stones', stones_c: 43 }, 111_000), 150_000)
    expect(lockedAt(second)).toBe(Infinity)
    // Back over the bath, or to it: what was read was other stones.
    expect(apply(apply(second, { kind: 'skip' }, 150_000), { kind: 'back' }, 150_500).stones_at_s).not.toBeNull()
    expect(apply(apply(advance(second, 122_000), { kind: 'back' }, 122_000), { kind: 'back' }, 122_500).stones_at_s).toBeNull()
  })
  it('are not opened by a stone that is too hot', () => {
    expect(waitsForStones(apply(begun, { kind: 'stones', stones_c: 60 }, 150_000), 160_000)).toBe(true)
  })
})
