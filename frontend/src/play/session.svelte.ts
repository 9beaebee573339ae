/** A live session on this device: its clock, its commands, and the server's word when it can be heard. */
import { ask, newId } from '../net'
import { apply, advance, clockAt, hasSameLevels, isOver, leaving, positionAt, type Given, type Live } from '../pure/live'
import { keepOwn } from '../history/kept'
import { OPENING } from '../pure/opening'
import type { Delivery, Outbox, Waiting } from '../pure/outbox'
import { deliver, isHere, keepHere, outboxOf } from './deliver'
import { wordsOf } from '../words/problems'
import { liveOf, readShow, writeShow, type SessionBody, type Show } from './show'

const EVENT_KINDS =
  'opened started paused resumed skipped went-back level-changed good-said pain-said held went-quiet heard-again stopped stop-explained restarted refitted extended wound-down finished stones-read skin-looked spot-shown spot-chosen spot-begun spot-rated spot-eased spot-left passed-over felt'.split(' ')
const RETRY_MS = 2000
/** A clock that moves by more than this was set, or slept. */
const JUMP_MS = 1000

export class Session {
  live = $state.raw<Live | null>(null)
  name = $state('')
  is_online = $state(true)
  is_missing = $state(false)
  /** Whether this device can't put presses down: they wait in this page alone, as long as it is open. */
  is_forgetful = $state(false)
  /** Whether the server would not have this evening: it stays on this device. */
  is_here = $state(false)
  /** What the server would not do and what to do then, as it is shown, for a moment. */
  refused = $state('')

  /** What the server has just granted, of what was only asked of it. */
  granted = $state('')

  private readonly outbox: Outbox
  private stream: EventSource | null = null
  private timer = 0
  private listening = 0
  private position = 0
  private person = ''
  private is_closed = false
  /** How far the wall's clock is ahead of the page's own, which nobody can set. [ms] */
  private apart = Date.now() - performance.now()
  private asked = 0
  private readonly requested = new Set<string>()

  constructor(readonly id: string) {
    this.outbox = outboxOf(id)
    this.is_here = isHere(id)
    const kept = readShow(id)
    if (kept) this.take(kept)
    addEventListener('storage', this.onStorage)
    addEventListener('online', this.onOnline)
    document.addEventListener('visibilitychange', this.onOnline)
    // A page that the browser had put to sleep, or kept aside.
    document.addEventListener('resume', this.onOnline)
    addEventListener('pageshow', this.onOnline)
    void this.catchUp()
    this.listen()
  }

  close(): void {
    this.is_closed = true
    this.stream?.close()
    clearTimeout(this.timer)
    clearTimeout(this.listening)
    removeEventListener('storage', this.onStorage)
    removeEventListener('online', this.onOnline)
    document.removeEventListener('visibilitychange', this.onOnline)
    document.removeEventListener('resume', this.onOnline)
    removeEventListener('pageshow', this.onOnline)
  }

  positionNow(): number {
    return this.live ? positionAt(this.live, Date.now()) : 0
  }

  isOver(): boolean {
    return this.live !== null && isOver(this.live, Date.now())
  }

  /** Bring the state forward: the tender-spot loop and the stones' lock move with time alone. */
  tick(): void {
    this.mindTheClock()
    if (this.live?.status === 'running') this.live = advance(this.live, Date.now())
  }

  /**
   * This device's clock may be set anew in mid-stroke. Set back, the hands would stand until it is that late again: then
   * the session goes on from where it is. Forward looks the same as a lid that was closed, and then time did pass. The
   * server has a clock of its own: either way it is asked.
   */
  private mindTheClock(): void {
    const apart = Date.now() - performance.now()
    const jump = apart - this.apart
    if (Math.abs(jump) < JUMP_MS) return
    this.apart = apart
    if (jump < 0 && this.live) this.live = { ...this.live, base_at: this.live.base_at + jump }
    void this.catchUp()
  }

  /** Do it here at once; tell the server now, or as soon as it can be reached. */
  send(given: Given): void {
    if (!this.live) return
    const ms = Date.now()
    const at_s = Math.round(clockAt(this.live, ms) * 1000) / 1000
    const said = leaving(this.live, given, ms)
    this.live = apply(this.live, given, ms)
    if (given.kind === 'stop' || given.kind === 'finish') this.keepEvening(ms)
    this.put({ ...said, at_s, client_id: newId(), given_at: ms })
  }

  /** The evening as it is, for this device's own history: until the server tells it better, or for ever. */
  private keepEvening(ms: number): void {
    const { id, name, person, live, position } = this
    if (live) keepOwn({ id, name, person, live, position }, ms)
  }

  /** Ask now, and not only when it is its turn again. */
  tryAgain(): void {
    clearTimeout(this.timer)
    void this.catchUp()
    this.listen()
  }

  /** Only ask the server: nothing changes here before it has said yes. */
  request(kind: string): void {
    if (!this.live) return
    const ms = Date.now()
    const client_id = newId()
    this.requested.add(client_id)
    this.put({ kind, at_s: Math.round(clockAt(this.live, ms) * 1000) / 1000, client_id, given_at: ms })
  }

