/** One technique over and over, from the engine: what the moving picture and the practice play. */
import type { Practice } from '../api'
import type { BodyMeasures } from '../pure/body'
import { ask, type Answered } from '../net'

/** The back that is drawn where nobody in particular lies there. */
export const ANYBODY: BodyMeasures = { sex: 'unspecified', height_m: 1.7, mass_kg: 68 }

export async function practise(technique: string, duration_s: number): Promise<Answered<Practice>> {
  const answer = await ask<Practice>('/api/practise', { technique, duration_s })
  return answer.status === 200 ? answer : { ...answer, body: null }
}
