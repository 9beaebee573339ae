import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { clockSize, breakLines, columnFor, cueTier, farTiers, fitCue, RING_EM, roomFor, widthOf } from '../src/pure/fit'

const phone = { floor_px: 64, wish_px: 64, lines: 3 }

describe('cues on a phone, 350 px wide', () => {
  it.each([
    ['Glide up, slowly, both hands', ['Glide up,', 'slowly,', 'both hands']],
    ['Lie still', ['Lie still']],
  ])('%s breaks where it reads best', (cue, lines) => {
    expect(fitCue(cue, 350, phone)).toEqual({ size_px: 64, lines })
  })
  it('never goes under the floor and never loses a word', () => {
    const cue = 'Reinforced fingers push slowly outwards, away from spine'
    const { size_px, lines } = fitCue(cue, 350, phone)
    expect(size_px).toBe(64)
    expect(lines.join(' ')).toBe(cue)
  })
  it('shrinks only for a word that is wider than the screen, so that nothing is cut', () => {
    const { size_px, lines } = fitCue('Read the thermometer, then take the stones', 350, phone)
    expect(size_px).toBeLessThan(64)
    expect(Math.max(...lines.map(widthOf)) * size_px).toBeLessThanOrEqual(350)
  })
  it('keeps one room for all cues of a score', () => {
    expect(roomFor(['Lie still', 'Circle slowly beside the spine'], 350, phone)).toBe(4 * 64)
  })
  it('grows where there is room', () => {
    expect(fitCue('Hold still', 700, { floor_px: 66, wish_px: 82, lines: 3 }).size_px).toBe(82)
  })
})

it('breaks into the fewest lines', () => {
  expect(breakLines('one two three', 100)).toEqual(['one two three'])
  expect(breakLines('unbreakable', 2)).toBeNull()
})

it('breaks a long word where a soft hyphen stands, and only where it has to', () => {
  expect(breakLines('Hände auf Schulter\u00adblättern', 350 / 64)).toEqual(['Hände auf', 'Schulter-', 'blättern'])
  expect(breakLines('Schulter\u00adblätter kreisen', 100)).toEqual(['Schulterblätter kreisen'])
  const { size_px, lines } = fitCue('Schulter\u00adblätter', 100, phone)
  expect(Math.max(...lines.map(widthOf)) * size_px).toBeLessThanOrEqual(100)
})

it('knows ten letters to be about five and a half em', () => {
  // Added up by hand from the font's own advances at weight 680: 5.268 em, less ten times .02 em of tracking.
  expect(widthOf('both hands')).toBeGreaterThanOrEqual(5.05)
  expect(widthOf('both hands')).toBeLessThan(5.15)
})

it('sizes far text by the screen it is read on', () => {
  // Retyped from the far scale: phone, tablet, laptop.
  expect(farTiers(390, 844, 1)).toEqual({ A: 80, B: 64, C: 48 })
  expect(farTiers(844, 390, 1)).toEqual({ A: 80, B: 64, C: 48 })
  expect(farTiers(820, 1180, 1)).toEqual({ A: 70, B: 56, C: 42 })
  expect(farTiers(1280, 800, 1)).toEqual({ A: 82, B: 66, C: 50 })
  expect(farTiers(390, 844, 1.5).B).toBe(96)
})

it('a low screen has its words in two fifths, and in what its widest cue needs beyond', () => {
  const tier = cueTier(844, 390, 1)
  expect(columnFor(['Glide up, slowly, both hands'], 844, tier, 12)).toBeCloseTo(337.6)
  const wide_px = columnFor(['Glide up, slowly, both hands', 'Glide up slowly, both hands flat'], 844, tier, 12)
  expect(breakLines('Glide up slowly, both hands flat', (wide_px - 12) / 64)).toHaveLength(3)
  expect(breakLines('Glide up slowly, both hands flat', (wide_px - 14) / 64)!.length).toBeGreaterThan(3)
})

it('the two clocks grow with the far scale, but never into each other', () => {
  expect(clockSize(390, 844, 1)).toBe(48)
  expect(clockSize(1280, 800, 1.5)).toBe(75)
  expect((widthOf('90 min') + RING_EM) * clockSize(390, 844, 1.5)).toBeLessThanOrEqual(390 - 40 - 20)
})

describe('the page on a phone with a notch', () => {
  // Laid under the notch and the home bar, every page would have to make way by itself, and none of them does.
  it('is laid within what is free of both', () => {
    const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8')
    expect(page).toContain('width=device-width')
    expect(page).not.toContain('viewport-fit')
  })
})
