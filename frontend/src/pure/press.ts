/**
 * Whether a part of the hand may press at a point: the check that runs on the giver's device before anything
 * is pressed, with or without the server. The numbers are the catalog's (limits.json is checked against it).
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

export interface Ground {
  /** The smaller end of the spread for this sex and height: what keeps a distance. */
  low: Scale
  limits: PlanLimits
  bones: Bone[]
}

const PARTS = limits.parts as Record<string, PartRule>
const ZONES = limits.zones as Record<string, ZoneRule>
const THUMBS = new Set(['thumb', 'reinforced-thumb', 'two-fingers'])
/** Centres of thumbs and fingertips stay this far from the midline. */
const THUMB_CENTRE_M = 0.03
const S1_ALONG = 0.955

// ANSUR II (Gordon 2014): mean minus two residual standard deviations, as the server's nominal scale has it.
const LOW: Record<'female' | 'male', { biacromial_m: [number, number, number]; crest_m: [number, number, number] }> = {
  male: { biacromial_m: [0.1546, 0.1486, 0.0162], crest_m: [0.0722, 0.2183, 0.0202] },
  female: { biacromial_m: [0.1028, 0.1612, 0.0151], crest_m: [0.0676, 0.2041, 0.0181] },
}

export function lowScale(sex: Sex, height_m: number): Scale {
  const sexes = sex === 'unspecified' ? (['female', 'male'] as const) : ([sex] as const)
  const least = (read: (row: (typeof LOW)['female']) => [number, number, number]): number =>
    Math.min(
      ...sexes.map((each) => {
        const [intercept, slope, sd] = read(LOW[each])
        return intercept + slope * height_m - 2 * sd
      }),
    )
  return { across_m: least((row) => row.biacromial_m) / 2, along_m: least((row) => row.crest_m) / 0.861 }
}

/** The rim of the patch and its centre, in metres at the smaller end. */
function patch(x_m: number, y_m: number, part: PartRule): Point[] {
  const points: Point[] = [[x_m, y_m]]
  for (let i = 0; i < 16; i++) {
    const turn = (i * Math.PI) / 8
    points.push([x_m + part.half_across_m * Math.cos(turn), y_m + part.half_along_m * Math.sin(turn)])
  }
  return points
}

function isIn(zone: ZoneRule, [x_m, y_m]: Point, low: Scale): boolean {
  const away_m = Math.abs(x_m)
  const along = y_m / low.along_m
  const outer_m = zone.outer_m ?? (zone.outer_across ?? 0) * low.across_m
  const starts_m = zone.inner_m ?? 0
  // Rounding must not bar a part that stands exactly at the edge.
  const isAcross = starts_m === 0 ? away_m < outer_m - 1e-9 : away_m > starts_m + 1e-9 && away_m < outer_m - 1e-9
  return isAcross && along > (zone.along_low ?? -1) && along < (zone.along_high ?? 2)
}

/** Distance from a point to a polyline, in metres. */
function fromLine([x, y]: Point, line: Point[], low: Scale): number {
  let least = Infinity
  for (let i = 0; i < line.length - 1; i++) {
    const [ax, ay] = [line[i]![0] * low.across_m, line[i]![1] * low.along_m]
    const [bx, by] = [line[i + 1]![0] * low.across_m, line[i + 1]![1] * low.along_m]
    const [dx, dy] = [bx - ax, by - ay]
    const length = dx * dx + dy * dy
    const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
    least = Math.min(least, Math.hypot(x - ax - t * dx, y - ay - t * dy))
  }
  return least
}

/** Null when the part may press here at this level, else what it is too near to, in words. */
export function whyNot(point: Point, part: string, level: number, ground: Ground): string | null {
  const rule = PARTS[part]
  const { low } = ground
  if (!rule) return 'a part of the hand that is not known'
  if (level > Math.min(rule.max_level, ground.limits.max_level)) return 'more pressure than is allowed'
  const [x_m, y_m] = [point[0] * low.across_m, point[1] * low.along_m]
  if (THUMBS.has(part) && Math.abs(x_m) < THUMB_CENTRE_M - 1e-9 && point[1] < S1_ALONG) return 'the spine'
  if (Math.abs(point[0]) > 1 || point[1] < -0.2 || point[1] > 1.15) return 'the edge of the back'
  const rim = patch(x_m, y_m, rule)
  for (const [name, zone] of Object.entries(ZONES)) {
    if (zone.only && zone.only !== part) continue
    if (name === 'bone') {
      const near = ground.bones.some((bone) => rim.some((each) => fromLine(each, bone.line, low) < bone.half_width_m))
      if (near && level > (zone.allow[part] ?? 0)) return zone.says
    } else if (rim.some((each) => isIn(zone, each, low)) && level > (zone.allow[part] ?? 0)) return zone.says
  }
  const half_m = Math.max(rule.half_across_m, rule.half_along_m)
  for (const circle of ground.limits.avoid) {
    const away_m = Math.hypot(x_m - circle.across * low.across_m, y_m - circle.along * low.along_m)
    if (away_m < circle.radius_m + half_m) return 'a place to leave alone'
  }
  return null
}

/** The same for a whole stroke: the first thing on its way that stands against this level. */
export function whyNotPath(path: Point[], part: string, level: number, ground: Ground): string | null {
  for (const point of path) {
    const why = whyNot(point, part, level, ground)
    if (why) return why
  }
  return null
}
