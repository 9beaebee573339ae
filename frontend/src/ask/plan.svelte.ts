/** From the last question to the plan: what is missing, what the server says, and where each of it is mended. */
import { desk } from '../desk.svelte'
import { route } from '../route.svelte'
import { stepOfField } from '../pure/asking'
import { WARNING_SECTION } from '../pure/catalog'
import { type Draft, fieldOf, type FieldProblem, gaps, isHurting, requestOf } from '../pure/draft'
import { capital } from '../pure/words'
import { askPlan } from '../plan/ask'
import { focusField, form } from './form.svelte'
import { walk } from './walk.svelte'

/** 'planned' and 'look' have gone on by themselves; anything else is what to tell. */
export async function planIt(): Promise<string> {
  const draft = $state.snapshot(desk.draft) as Draft
  const groups = walk.sections.map((each) => ({ id: each.id, questions: each.conditions.map((one) => one.id) }))
  const warnings = groups.find((each) => each.id === WARNING_SECTION)?.questions ?? []
  form.problems = gaps(draft, groups, isHurting(draft) ? warnings : [])
  if (form.problems.length > 0) return look(form.problems)
  const request = requestOf(draft)
  const outcome = await askPlan(request, desk.again)
  if (outcome.kind === 'away') return outcome.title
  if (outcome.kind === 'problems') {
    form.problems = outcome.problems.map((each) => {
      const field = fieldOf(each.where, request.receiver.conditions)
      return { field, says: [each.what, each.way_out].filter(Boolean).map(sentence).join(' ') }
    })
    return form.problems.length > 0 ? look(form.problems) : outcome.title
  }
  desk.setEvening(outcome.evening)
  route.go(outcome.kind === 'no' ? '/answer' : '/plan')
  return 'planned'
}

function look(problems: FieldProblem[]): string {
  const first = problems[0]!
  const step = stepOfField(first.field, walk.steps, desk.conditions)
  if (step === walk.step.id) focusField(first.field)
  else walk.go(step)
  return 'look'
}

function sentence(text: string): string {
  const whole = capital(text)
  return /[.?]$/.test(whole) ? whole : `${whole}.`
}
