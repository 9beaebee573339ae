/// <reference lib="webworker" />
/**
 * The service worker: it keeps the built pages, the catalog, the atlas and the settings, so that the app opens
 * without its server. A new version takes over without reloading anything: an open page goes on with the files of
 * its own version, which are kept as long as it may ask for them.
 */
import { outdated, PAGES, TOLD, wayOf } from './ways'

/** Written in by the build: a name for exactly these files, and where they are. */
declare const __KEPT__: { version: string; files: string[] }

const scope = self as unknown as ServiceWorkerGlobalScope
const kept = __KEPT__
const OWN = PAGES + kept.version
const WORDS = 'backrub-told'
/** How long the server may think about a page before the kept one is shown. */
const PATIENCE_MS = 1000
const files: ReadonlySet<string> = new Set(kept.files)

async function keepAll(): Promise<void> {
  const cache = await caches.open(OWN)
  await Promise.all(
    ['/', ...kept.files].map(async (path) => {
      // A name with a hash in it says what is inside: an earlier version's copy is the same file.
      const same = path.startsWith('/assets/') ? await caches.match(path) : undefined
      const answer = same ?? (await fetch(path, path.startsWith('/assets/') ? {} : { cache: 'no-cache' }))
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      await cache.put(path, answer)
    }),
  )
  const words = await caches.open(WORDS)
  await Promise.all(TOLD.map((path) => fresh(path, words).catch(() => fresh(path, words)).catch(() => undefined)))
}

async function letGo(): Promise<void> {
  await Promise.all(outdated(await caches.keys(), OWN).map((name) => caches.delete(name)))
}

async function fresh(asked: RequestInfo, cache: Cache): Promise<Response> {
  const answer = await fetch(asked, { cache: 'no-store' })
  if (answer.ok) await cache.put(typeof asked === 'string' ? asked : new URL(asked.url).pathname, answer.clone())
  return answer
}

/** The open pages hear whether the server can be reached: a kept answer doesn't tell them. */
async function tell(is_here: boolean): Promise<void> {
  for (const client of await scope.clients.matchAll()) client.postMessage({ is_here })
}

async function page(request: Request): Promise<Response> {
  const old = await (await caches.open(OWN)).match('/')
  try {
    return await fetch(request, old ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {})
  } catch (away) {
    if (!old) throw away
    return old
  }
}

async function file(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname
  const own = await (await caches.open(OWN)).match(path)
  return own ?? (await caches.match(path)) ?? fetch(request)
}

async function told(event: FetchEvent): Promise<Response> {
  const cache = await caches.open(WORDS)
  const old = await cache.match(new URL(event.request.url).pathname)
  const asking = fresh(event.request, cache)
  event.waitUntil(asking.then(() => tell(true), () => tell(false)))
  if (!old) return asking
  const headers = new Headers(old.headers)
  headers.set('x-backrub-kept', '1')
  return new Response(old.body, { status: old.status, headers })
}

scope.addEventListener('install', (event) => event.waitUntil(keepAll().then(() => scope.skipWaiting())))
scope.addEventListener('activate', (event) => event.waitUntil(letGo().then(() => scope.clients.claim())))
// A page that loads while a worker takes over is not among those it takes: it asks.
scope.addEventListener('message', (event) => event.waitUntil(scope.clients.claim()))
scope.addEventListener('fetch', (event) => {
  const { url, method, mode } = event.request
  const way = wayOf({ url, method, is_navigation: mode === 'navigate' }, scope.location.origin, files)
  if (way === 'page') event.respondWith(page(event.request))
  else if (way === 'file') event.respondWith(file(event.request))
  else if (way === 'told') event.respondWith(told(event))
})
