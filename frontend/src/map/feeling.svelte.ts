/** Where the giver feels the bones of tonight's back: each change is told, can be taken back, and is saved at once. */
import type { Plan, Point } from '../api'
import { desk } from '../desk.svelte'
import { ask } from '../net'
import { planner } from '../plan/planner.svelte'
import { type BodyMeasured, type Corrections, type Landmark, landmarksOf, nudged, touched, withFelt } from '../pure/felt'
import type { Scale } from '../pure/motion'
import { done, nothingDone, takenBack, type Undo } from '../pure/undo'
import { said, t } from '../words/say.svelte'
import { landmarkWords, offsetName } from './felt-names'

/** Where most bodies have them: something stands there, and nothing moves, until this body's own are known. */
const MEAN = landmarksOf({
  c7: { across: 0, along: 0 },
  'inferior-angle-left': { across: -0.46, along: 0.426 },
  'inferior-angle-right': { across: 0.46, along: 0.426 },
  'psis-left': { across: -0.23, along: 1 },
  'psis-right': { across: 0.23, along: 1 },
})

export class Feeling {
  landmarks = $state.raw<Landmark[]>(MEAN)
  scale = $state.raw<Scale>({ along_m: 0.5, across_m: 0.2 })
  felt = $state.raw<Corrections>({})
  chosen = $state('inferior-angle-left')
  /** What just happened, for the live region. */
  news = $state('')
  /** Why the last touch changed nothing; empty else. */
  refusal = $state('')
  /** Whether it is known where this body has them; before that nothing can be moved. */
  is_open = $state(false)
  #undo = $state.raw<Undo<Corrections>>(nothingDone())
  #line: Promise<void> = Promise.resolve()

  /** Learn where this body has its landmarks. */
  async open(plan: Plan): Promise<void> {
    this.felt = plan.body.corrections ?? {}
    this.refusal = ''
    const answer = await ask<BodyMeasured>('/api/body', { body: { ...plan.body, corrections: {} } })
    if (answer.status !== 200 || !answer.body) {
      this.refuse(said(answer.title))
      return
    }
    const { c7_psis_m, biacromial_m, landmarks } = answer.body
    this.scale = { along_m: c7_psis_m, across_m: biacromial_m / 2 }
    this.landmarks = landmarksOf(landmarks)
    this.is_open = true
  }

  get landmark(): Landmark | undefined {
    return this.landmarks.find((each) => each.id === this.chosen)
  }

  get can_undo(): boolean {
    return this.#undo.past.length > 0
  }

  isMoved(id: string): boolean {
    return this.felt[id] !== undefined
  }

  /** "2 cm lower, 1 cm further out", or as drawn. */
  says(landmark: Landmark): string {
    return offsetName(landmark, this.felt, this.scale)
  }

  choose(id: string): void {
    this.chosen = id
    this.refusal = ''
  }

  touch(at: Point): Promise<void> {
    return this.next(() => this.landmark && this.put(this.landmark, touched(this.landmark, at)))
  }

  nudge(by: { down_m: number; out_m: number }): Promise<void> {
    return this.next(() => this.landmark && this.put(this.landmark, nudged(this.landmark, this.felt, by, this.scale)))
  }

  asDrawn(): Promise<void> {
    return this.next(() => this.landmark && this.put(this.landmark, null))
  }

  undo(): Promise<void> {
    return this.next(async () => {
      const turn = takenBack(this.#undo, this.felt)
      if (turn && (await this.take(turn.thing, t('Taken back.')))) this.#undo = turn.undo
    })
  }

  /** One after the other, however quickly they are pressed. */
  private next(deed: () => Promise<void> | undefined): Promise<void> {
    this.#line = this.#line.then(async () => {
      const plan = desk.evening?.plan
      if (!this.is_open && plan) await this.open(plan)
      if (this.is_open) await deed()
    })
    return this.#line
  }

  private async put(landmark: Landmark, at: Point | null): Promise<void> {
    const before = this.felt
    const next = withFelt(before, landmark, at, this.scale)
    if (next === null) return this.refuse(t('Two are as many as the drawing can follow. Put one back first.'))
    if (JSON.stringify(next) === JSON.stringify(before)) return
    const told = `${landmarkWords(landmark.id).name}: ${offsetName(landmark, next, this.scale)}`
    if (await this.take(next, told)) this.#undo = done(this.#undo, before, told)
  }

  /** Shown at once; what the server says can't be goes back to what it was. */
  private async take(next: Corrections, told: string): Promise<boolean> {
    const before = this.felt
    const plan = desk.evening?.plan
    if (!plan) return false
    this.felt = next
    this.refusal = ''
    const answer = await ask<BodyMeasured>('/api/body', { body: { ...plan.body, corrections: next } })
    if (answer.status === 200) {
      planner.feel(next)
      this.tell(told)
      return true
    }
    this.felt = before
    if (answer.status !== 422) this.refuse(said(answer.title))
    else if (answer.problems.some((each) => each.where === 'body.corrections')) this.refuse(t('Both can’t be there at once. Feel again, one after the other.'))
    else this.refuse(t('That is too far from where it can be. Feel again, or leave it as drawn.'))
    return false
  }

  private refuse(why: string): void {
    this.refusal = why
    this.tell(why)
  }

  /** The same words twice are news twice. */
  private tell(text: string): void {
    this.news = this.news === text && text ? `${text}\u00a0` : text
  }
}
