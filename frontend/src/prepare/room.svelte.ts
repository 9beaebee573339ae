/** What is ready tonight, shared by the parts of the page and kept on this device. */
import { keep } from '../desk.svelte'
import { nothingReady, preparedOn, ticked, type Prepared } from '../pure/prepared'

const KEY = 'backrub.prepared'

class Room {
  prepared = $state.raw<Prepared>(nothingReady(''))

  open(day: string): void {
    if (this.prepared.day === day) return
    let kept: unknown = null
    try {
      kept = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    } catch {
      kept = null
    }
    this.prepared = preparedOn(day, kept)
  }

  is_done(id: string): boolean {
    return this.prepared.done.includes(id)
  }

  tick(id: string, is_done: boolean): void {
    this.set(ticked(this.prepared, id, is_done))
  }

  feel(what: 'pain_nrs' | 'ease_nrs', nrs: number | null): void {
    this.set({ ...this.prepared, before: { ...this.prepared.before, [what]: nrs } })
  }

  /** Told once: the next evening of the same day asks again. */
  forgetFelt(): void {
    this.set({ ...this.prepared, before: { pain_nrs: null, ease_nrs: null } })
  }

  private set(prepared: Prepared): void {
    this.prepared = prepared
    keep(KEY, prepared)
  }
}

export const room = new Room()
