/** What the first page offers: whatever was begun on this device, the nearest to the first stroke first. */
import type { Draft } from './draft'

export type Start =
  | { kind: 'session'; id: string; name: string }
  | { kind: 'plan'; minutes: number; name: string }
  | { kind: 'asking'; name: string }
  | { kind: 'new' }

/** What this device keeps of a session, as far as it matters here. */
export interface KeptSession {
  id: string
  name: string
  status: string
}

export interface KeptPlan {
  lapses_on: string
  duration_s: number
  name: string
}

const OVER = ['stopped', 'finished']

export function startOf(sessions: KeptSession[], plan: KeptPlan | null, draft: Draft, today: string): Start {
  const running = sessions.find((each) => !OVER.includes(each.status))
  if (running) return { kind: 'session', id: running.id, name: running.name }
  // A clearance holds until the day before it lapses; what was planned for another day is asked afresh.
  if (plan && plan.lapses_on > today) return { kind: 'plan', minutes: Math.round(plan.duration_s / 60), name: plan.name }
  if (draft.done.length > 0 && draft.on === today) return { kind: 'asking', name: draft.name.trim() }
  return { kind: 'new' }
}
