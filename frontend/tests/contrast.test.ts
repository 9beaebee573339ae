import { describe, expect, it } from 'vitest'
import { contrast, css, over, tokens } from './colours'

// Retyped from the tables of the look page: token, evening colour, its contrast on the ground, day colour, its contrast.
const TABLE: [string, string, number, string, number][] = [
  ['ink', '#F2DFC6', 14.8, '#2A1E15', 14.9],
  ['ink2', '#CDB79C', 10.0, '#5A4838', 8.0],
  ['ink3', '#A48F78', 6.2, '#76624F', 5.3],
  ['edge', '#8C7762', 4.5, '#8A745E', 4.1],
  ['line', '#4A3D31', 1.8, '#DDCFBC', 1.4],
  ['lamp', '#F0A94B', 9.6, '#4A2C12', 11.7],
  ['sage', '#A9C08A', 9.7, '#46622B', 6.4],
  ['care', '#E8C35A', 11.4, '#7A5A00', 5.9],
  ['stop', '#FF7A5C', 7.5, '#B3261E', 6.0],
  ['sore', '#F08A4B', 7.8, '#A8481A', 5.4],
  ['avoid', '#8FB8C9', 9.1, '#24647E', 6.0],
  ['focus', '#FFE9C2', 16.3, '#1D4E66', 8.3],
  ['level-1', '#A8523A', 3.6, '#BC7C2E', 3.2],
  ['level-2', '#CE6A34', 5.3, '#A15A1E', 4.8],
  ['level-3', '#EC9039', 7.9, '#833F19', 7.2],
  ['level-4', '#F9BE62', 11.6, '#622715', 10.6],
  ['level-5', '#FFEBBB', 16.4, '#3F140D', 14.7],
]
const GROUND = { evening: '#120D0A', day: '#FAF5EC' }

describe.each(['evening', 'day'] as const)('the %s table', (theme) => {
  const used = tokens(theme)
  it('is the one of the look page, colour by colour', () => {
    expect(used.ground?.toUpperCase()).toBe(GROUND[theme])
    for (const [name, evening, , day] of TABLE) expect(used[name]?.toUpperCase(), name).toBe(theme === 'evening' ? evening : day)
  })
  it('has the contrast on the ground that the page says', () => {
    for (const [name, , evening, , day] of TABLE)
      expect(contrast(used[name]!, used.ground!), name).toBeCloseTo(theme === 'evening' ? evening : day, 0)
  })
  it.each([
    ['ink', 'ground', 7],
    ['ink2', 'ground', 7],
    ['ink', 'surface', 7],
    ['ink2', 'surface', 7],
    ['ink', 'raised', 7],
    ['ink2', 'raised', 4.5],
    ['ink3', 'ground', 4.5],
    ['ink3', 'surface', 4.5],
    ['care', 'ground', 4.5],
    ['care', 'surface', 4.5],
    ['sage', 'ground', 4.5],
    ['on-lamp', 'lamp', 7],
    ['on-stop', 'stop', 4.5],
    ['edge', 'ground', 3],
    ['edge', 'surface', 3],
    ['focus', 'ground', 3],
    ['ground', 'sore', 4.5],
    ['avoid', 'clay', 3],
    ['level-3', 'ground', 7],
    ['level-4', 'ground', 7],
    ['level-5', 'ground', 7],
  ])('%s on %s is at least %s to 1', (above, below, least) => {
    expect(contrast(used[above]!, used[below]!)).toBeGreaterThanOrEqual(least)
  })
  it('shows more pressure with more contrast', () => {
    const rising = [1, 2, 3, 4, 5].map((level) => contrast(used[`level-${level}`]!, used.ground!))
    expect([...rising].sort((a, b) => a - b)).toEqual(rising)
  })
})

describe('a screen that has dimmed', () => {
  const used = tokens('evening')
  const dim = (name: string): number => Number(new RegExp(`--${name}: ([0-9.]+);`).exec(css)?.[1])
  it('is at six tenths, and what must be read from afar still stands at 7 to 1', () => {
    expect(dim('dim')).toBe(0.6)
    expect(contrast(over(used.ink!, used.ground!, dim('dim-cue')), used.ground!)).toBeGreaterThanOrEqual(7)
    expect(contrast(over(used.ink2!, used.ground!, dim('dim-second')), used.ground!)).toBeGreaterThanOrEqual(7)
    expect(contrast(over(used.ink!, used.ground!, dim('dim-cue')), used.ground!)).toBeLessThan(contrast(used.ink!, used.ground!) * 0.6)
  })
})
