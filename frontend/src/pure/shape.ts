/** The evening's shape: width is minutes, height and colour are pressure. */
import type { Step } from '../api'
import { rowsOf } from './rows'

/** A stretch of the silhouette between two gaps: as SVG path data in a box of width 1000 and height 100. */
export interface Hill {
  d: string
  level: number
  /** Where it begins and ends, as a share of the whole. */
  from: number
  to: number
  steps: number[]
}

const HEIGHTS = [0.1, 0.3, 0.48, 0.7, 0.86, 1]
/** How far a change of pressure reaches to both sides, as a share of the whole. */
const SOFT = 0.026
const SAMPLES = 256
const W = 1000
const H = 100

interface Stretch {
  from: number
  to: number
  level: number
  steps: number[]
}

/** Stretches of one row each; a pause belongs to what comes before it, so that there are no slits. */
function stretchesOf(steps: Step[], duration_s: number): Stretch[] {
  const found: Stretch[] = []
  let waiting: number[] = []
  for (const row of rowsOf(steps)) {
    const before = found[found.length - 1]
    const to = (row.start_s + row.duration_s) / duration_s
    if (row.is_pause && row.technique !== 'rest') {
      if (before) {
        before.to = to
        before.steps.push(...row.steps)
      } else waiting = [...waiting, ...row.steps]
      continue
    }
    found.push({ from: before ? before.to : 0, to, level: row.level ?? 0, steps: [...waiting, ...row.steps] })
    waiting = []
  }
  const last = found[found.length - 1]
  if (last) last.to = 1
  return found
}

/** The height at each of the samples, 0 to 1: pressure, softened so that it flows, low at both ends. */
function skyline(stretches: Stretch[]): number[] {
  const raw = Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const x = i / SAMPLES
    const here = stretches.find((each) => x <= each.to) ?? stretches[stretches.length - 1]
    return HEIGHTS[here?.level ?? 0] ?? 0.1
  })
  const reach = Math.ceil(3 * SOFT * SAMPLES)
  return raw.map((_, i) => {
    let [sum, weights] = [0, 0]
    for (let k = -reach; k <= reach; k++) {
      const weight = Math.exp(-0.5 * (k / (SOFT * SAMPLES)) ** 2)
      sum += weight * raw[Math.min(SAMPLES, Math.max(0, i + k))]!
      weights += weight
    }
    // It rises out of the ground in the first part of a hundred, and sinks back in the last.
    const end = Math.min(1, Math.min(i, SAMPLES - i) / (0.02 * SAMPLES))
    return (sum / weights) * (0.35 + 0.65 * Math.sin((end * Math.PI) / 2))
  })
}

/** `gap`: the width of the slit between two hills, in the box's units. */
export function hillsOf(steps: Step[], duration_s: number, gap = 5): Hill[] {
  const stretches = stretchesOf(steps, duration_s)
  const line = skyline(stretches)
  const at = (x: number): number => {
    const i = Math.min(SAMPLES - 1, Math.floor((x / W) * SAMPLES))
    const share = (x / W) * SAMPLES - i
    return (line[i]! * (1 - share) + line[i + 1]! * share) * H
  }
  const last = stretches.length - 1
  return stretches.map(({ from, to, level, steps: held }, i) => {
    const left = from * W + (i === 0 ? 0 : gap / 2)
    const right = Math.max(left + 1, to * W - (i === last ? 0 : gap / 2))
    const count = Math.max(2, Math.ceil(((right - left) / W) * SAMPLES))
    const tops = Array.from({ length: count + 1 }, (_, k) => left + ((right - left) * k) / count)
    const top = tops.map((x) => `L${round(x)} ${round(H - at(x))}`).join('')
    return { d: `M${round(left)} ${H}${top}L${round(right)} ${H}Z`, level, from, to, steps: held }
  })
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** The step at a time; the last one at and past the end. */
export function stepAt(steps: Step[], at_s: number): number {
  for (let i = steps.length - 1; i >= 0; i--) if (at_s >= steps[i]!.start_s) return i
  return 0
}

/** The highest pressure of all steps. */
export function highest(steps: Step[]): number {
  return steps.reduce((most, step) => Math.max(most, step.level ?? 0), 0)
}
