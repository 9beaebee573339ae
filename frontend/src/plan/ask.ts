/** Ask the server for a plan, and tell what came back: a plan, a clash, a no, or problems of the form. */
import type { Alternatives, Clearance, Edit, Infeasible, Plan, Problem, Request, Routine } from '../api'
import { ask } from '../net'
import { toldOf, wordsOf } from '../words/problems'
import { said } from '../words/say.svelte'
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

export type Held =
  /** The plan that may be played: the one that was asked about, or one made gentler from it. */
  | { kind: 'held'; plan: Plan; is_gentler: boolean }
  | { kind: 'told'; says: string; is_away: boolean }

/** So often it is asked again while the server is still at it; it answers after twenty seconds at the latest. */
const TRIES = 9

/** Have a plan pressed on its receiver's back; a busy server takes its time. */
export async function askHeld(plan: Plan): Promise<Held> {
  for (let tries = 1; ; tries++) {
    const { status, body, title, problems } = await ask<{ plan: Plan; is_gentler: boolean; type?: string }>('/api/narrow', { plan })
    if (status === 200 && body) return { kind: 'held', plan: body.plan, is_gentler: body.is_gentler }
    if (!isStillChecking(status, body) || tries === TRIES) return { kind: 'told', says: wordsOf(problems.slice(0, 1)) || said(title), is_away: status === 0 || status >= 500 }
  }
}

export function isStillChecking(status: number, body: unknown): boolean {
  return status === 409 && (body as { type?: string } | null)?.type === 'urn:backrub:still-checking'
}

/** What may stand in for a step, by the planner's own word; null when it can't be asked. */
export async function askAlternatives(request: Request, plan: Plan, step: number): Promise<string[] | null> {
  const answer = await ask<Alternatives>('/api/alternatives', { request, plan, step })
  return answer.status === 200 && answer.body ? answer.body.techniques : null
}

/** The plan's pieces under a name, without anybody in them; else why not. */
export async function askRoutine(plan: Plan, name: string): Promise<{ routine: Routine | null; title: string }> {
  const answer = await ask<Routine>('/api/routine', { plan, name })
  return { routine: answer.status === 200 ? answer.body : null, title: toldOf(answer) }
}
