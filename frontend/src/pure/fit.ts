/**
 * Where a cue's lines break and how large it may be. Far text is sized by the angle it makes at the eye:
 * 64 px is the floor on a phone; above it the cue grows while three lines hold it.
 */

// Advance widths of Atkinson Hyperlegible Next at weight 680, in thousandths of an em, read from the font file.
const ADVANCES: [number, string][] = [
  [260, "'j,’.:;"],
  [300, 'i!‚‘'],
  [310, ' '],
  [334, 'l()'],
  [374, 'ft-r'],
  [422, 'I°'],
  [474, '1“”„'],
  [510, 'zscy–'],
  [537, 'v7x'],
  [551, '?akLäàá'],
  [566, 'JeuFüéèêù'],
  [578, 'hn9o2öôñ'],
  [598, 'gbdpEq3'],
  [626, 'T5SZ486Pß'],
  [661, 'BVYRC0K'],
  [690, 'AXUDÄÜ'],
  [738, 'HNGw'],
  [756, 'OQÖ'],
  [884, 'M½mW'],
]
const WIDTHS = new Map(ADVANCES.flatMap(([width, letters]) => [...letters].map((letter) => [letter, width] as const)))
const WIDEST = 884

/** A word's width in em at the weight of far text, with its tracking of -.02 em; kerning only makes it less. */
export function widthOf(text: string): number {
  let sum = 0
  for (const letter of text) sum += (WIDTHS.get(letter) ?? WIDEST) / 1000 - 0.02
  return sum
}

/** A word, or a part of one that may end a line: where a soft hyphen stands in it. */
interface Piece {
  text: string
  /** Whether it goes on with the word before it. */
  is_joined: boolean
}

const SOFT_HYPHEN = '\u00ad'

function piecesOf(text: string): Piece[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word) => word.split(SOFT_HYPHEN).map((part, i) => ({ text: part, is_joined: i > 0 })))
}

/**
 * Break `text` into the fewest lines no wider than `width_em`; null when a single word is wider. Among the ways
 * with as few lines, lines that end with a comma, whole words and lines of even width read best from afar.
 */
export function breakLines(text: string, width_em: number): string[] | null {
  const pieces = piecesOf(text)
  if (pieces.some((piece) => widthOf(piece.text) > width_em)) return null
  let best: string[] | null = null
  let least = Infinity
  // Cues have 8 words at most: 128 ways, a few more where long words may break.
  for (let way = 0; way < 1 << Math.max(0, pieces.length - 1); way++) {
    const lines = linesOf(pieces, way)
    const widths = lines.map(widthOf)
    if (widths.some((width) => width > width_em)) continue
    const ragged = widths.reduce((sum, width) => sum + ((width_em - width) / width_em) ** 2, 0)
    const ends = lines.slice(0, -1)
    const commas = ends.filter((line) => /[,.;:]$/.test(line)).length
    const broken = ends.filter((line) => line.endsWith('-')).length
    const cost = lines.length * 100 + ragged + broken - commas * 0.6
    if (cost < least) [best, least] = [lines, cost]
  }
  return best
}

