/** Where the hands may lie in a pause: warm, still, and nowhere that is to be left alone. */
import type { Plan } from '../api'
import { scaleOf } from './body'

const PLACES = [
  { id: 'low-back', along: 0.86, says: 'Rest your hands on the lower back. Nobody hurries.' },
  { id: 'upper-back', along: 0.3, says: 'Rest your hands between the shoulder blades. Nobody hurries.' },
] as const
const AWAY = 'Take your hands off and cover the back. Nobody hurries.'
/** So far from its middle two resting hands reach. [m] */
const REACH_M = 0.11

export function whereToRest(plan: Plan): string {
  const { across_m, along_m } = scaleOf(plan.body)
  const { avoid, forbidden_places, place_max_level } = plan.limits
  const may = PLACES.find(
    ({ id, along }) =>
      !forbidden_places.includes(id) &&
      (place_max_level[id] ?? 1) >= 1 &&
      avoid.every((circle) => Math.hypot(circle.across * across_m, (circle.along - along) * along_m) > circle.radius_m + REACH_M),
  )
  return may?.says ?? AWAY
}
