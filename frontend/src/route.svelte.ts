/**
 * Where we are. No health answer is ever in an address: what a page needs to know of its own state (which question
 * is asked, which row is open) goes into the history's entry, so that Back and a reload find it again.
 */
class Route {
  path = $state(location.pathname)
  /** What the page at this address left in its history entry. */
  state = $state.raw<Record<string, unknown>>((history.state as Record<string, unknown> | null) ?? {})
  private visits = 0

  constructor() {
    addEventListener('popstate', (event) => {
      this.visits += 1
      this.path = location.pathname
      this.state = (event.state as Record<string, unknown> | null) ?? {}
    })
  }

  go(path: string, state: Record<string, unknown> = {}): void {
    history.pushState(state, '', path)
    this.visits += 1
    this.path = path
    this.state = state
    scrollTo(0, 0)
  }

  /** Taken before something is waited for: tells afterwards whether nobody has gone elsewhere meanwhile. */
  stay(): () => boolean {
    const { visits } = this
    return () => visits === this.visits
  }

  /** The same address and entry, with another state: nothing to go back to. */
  replace(path: string, state: Record<string, unknown> = {}): void {
    history.replaceState(state, '', path)
    this.visits += 1
    this.path = path
    this.state = state
  }
}

export const route = new Route()
