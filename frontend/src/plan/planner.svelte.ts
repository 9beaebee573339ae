/**
 * Tonight's plan while somebody changes it. It is planned again in the background: the old plan stands until the new
 * one is there, and an answer for a plan that no longer stands is dropped. Undo is kept for the visit.
 */
import type { Edit, Plan, Score, WayOut } from '../api'
import { desk, type Evening } from '../desk.svelte'
import { ask } from '../net'
import { requestOf, withChange } from '../pure/draft'
import { type Corrections, measuresKey } from '../pure/felt'
import { withLock } from '../pure/rows'
import { type Deed, done, doneAgain, nothingDone, takenBack, type Undo } from '../pure/undo'
import { toldOf } from '../words/problems'
import { said, t } from '../words/say.svelte'
import { askHeld, askPlan, askReplan, type Outcome } from './ask'

/** Faster than this, nobody needs to be told that it takes time. */
const QUIET_MS = 400
/** So long the offer to undo stands beside what was done. */
const OFFER_MS = 10_000

export interface Note {
  says: string
  /** Whether Undo stands beside it. */
  can_undo: boolean
  /** Something was not done. */
  is_no: boolean
}

class Planner {
  undo = $state.raw<Undo<Plan>>(nothingDone())
  note = $state.raw<Note | null>(null)
  /** What is being changed, from the first moment on: the same press twice is one. */
  pending = $state.raw<Edit[]>([])
  /** Told only once it takes longer than a moment. */
  is_slow = $state(false)

  /** Grows with every question and every plan that came another way: an answer for an older number is dropped. */
  private asked = 0
  private timer = 0
  private slow = 0
  /** The plan that is being pressed on its receiver's back, and whether that takes longer than a moment. */
  private holding: Plan | null = null
  is_holding = $state(false)
  private base: Plan | null = null
  private readonly scores = new WeakMap<Plan, Score>()
  /** Those that were pressed on this back as they stand: one that comes back by Undo may not have been. */
  private readonly tried = new WeakSet<Plan>()

  /** A plan that came from elsewhere (new answers, another tab) begins a new row of undos. */
  follow(plan: Plan | null): void {
    if (plan === this.base) return
    this.base = plan
    this.drop()
    this.undo = keptUndo(plan)
    this.note = null
  }

  /** Change the plan that stands. Another press before the answer is asked for together with the first. */
  async edit(edit: Edit, says: string): Promise<boolean> {
    const evening = desk.evening
    if (!evening?.plan) return false
    if (this.pending.length === 0 && (edit.kind === 'lock' || edit.kind === 'unlock')) return this.lock(evening, edit, says)
    if (this.pending.some((each) => each.kind === edit.kind && each.step === edit.step)) return false
    const edits = [...this.pending, edit]
    const outcome = await this.ask(edits, () => askReplan(evening.request, evening.plan!, edits))
    if (!outcome) return false
    if (outcome.kind === 'plan') {
      const before = evening.plan
      const news = newNotice(before, outcome.evening.plan)
      if (isSamePlan(before, outcome.evening.plan)) this.tell(news || t('The plan stays as it was.'), true)
      else {
        this.undo = done(this.undo, before, says)
        this.set(outcome.evening)
        this.offer(says)
      }
      return true
    }
    this.refuse(outcome)
    return outcome.kind === 'no'
  }

  /** A piece that is kept is planned round from now on; the plan that stands keeps it already. */
  private lock(evening: Evening, edit: Edit, says: string): boolean {
    if (!evening.plan) return false
    this.drop()
    const plan = withLock(evening.plan, edit.step, edit.kind === 'lock')
    if (evening.score) this.scores.set(plan, evening.score)
    this.undo = done(this.undo, evening.plan, says)
    this.set({ ...evening, plan })
    this.offer(says)
    return true
  }

  /** Take a way out of a clash: the answers change with it. */
  async wayOut(way: WayOut): Promise<Outcome | null> {
    const draft = withChange($state.snapshot(desk.draft), way.change)
    const outcome = await this.ask([], () => askPlan(requestOf(draft), desk.again))
    if (!outcome) return null
    if ('evening' in outcome) {
      desk.draft = draft
      desk.keepDraft()
      this.set(outcome.evening)
    } else this.refuse(outcome)
    return outcome
  }

  takeBack(): void {
    this.turn(takenBack, t('Undone: {what}'))
  }

  doAgain(): void {
    this.turn(doneAgain, t('Done again: {what}'))
  }

  hush(): void {
    clearTimeout(this.timer)
    this.note = null
  }

  tell(says: string, is_no = false): void {
    clearTimeout(this.timer)
    this.note = { says, can_undo: false, is_no }
    if (!is_no) this.timer = window.setTimeout(() => (this.note = null), OFFER_MS)
  }

  /** Every stroke of the plan, once per plan, kept beside it: pictures, loops and an evening offline are made of it. */
  async fetchScore(): Promise<void> {
    const evening = desk.evening
    if (!evening?.plan || evening.score) return
    const { plan } = evening
    const known = this.scores.get(plan)
    const answer = known ? { status: 200, body: known } : await ask<Score>('/api/score', { plan })
    if (answer.status !== 200 || !answer.body || desk.evening?.plan !== plan) return
    this.scores.set(plan, answer.body)
    desk.setEvening({ ...desk.evening, score: answer.body })
  }

