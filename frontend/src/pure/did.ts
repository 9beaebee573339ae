/** What people changed in an evening, as this device saw it: the same kinds as the server tells of its events. */
import type { ChangeKind } from '../api'
import type { Given, Live } from './live'

export interface Did {
  kind: ChangeKind
  /** The step it was changed at, in the plan as it stood then. */
  step: number
}

const ACTIVE = ['running', 'paused', 'holding']
/** What counts where anything of the session is another one afterwards. */
const BY_COMMAND: Partial<Record<string, ChangeKind>> = { softer: 'softer', harder: 'harder', extend: 'extended' }
/** What counts where the score goes on from another moment. */
const BY_MOVE: Partial<Record<string, ChangeKind>> = { skip: 'skipped', back: 'went-back' }
/** What counts where the session comes to stand in another way. */
const BY_STATUS: Partial<Record<Live['status'], ChangeKind>> = { paused: 'paused', holding: 'held', stopped: 'stopped' }

/** What a command changed, from how the session was right before it and how it is right after. */
export function kindsOf(before: Live, after: Live, given: Given): ChangeKind[] {
  const found = [saidOf(before, given), after === before ? undefined : BY_COMMAND[given.kind], movedOf(before, after, given)]
  if (given.kind === 'restart' && before.status === 'stopped' && after.status === 'running') found.push('restarted')
  if (after.status !== before.status) found.push(BY_STATUS[after.status])
  return found.filter((kind) => kind !== undefined)
}

/** A number is said, whatever follows from it; at a tender spot it is an answer to the loop's own question. */
function saidOf({ status, spot }: Live, given: Given): ChangeKind | undefined {
  if (given.kind !== 'pain' || !ACTIVE.includes(status)) return undefined
  return spot && status === 'running' && spot.phase !== 'where' && spot.phase !== 'ended' ? undefined : 'pain'
}

function movedOf(before: Live, after: Live, given: Given): ChangeKind | undefined {
  return after.position_s === before.position_s ? undefined : BY_MOVE[given.kind]
}

/** How often each kind was changed. */
export function countsOf(did: Did[]): { kind: ChangeKind; count: number }[] {
  const counts = new Map<ChangeKind, number>()
  for (const { kind } of did) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts].map(([kind, count]) => ({ kind, count }))
}

/** What was changed at a step, each kind once. */
export function changedAt(did: Did[], step: number): ChangeKind[] {
  return [...new Set(did.filter((each) => each.step === step).map((each) => each.kind))]
}
