/**
 * A back drawn in the chart: metres of skin, origin at C7, down the spine positive, the receiver's right
 * positive. Lengths follow sex and height by the regressions of ANSUR II (Gordon 2014), widths by mass.
 */
import type { Point, Sex } from '../api'
import type { Scale } from './motion'

export interface BodyMeasures {
  sex: Sex
  height_m: number
  mass_kg: number
}

interface Regression {
  biacromial_m: [number, number]
  crest_m: [number, number]
  waist_m: number
  hip_m: number
  deltoid_m: number
  bmi: number
}

// Gordon 2014 (ANSUR II): breadths are means of 4,082 men and 1,986 women; crest to PSIS: L4 lies at .861.
const MEASURED: Record<'female' | 'male', Regression> = {
  male: { biacromial_m: [0.1546, 0.1486], crest_m: [0.0722, 0.2183], waist_m: 0.326, hip_m: 0.346, deltoid_m: 0.51, bmi: 27.7 },
  female: { biacromial_m: [0.1028, 0.1612], crest_m: [0.0676, 0.2041], waist_m: 0.3, hip_m: 0.354, deltoid_m: 0.45, bmi: 25.5 },
}

function of<T>(sex: Sex, read: (row: Regression) => T, mean: (a: T, b: T) => T): T {
  if (sex === 'unspecified') return mean(read(MEASURED.female), read(MEASURED.male))
  return read(MEASURED[sex])
}

const middle = (a: number, b: number): number => (a + b) / 2

/** The nominal scale of this body: half the biacromial breadth, and C7 to the PSIS line. */
export function scaleOf(body: BodyMeasures): Scale {
  const across = of(body.sex, (row) => (row.biacromial_m[0] + row.biacromial_m[1] * body.height_m) / 2, middle)
  const along = of(body.sex, (row) => (row.crest_m[0] + row.crest_m[1] * body.height_m) / 0.861, middle)
  return { across_m: across, along_m: along }
}

/** Everything drawn, as SVG path data in millimetres. */
export interface Figure {
  outline: string
  head: { x: number; y: number; rx: number; ry: number }
  towel: string
  arms: string
  spine: { x: number; top: number; bottom: number }
  blades: string
  box: { x: number; y: number; width: number; height: number }
}

/** One unit of the drawing is a millimetre of skin. */
export function toDrawing(point: Point, scale: Scale): Point {
  return [point[0] * scale.across_m * 1000, point[1] * scale.along_m * 1000]
}

export function fromDrawing(x: number, y: number, scale: Scale): Point {
  return [x / 1000 / scale.across_m, y / 1000 / scale.along_m]
}

/** A smooth curve through points (Catmull-Rom as cubic Béziers). */
function smooth(points: Point[]): string {
  const at = (i: number): Point => points[Math.min(points.length - 1, Math.max(0, i))]!
  let d = `M${round(at(0)[0])} ${round(at(0)[1])}`
  for (let i = 0; i < points.length - 1; i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const c1 = [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6]
    const c2 = [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6]
    d += `C${[...c1, ...c2, p2[0], p2[1]].map((value) => round(value)).join(' ')}`
  }
  return d
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function mirrored(points: Point[]): Point[] {
  return points.map(([x, y]) => [-x, y] as Point).reverse()
}

export function figureOf(body: BodyMeasures): Figure {
  const scale = scaleOf(body)
  const shoulder = scale.across_m * 1000
  const length = scale.along_m * 1000
  const usual = of(body.sex, (row) => row.bmi, middle)
  const bmi = body.mass_kg / (body.height_m * body.height_m)
  // Breadth grows about with the square root of mass at the same height; held where a drawing stays a back.
  const girth = Math.min(1.35, Math.max(0.86, Math.sqrt(bmi / usual)))
  const ratio = shoulder / (of(body.sex, (row) => row.biacromial_m[0] + row.biacromial_m[1] * 1.7, middle) * 500)
  const deltoid = (of(body.sex, (row) => row.deltoid_m, middle) * 500 * ratio * (1 + girth)) / 2
  const waist = of(body.sex, (row) => row.waist_m, middle) * 500 * girth * ratio * 0.94
  const hip = of(body.sex, (row) => row.hip_m, middle) * 500 * ((girth + 1) / 2) * ratio
  const neck = 58 * ratio * ((girth + 2) / 3)
  const chest = shoulder * 0.86 * ((girth + 1) / 2)
  const side: Point[] = [
    [neck * 0.98, -0.27 * length],
    [neck, -0.12 * length],
    [neck * 1.5, -0.03 * length],
    [shoulder * 0.72, 0.035 * length],
    [shoulder * 0.98, 0.09 * length],
    [deltoid * 0.97, 0.17 * length],
    [deltoid, 0.27 * length],
  ]
  const flank: Point[] = [
    [chest * 1.0, 0.36 * length],
    [chest * 0.98, 0.48 * length],
    [(chest + waist) / 2, 0.62 * length],
    [waist, 0.76 * length],
    [(waist + hip) / 2 + 2, 0.88 * length],
    [hip, 1.0 * length],
    [hip * 1.05, 1.13 * length],
    [hip * 1.04, 1.26 * length],
  ]
  const trunk = [...side.slice(0, 5), [chest * 1.06, 0.22 * length] as Point, ...flank]
  const outline = `${smooth([...trunk, ...mirrored(trunk)])}Z`
  const arm: Point[] = [
    ...side.slice(3),
    [deltoid * 1.04, 0.42 * length],
    [deltoid * 1.07, 0.62 * length],
    [deltoid * 1.12, 0.85 * length],
    [deltoid * 1.12, 1.26 * length],
    [deltoid * 0.9, 1.26 * length],
    [deltoid * 0.9, 0.9 * length],
    [deltoid * 0.86, 0.66 * length],
    [chest * 1.03, 0.4 * length],
  ]
  const towel: Point[] = [
    [-hip * 1.1, 1.06 * length],
    [-hip * 0.5, 1.045 * length],
    [0, 1.055 * length],
    [hip * 0.5, 1.045 * length],
    [hip * 1.1, 1.06 * length],
  ]
  const blade: Point[] = [
    [shoulder * 0.42, 0.13 * length],
    [shoulder * 0.4, 0.24 * length],
    [shoulder * 0.5, 0.38 * length],
    [shoulder * 0.58, 0.42 * length],
  ]
  const edge = hip * 1.1
  const reach = deltoid * 1.14
  return {
    outline,
    head: { x: 0, y: -0.36 * length, rx: 76 * ratio, ry: 104 * ratio },
    towel: `${smooth(towel)}L${round(edge)} ${round(1.27 * length)}L${round(-edge)} ${round(1.27 * length)}Z`,
    arms: `${smooth(arm)}Z${smooth(arm.map(([x, y]) => [-x, y] as Point))}Z`,
    spine: { x: 0, top: -0.02 * length, bottom: 0.97 * length },
    blades: `${smooth(blade)}${smooth(blade.map(([x, y]) => [-x, y] as Point))}`,
    box: { x: -reach, y: -0.36 * length - 106 * ratio, width: 2 * reach, height: 1.62 * length + 106 * ratio },
  }
}