  private put(waiting: Waiting): void {
    // What was asked before this press knows nothing of it.
    this.asked++
    this.is_forgetful = !this.outbox.put(waiting)
    this.save()
    void this.catchUp()
  }

  private take(show: Show): void {
    this.live = advance(show.live, Date.now())
    this.name = show.name
    this.person = show.person ?? ''
    this.position = show.position
  }

  private save(): void {
    if (!this.live) return
    const { id, name, person, live, position } = this
    writeShow({ id, name, person, live, position })
  }

  private readonly onStorage = (event: StorageEvent): void => {
    // Another tab of this device was pressed; without the server its word is the newest.
    if (event.key !== `backrub.show.${this.id}`) return
    const kept = readShow(this.id)
    if (kept && kept.live.base_at >= (this.live?.base_at ?? 0)) this.take(kept)
  }

  private readonly onOnline = (): void => {
    if (document.visibilityState === 'visible') void this.catchUp()
  }

  private listen(): void {
    if (this.is_closed || this.is_here) return
    // The server doesn't know of it yet: it is told first, then listened to.
    if (this.outbox.waiting().some((each) => each.kind === OPENING)) {
      this.is_online = false
      return
    }
    this.stream?.close()
    const stream = new EventSource(`/api/sessions/${this.id}/events?after=${this.position}`)
    this.stream = stream
    const heard = (event: MessageEvent): void => {
      const position = Number(event.lastEventId)
      if (position <= this.position) return
      this.position = position
      void this.catchUp()
    }
    for (const kind of EVENT_KINDS) stream.addEventListener(kind, heard)
    stream.onmessage = heard
    stream.onopen = () => {
      this.is_online = true
      void this.catchUp()
    }
    stream.onerror = () => {
      this.is_online = false
      // The browser asks again by itself, unless the answer was not a stream.
      if (stream.readyState !== EventSource.CLOSED) return
      clearTimeout(this.listening)
      this.listening = window.setTimeout(() => this.listen(), RETRY_MS)
    }
  }

  private later(work: () => void): void {
    clearTimeout(this.timer)
    this.timer = window.setTimeout(work, RETRY_MS)
  }

  private readonly deliver = async (waiting: Waiting): Promise<Delivery> => {
    if (this.is_here) return 'refused'
    const { delivery, title, done, person } = await deliver(this.id, waiting)
    if (delivery === 'refused' && waiting.kind === OPENING) {
      keepHere(this.id)
      this.is_here = true
      this.keepEvening(Date.now())
      this.stream?.close()
    } else if (delivery === 'refused') this.refused = title
    if (person) this.person = person
    if (delivery === 'sent' && waiting.kind === OPENING) this.listening = window.setTimeout(() => this.listen())
    // Another press, or the clock, was faster; the server's state follows.
    if (delivery === 'sent' && done?.passed_over) this.refused = wordsOf([{ what: done.passed_over.reason, way_out: done.passed_over.way_out }])
    else if (delivery === 'sent' && this.requested.has(waiting.client_id)) this.granted = waiting.kind
    return delivery
  }

  /** Send what waits, then hear how things stand. The server's word counts once nothing of ours is on its way. */
  private async catchUp(): Promise<void> {
    const isEmpty = await this.outbox.flush(this.deliver)
    if (this.is_closed || this.is_here) return
    if (!isEmpty) {
      if (this.outbox.waiting().length > 0) this.later(() => void this.catchUp())
      return
    }
    // Counted only now: who found others sending asks nothing, and must not make their answer look old.
    const mine = ++this.asked
    const before_at = Date.now()
    const answer = await ask<SessionBody>(`/api/sessions/${this.id}`)
    if (this.is_closed || mine !== this.asked) return
    if (answer.status === 404) {
      this.is_missing = this.live === null
      return
    }
    this.is_online = answer.status === 200
    if (answer.status !== 200 || !answer.body) {
      this.later(() => void this.catchUp())
      return
    }
    if (this.outbox.waiting().length > 0) return
    const ms = (before_at + Date.now()) / 2
    this.adopt(liveOf(answer.body, ms, this.live), ms)
    this.position = Math.max(this.position, answer.body.state.position)
    this.save()
  }

  /** Take the server's state; where both agree, keep our own clock, so that nothing on the screen jumps. */
  private adopt(theirs: Live, ms: number): void {
    const ours = this.live
    if (ours && ours.status === theirs.status && ours.revision === theirs.revision) {
      const apart_s = Math.abs(positionAt(ours, ms) - positionAt(theirs, ms))
      if (apart_s < 0.25) {
        const here = advance(ours, ms)
        // A press that was refused changed nothing there: what it changed here is put right, at the same moment.
        const shown = hasSameLevels(ours.plan, theirs.plan) ? { score: ours.score, plan: ours.plan } : {}
        this.live = { ...theirs, ...shown, position_s: here.position_s, base_at: ms }
        return
      }
    }
    this.live = advance(theirs, ms)
  }
}
