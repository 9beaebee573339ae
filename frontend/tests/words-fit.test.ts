import { describe, expect, it } from 'vitest'
import cues from '../src/words/de/engine-cues.json'
import planning from '../src/words/de/engine-planning.json'
import common from '../src/words/de/common.json'
import play from '../src/words/de/play.json'
import { breakLines, columnFor, cueTier, fitCue, widthOf } from '../src/pure/fit'
import { LEVEL_WORDS } from '../src/pure/words'

/** What stands on the screen while hands work, besides the strokes of techniques. */
const ALONE = [
  'Look at the skin',
  'Flat knuckles, not thumbs',
  'Open hands, not the heels',
  'Warm a little oil in your hands',
  "Check the stones' heat first",
  'Hands off, let them lie quietly',
  'Ask where it is sore',
  'Walk round to their left side',
  'Walk round to their right side',
  'Walk round to their head',
  'Stay where you are',
]
const german: Record<string, unknown> = { ...planning, ...play }
const shown = new Map(Object.entries(cues))
for (const cue of ALONE) shown.set(cue, String(german[cue] ?? cue))

const PHONE = { floor_px: 64, wish_px: 64, lines: 3 }
const ROOM_PX = 350

describe('every cue in German', () => {
  it.each([...shown])('%s: %s', (_, told) => {
    expect(told.split(/\s+/).length).toBeLessThanOrEqual(8)
    expect(breakLines(told, ROOM_PX / PHONE.floor_px)?.length ?? Infinity).toBeLessThanOrEqual(PHONE.lines)
    expect(fitCue(told, ROOM_PX, PHONE).size_px).toBe(64)
  })
  it('is kept in its own words', () => {
    for (const cue of ALONE) expect(shown.get(cue)).not.toBe(cue)
  })
})

// Retyped from the far scale: each screen, its tier B, and what the words leave free at the sides.
const SCREENS = [
  { width: 390, height: 844, B: 64, sides: 40 },
  { width: 844, height: 390, B: 64, sides: 12 },
  { width: 1280, height: 800, B: 66, sides: 96 },
  { width: 820, height: 1180, B: 56, sides: 40 },
]
const LANGUAGES = { en: [...shown.keys()], de: [...shown.values()] }
const all = SCREENS.flatMap((screen) => [1, 1.15, 1.3, 1.5].flatMap((scale) => (['en', 'de'] as const).map((language) => ({ ...screen, scale, language }))))

describe.each(all)('on $width x $height, far scale $scale, $language', ({ width, height, B, sides, scale, language }) => {
  const cues = LANGUAGES[language]
  const tier = cueTier(width, height, scale)
  const column_px = height < 500 ? columnFor(cues, width, cueTier(width, height, 1), sides) : width
  const room_px = column_px - sides
  it('every cue keeps tier B, its lines, and the width it has', () => {
    const wrong = cues.filter((cue) => {
      const { size_px, lines } = fitCue(cue, room_px, tier)
      return size_px < B || lines.length > (scale === 1 ? 3 : 4) || lines.some((line) => widthOf(line) * size_px > room_px)
    })
    expect(wrong).toEqual([])
  })
  it.runIf(height < 500)('the words beside the body are hardly wider than two fifths, and no word of pressure than that', () => {
    expect(column_px / width).toBeLessThan(0.43)
    const words = [...LEVEL_WORDS.slice(1), 'Hands rest'].map((word) => (language === 'en' ? word : String({ ...common, ...german }[word])))
    expect(Math.max(...words.map(widthOf)) * B).toBeLessThanOrEqual(0.4 * width - sides)
  })
  it('leaves room for pressure, what comes next and the shape', () => {
    const tallest_px = Math.max(...cues.map((cue) => fitCue(cue, room_px, tier)).map(({ size_px, lines }) => 1.02 * size_px * lines.length))
    // Pressure at tier B; next at tier C, three quarters of it, beside it on a laptop; 52 px of shape and gaps at least.
    const below_px = 1.02 * B * (width > height && height > 500 ? 1 : 1.75) + (height < 500 ? 38 : 52)
    expect(tallest_px + below_px).toBeLessThanOrEqual(height < 500 ? height : 0.8 * height)
  })
})
