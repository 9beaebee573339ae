/**
 * Where a cue's lines break and how large it may be. Far text is sized by the angle it makes at the eye:
 * 64 px is the floor on a phone; above it the cue grows while three lines hold it.
 */

// Advance widths of Atkinson Hyperlegible Next at weight 680, in thousandths of an em (see tests/fit.test.ts).
const NARROW = new Set("iljI.,:;'’!|")
const WIDE = new Set('mwMW—')

/** An upper estimate of a word's width in em; the page also measures what it drew. */
export function widthOf(text: string): number {
  let sum = 0
  for (const letter of text) {
    if (letter === ' ') sum += 0.25
    else if (NARROW.has(letter)) sum += 0.31
    else if (WIDE.has(letter)) sum += 0.9
    else if (letter >= 'A' && letter <= 'Z') sum += 0.69
    else if (letter === 'r' || letter === 't' || letter === 'f') sum += 0.42
    else sum += 0.595
  }
  // Tracking of -.02 em from 32 px up.
  return sum - 0.02 * text.length
}

/** Break `text` into the fewest lines no wider than `width_em`; null when a single word is wider. */
export function breakLines(text: string, width_em: number): string[] | null {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (widthOf(word) > width_em) return null
    const longer = line ? `${line} ${word}` : word
    if (widthOf(longer) <= width_em) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  if (line) lines.push(line)
  return lines
}

export interface Fit {
  size_px: number
  lines: string[]
}

/** The tiers of the far scale for a screen: the floor for what must be read, and the size wished for. */
export interface Tier {
  floor_px: number
  wish_px: number
  lines: number
}

/** Return the largest size from wish to floor at which `text` has at most `tier.lines` lines, else the floor. */
export function fitCue(text: string, width_px: number, tier: Tier): Fit {
  for (let size_px = Math.max(tier.wish_px, tier.floor_px); size_px >= tier.floor_px; size_px -= 2) {
    const lines = breakLines(text, width_px / size_px)
    if (lines && lines.length <= tier.lines) return { size_px, lines }
  }
  const lines = breakLines(text, width_px / tier.floor_px)
  return { size_px: tier.floor_px, lines: lines ?? text.split(/\s+/) }
}

/** The far scale by screen: a phone is read from 1.5 m, a tablet from 1.5 m, a laptop from 2 m. */
export function farTiers(width_px: number, height_px: number, scale: number): { A: number; B: number; C: number } {
  const short = Math.min(width_px, height_px)
  const long = Math.max(width_px, height_px)
  if (short < 600) return { A: 80 * scale, B: 64 * scale, C: 48 * scale }
  if (long < 1200 || height_px > width_px) return { A: 70 * scale, B: 56 * scale, C: 42 * scale }
  return { A: 82 * scale, B: 66 * scale, C: 50 * scale }
}