  /** Have the plan tried out on a back like theirs, in the background; what comes back gentler takes its place. */
  async hold(): Promise<void> {
    const evening = desk.evening
    if (!evening?.plan || evening.is_held || this.holding === evening.plan) return
    const plan = (this.holding = evening.plan)
    const slow = window.setTimeout(() => (this.is_holding = this.holding === plan), QUIET_MS)
    const held = await askHeld(plan)
    clearTimeout(slow)
    if (this.holding === plan) {
      this.holding = null
      this.is_holding = false
    }
    const now = desk.evening
    // Changed meanwhile: that plan is tried out by itself.
    if (now?.plan !== plan) return
    if (held.kind === 'told') {
      if (!held.is_away) this.tell(held.says, true)
      return
    }
    const isSame = JSON.stringify(held.plan) === JSON.stringify(plan)
    this.tried.add(isSame ? plan : held.plan)
    if (isSame) desk.setEvening({ ...now, is_held: true })
    else if (held.is_gentler) {
      this.drop()
      const news = newNotice(plan, held.plan)
      this.set({ ...now, plan: held.plan, score: null, is_held: true })
      this.tell(news, true)
    } else this.set({ ...now, plan: held.plan, is_held: true })
  }

  /**
   * Landmarks felt elsewhere are of the back and not of the plan: the plan stays as it is, with all that can be taken
   * back, and is tried out on that back before it begins.
   */
  feel(corrections: Corrections): void {
    const evening = desk.evening
    if (!evening?.plan) return
    this.follow(evening.plan)
    this.drop()
    const { receiver } = evening.request
    const feeling = (plan: Plan): Plan => ({ ...plan, body: { ...plan.body, corrections } })
    const deeds = (all: Deed<Plan>[]): Deed<Plan>[] => all.map((each) => ({ ...each, thing: feeling(each.thing) }))
    this.undo = { past: deeds(this.undo.past), future: deeds(this.undo.future) }
    const plan = feeling(evening.plan)
    if (evening.score) this.scores.set(plan, evening.score)
    this.set({ ...evening, request: { ...evening.request, receiver: { ...receiver, corrections } }, plan, is_held: false })
    desk.draft.felt = { of: measuresKey(desk.draft), corrections }
    desk.keepDraft()
  }

  private async ask(edits: Edit[], asking: () => Promise<Outcome>): Promise<Outcome | null> {
    const mine = ++this.asked
    const from = desk.evening
    this.pending = edits
    clearTimeout(this.slow)
    this.slow = window.setTimeout(() => (this.is_slow = true), QUIET_MS)
    const outcome = await asking()
    if (mine !== this.asked) return null
    this.drop()
    // The answers were changed meanwhile, here or in another tab: this plan is for nobody any more.
    return desk.evening?.plan === from?.plan && desk.evening?.infeasible === from?.infeasible ? outcome : null
  }

  private drop(): void {
    this.asked++
    this.pending = []
    clearTimeout(this.slow)
    this.is_slow = false
  }

  private set(evening: Evening): void {
    this.base = evening.plan
    keepUndo(this.undo, evening.plan)
    const score = evening.plan ? this.scores.get(evening.plan) : undefined
    desk.setEvening(score ? { ...evening, score } : evening)
  }

  private turn(turning: typeof takenBack<Plan>, says: string): void {
    const evening = desk.evening
    if (!evening?.plan) return
    if (evening.score) this.scores.set(evening.plan, evening.score)
    const turned = turning(this.undo, evening.plan)
    if (!turned) return
    this.drop()
    this.undo = turned.undo
    this.set({ ...evening, plan: turned.thing, score: null, is_held: this.tried.has(turned.thing) })
    this.tell(says.replace('{what}', turned.says))
  }

  private offer(says: string): void {
    clearTimeout(this.timer)
    this.note = { says, can_undo: true, is_no: false }
    this.timer = window.setTimeout(() => (this.note = null), OFFER_MS)
  }

  private refuse(outcome: Outcome): void {
    if (outcome.kind === 'away') this.tell(said(outcome.title), true)
    else if (outcome.kind === 'problems') this.tell(toldOf(outcome), true)
    else if (outcome.kind === 'clash') this.tell(`${outcome.evening.infeasible?.clash.map(said).join(' ') ?? ''} ${t('The plan stays as it was.')}`, true)
    else this.set(outcome.evening)
  }
}

/** Whether nothing changed in what people see: the steps, and what is kept. */
function isSamePlan(a: Plan, b: Plan | null): boolean {
  return b !== null && JSON.stringify(a.steps) === JSON.stringify(b.steps)
}

/** What the planner says of this change alone: why a step got no longer, say. */
function newNotice(before: Plan, after: Plan | null): string {
  const known = new Set(before.notices.map((each) => each.says))
  return (after?.notices ?? []).filter((each) => !known.has(each.says)).map((each) => said(each.says)).join(' ')
}

/** The visit outlasts a reload: what can be taken back is put beside the plan it belongs to. */
const KEY = 'backrub.undo'

function keepUndo(undo: Undo<Plan>, plan: Plan | null): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ plan: JSON.stringify(plan), undo }))
  } catch {
    // No room: it lasts as long as the page.
  }
}

function keptUndo(plan: Plan | null): Undo<Plan> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as { plan: string; undo: Undo<Plan> } | null
    return kept && kept.plan === JSON.stringify(plan) ? kept.undo : nothingDone()
  } catch {
    return nothingDone()
  }
}

export const planner = new Planner()
