/** What the answers so far would mean: asked of the server after each of them, and told in words at once. */
import type { Clearance, Options, Request } from '../api'
import { ask } from '../net'
import { desk } from '../desk.svelte'
import { isMeasured } from '../pure/asking'
import { numberIn, requestOf } from '../pure/draft'
import { newIn } from '../pure/told'

/** Nobody waits longer for it; the plan asks again anyway. */
const PATIENCE_MS = 4000

class Outlook {
  clearance = $state.raw<Clearance | null>(null)
  /** The reasons that the last answer brought: told in full once, then they step back. */
  fresh = $state.raw<string[]>([])
  /** What can be chosen, as far as the server says so. */
  options = $state.raw<Options | null>(null)
  request: Request | null = null
  private asked = ''
  /** The answers that `clearance` is for. */
  private of = ''
  private running: Promise<void> | null = null

  /** Return what the answers mean as they stand; null while they can't be judged. */
  async look(): Promise<Clearance | null> {
    if (!isMeasured(desk.draft)) {
      this.forget()
      return null
    }
    const request = ready(requestOf($state.snapshot(desk.draft)), desk.draft.stones_c)
    const text = JSON.stringify(request)
    if (text === this.asked) this.fresh = []
    else {
      this.asked = text
      this.running = this.send(request, text)
    }
    await Promise.race([this.running, new Promise((done) => setTimeout(done, PATIENCE_MS))])
    // What was answered before says nothing of the answers as they stand.
    return this.of === text ? this.clearance : null
  }

  private async send(request: Request, text: string): Promise<void> {
    const [screened, options] = await Promise.all([
      ask<Clearance>('/api/screen', { request }),
      ask<Options>('/api/options', { request }),
    ])
    // Somebody may have answered on meanwhile.
    if (text !== this.asked) return
    if (screened.status === 200 && screened.body) {
      this.fresh = newIn(screened.body, this.clearance)
      this.clearance = screened.body
      this.request = request
      this.of = text
    } else if (screened.status === 0 || screened.status >= 500) this.asked = ''
    if (options.status === 200) this.options = options.body
  }

  /** Somebody else lies down: nothing of the last one stands under their questions. */
  forget(): void {
    this.clearance = null
    this.fresh = []
    this.options = null
    this.request = null
    this.asked = ''
    this.of = ''
  }
}

/** Half-written numbers are left out: what they will mean is asked when they are whole. */
function ready(request: Request, stones: string): Request {
  const reading = numberIn(stones)
  const is_whole = reading !== null && reading >= 20 && reading <= 45
  return is_whole ? request : { ...request, kit: { ...request.kit, stones_c: null } }
}

export const outlook = new Outlook()
