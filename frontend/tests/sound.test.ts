/** What is heard in play: notes and music measured as sums of sines, and when they are due. */
import { describe, expect, it, vi } from 'vitest'
import type { Plan, Score, Step } from '../src/api'
import { fadeFor, type LowString, partialsOf, STRINGS, swellAt } from '../src/pure/bed'
import { apply, openLive, type Live } from '../src/pure/live'
import { notesDue } from '../src/pure/notes'
import { loudAt, lowFalling, oneNote, type Tone, twoRising, warmNote, WOOD } from '../src/pure/tone'

/** How loud a device's voice is while it speaks, against full scale: judged, on the quiet side of speech at full volume. */
const VOICE_DB = -20
const NOTES = { twoRising, oneNote, warmNote, lowFalling }
const each = Object.entries(NOTES)
const decibels = (mean_square: number): number => 10 * Math.log10(mean_square)

/** The loudest 0.4 s of some notes, as a root mean square: what an ear takes for how loud they are. [dB] */
function loudest(tones: Tone[]): number {
  const step_s = 0.005
  const power = (t_s: number): number =>
    WOOD.reduce((sum, [, share]) => sum + share ** 2, 0) * tones.reduce((sum, tone) => sum + loudAt(tone, t_s - tone.at_s), 0) ** 2 / 2
  const powers = Array.from({ length: 800 }, (_, i) => power(i * step_s))
  const means = powers.slice(0, -80).map((_, i) => powers.slice(i, i + 80).reduce((sum, one) => sum + one, 0) / 80)
  return decibels(Math.max(...means))
}

describe.each(each)('%s', (_, notes) => {
  it('is low and wooden: with its octave between 150 and 800 Hz', () => {
    for (const tone of notes())
      for (const pitch_hz of [tone.pitch_hz, tone.sinks_to_hz ?? tone.pitch_hz])
        for (const [times] of WOOD) expect(pitch_hz * times > 150 && pitch_hz * times <= 800, `${pitch_hz * times} Hz`).toBe(true)
  })
  it('comes up within 40 ms or more, without a click, and dies away', () => {
    for (const tone of notes()) {
      const curve = Array.from({ length: 200 }, (_, i) => loudAt(tone, (i / 199) * tone.length_s))
      expect([curve[0], curve[199]]).toEqual([0, 0])
      const top = curve.indexOf(Math.max(...curve))
      expect((top / 199) * tone.length_s).toBeGreaterThanOrEqual(0.04 - tone.length_s / 199)
      expect(tone.attack_s).toBeGreaterThanOrEqual(0.04)
      for (let i = top; i < 199; i++) expect(curve[i + 1]!).toBeLessThanOrEqual(curve[i]!)
    }
  })
  it('is at least 6 dB under the voice, and still heard', () => {
    expect(loudest(notes())).toBeLessThanOrEqual(VOICE_DB - 6)
    expect(loudest(notes())).toBeGreaterThan(VOICE_DB - 12)
  })
})

it('a change rises, the end is one note, good is one warm note, a stop is one low one that falls', () => {
  const [first, second, ...more] = twoRising()
  expect(more).toEqual([])
  expect(second!.pitch_hz).toBeGreaterThan(first!.pitch_hz)
  expect(second!.at_s).toBeGreaterThan(first!.at_s)
  expect([oneNote().length, warmNote().length, lowFalling().length]).toEqual([1, 1, 1])
  expect(warmNote()[0]!.attack_s).toBeGreaterThan(oneNote()[0]!.attack_s)
  const [stop] = lowFalling()
  expect(stop!.sinks_to_hz!).toBeLessThan(stop!.pitch_hz)
  for (const [name, notes] of each) if (name !== 'lowFalling') for (const tone of notes()) expect(tone.pitch_hz).toBeGreaterThan(stop!.pitch_hz)
})

const step = (start_s: number, duration_s: number): Step => ({ technique: 'kneading', place: 'mid-back', level: 2, start_s, duration_s, phase: 'focus' }) as Step
const planOf = (...lengths: number[]): Plan => {
  const steps = lengths.map((length, i) => step(lengths.slice(0, i).reduce((a, b) => a + b, 0), length))
  return { steps, level: 3, limits: { max_level: 3 }, giver: { hands: 'healthy' } } as unknown as Plan
}
const scoreOf = (duration_s: number): Score => ({ duration_s, cues: [], strokes: [] })
const running = (...lengths: number[]): Live =>
  apply(openLive(planOf(...lengths), scoreOf(lengths.reduce((a, b) => a + b, 0)), 0), { kind: 'start' }, 0)
