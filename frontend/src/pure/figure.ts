/**
 * The drawn figure in millimetres of skin, on the nominal scale of `body`: breadths at a few levels and curves
 * between them. An estimate for the eye alone; hands and marks go by the chart, which no breadth here moves.
 *
 * Means are ANSUR II (Gordon 2014; clinical notes 3). They grow with height in proportion, and with mass at one
 * height by a power of it: flesh grows like the square root of mass (breadth and depth alike), bone hardly, and
 * the exponents lie between by how much of the breadth is flesh [engineering judgement]. None is over a half, so
 * that a taller person of one mass is never drawn narrower. Nothing is narrower than the chart's own edge: the
 * zones have to lie on the skin.
 */
import type { Point } from '../api'
import { forSex, scaleOf, type BodyMeasures } from './body'

interface Means {
  height_m: number
  bmi: number
  deltoid_m: number
  waist_m: number
  hip_m: number
}

const MEANS: Record<'female' | 'male', Means> = {
  male: { height_m: 1.756, bmi: 27.7, deltoid_m: 0.51, waist_m: 0.326, hip_m: 0.346 },
  female: { height_m: 1.629, bmi: 25.5, deltoid_m: 0.45, waist_m: 0.3, hip_m: 0.354 },
}

const POWER = { neck: 0.25, deltoid: 0.3, chest: 0.4, waist: 0.5, hip: 0.4, arm: 0.5 }
/** Beyond these a drawing stops to be a back; between them mass is followed. */
const LEAST_BMI = 13
const MOST_BMI = 60

/** Half breadths [mm of the drawing]. */
export interface Breadths {
  neck: number
  deltoid: number
  chest: number
  waist: number
  hip: number
  /** How thick the upper arm is. */
  arm: number
}

// The chart's edge at those levels (the atlas), and what is left beside it.
const EDGE = { neck: 0.3, chest: 0.8, waist: 0.68, hip: 0.84 }
const BESIDE = 7

export function breadthsOf(body: BodyMeasures): Breadths {
  const half = scaleOf(body).across_m * 1000
  const mean = (read: (means: Means) => number): number => forSex(body.sex, MEANS, read)
  const tall = body.height_m / mean((means) => means.height_m)
  const bmi = Math.min(MOST_BMI, Math.max(LEAST_BMI, body.mass_kg / body.height_m ** 2))
  const girth = bmi / mean((means) => means.bmi)
  const measured = (whole_m: number, power: number): number => whole_m * 500 * tall * girth ** power
  const meanHalf = scaleOf({ ...body, height_m: mean((means) => means.height_m) }).across_m * 1000
  const fromEdge = (edge: number, power: number): number => edge * meanHalf * tall * girth ** power
  const atLeast = (edge: number, value: number): number => Math.max(edge * half + BESIDE, value)
  return {
    neck: atLeast(EDGE.neck, fromEdge(EDGE.neck, POWER.neck)),
    deltoid: Math.max(1.08 * half, measured(mean((means) => means.deltoid_m), POWER.deltoid)),
    chest: atLeast(EDGE.chest, fromEdge(EDGE.chest, POWER.chest)),
    waist: atLeast(EDGE.waist, measured(mean((means) => means.waist_m), POWER.waist)),
    hip: atLeast(EDGE.hip, measured(mean((means) => means.hip_m), POWER.hip)),
    arm: 84 * tall * girth ** POWER.arm,
  }
}

/** Everything drawn, as SVG path data in millimetres. */
export interface Figure {
  /** Trunk and arms in one line. */
  outline: string
  /** The trunk and the arms each by themselves: what light falls on, and what lies beside it. */
  trunk: string
  arms: string
  head: { x: number; y: number; rx: number; ry: number }
  towel: string
  spine: { x: number; top: number; bottom: number; width: number }
  blades: string
  box: { x: number; y: number; width: number; height: number }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** A smooth curve through points (Catmull-Rom as cubic Béziers), going on from `d` or beginning anew. */
function smooth(points: Point[], begin = 'M'): string {
  const at = (i: number): Point => points[Math.min(points.length - 1, Math.max(0, i))]!
  let d = `${begin}${round(at(0)[0])} ${round(at(0)[1])}`
  for (let i = 0; i < points.length - 1; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const c1 = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6]
    const c2 = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6]
    d += `C${[...c1, ...c2, p2[0], p2[1]].map((value) => round(value)).join(' ')}`
  }
  return d
}

