/** Zones as they are drawn: set in from their borders, with round corners. What counts stays the exact ring. */
import type { Point } from '../api'

function isClosed(ring: Point[]): boolean {
  const [first, last] = [ring[0], ring.at(-1)]
  return !!first && !!last && first[0] === last[0] && first[1] === last[1]
}

/** Twice the area, positive for one way round. */
function turn(ring: Point[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length]!
    return sum + x * ny - nx * y
  }, 0)
}

/** A ring with each side moved inward by so much; the ring may be open or closed, the answer is open. */
export function inset(ring: Point[], by: number): Point[] {
  const points = isClosed(ring) ? ring.slice(0, -1) : ring
  const inward = Math.sign(turn(points)) || 1
  const sides = points.map((a, i) => {
    const b = points[(i + 1) % points.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1
    const [dx, dy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
    return { x: a[0] - dy * by * inward, y: a[1] + dx * by * inward, dx, dy }
  })
  return sides.map((side, i) => {
    const before = sides[(i + sides.length - 1) % sides.length]!
    const across = before.dx * side.dy - before.dy * side.dx
    // Two sides in one line meet where the second begins.
    if (Math.abs(across) < 1e-6) return [side.x, side.y]
    const along = ((side.x - before.x) * side.dy - (side.y - before.y) * side.dx) / across
    return [before.x + before.dx * along, before.y + before.dy * along]
  })
}

/** SVG path data of a closed ring whose corners are cut round by at most `radius`. */
export function rounded(ring: Point[], radius: number): string {
  const points = isClosed(ring) ? ring.slice(0, -1) : ring
  const corner = points.map((at, i) => {
    const towards = (to: Point): Point => {
      const length = Math.hypot(to[0] - at[0], to[1] - at[1]) || 1
      const share = Math.min(radius, length / 2) / length
      return [at[0] + (to[0] - at[0]) * share, at[1] + (to[1] - at[1]) * share]
    }
    return { at, from: towards(points[(i + points.length - 1) % points.length]!), to: towards(points[(i + 1) % points.length]!) }
  })
  const text = ([x, y]: Point): string => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
  return corner.map(({ at, from, to }, i) => `${i === 0 ? 'M' : 'L'}${text(from)}Q${text(at)} ${text(to)}`).join('') + 'Z'
}
