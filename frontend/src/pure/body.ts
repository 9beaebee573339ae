/**
 * A back's size in the chart: metres of skin, origin at C7, down the spine positive, the receiver's right
 * positive. Lengths follow sex and height by the regressions of ANSUR II (Gordon 2014); mass moves none of them.
 */
import type { Point, Sex } from '../api'
import type { Scale } from './motion'

export interface BodyMeasures {
  sex: Sex
  height_m: number
  mass_kg: number
}

type Line = [constant_m: number, per_height: number]

// Gordon 2014 (ANSUR II): 4,082 men and 1,986 women; crest to PSIS: L4 lies at .861.
const LINES: Record<'female' | 'male', { biacromial: Line; crest: Line }> = {
  male: { biacromial: [0.1546, 0.1486], crest: [0.0722, 0.2183] },
  female: { biacromial: [0.1028, 0.1612], crest: [0.0676, 0.2041] },
}

/** A number of one sex's row; of both, the mean, where none is named. */
export function forSex<T>(sex: Sex, rows: Record<'female' | 'male', T>, read: (row: T) => number): number {
  if (sex === 'unspecified') return (read(rows.female) + read(rows.male)) / 2
  return read(rows[sex])
}

/** The nominal scale of this body: half the biacromial breadth, and C7 to the PSIS line. */
export function scaleOf(body: BodyMeasures): Scale {
  const at = ([constant_m, per_height]: Line): number => constant_m + per_height * body.height_m
  return {
    across_m: forSex(body.sex, LINES, (row) => at(row.biacromial)) / 2,
    along_m: forSex(body.sex, LINES, (row) => at(row.crest)) / 0.861,
  }
}

/** One unit of the drawing is a millimetre of skin. */
export function toDrawing(point: Point, scale: Scale): Point {
  return [point[0] * scale.across_m * 1000, point[1] * scale.along_m * 1000]
}

export function fromDrawing(x: number, y: number, scale: Scale): Point {
  return [x / 1000 / scale.across_m, y / 1000 / scale.along_m]
}
