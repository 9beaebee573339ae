/**
 * The atlas on a broad back: its edge further out at the flanks, and its places out to that edge. The same rule as the
 * server's (`catalog/broad.py`), by the numbers that stand with the atlas' own edge; tests/ground.test.ts holds the
 * two together.
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
  const isOnEdge = ([across, along]: Point): boolean => Math.abs(Math.abs(across) - widthAt(right, along)) < 1e-9
  const features = atlas.features.map((feature) => {
    const { geometry, properties } = feature
    const points = geometry.coordinates as never
    if (properties.kind === 'edge') return { ...feature, geometry: { ...geometry, coordinates: (points as Point[]).map(moved) } }
    if (properties.kind !== 'place' || properties.side === 'middle') return feature
    return { ...feature, geometry: { ...geometry, coordinates: (points as Point[][]).map((ring) => widened(ring, moved, isOnEdge)) } }
  })
  return { ...atlas, features }
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
