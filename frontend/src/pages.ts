/** Every address of the pages, and the page that stands there; each is loaded when somebody first goes there. */
import type { Component } from 'svelte'

export interface Place {
  /** Pages of the live session are always in evening colours. */
  is_live: boolean
  /** What the address names: a session, a technique. */
  id: string
  load: () => Promise<{ default: Component<{ id: string }> }>
}

const ID = '([A-Za-z0-9][A-Za-z0-9._:-]{0,127})'

type Loader = () => Promise<{ default: unknown }>
const PLACES: [RegExp, Loader, boolean?][] = [
  [/^\/$/, () => import('./home/Home.svelte')],
  [/^\/ask$/, () => import('./ask/Ask.svelte')],
  [/^\/answer$/, () => import('./ask/Answer.svelte')],
  [/^\/plan$/, () => import('./plan/PlanPage.svelte')],
  [/^\/prepare$/, () => import('./prepare/Prepare.svelte')],
  [/^\/felt$/, () => import('./map/FeltPage.svelte')],
  [new RegExp(`^/play/${ID}$`), () => import('./play/Play.svelte'), true],
  [new RegExp(`^/after/${ID}$`), () => import('./after/After.svelte')],
  [/^\/history$/, () => import('./history/History.svelte')],
  [new RegExp(`^/history/${ID}$`), () => import('./history/Evening.svelte')],
  [/^\/learn$/, () => import('./learn/Learn.svelte')],
  [/^\/claims$/, () => import('./learn/Claims.svelte')],
  [/^\/rhythm$/, () => import('./learn/Rhythm.svelte')],
  [new RegExp(`^/learn/${ID}$`), () => import('./learn/TechniquePage.svelte')],
  [new RegExp(`^/practise/${ID}$`), () => import('./learn/Practise.svelte'), true],
  [/^\/settings$/, () => import('./home/Settings.svelte')],
]

/** The page at an address; null where there is none. */
export function placeAt(path: string): Place | null {
  for (const [shape, load, is_live] of PLACES) {
    const match = shape.exec(path)
    if (match) return { is_live: is_live ?? false, id: match[1] ?? '', load: load as Place['load'] }
  }
  return null
}