const pitches = (tones: Tone[]): number[] => tones.map((tone) => tone.pitch_hz)
const RISING = pitches(twoRising())
const ONE = pitches(oneNote())

/** What is heard from one moment to another, looked at four times a second. */
function heardFrom(live: Live, from_s: number, to_s: number): number[][] {
  const heard: number[][] = []
  let heard_s: number | null = null
  for (let now_s = from_s; now_s <= to_s; now_s += 0.25) {
    const notes = notesDue(live, heard_s, now_s)
    heard_s = notes.heard_s
    if (notes.due.length > 0) heard.push(pitches(notes.due))
  }
  return heard
}

describe('when a note is due', () => {
  const live = running(100, 100, 100)
  it('is at each new step, once, and thirty seconds before the end, once', () => {
    expect(heardFrom(live, 0, 300)).toEqual([RISING, RISING, ONE])
    // Where both come together, one after the other.
    expect(heardFrom(running(100, 30), 0, 130)).toEqual([[...RISING, ...ONE]])
  })
  it('is not on the first look, as after a reload', () => {
    expect(notesDue(live, null, 100).due).toEqual([])
    expect(heardFrom(live, 100, 199)).toEqual([])
  })
  it('is not while nothing plays, nor for what was passed meanwhile', () => {
    const paused = apply(live, { kind: 'pause' }, 99_000)
    const skipped = apply(paused, { kind: 'skip' }, 100_000)
    expect(notesDue(skipped, 99, 100)).toEqual({ due: [], heard_s: 100 })
    expect(notesDue(apply(skipped, { kind: 'resume' }, 101_000), 100, 100.25).due).toEqual([])
  })
  it('is not again where the clock slips back over a step', () => {
    const there = notesDue(live, 99.9, 100.1)
    expect(pitches(there.due)).toEqual(RISING)
    const back = notesDue(live, there.heard_s, 99.8)
    expect(notesDue(live, back.heard_s, 100.2).due).toEqual([])
  })
  it('is not for a refit: not where it moves a step to come, nor where it shortens the rest', () => {
    const at = notesDue(live, 49.8, 50)
    const refitted = { ...live, plan: planOf(60, 5, 5), score: scoreOf(70) }
    expect(notesDue(refitted, at.heard_s, 50.25).due).toEqual([])
  })
  it('is for a jump to another step, not for the start of this one, and never for an end that was leapt over', () => {
    expect(pitches(notesDue(live, 150, 200).due)).toEqual(RISING)
    expect(notesDue(live, 150, 100).due).toEqual([])
    expect(notesDue(live, 201, 290).due).toEqual([])
  })
})

describe('the music', () => {
  it('is low strings: every part of every string between 150 and 800 Hz', () => {
    for (const { pitch_hz } of STRINGS) {
      const partials = partialsOf(pitch_hz)
      expect(pitch_hz).toBeGreaterThan(150)
      expect(pitch_hz * partials.length).toBeLessThanOrEqual(800)
      expect(partials[0]).toBe(1)
    }
  })
  it('is at least 6 dB under the voice at every moment of two hours, never gone, and never the same twice', () => {
    const power = (string: LowString, t_s: number): number =>
      (swellAt(string, t_s) ** 2 / 2) * partialsOf(string.pitch_hz).reduce((sum, one) => sum + one ** 2, 0)
    const levels = Array.from({ length: 7200 }, (_, t_s) => decibels(STRINGS.reduce((sum, string) => sum + power(string, t_s), 0)))
    expect(Math.max(...levels)).toBeLessThanOrEqual(VOICE_DB - 6)
    expect(Math.min(...levels)).toBeGreaterThan(VOICE_DB - 24)
    const common_s = STRINGS.map((each) => each.swell_s).reduce((a, b) => (a * b) / divisor(a, b))
    expect(common_s).toBeGreaterThan(7200)
  })
  it('ducks by 12 dB while the voice speaks', () => {
    const open = fadeFor('running', true, false)
    const ducked = fadeFor('running', true, true)
    expect(20 * Math.log10(open.to_frac / ducked.to_frac)).toBeCloseTo(12, 6)
    expect(ducked.within_s).toBeLessThanOrEqual(0.1)
  })
  it('plays while hands do, fades in a pause, is gone at once at a stop, and goes with the light at the end', () => {
    expect(['running', 'ready', 'paused', 'holding', 'stopped', 'finished'].map((each) => fadeFor(each as Live['status'], true, false))).toEqual([
      { to_frac: 1, within_s: 2, is_last: false },
      { to_frac: 0, within_s: 2, is_last: false },
      { to_frac: 0, within_s: 2, is_last: false },
      { to_frac: 0, within_s: 2, is_last: false },
      { to_frac: 0, within_s: 0.03, is_last: true },
      { to_frac: 0, within_s: 8, is_last: true },
    ])
    expect(fadeFor('running', false, false)).toMatchObject({ to_frac: 0, is_last: true })
  })
})

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

