/** Where pillows go, and what stands in for those that are not there. */
import type { Position } from '../api'

export type Spot = 'face' | 'belly' | 'ankles' | 'chest' | 'lean-chest' | 'lean-face' | 'lean-arms'
export type Stuff = 'pillow' | 'rolled-towel' | 'folded-towel' | 'folded-blanket'

export interface Cushion {
  spot: Spot
  stuff: Stuff
}

/**
 * For these pillows, the most helpful place first. A face always rests on a folded towel: nose and mouth stay free.
 * What is short is made of towels and blankets, but a chest lies on the mattress rather than on a hard roll.
 */
export function cushionsFor(position: Position, pillows: number): Cushion[] {
  const order: Spot[] = position === 'prone' ? ['belly', 'ankles', 'chest'] : ['lean-chest', 'lean-face', 'lean-arms']
  const instead: Partial<Record<Spot, Stuff>> = {
    belly: 'folded-towel', ankles: 'rolled-towel', 'lean-chest': 'folded-blanket', 'lean-face': 'folded-towel', 'lean-arms': 'folded-blanket',
  } // prettier-ignore
  const found: Cushion[] = position === 'prone' ? [{ spot: 'face', stuff: 'folded-towel' }] : []
  order.forEach((spot, i) => {
    const stuff = i < pillows ? 'pillow' : instead[spot]
    if (stuff) found.push({ spot, stuff })
  })
  return found
}
