/** Zones of the back, from the atlas, and the marks people put on them. */
import type { Point } from '../api'
import type { Map } from './press'

export interface Atlas {
  features: { geometry: { type: string; coordinates: unknown }; properties: Record<string, unknown> }[]
}

export interface Zone {
  id: string
  place: string
  side: 'left' | 'right' | 'middle'
  /** The name that people use. */
  says: string
  /** The name in an atlas of anatomy; the everyday one where there is none. */
  anatomy: string
  ring: Point[]
  centre: Point
}

export function zonesOf(atlas: Atlas): Zone[] {
  const zones: Zone[] = []
  for (const { geometry, properties } of atlas.features) {
    if (geometry.type !== 'Polygon' || properties.kind !== 'place') continue
    const ring = (geometry.coordinates as Point[][])[0] ?? []
    const place = String(properties.place)
    const side = properties.side as Zone['side']
    const says = String(properties.says ?? place)
    const anatomy = String(properties.anatomy ?? says)
    zones.push({ id: `${place} ${side}`, place, side, says, anatomy, ring, centre: centreOf(ring) })
  }
  return zones.sort((a, b) => a.centre[1] - b.centre[1] || a.centre[0] - b.centre[0])
}

/** What a hand has to know of the ground: bones on both sides, the trunk's edge on the right, the places. */
export function mapOf(atlas: Atlas): Map {
  const lines = (kind: string): Atlas['features'] => atlas.features.filter(({ properties }) => properties.kind === kind)
  const places: Record<string, Point[][]> = {}
  for (const { geometry, properties } of lines('place'))
    (places[String(properties.place)] ??= []).push((geometry.coordinates as Point[][])[0] ?? [])
  const edges = lines('edge').map(({ geometry }) => geometry.coordinates as Point[])
  return {
    bones: lines('bone').map(({ geometry, properties }) => ({
      line: geometry.coordinates as Point[],
      half_width_m: Number(properties.half_width_m ?? 0.01),
    })),
    edge: edges.find((line) => (line[0]?.[0] ?? 0) > 0) ?? [],
    places,
  }
}

/** The place's words, by its id. */
export function placeNames(zones: Zone[]): Record<string, string> {
  return Object.fromEntries(zones.map((zone) => [zone.place, zone.says]))
}

/** The centroid of a ring. */
export function centreOf(ring: Point[]): Point {
  let [area, x, y] = [0, 0, 0]
  for (let i = 0; i < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const cross = a[0] * b[1] - b[0] * a[1]
    area += cross
    x += (a[0] + b[0]) * cross
    y += (a[1] + b[1]) * cross
  }
  return area === 0 ? (ring[0] ?? [0, 0]) : [x / (3 * area), y / (3 * area)]
}

export function isInside(ring: Point[], point: Point): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[i]!, ring[j]!]
    if (a[1] > point[1] !== b[1] > point[1] && point[0] < ((b[0] - a[0]) * (point[1] - a[1])) / (b[1] - a[1]) + a[0])
      inside = !inside
  }
  return inside
}

function apart(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** The zone that a point lies in, else the nearest one. */
export function zoneOf(zones: Zone[], point: Point): Zone | undefined {
  const holding = zones.filter((zone) => isInside(zone.ring, point))
  const among = holding.length > 0 ? holding : zones
  return [...among].sort((a, b) => apart(a.centre, point) - apart(b.centre, point))[0]
}

/** So far outside the edge a mark still counts as on the back, in the chart: a finger is not finer. The server's own margin. */
const OFF_MARGIN = 0.05
/** Half the strip along the spine, and where it ends above the sacrum, in the chart. */
export const SPINE = { half_across: 0.1, from: -0.2, to: 0.955 }

/** Whether a mark may be there, by the trunk's edge on the right: the same rule as the server's. */
export function isOnBack(edge: Point[], [across, along]: Point): boolean {
  const [first, last] = [edge[0], edge.at(-1)]
  if (!first || !last || along < first[1] - OFF_MARGIN || along > last[1] + OFF_MARGIN) return false
  return Math.abs(across) <= widthAt(edge, along) + OFF_MARGIN
}

/** How far the edge is from the middle at a level; beyond its ends it goes on straight. */
export function widthAt(edge: Point[], along: number): number {
  if (edge.length === 0) return 0
  if (along <= edge[0]![1]) return edge[0]![0]
  for (let i = 1; i < edge.length; i++) {
    const [a, b] = [edge[i - 1]!, edge[i]!]
    if (along <= b[1]) return b[1] === a[1] ? b[0] : a[0] + ((b[0] - a[0]) * (along - a[1])) / (b[1] - a[1])
  }
  return edge.at(-1)![0]
}

/** Whether a point lies on the strip that nothing presses. */
export function isOnSpine([across, along]: Point): boolean {
  return Math.abs(across) < SPINE.half_across && along >= SPINE.from && along < SPINE.to
}

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

const ASIDE_COSTS = 3

/** The next zone in a direction: the nearest one within 60 degrees of it, else the one we are on. */
export function neighbour(zones: Zone[], from: Zone, arrow: Arrow): Zone {
  const [dx, dy] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[arrow] as [number, number]
  let best = from
  let least = Infinity
  for (const zone of zones) {
    const [x, y] = [zone.centre[0] - from.centre[0], zone.centre[1] - from.centre[1]]
    const ahead = x * dx + y * dy
    const length = Math.hypot(x, y)
    if (zone.id === from.id || length === 0 || ahead / length < 0.5) continue
    // What lies straight ahead, as the other side of the same place does, wins over what is near but aside.
    const cost = ahead + ASIDE_COSTS * Math.sqrt(Math.max(0, length ** 2 - ahead ** 2))
    if (cost < least) [best, least] = [zone, cost]
  }
  return best
}