/** A device's sound that writes down what is asked of it. */
function makeSound() {
  const made: { running: number; levels: number[]; curves: number; opened: number } = { running: 0, levels: [], curves: 0, opened: 0 }
  class FakeAudio {
    currentTime = 0
    destination = {}
    constructor() {
      made.opened++
    }
    resume = () => Promise.resolve()
    createPeriodicWave = () => ({})
    createGain = () => ({
      gain: { value: 0, setValueCurveAtTime: () => made.curves++, setTargetAtTime: (to: number) => made.levels.push(to) },
      connect: (to: unknown) => to,
    })
    createOscillator = () => ({
      frequency: { value: 0, setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} },
      setPeriodicWave: () => {},
      connect: (to: unknown) => to,
      start: () => made.running++,
      stop: () => made.running--,
    })
  }
  vi.stubGlobal('AudioContext', FakeAudio)
  vi.stubGlobal('navigator', {})
  return made
}

async function fresh() {
  vi.resetModules()
  const { desk } = await import('../src/desk.svelte')
  return { desk, ...(await import('../src/parts/sound')), ...(await import('../src/play/music')) }
}

describe('what this device sounds', () => {
  it('is music from the first stroke to the stop, and no longer', async () => {
    const made = makeSound()
    const { Music } = await fresh()
    const music = new Music()
    music.follow(fadeFor('ready', true, false))
    expect(made).toMatchObject({ opened: 0, running: 0 })
    music.follow(fadeFor('running', true, false))
    expect(made).toMatchObject({ opened: 1, running: 2 * STRINGS.length, levels: [1] })
    music.follow(fadeFor('running', true, true))
    music.follow(fadeFor('paused', true, false))
    music.follow(fadeFor('running', true, false))
    expect(made.levels).toEqual([1, 10 ** -0.6, 0, 1])
    expect(made.running).toBe(2 * STRINGS.length)
    music.follow(fadeFor('stopped', true, false))
    expect([made.running, made.levels.at(-1)]).toEqual([0, 0])
    music.follow(fadeFor('stopped', true, false))
    expect(made.levels).toHaveLength(5)
  })
  it('is nothing at all where sound is off, nor before anybody has touched the page', async () => {
    const made = makeSound()
    const { desk, play, Music } = await fresh()
    desk.sound = 'silent'
    expect(await play(twoRising())).toBe(false)
    new Music().follow(fadeFor('running', true, false))
    desk.sound = 'quiet'
    vi.stubGlobal('navigator', { userActivation: { hasBeenActive: false } })
    expect(await play(twoRising())).toBe(false)
    expect(made).toEqual({ running: 0, levels: [], curves: 0, opened: 0 })
    vi.stubGlobal('navigator', { userActivation: { hasBeenActive: true } })
    expect(await play(twoRising())).toBe(true)
    expect([made.opened, made.curves]).toEqual([1, 2])
  })
  it('is no note that a sleeping device would sound too late', async () => {
    const made = makeSound()
    const { play } = await fresh()
    const now = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValue(900)
    expect(await play(lowFalling())).toBe(false)
    expect(made.curves).toBe(0)
    now.mockRestore()
  })
})
