/** From the last question to the plan: what is missing, what the server says, and where each of it is mended. */
import { desk } from '../desk.svelte'
import { route } from '../route.svelte'
import { stepOfField } from '../pure/asking'
import { WARNING_SECTION } from '../pure/catalog'
import { type Draft, fieldOf, type FieldProblem, gaps, isHurting, requestOf } from '../pure/draft'
import { capital } from '../pure/words'
import { askPlan } from '../plan/ask'
import { focusField, form } from './form.svelte'
import { said } from '../words/say.svelte'
import { walk } from './walk.svelte'

export interface Planned {
  is_planned: boolean
  /** What to tell beside the button; empty where the page has gone on by itself. */
  told: string
}

export async function planIt(): Promise<Planned> {
  const draft = $state.snapshot(desk.draft) as Draft
  const groups = walk.sections.map((each) => ({ id: each.id, questions: each.conditions.map((one) => one.id) }))
  const warnings = groups.find((each) => each.id === WARNING_SECTION)?.questions ?? []
  form.problems = gaps(draft, groups, isHurting(draft) ? warnings : [])
  if (form.problems.length > 0) return look(form.problems)
  const request = requestOf(draft)
  const is_here = route.stay()
  const outcome = await askPlan(request, desk.again)
  if (!is_here()) return untold(false)
  if (outcome.kind === 'away') return { is_planned: false, told: said(outcome.title) }
  if (outcome.kind === 'problems') {
    form.problems = outcome.problems.map((each) => {
      const field = fieldOf(each.where, request.receiver.conditions)
      return { field, says: [each.what, each.way_out].filter(Boolean).map(sentence).join(' ') }
    })
    return form.problems.length > 0 ? look(form.problems) : { is_planned: false, told: said(outcome.title) }
  }
  desk.setEvening(outcome.evening)
  route.go(outcome.kind === 'no' ? '/answer' : '/plan')
  return untold(true)
}

function untold(is_planned: boolean): Planned {
  return { is_planned, told: '' }
}

function look(problems: FieldProblem[]): Planned {
  const first = problems[0]!
  const step = stepOfField(first.field, walk.steps, desk.conditions)
  if (step === walk.step.id) focusField(first.field)
  else walk.go(step)
  return untold(false)
}

function sentence(text: string): string {
  const whole = capital(text)
  return /[.?]$/.test(whole) ? whole : `${whole}.`
}
