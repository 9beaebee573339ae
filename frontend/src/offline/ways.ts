/**
 * Which way a request goes when the worker sees it. What people answer, plan and do never stays in a cache: of the
 * server's words only the three that are the same for everybody are kept.
 */
export type Way =
  /** An address of ours: the server's page, else the kept one. */
  | 'page'
  /** A file of the built pages: the kept one, else the server's. */
  | 'file'
  /** The kept words at once, and fresh ones for the next time. */
  | 'told'
  /** Nothing of the worker's: straight to the server. */
  | 'through'

/** Answers that hold nothing about anybody. */
export const TOLD: readonly string[] = ['/api/catalog', '/api/atlas', '/api/settings']

export interface Asked {
  url: string
  method: string
  is_navigation: boolean
}

export function wayOf({ url, method, is_navigation }: Asked, origin: string, files: ReadonlySet<string>): Way {
  const { origin: host, pathname, search } = new URL(url)
  if (host !== origin || method !== 'GET') return 'through'
  if (search === '' && TOLD.includes(pathname)) return 'told'
  if (pathname === '/api' || pathname.startsWith('/api/')) return 'through'
  if (files.has(pathname) || pathname.startsWith('/assets/')) return 'file'
  // A last part with an ending is a file that is not ours to keep; anything else is a place inside the pages.
  return is_navigation && !pathname.split('/').pop()!.includes('.') ? 'page' : 'through'
}

export const PAGES = 'backrub-pages-'

/** The caches to let go: all but the newest two. A page that is still open may ask for a part of the version before. */
export function outdated(names: readonly string[], own: string): string[] {
  const earlier = names.filter((name) => name.startsWith(PAGES) && name !== own)
  return earlier.slice(0, -1)
}
