/** Commands that wait for the server: sent in order, once each, across reloads. */

export interface Waiting {
  client_id: string
  kind: string
  /** When it was given, in milliseconds of this device's clock. */
  given_at: number
  [more: string]: unknown
}

export interface Storage {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** `sent`: taken by the server. `refused`: the server says no and never will. `later`: no network, or not now. */
export type Delivery = 'sent' | 'refused' | 'later'

export class Outbox {
  constructor(
    private readonly storage: Storage,
    private readonly key: string,
  ) {}

  waiting(): Waiting[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.key) ?? '[]')
      return Array.isArray(kept) ? (kept as Waiting[]) : []
    } catch {
      return []
    }
  }

  put(command: Waiting): void {
    this.write([...this.waiting(), command])
  }

  take(client_id: string): void {
    this.write(this.waiting().filter((each) => each.client_id !== client_id))
  }

  private write(list: Waiting[]): void {
    if (list.length === 0) this.storage.removeItem(this.key)
    else this.storage.setItem(this.key, JSON.stringify(list))
  }

  private sending = false

  /** Send what waits, oldest first; stops at the first that can't be delivered. Returns true when nothing is left. */
  async flush(send: (command: Waiting) => Promise<Delivery>): Promise<boolean> {
    if (this.sending) return false
    this.sending = true
    try {
      for (let next = this.waiting()[0]; next; next = this.waiting()[0]) {
        if ((await send(next)) === 'later') return false
        this.take(next.client_id)
      }
      return true
    } finally {
      this.sending = false
    }
  }
}