function linesOf(pieces: Piece[], way: number): string[] {
  const lines: string[] = []
  let line = ''
  pieces.forEach((piece, i) => {
    line = line === '' || piece.is_joined ? line + piece.text : `${line} ${piece.text}`
    const is_last = i === pieces.length - 1
    if (is_last || way & (1 << i)) {
      lines.push(!is_last && pieces[i + 1]!.is_joined ? `${line}-` : line)
      line = ''
    }
  })
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

/**
 * Return the largest size from wish to floor at which `text` has at most `tier.lines` lines, else the floor with
 * as many lines as it takes. Only a single word wider than the line makes it smaller than the floor: nothing is cut.
 */
export function fitCue(text: string, width_px: number, tier: Tier): Fit {
  for (let size_px = Math.max(tier.wish_px, tier.floor_px); size_px >= tier.floor_px; size_px -= 2) {
    const lines = breakLines(text, width_px / size_px)
    if (lines && lines.length <= tier.lines) return { size_px, lines }
  }
  const pieces = piecesOf(text)
  const longest = Math.max(...pieces.map(({ text: part }, i) => widthOf(pieces[i + 1]?.is_joined ? `${part}-` : part)))
  const size_px = Math.min(tier.floor_px, Math.floor(width_px / longest))
  return { size_px, lines: breakLines(text, width_px / size_px) ?? text.split(/\s+/) }
}

/** The height that every cue of a score fits into, so that nothing moves when the cue changes. */
export function roomFor(cues: string[], width_px: number, tier: Tier): number {
  return cues.reduce((most, cue) => {
    const { size_px, lines } = fitCue(cue, width_px, tier)
    return Math.max(most, size_px * lines.length)
  }, tier.floor_px * 2)
}

/** The far scale by screen: a phone is read from 1.5 m, a tablet from 1.5 m, a laptop from 2 m. */
export function farTiers(width_px: number, height_px: number, scale: number): { A: number; B: number; C: number } {
  const short = Math.min(width_px, height_px)
  const long = Math.max(width_px, height_px)
  if (short < 600) return { A: 80 * scale, B: 64 * scale, C: 48 * scale }
  if (long < 1200 || height_px > width_px) return { A: 70 * scale, B: 56 * scale, C: 42 * scale }
  return { A: 82 * scale, B: 66 * scale, C: 50 * scale }
}

/** What to do in a pause or a stop, below one word or two: smaller than tier C, so that all there is to press is on the same screen; the voice says it. [px] */
const LOW_WORDS_PX = { phone: 32, other: 36, full: 24 }

/** How large a pause and a stop are told: in words as large as they fit, with what to do below; that is smaller on a full page. */
export function haltTiers(width_px: number, height_px: number, scale: number, isFull = false): { head: Tier; low_px: number } {
  const { A, B } = farTiers(width_px, height_px, 1)
  const on = isFull ? 'full' : Math.min(width_px, height_px) < 600 ? 'phone' : 'other'
  return { head: { floor_px: B, wish_px: A * scale, lines: 1 }, low_px: LOW_WORDS_PX[on] * scale }
}

/** A screen lower than this is a phone on its side: words stand beside the body, and have its height. */
export const LOW_PX = 500
/** What stands below the cue there: pressure, what comes next, the evening's shape, with what lies between. */
const BELOW_PX = 156
const LINES = 3
export const LEADING = 1.02

/** How large a cue may be on a screen, and in how many lines: a long low one has the whole width below the body. */
export function cueTier(width_px: number, height_px: number, scale: number): Tier {
  const { A, B } = farTiers(width_px, height_px, 1)
  const isWide = width_px > height_px
  if (isWide && height_px < LOW_PX) {
    const most_px = (height_px - BELOW_PX) / (LINES * LEADING)
    return { floor_px: B, wish_px: Math.max(B, Math.min(B * scale, most_px)), lines: LINES }
  }
  return { floor_px: B, wish_px: (isWide ? A : B) * scale, lines: isWide ? 2 : scale > 1 ? 4 : LINES }
}

/** The ring beside the total, in em: with its ring a number is so wide, and as high. */
export const RING_EM = 1.62

/** How large the two clocks are: side by side on an upright screen, they grow only as far as both still fit. */
export function clockSize(width_px: number, height_px: number, scale: number): number {
  const { C } = farTiers(width_px, height_px, 1)
  const most_px = width_px > height_px ? Infinity : (width_px - 64) / (widthOf('00 min') + RING_EM)
  return Math.max(C, Math.min(C * scale, most_px))
}

/** The least width in em at which `text` has at most so many lines. */
function leastWidth(text: string, lines: number): number {
  const pieces = piecesOf(text)
  let least = Infinity
  for (let way = 0; way < 1 << Math.max(0, pieces.length - 1); way++) {
    const broken = linesOf(pieces, way)
    if (broken.length <= lines) least = Math.min(least, Math.max(...broken.map(widthOf)))
  }
  return least
}

/** The share of a low, wide screen that is the words'. */
const WORDS_SHARE = 0.4

/** The width of the words there: their share, or what the widest needs to be read at the floor; the back keeps the rest. */
export function columnFor(cues: string[], width_px: number, tier: Tier, pad_px: number): number {
  const least = Math.max(0, ...cues.map((cue) => leastWidth(cue, tier.lines)))
  return Math.max(WORDS_SHARE * width_px, Math.ceil(least * tier.floor_px) + pad_px)
}
