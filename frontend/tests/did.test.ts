import { describe, expect, it } from 'vitest'
import type { Plan, Score, Step } from '../src/api'
import { advance, apply, openLive, wholeOf, type Given, type Live } from '../src/pure/live'
import { countsOf } from '../src/pure/did'

const step = (technique: string, start_s: number, level: number | null = 2): Step =>
  ({ technique, place: 'mid-back', side: 'both', level, start_s, duration_s: 100, phase: 'focus', spot: null }) as unknown as Step
const SPOT = 'trigger-point-release'
const plan = {
  steps: [step('kneading', 0), step(SPOT, 100), step('raking', 200, 1), step('rest', 300, null)],
  duration_s: 400, level: 3, limits: { max_level: 3, place_max_level: {} }, giver: { hands: 'healthy', experience: 'some' },
} as unknown as Plan
const score = { duration_s: 400, cues: [], strokes: [] } as Score
const running = (): Live => apply(openLive(plan, score, 0), { kind: 'start' }, 0)
/** Commands, each at its second. */
const after = (live: Live, ...said: [number, Given][]): Live => said.reduce((now, [at_s, given]) => apply(now, given, at_s * 1000), live)
const did = (live: Live): [string, number][] => live.did.map((each) => [each.kind, each.step])

describe('how long each step was really done', () => {
  it('grows while the hands work, over the step’s end, and never in a pause', () => {
    expect(running().played_s).toEqual([0, 0, 0, 0])
    expect(advance(running(), 30_000).played_s).toEqual([30, 0, 0, 0])
    expect(advance(running(), 130_000).played_s).toEqual([100, 30, 0, 0])
    const paused = after(running(), [30, { kind: 'pause' }])
    expect(advance(paused, 900_000).played_s).toEqual([30, 0, 0, 0])
    expect(advance(after(paused, [900, { kind: 'resume' }]), 910_000).played_s).toEqual([40, 0, 0, 0])
  })
  it('has nothing of what a skip passes, and more than its time where it was done again', () => {
    const skipped = after(running(), [10, { kind: 'skip' }], [11, { kind: 'skip' }])
    expect(advance(skipped, 41_000).played_s).toEqual([10, 1, 30, 0])
    const again = after(running(), [60, { kind: 'back' }])
    expect(advance(again, 170_000).played_s).toEqual([160, 10, 0, 0])
  })
  it('is the same however often the clock was looked at', () => {
    let live = running()
    for (let at_s = 1; at_s <= 250; at_s++) live = advance(live, at_s * 1000)
    expect(live.played_s).toEqual([100, 100, 50, 0])
  })
  it('begins at nothing in a session that an older page kept', () => {
    const { played_s: _, did: __, ...older } = advance(running(), 130_000)
    const kept = wholeOf(JSON.parse(JSON.stringify(older)) as typeof older)
    expect([kept.played_s, kept.did, kept.position_s]).toEqual([[0, 0, 0, 0], [], 130])
    expect(advance(kept, 150_000).played_s).toEqual([0, 20, 0, 0])
    const whole = advance(running(), 130_000)
    expect(wholeOf(whole)).toEqual(whole)
  })
})

describe('what was changed', () => {
  it('is each press that changed something, at the step it was given at', () => {
    const live = after(
      running(),
      [10, { kind: 'pause' }], [11, { kind: 'resume' }], [12, { kind: 'softer' }], [13, { kind: 'harder' }],
      [14, { kind: 'skip' }], [15, { kind: 'skip' }], [16, { kind: 'back' }], [17, { kind: 'extend' }],
      [18, { kind: 'hold' }], [19, { kind: 'resume' }], [20, { kind: 'stop' }], [21, { kind: 'stop', why: 'break' }],
      [22, { kind: 'restart', asked: true }],
    )
    // Back within 5 s of a step's start is the one before; hands off at a tender spot end it, and the next step goes on.
    expect(did(live)).toEqual([
      ['paused', 0], ['softer', 0], ['harder', 0], ['skipped', 0], ['skipped', 1], ['went-back', 2], ['extended', 1],
      ['held', 1], ['stopped', 2], ['restarted', 2],
    ])
  })
  it('is nothing where a press changed nothing', () => {
    expect(did(running())).toEqual([])
    // In a pause there is nothing to pause; at the lightest, nothing lighter; what was not stopped begins not again.
    expect(did(after(running(), [10, { kind: 'pause' }], [11, { kind: 'pause' }]))).toEqual([['paused', 0]])
    expect(did(after(running(), [10, { kind: 'softer' }], [11, { kind: 'softer' }]))).toEqual([['softer', 0]])
    for (const kind of ['restart', 'start', 'resume', 'good', 'heard', 'felt']) expect(did(after(running(), [10, { kind, asked: true }]))).toEqual([])
    const stopped = after(running(), [10, { kind: 'stop', why: 'done' }])
    for (const kind of ['skip', 'back', 'softer', 'harder', 'pain', 'pause', 'hold', 'stop'])
      expect(did(after(stopped, [11, { kind, nrs: 9 }]))).toEqual([['stopped', 0]])
  })
  it('is a number said, whatever follows; and hands off where it was too much', () => {
    expect(did(after(running(), [10, { kind: 'pain', nrs: 2 }]))).toEqual([['pain', 0]])
    expect(did(after(running(), [10, { kind: 'pain', nrs: 5 }]))).toEqual([['pain', 0]])
    expect(did(after(running(), [10, { kind: 'pain', nrs: 6 }]))).toEqual([['pain', 0], ['held', 0]])
  })
  it('is no answer to the question at a tender spot, but lighter there is', () => {
    const at = after(running(), [100, { kind: 'good' }], [101, { kind: 'here', across: 0.3, along: 0.4 }], [102, { kind: 'pain', nrs: 4 }])
    expect(did(at)).toEqual([])
    expect(did(after(at, [103, { kind: 'softer' }]))).toEqual([['softer', 1]])
  })
  it('is hands off where the skin looks different', () => {
    expect(did(after(running(), [10, { kind: 'answer', is_fine: true }]))).toEqual([])
    expect(did(after(running(), [10, { kind: 'answer', is_fine: false }]))).toEqual([['held', 0]])
  })
  it('is counted by its kind', () => {
    const said = ['softer', 'paused', 'softer'] as const
    expect(countsOf(said.map((kind) => ({ kind, step: 0 })))).toEqual([{ kind: 'softer', count: 2 }, { kind: 'paused', count: 1 }])
    expect(countsOf([])).toEqual([])
  })
})
