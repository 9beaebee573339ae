import { describe, expect, it } from 'vitest'
import { cushionsFor } from '../src/pure/pillows'
import { nothingReady, preparedOn, ticked, untried } from '../src/pure/prepared'

describe('pillows', () => {
  const told = (position: 'prone' | 'seated', pillows: number): string[] => cushionsFor(position, pillows).map((each) => `${each.spot} ${each.stuff}`)
  it('go where they help most, and towels stand in for the rest', () => {
    expect(told('prone', 0)).toEqual(['face folded-towel', 'belly folded-towel', 'ankles rolled-towel'])
    expect(told('prone', 1)).toEqual(['face folded-towel', 'belly pillow', 'ankles rolled-towel'])
    expect(told('prone', 3)).toEqual(['face folded-towel', 'belly pillow', 'ankles pillow', 'chest pillow'])
    expect(told('seated', 1)).toEqual(['lean-chest pillow', 'lean-face folded-towel', 'lean-arms folded-blanket'])
    expect(told('seated', 9)).toEqual(['lean-chest pillow', 'lean-face pillow', 'lean-arms pillow'])
  })
  it('never put a pillow under a face that lies down: it has to breathe', () => {
    for (let pillows = 0; pillows < 6; pillows++) expect(cushionsFor('prone', pillows)[0]).toEqual({ spot: 'face', stuff: 'folded-towel' })
  })
})

describe('what is ready', () => {
  it('is kept for its day, and no longer', () => {
    const today = ticked(ticked(nothingReady('2026-11-25'), 'warm-room', true), 'oil-bowl', true)
    expect(preparedOn('2026-11-25', JSON.parse(JSON.stringify(today)))).toEqual(today)
    expect(preparedOn('2026-11-26', today)).toEqual(nothingReady('2026-11-26'))
    expect(ticked(today, 'warm-room', false).done).toEqual(['oil-bowl'])
    expect(ticked(today, 'oil-bowl', true).done).toEqual(['warm-room', 'oil-bowl'])
  })
  it('is to be heard and to be read, each until it was tried', () => {
    const none = nothingReady('2026-11-25')
    const heard = ticked(none, 'sound', true)
    expect(untried(none, false)).toEqual(['sound', 'read'])
    expect(untried(heard, false)).toEqual(['read'])
    expect(untried(ticked(none, 'read', true), false)).toEqual(['sound'])
    expect(untried(ticked(heard, 'read', true), false)).toEqual([])
    // Who wants no sound has none to try.
    expect(untried(none, true)).toEqual(['read'])
  })
  it('is nothing where the storage holds nonsense', () => {
    for (const kept of [null, 7, {}, { day: '2026-11-25' }]) expect(preparedOn('2026-11-25', kept)).toEqual(nothingReady('2026-11-25'))
    const odd = { day: '2026-11-25', done: [1, 'a'], before: { pain_nrs: 11, ease_nrs: 4 } }
    expect(preparedOn('2026-11-25', odd)).toEqual({ day: '2026-11-25', done: ['a'], before: { pain_nrs: null, ease_nrs: 4 } })
  })
})
