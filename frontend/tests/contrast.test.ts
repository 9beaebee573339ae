import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

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

const css = readFileSync(new URL('../src/style/tokens.css', import.meta.url), 'utf8')

function tokens(theme: string): Record<string, string> {
  const block = new RegExp(`\\[data-theme='${theme}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1], match[2]]))
}

/** WCAG 2.2: relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

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
  /** A colour at less than full strength over the ground. */
  const over = (hex: string, share: number): string => {
    const mix = (at: number): string => {
      const [above, below] = [parseInt(hex.slice(at, at + 2), 16), parseInt(used.ground!.slice(at, at + 2), 16)]
      return Math.round(above * share + below * (1 - share)).toString(16).padStart(2, '0')
    }
    return `#${mix(1)}${mix(3)}${mix(5)}`
  }
  it('is at six tenths, and what must be read from afar still stands at 7 to 1', () => {
    expect(dim('dim')).toBe(0.6)
    expect(contrast(over(used.ink!, dim('dim-cue')), used.ground!)).toBeGreaterThanOrEqual(7)
    expect(contrast(over(used.ink2!, dim('dim-second')), used.ground!)).toBeGreaterThanOrEqual(7)
    expect(contrast(over(used.ink!, dim('dim-cue')), used.ground!)).toBeLessThan(contrast(used.ink!, used.ground!) * 0.6)
  })
})