function mirrored(points: Point[]): Point[] {
  return points.map(([x, y]) => [-x, y] as Point).reverse()
}

/** How far down the figure goes; a view may end before. */
const BOTTOM = 1.36

export function figureOf(body: BodyMeasures): Figure {
  const scale = scaleOf(body)
  const half = scale.across_m * 1000
  const length = scale.along_m * 1000
  const { neck, deltoid, chest, waist, hip, arm } = breadthsOf(body)
  const down = (points: Point[]): Point[] => points.map(([x, along]) => [x, along * length] as Point)
  const flank = down([
    [chest, 0.335],
    [chest, 0.44],
    [(chest * 2 + waist) / 3, 0.58],
    [waist, 0.74],
    [(waist + hip) / 2, 0.88],
    [hip, 1.03],
    [hip * 1.03, 1.16],
    [hip * 1.02, BOTTOM],
  ])
  // The arms lie beside the trunk and leave it a little, whoever's hips they have to pass.
  const side = Math.max(chest, hip - 18)
  const inner = down([
    [chest + 3, 0.325],
    [chest + 12, 0.44],
    [side + 30, 0.66],
    [side + 46, 0.86],
    [side + 56, 1.02],
    [side + 44, 1.16],
    [side + 52, BOTTOM],
  ])
  const shoulderEnd = Math.max(deltoid, chest + arm * 0.86)
  const outer = down([
    [neck * 0.97, -0.24],
    [neck, -0.16],
    [Math.max(neck * 1.12, 0.36 * half), -0.09],
    [0.62 * half, -0.015],
    [0.9 * half, 0.05],
    [shoulderEnd * 0.95, 0.14],
    [shoulderEnd, 0.26],
    [Math.max(shoulderEnd * 1.02, chest + 12 + arm), 0.44],
    [side + 30 + arm * 0.95, 0.66],
    [side + 46 + arm * 0.86, 0.84],
    [side + 56 + arm * 0.62, 1.02],
    [side + 54 + arm * 0.8, 1.14],
    [side + 50 + arm * 0.78, BOTTOM],
  ])
  const rightHalf = [smooth(outer, ''), smooth([...inner].reverse(), 'L'), smooth(flank, 'L')].join('')
  const leftHalf = [smooth(mirrored(flank), 'L'), smooth([...mirrored(inner)].reverse(), 'L'), smooth(mirrored(outer), 'L')].join('')
  const neckline = outer.slice(0, 5)
  const trunk = [...neckline, ...down([[Math.max(chest + 4, 0.98 * half), 0.13], [chest + 5, 0.24]]), ...flank]
  const sleeve = [...outer.slice(4), ...[...inner].reverse(), ...down([[Math.max(chest + 4, 0.98 * half), 0.13]])]
  const towel = down([
    [-hip * 1.08, 1.15],
    [-hip * 0.5, 1.128],
    [0, 1.138],
    [hip * 0.5, 1.128],
    [hip * 1.08, 1.15],
  ])
  const blade = down([
    [half * 0.46, 0.15],
    [half * 0.45, 0.26],
    [half * 0.5, 0.4],
    [half * 0.55, 0.45],
    [half * 0.62, 0.42],
  ])
  const head = { rx: 78 * (length / 440), ry: 104 * (length / 440) }
  const top = -0.17 * length - 2 * head.ry
  const reach = Math.max(...outer.map(([x]) => x)) + 4
  return {
    outline: `M${rightHalf}${leftHalf}Z`,
    trunk: `${smooth([...trunk, ...mirrored(trunk)])}Z`,
    arms: `${smooth(sleeve)}Z${smooth(sleeve.map(([x, y]) => [-x, y] as Point))}Z`,
    head: { x: 0, y: top + head.ry, ...head },
    towel: `${smooth(towel)}L${round(hip * 1.08)} ${round(BOTTOM * length)}L${round(-hip * 1.08)} ${round(BOTTOM * length)}Z`,
    spine: { x: 0, top: -0.19 * length, bottom: 0.95 * length, width: half * 0.15 },
    blades: `${smooth(blade)}${smooth(blade.map(([x, y]) => [-x, y] as Point))}`,
    box: { x: -reach, y: top - 4, width: 2 * reach, height: BOTTOM * length - top + 4 },
  }
}
