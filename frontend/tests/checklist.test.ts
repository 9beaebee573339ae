// The page's check list is the catalog's own: both are held to one golden file, which the Python tests write.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Position } from '../src/api'
import { checklist, type Item, type Preparation } from '../src/pure/catalog'

interface Evening {
  style: string
  surface: 'bed' | 'mat' | 'table' | 'chair'
  position: Position
  oil: string
  stones: boolean
  massager: boolean
  listed: string[]
}

const golden = JSON.parse(
  readFileSync(new URL('../../tests/catalog/golden/checklists.json', import.meta.url), 'utf-8'),
) as { items: Item[]; extras: Record<string, string[]>; evenings: Evening[] }
const preparation: Preparation = { items: golden.items, surfaces: {}, oils: {} }

it.each(golden.evenings)('lists the same for $style on the $surface, oil $oil', (evening) => {
  const kit = {
    surface: evening.surface,
    oil: evening.oil,
    stones_c: evening.stones ? 43 : null,
    massager: evening.massager,
  }
  const listed = checklist(preparation, golden.extras[evening.style]!, kit, evening.position).map((item) => item.id)
  expect(listed).toEqual(evening.listed)
})

it('has evenings that differ', () => {
  expect(new Set(golden.evenings.map((evening) => evening.listed.join())).size).toBeGreaterThan(12)
})
