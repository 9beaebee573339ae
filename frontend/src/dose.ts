/** What `POST /api/check` answers, in the server's own field names. */

export interface LimitCheck {
  name: string
  says: string
  limit: number
  worst: number
  unit: string
  ok: boolean
  [more: string]: unknown
}

export interface PlaceDose {
  place: string
  side: 'left' | 'right' | 'middle'
  /** How much of its skin hands may work on; `coverage_frac` is the share of that which was reached. */
  workable_m2: number
  coverage_frac: number
  dose_pa_s: number
  peak_pa: number
  /** How often a hand came over its skin, on average. */
  passes: number
  /** The mean time under any hand at each level from 1 to 5. */
  level_s: [number, number, number, number, number]
  /** How far left and right differ by force over time, of their sum: the same for both sides. */
  balance_frac: number
  /** The share of the heat which skin may take that stones gave the warmest of it. */
  heat_frac: number
}

export interface DoseReport {
  limits: LimitCheck[]
  places: PlaceDose[]
  balance_frac: number
  /** No body of that height and mass is within reach: it is the nearest one's. */
  nearest: boolean
  /** Steps whose hands are well below the force they ask for, and for which share of their time. */
  lightened: { step: number; lightened_frac: number }[]
  [more: string]: unknown
}

export type Quantity = 'impulse' | 'peak'

export interface DoseScale {
  quantity: Quantity
  unit: string
  edges: number[]
  most: number
}

/** Path data of 1000 units a metre, seen from above, head up, their left on the left. */
export interface MappedBack {
  width_m: number
  height_m: number
  clay: string
  edge: string
  lines: string
  places: string
}

export interface DosePicture {
  /** Null: the whole. */
  technique: string | null
  quantity: Quantity
  duration_s: number
  /** What lies above each edge of the scale. */
  bands: string[]
}

export interface DoseMap {
  back: MappedBack
  scales: DoseScale[]
  pictures: DosePicture[]
}

/** `POST /api/check {plan}`: the plan pressed on its receiver's own back. */
export interface Checked {
  report: DoseReport
  map: DoseMap
}
