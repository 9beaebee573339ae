/**
 * Whether a part of the hand may press at a point: the check that runs on the giver's device before anything is
 * pressed, with or without the server. The same rules as the server's, in the same order; the numbers are the
 * catalog's (limits.json is checked against it), and tests/ground.test.ts holds the two to the same answers.
 */
import type { PlanLimits, Point, Sex } from '../api'
import limits from './limits.json'
import type { Scale } from './motion'

interface ZoneRule {
  inner_m?: number
  outer_m?: number
  outer_across?: number
  along_low?: number
  along_high?: number
  only?: string
  allow: Record<string, number | undefined>
  says: string
}

interface PartRule {
  half_across_m: number
  half_along_m: number
  max_level: number
}

export interface Bone {
  line: Point[]
  half_width_m: number
}

/** What the atlas says of the ground under a hand. */
export interface Map {
  bones: Bone[]
  /** Where the trunk ends on the right, from the top down. */
  edge: Point[]
  /** The rings of each place, both sides. */
  places: Record<string, Point[][]>
}

export interface Ground {
  /** The smaller end of the spread for this sex and height: what keeps a distance. */
  low: Scale
  /** Half the biacromial breadth at the larger end: what an outer bound is measured with. */
  high_m: number
  limits: PlanLimits
  map: Map
}

const PARTS = limits.parts as Record<string, PartRule>
const ZONES = limits.zones as Record<string, ZoneRule>
/** Kept free beside every edge, so that rounding never eats into a limit. */
const MARGIN_M = 0.0015

// ANSUR II (Gordon 2014), as the server's nominal scale has it: intercept, slope, residual standard deviation.
type Row = [intercept_m: number, slope: number, sd_m: number]
const ANSUR: Record<'female' | 'male', { breadth: Row; crest: Row }> = {
  male: { breadth: [0.1546, 0.1486, 0.0162], crest: [0.0722, 0.2183, 0.0202] },
  female: { breadth: [0.1028, 0.1612, 0.0151], crest: [0.0676, 0.2041, 0.0181] },
}
/** The crests' line as a part of C7 to PSIS (Ernst 2013). */
const CREST_FRAC = 0.861

function spread(sex: Sex, height_m: number, row: 'breadth' | 'crest', sds: number): number[] {
  const sexes = sex === 'unspecified' ? (['female', 'male'] as const) : ([sex] as const)
  return sexes.map((each) => {
    const [intercept_m, slope, sd_m] = ANSUR[each][row]
    return intercept_m + slope * height_m + sds * sd_m
  })
}

export function lowScale(sex: Sex, height_m: number): Scale {
  return {
    across_m: Math.min(...spread(sex, height_m, 'breadth', -1)) / 2,
    along_m: Math.min(...spread(sex, height_m, 'crest', -1)) / CREST_FRAC,
  }
}

export function groundOf(body: { sex: Sex; height_m: number }, allowed: PlanLimits, map: Map): Ground {
  const high_m = Math.max(...spread(body.sex, body.height_m, 'breadth', 1)) / 2
  return { low: lowScale(body.sex, body.height_m), high_m, limits: allowed, map }
}

/** Distance from a point to a polyline, each direction measured in its own reach: below 1 the hand touches it. */
function distance([x, y]: Point, line: Point[], [reach_x, reach_y]: Point, low: Scale): number {
  let least = Infinity
  const at = ([across, along]: Point): Point => [(across * low.across_m) / reach_x, (along * low.along_m) / reach_y]
  const [px, py] = [x / reach_x, y / reach_y]
  for (let i = 0; i < line.length - 1; i++) {
    const [ax, ay] = at(line[i]!)
    const [bx, by] = at(line[i + 1]!)
    const [dx, dy] = [bx - ax, by - ay]
    const t = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / Math.max(dx * dx + dy * dy, 1e-12)))
    least = Math.min(least, Math.hypot(px - ax - t * dx, py - ay - t * dy))
  }
  return least
}

