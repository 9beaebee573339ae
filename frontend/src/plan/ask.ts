/** Ask the server for a plan, and tell what came back: a plan, a clash, a no, or problems of the form. */
import type { Clearance, Edit, Infeasible, Plan, Problem, Request, Routine } from '../api'
import { ask } from '../net'
import type { Evening } from '../desk.svelte'

interface PlanBody {
  clearance?: Clearance
  plan?: Plan
  infeasible?: Infeasible
}

export type Outcome =
  | { kind: 'plan' | 'clash' | 'no'; evening: Evening }
  | { kind: 'problems'; problems: Problem[]; title: string }
  | { kind: 'away'; title: string }

/** With a routine, its pieces are planned afresh for whoever lies down. */
export async function askPlan(request: Request, routine: Routine | null = null): Promise<Outcome> {
  return outcomeOf(request, await ask<PlanBody>('/api/plan', routine ? { request, routine } : { request }))
}

export async function askReplan(request: Request, plan: Plan, edits: Edit[]): Promise<Outcome> {
  return outcomeOf(request, await ask<PlanBody>('/api/replan', { request, plan, edits }))
}

function outcomeOf(request: Request, answer: Awaited<ReturnType<typeof ask<PlanBody>>>): Outcome {
  const { status, body, problems, title } = answer
  const clearance = body?.clearance ?? null
  const evening: Evening = { request, clearance, plan: null, infeasible: null }
  if (status === 200 && body?.plan) return { kind: 'plan', evening: { ...evening, plan: body.plan } }
  if (status === 409 && body?.infeasible) return { kind: 'clash', evening: { ...evening, infeasible: body.infeasible } }
  if (status === 403 && clearance) return { kind: 'no', evening }
  if (status === 0 || status >= 500) return { kind: 'away', title }
  return { kind: 'problems', problems, title }
}
