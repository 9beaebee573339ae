import { describe, expect, it } from 'vitest'
import cues from '../src/words/de/engine-cues.json'
import planning from '../src/words/de/engine-planning.json'
import play from '../src/words/de/play.json'
import { breakLines, fitCue } from '../src/pure/fit'

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