function touchesZone(x_m: number, y_m: number, zone: ZoneRule, hand: PartRule, { low, high_m }: Ground): boolean {
  const inner_m = (zone.inner_m ?? 0) * ((zone.inner_m ?? 0) > 0.02 ? low.across_m / high_m : 1)
  const outer_m = zone.outer_across === undefined ? (zone.outer_m ?? Infinity) : zone.outer_across * low.across_m
  const [top_m, end_m] = [(zone.along_low ?? -Infinity) * low.along_m, (zone.along_high ?? Infinity) * low.along_m]
  const off_m = Math.abs(x_m)
  const dx = Math.max(inner_m - off_m, off_m - outer_m, 0) / (hand.half_across_m + MARGIN_M)
  const dy = Math.max(top_m - y_m, y_m - end_m, 0) / (hand.half_along_m + MARGIN_M)
  return dx * dx + dy * dy < 1
}

function touchesBone(at: Point, hand: PartRule, { low, map }: Ground): boolean {
  return map.bones.some(({ line, half_width_m }) => {
    const more_m = half_width_m + MARGIN_M
    return distance(at, line, [hand.half_across_m + more_m, hand.half_along_m + more_m], low) < 1
  })
}

function isInside(ring: Point[], [x, y]: Point): boolean {
  let inside = false
  for (let i = 0; i < ring.length - 1; i++) {
    const [[x0, y0], [x1, y1]] = [ring[i]!, ring[i + 1]!]
    if (y0 > y !== y1 > y && x < ((x1 - x0) * (y - y0)) / (y1 - y0) + x0) inside = !inside
  }
  return inside
}

function edgeAt(edge: Point[], along: number): number {
  for (let i = 0; i < edge.length - 1; i++) {
    const [[x0, y0], [x1, y1]] = [edge[i]!, edge[i + 1]!]
    if (along <= y1) return x0 + ((x1 - x0) * Math.max(0, along - y0)) / (y1 - y0)
  }
  return edge[edge.length - 1]?.[0] ?? 0
}

/** The highest level at which a part may press with its centre here, and what keeps it from more; 0: not at all. */
export function mostAt(point: Point, part: string, ground: Ground): { level: number; says: string } {
  const hand = PARTS[part]
  const { low, limits: allowed, map } = ground
  if (!hand || allowed.forbidden_parts.includes(part)) return { level: 0, says: 'a part of the hand that rests tonight' }
  let most = { level: Math.min(hand.max_level, allowed.max_level), says: 'more pressure than is allowed' }
  const cap = (level: number, says: string): void => {
    if (level < most.level) most = { level, says }
  }
  const [x_m, y_m] = [point[0] * low.across_m, point[1] * low.along_m]
  for (const [name, zone] of Object.entries(ZONES)) {
    const level = zone.allow[part] ?? 0
    if ((zone.only && zone.only !== part) || level >= most.level) continue
    if (name === 'bone' ? touchesBone([x_m, y_m], hand, ground) : touchesZone(x_m, y_m, zone, hand, ground)) cap(level, zone.says)
  }
  const over = Math.abs(point[0]) > edgeAt(map.edge, point[1]) - (0.5 * hand.half_across_m) / low.across_m
  if (over || point[1] < (map.edge[0]?.[1] ?? 0) || point[1] > (map.edge[map.edge.length - 1]?.[1] ?? 0)) cap(0, 'the edge of the back')
  const widest_m = Math.max(hand.half_across_m, hand.half_along_m) + MARGIN_M
  for (const circle of allowed.avoid) {
    const away_m = Math.hypot(x_m - circle.across * low.across_m, y_m - circle.along * low.along_m)
    if (away_m < circle.radius_m + widest_m) cap(0, 'a place to leave alone')
  }
  const capped = { ...allowed.place_max_level, ...Object.fromEntries(allowed.forbidden_places.map((each) => [each, 0])) }
  for (const [place, level] of Object.entries(capped)) {
    const reach: Point = [hand.half_across_m + MARGIN_M, hand.half_along_m + MARGIN_M]
    const near = (ring: Point[]): boolean => isInside(ring, point) || distance([x_m, y_m], ring, reach, low) < 1
    if (level < most.level && map.places[place]?.some(near)) cap(level, 'a place to leave alone')
  }
  return most
}

/** Null when the part may press here at this level, else what it is too near to, in words. */
export function whyNot(point: Point, part: string, level: number, ground: Ground): string | null {
  const most = mostAt(point, part, ground)
  return most.level >= level ? null : most.says
}

/** The same for a whole stroke: the first thing on its way that stands against this level. */
export function whyNotPath(path: Point[], part: string, level: number, ground: Ground): string | null {
  for (const point of path) {
    const why = whyNot(point, part, level, ground)
    if (why) return why
  }
  return null
}
