/**
 * The atlas on a broad back: its edge further out at the flanks, its places and the crest of the hip out to that edge.
 * The same rule as the server's (`catalog/broad.py`), by the numbers that stand with the atlas' own edge;
 * tests/ground.test.ts holds the two together.
 */
import type { Point } from '../api'
import type { BodyMeasures } from './body'
import { type Atlas, widthAt } from './marks'

type Row = [across_per_kg_m2: number, from_kg_m2: number]

interface Broad {
  along: number[]
  female: Row[]
  male: Row[]
  most_kg_m2: number
  moves_across: [inner: number, outer: number]
}

/** The atlas as it lies on somebody of this sex, height and mass; the lines between places stay where they are. */
export function broadened(atlas: Atlas, body: BodyMeasures): Atlas {
  const edge = atlas.features.find(({ properties }) => properties.kind === 'edge')
  const line = (edge?.geometry.coordinates ?? []) as Point[]
  const broad = edge?.properties.broad as Broad | undefined
  if (!broad) return atlas
  const right = line.map(([across, along]): Point => [Math.abs(across), along])
  const further = furtherAt(broad, body)
  const moved = ([across, along]: Point): Point => [across + Math.sign(across) * widthAt(further, along), along]
  if (further.every(([by]) => by === 0)) return atlas
  const isOnEdge = ([across, along]: Point): boolean => Math.abs(Math.abs(across) - widthAt(right, along)) < 1e-9
  const finer = (line: Point[]): Point[] =>
    line.flatMap((at, i) => {
      const last = line[i - 1]
      return last && isOnEdge(last) && isOnEdge(at) ? [...between(last, at, broad.along), at] : [at]
    })
  const features = atlas.features.map((feature) => {
    const { geometry, properties } = feature
    const points = geometry.coordinates as never
    if (properties.kind === 'edge') return { ...feature, geometry: { ...geometry, coordinates: finer(points).map(moved) } }
    if (properties.kind === 'bone') {
      const end = (points as Point[]).at(-1)!
      return isOnEdge(end) && widthAt(further, end[1]) > 0 ? { ...feature, geometry: { ...geometry, coordinates: [...(points as Point[]), moved(end)] } } : feature
    }
    if (properties.kind !== 'place' || properties.side === 'middle') return feature
    return { ...feature, geometry: { ...geometry, coordinates: (points as Point[][]).map((ring) => widened(finer(ring), moved, isOnEdge)) } }
  })
  return { ...atlas, features }
}

/** Points of a straight line at each of some levels that it passes. */
function between([x0, y0]: Point, [x1, y1]: Point, levels: number[]): Point[] {
  const passed = levels.filter((level) => (level - y0) * (level - y1) < 0).map((level): Point => [x0 + ((x1 - x0) * (level - y0)) / (y1 - y0), level])
  return y1 < y0 ? passed.reverse() : passed
}

/** How much further out the edge lies at each line, as points of a line. */
function furtherAt(broad: Broad, body: BodyMeasures): Point[] {
  const bmi = Math.min(broad.most_kg_m2, body.mass_kg / body.height_m ** 2)
  const sexes = body.sex === 'unspecified' ? (['female', 'male'] as const) : [body.sex]
  return broad.along.map((along, i) => [
    Math.min(...sexes.map((sex) => broad[sex][i]![0] * Math.max(0, bmi - broad[sex][i]![1]))),
    along,
  ])
}

/** A closed ring with each stretch of it along the edge moved out, and straight sides from where it was. */
function widened(ring: Point[], moved: (at: Point) => Point, isOnEdge: (at: Point) => boolean): Point[] {
  const points = ring.slice(0, -1)
  const around = (i: number): boolean => isOnEdge(points[(i + points.length) % points.length]!)
  const out = points.flatMap((at, i) => {
    if (!around(i)) return [at]
    return [...(around(i - 1) ? [] : [at]), moved(at), ...(around(i + 1) ? [] : [at])]
  })
  const found = out.filter((at, i) => i === 0 || at[0] !== out[i - 1]![0] || at[1] !== out[i - 1]![1])
  return [...found, found[0]!]
}
