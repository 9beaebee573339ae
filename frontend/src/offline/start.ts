/** Starts the worker that keeps the pages, once everything that a person waits for is there. */
import { reach } from '../reach.svelte'

const IDLE_MS = 4000
/** A network that failed while the pages were being kept is tried again after so long. */
const AGAIN_MS = 10_000

export function startOffline(): void {
  // Only where the browser trusts the connection: on the machine itself, or over https.
  if (import.meta.env.DEV || !isSecureContext || !('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', (event: MessageEvent<{ is_here?: unknown }>) => {
    if (typeof event.data?.is_here === 'boolean') reach.heard(event.data.is_here)
  })
  beTaken()
  if (document.readyState === 'complete') whenIdle()
  else addEventListener('load', whenIdle, { once: true })
  stayCurrent()
}

function whenIdle(): void {
  const again = (): void => void setTimeout(register, AGAIN_MS)
  const register = (): void => {
    navigator.serviceWorker
      .register('/sw.js', { updateViaCache: 'none' })
      .then(({ installing, active }) => {
        if (active) return
        installing?.addEventListener('statechange', () => installing.state === 'redundant' && again())
      })
      // A browser that refuses (a private window) has an app that needs its server, as before.
      .catch((why: unknown) => why instanceof TypeError && again())
  }
  if ('requestIdleCallback' in window) requestIdleCallback(register, { timeout: IDLE_MS })
  else setTimeout(register, IDLE_MS)
}

/** A page that was loading just when the worker took over, or was asked for past it, has it from now on. */
function beTaken(): void {
  void navigator.serviceWorker.ready.then(({ active }) => {
    if (navigator.serviceWorker.controller === null) active?.postMessage('take me')
  })
}

/** A new version is shown from the next opening on; an app that is never closed turns to it while nobody looks. */
function stayCurrent(): void {
  const had = navigator.serviceWorker.controller !== null
  let is_new = false
  navigator.serviceWorker.addEventListener('controllerchange', () => (is_new = had))
  document.addEventListener('visibilitychange', () => {
    if (is_new && document.visibilityState === 'hidden' && location.pathname === '/') location.reload()
  })
}
