/** Addresses of the three pages: /, /plan, /answer, /play/{session}. No health answer is ever in one. */
class Route {
  path = $state(location.pathname)

  constructor() {
    addEventListener('popstate', () => {
      this.path = location.pathname
    })
  }

  go(path: string): void {
    history.pushState(null, '', path)
    this.path = path
    scrollTo(0, 0)
  }
}

export const route = new Route()
