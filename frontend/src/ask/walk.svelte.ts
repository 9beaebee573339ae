/** Where somebody is among the questions: the step is in the history's entry, so Back and a reload find it again. */
import { desk } from '../desk.svelte'
import { route } from '../route.svelte'
import { arranged, isOpen, isScreened, openStep, reopened, type Step, stepOfField, stepsOf } from '../pure/asking'
import { sectionsOf } from '../pure/catalog'
import { dayOf } from '../pure/day'
import { type Draft, emptyDraft } from '../pure/draft'
import { renewed } from '../pure/profiles'
import { form } from './form.svelte'
import { outlook } from './outlook.svelte'

/** The answers to health questions, before any. */
function unanswered(): Partial<Draft> {
  const { answers, groups, bulk_warnings, back_pain, details, cleared, before, changed, done, sore, is_afresh } = emptyDraft()
  return { answers, groups, bulk_warnings, back_pain, details, cleared, before, changed, done, sore, is_afresh }
}

class Walk {
  sections = $derived(arranged(sectionsOf(desk.conditions), desk.draft))
  steps = $derived(stepsOf(desk.draft, this.sections))
  /** The step of the entry; one that is not asked any more gives way to what is open. */
  step = $derived(this.steps.find((each) => each.id === route.state.step) ?? openStep(this.steps, desk.draft, this.sections))
  progress = $derived((this.steps.indexOf(this.step) + 1) / this.steps.length)
  is_first = $derived(this.step.id === this.steps[0]?.id)
  is_busy = $state(false)

  /** Called when the questions open: answers of another day are asked afresh. */
  arrive(): void {
    const today = dayOf(new Date())
    const { draft } = desk
    if (!draft.on) draft.on = today
    else if (draft.on !== today || draft.is_afresh) {
      const is_answered = isScreened(this.steps, draft, this.sections)
      const before = $state.snapshot(draft) as Draft
      // Half an evening of another day says too little to ask what has changed since.
      desk.draft = is_answered ? renewed(before, desk.conditions, today) : { ...before, ...unanswered(), on: today }
    }
    if (route.state.step !== this.step.id) route.replace('/ask', { ...route.state, step: this.step.id })
  }

  /** This step is answered; on to what is open, or to what all the answers mean. */
  async next(): Promise<void> {
    const from = this.step
    const { draft } = desk
    if (!draft.done.includes(from.id)) draft.done.push(from.id)
    const now = $state.snapshot(draft) as Draft
    const mended = reopened(now, this.sections)
    if (mended !== now) desk.draft = mended
    desk.keepDraft()
    if (await this.isOver(from)) return
    const wrong = form.problems.map((each) => stepOfField(each.field, this.steps, desk.conditions)).find((id) => id !== from.id)
    this.go(wrong ?? openStep(this.steps, desk.draft, this.sections).id)
  }

  /** Urgent answers lead to their page at once, others when the health questions are done. */
  private async isOver(from: Step): Promise<boolean> {
    const has_more = this.steps.some((each) => each.of === from.of && each.of !== '' && each.kind !== 'section' && isOpen(each, desk.draft, this.sections))
    if (has_more) return false
    this.is_busy = true
    const is_here = route.stay()
    const clearance = await outlook.look()
    this.is_busy = false
    // Whoever went elsewhere meanwhile is fetched back by urgent answers alone.
    if (!is_here() && clearance?.tier !== 'urgent') return true
    if (!clearance || clearance.tier === 'clear' || clearance.tier === 'adapt') return false
    if (clearance.tier !== 'urgent' && !isScreened(this.steps, desk.draft, this.sections)) return false
    this.showAnswer()
    return true
  }

  /** The page that says what the answers mean. */
  showAnswer(): void {
    if (!outlook.clearance || !outlook.request) return
    desk.setEvening({ request: outlook.request, clearance: outlook.clearance, plan: null, infeasible: null })
    route.go('/answer')
  }

  go(step: string): void {
    if (step === this.step.id) return
    route.go('/ask', { step, depth: Number(route.state.depth ?? 0) + 1 })
  }

  back(): void {
    if (Number(route.state.depth ?? 0) > 0) return history.back()
    const before = this.steps[this.steps.indexOf(this.step) - 1]
    if (before) route.replace('/ask', { step: before.id })
    else route.go('/')
  }
}

export const walk = new Walk()
