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

/** This device's memory, or one that lasts as long as the page where a browser keeps its own closed. */
export function deviceStorage(): Storage {
  try {
    localStorage.getItem('')
    return localStorage
  } catch {
    const closed = (): never => {
      throw new Error('This device keeps nothing.')
    }
    return { getItem: () => null, setItem: closed, removeItem: () => undefined }
  }
}

export class Outbox {
  /** What the device could not put down: it waits here, after what it could. */
  private unkept: Waiting[] = []
  /** What is delivered but could not be struck out: never sent again. */
  private readonly gone = new Set<string>()

  constructor(
    private readonly storage: Storage,
    private readonly key: string,
  ) {}

  waiting(): Waiting[] {
    return [...this.kept(), ...this.unkept].filter((each) => !this.gone.has(each.client_id))
  }

  /** Put a command in line; false when only this page remembers it. */
  put(command: Waiting): boolean {
    // All of it at once, so that the order stays when there is room again.
    const whole = [...this.waiting(), command]
    if (this.write(whole)) this.unkept = []
    else this.unkept = [...this.unkept, command]
    return this.unkept.length === 0
  }

  take(client_id: string): void {
    this.unkept = this.unkept.filter((each) => each.client_id !== client_id)
    if (!this.write(this.kept().filter((each) => each.client_id !== client_id))) this.gone.add(client_id)
  }

  private kept(): Waiting[] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.key) ?? '[]')
      return Array.isArray(kept) ? (kept as Waiting[]) : []
    } catch {
      return []
    }
  }

  private write(list: Waiting[]): boolean {
    try {
      if (list.length === 0) this.storage.removeItem(this.key)
      else this.storage.setItem(this.key, JSON.stringify(list))
      return true
    } catch {
      return false
    }
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
