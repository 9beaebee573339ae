/** The marks of tonight's answers, changed one step at a time, each told and each taken back. */
import type { Point } from '../api'
import { desk } from '../desk.svelte'
import { form } from '../ask/form.svelte'
import { changed, unmarked, type Change, type Kind, type Marked, type MarkRef, type Marks } from '../pure/marking'
import type { BodyMeasures } from '../pure/body'
import { measuresOf } from '../pure/draft'
import { isOnBack, zoneOf, type Zone } from '../pure/marks'
import { t } from '../words/say.svelte'
import { pointName, reasonName, sizeName, type Naming } from './names'

/** How long Undo stands there after a change; Ctrl+Z goes on working. */
const UNDO_S = 10

export class Marking {
  naming = $state<Naming>('everyday')
  mode = $state<Kind>('sore')
  /** What the next circle stands for: a condition's id, or nothing. */
  why = $state('')
  /** What just happened, for the live region. */
  news = $state('')
  /** Why the last touch marked nothing; empty else. */
  refusal = $state('')
  can_undo = $state(false)
  #past = $state.raw<Marks[]>([])
  #chosen = $state.raw<MarkRef | null>(null)
  /** What the history leads up to: answers changed elsewhere make it void. */
  #known = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  body = $derived<BodyMeasures>(measuresOf(desk.draft))
  #ground = $derived(desk.ground(this.body))

  /** The places of whoever lies down. */
  get zones(): Zone[] {
    return this.#ground.zones
  }

  get marks(): Marks {
    return { sore: desk.draft.sore, avoid: desk.draft.avoid }
  }

  get chosen(): MarkRef | null {
    return this.#chosen && this.marks[this.#chosen.kind][this.#chosen.index] ? this.#chosen : null
  }

  choose(mark: MarkRef | null): void {
    this.#chosen = mark
    if (mark) this.mode = mark.kind
    this.refusal = ''
    if (mark) this.tell(this.nameOf(mark))
  }

  at(mark: MarkRef): Point | null {
    const found = this.marks[mark.kind][mark.index]
    return found ? [found.across, found.along] : null
  }

  place(mark: MarkRef): string {
    const at = this.at(mark)
    return at ? pointName(this.zones, at, this.naming) : ''
  }

  /** "Sore, 4: Lower back, right". */
  nameOf(mark: MarkRef): string {
    const place = this.place(mark)
    if (mark.kind === 'sore') return t('Sore, {n} of 10: {place}', { n: this.marks.sore[mark.index]?.pain_nrs ?? 0, place })
    const circle = this.marks.avoid[mark.index]
    if (!circle) return place
    return t('Leave alone, {why}, {size}: {place}', { why: reasonName(circle.why, desk.conditions), size: sizeName(circle.radius_m), place })
  }

  /** The marks of a kind in a zone, by their index. */
  inZone(zone: string, kind: Kind): number[] {
    return this.marks[kind].flatMap((mark, index) => (zoneOf(this.zones, [mark.across, mark.along])?.id === zone ? [index] : []))
  }

  add(at: Point): boolean {
    return this.apply(this.mode === 'sore' ? { kind: 'add-sore', at } : { kind: 'add-avoid', at, why: this.why })
  }

  /** One number or one size up or down. */
  apply(change: Change): boolean {
    const marks = $state.snapshot(this.marks)
    const isOurs = JSON.stringify(marks) === this.#known
    const now: Marked = isOurs ? { marks, past: this.#past, chosen: this.chosen, outcome: 'nothing' } : { ...unmarked(marks), chosen: this.chosen }
    const edge = this.#ground.map?.edge ?? []
    const next = changed(now, change, (at) => edge.length === 0 || isOnBack(edge, at))
    this.#past = next.past
    this.#chosen = next.chosen
    this.#known = JSON.stringify(next.marks)
    this.refusal = ''
    if (next.outcome === 'off') this.refusal = t('That is not on the back. Mark between the neck, the shoulders and the hips.')
    else if (next.outcome === 'full') this.refusal = t('That is as many as can be marked. Take one off first.')
    if (this.refusal || next.outcome === 'nothing') {
      this.tell(this.refusal)
      return false
    }
    desk.draft.sore = next.marks.sore
    desk.draft.avoid = next.marks.avoid
    form.clear('sore')
    form.clear('avoid')
    clearTimeout(this.#timer)
    this.can_undo = change.kind !== 'undo' || next.past.length > 0
    this.#timer = setTimeout(() => (this.can_undo = false), UNDO_S * 1000)
    if (next.outcome === 'undone') this.tell(t('Taken back.'))
    else if (next.outcome === 'removed') this.tell(t('Taken off.'))
    else if (next.chosen) this.tell(this.nameOf(next.chosen))
    return true
  }

  undo(): void {
    this.apply({ kind: 'undo' })
  }

  /** The same words twice are news twice. */
  tell(text: string): void {
    this.news = this.news === text && text ? `${text}\u00a0` : text
  }

  close(): void {
    clearTimeout(this.#timer)
  }
}
