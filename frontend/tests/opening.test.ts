import { describe, expect, it } from 'vitest'
import type { Plan, Request } from '../src/api'
import { asOpening, dayOf, feltOf, isFresh, OPENING, openingOf } from '../src/pure/opening'
import { Outbox, type Delivery, type Waiting } from '../src/pure/outbox'

function memory() {
  const map = new Map<string, string>()
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  }
}

const body = { plan: { style: 'relaxation' } as Plan, request: { schema: 1 } as Request, person: 'p1' }
const opening = openingOf(body, 'o', 1000)
const before = feltOf({ pain_nrs: 4, ease_nrs: null }, 'before', 'f', 1000)
const pressed: Waiting[] = ['start', 'good', 'pause'].map((kind, i) => ({ kind, client_id: kind, given_at: 2000 + i, at_s: i }))

describe('a massage that began without the server', () => {
  it('is opened first, then told how they were, then every press, once each and in order', async () => {
    const storage = memory()
    const box = new Outbox(storage, 'k')
    for (const each of [opening, before, ...pressed]) expect(box.put(each)).toBe(true)
    const sent: string[] = []
    // The network goes once in between, and the page is loaded anew.
    const send = (most: number) => async (each: Waiting): Promise<Delivery> => (sent.length < most ? (sent.push(each.kind), 'sent') : 'later')
    expect(await box.flush(send(2))).toBe(false)
    expect(await new Outbox(storage, 'k').flush(send(99))).toBe(true)
    expect(sent).toEqual([OPENING, 'felt', 'start', 'good', 'pause'])
  })
  it('tells the server how long it waited, never less than nothing, and no moment of its own clock', () => {
    expect(asOpening(opening, 61_500)).toEqual({ plan: body.plan, request: body.request, person: 'p1', client_id: 'o', waited_s: 60.5 })
    expect(asOpening(opening, 0)).toMatchObject({ waited_s: 0 })
    expect(asOpening(openingOf({ ...body, person: null }, 'o', 0), 0)).not.toHaveProperty('person')
  })
})

describe('a kept plan', () => {
  const plan = (made_on: string, lapses_on = '2026-12-01') => ({ made_on, limits: { lapses_on } })
  it('is played on the day it was made and the next, and no later', () => {
    expect(['2026-11-25', '2026-11-24', '2026-11-23', '2026-11-26'].map((day) => isFresh(plan(day), '2026-11-25'))).toEqual([true, true, false, false])
  })
  it('is not played past the day that its answers are good for', () => {
    expect(isFresh(plan('2026-11-25', '2026-11-24'), '2026-11-25')).toBe(false)
  })
  it('has a day of this place, not of Greenwich', () => {
    expect(dayOf(new Date(2026, 0, 2, 23, 59))).toBe('2026-01-02')
  })
})
