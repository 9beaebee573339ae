/** What screening changed of the wishes: the old one to cross out, the new one beside it. */
import type { Clearance, Plan, Request } from '../api'
import { levelWord } from './words'

export interface Change {
  what: string
  was: string
  now: string
}

const POSITIONS = { prone: 'lying on the front', seated: 'sitting, leaning on pillows' } as const

export function changesOf(request: Request, clearance: Clearance | null, plan: Plan): Change[] {
  const changes: Change[] = []
  const level = plan.level
  if (request.wishes.level > level)
    changes.push({ what: 'Pressure', was: `up to ${levelWord(request.wishes.level).toLowerCase()}`, now: `up to ${levelWord(level).toLowerCase()}` })
  const minutes = Math.round(plan.duration_s / 60)
  if (request.wishes.minutes - minutes > request.wishes.minutes * 0.03)
    changes.push({ what: 'Time', was: `${request.wishes.minutes} minutes`, now: `${minutes} minutes` })
  if (request.wishes.position !== plan.position)
    changes.push({ what: 'Position', was: POSITIONS[request.wishes.position], now: POSITIONS[plan.position] })
  if (request.kit.oil !== plan.kit.oil) changes.push({ what: 'Oil', was: request.kit.oil, now: plan.kit.oil === 'none' ? 'no oil' : plan.kit.oil })
  else if (clearance?.forbidden_oils.includes(request.kit.oil)) changes.push({ what: 'Oil', was: request.kit.oil, now: 'another oil, or none' })
  if (request.kit.massager && !plan.kit.massager) changes.push({ what: 'Massager', was: 'used', now: 'hands only' })
  if (request.kit.stones_c !== null && plan.kit.stones_c === null) changes.push({ what: 'Stones', was: 'used', now: 'left out' })
  return changes
}
