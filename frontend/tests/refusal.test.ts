import { describe, expect, it } from 'vitest'
import type { Tier } from '../src/api'
import type { Verdict } from '../src/pure/answer'
import { hasNote, headingOf, questionOf, saysOf, wayOf, type Way } from '../src/pure/refusal'

const reason = (condition: string, tier: Tier = 'clinician') => ({ condition, tier })
const CONDITIONS = [
  { id: 'cancer', clearable: true },
  { id: 'broken-skin', clearable: false },
  { id: 'contagious-skin', clearable: false },
]
const way = (...reasons: { condition: string; tier: Tier }[]): Way => wayOf(reasons, CONDITIONS)

describe('what a clinician is asked', () => {
  it('is leave, where their yes opens the way', () => {
    expect(way(reason('cancer'))).toBe('leave')
    expect(way(reason('back-pain'), reason('several-signs'))).toBe('leave')
    // What is over by itself another day does not wait for a clinician.
    expect(way(reason('cancer'), reason('contagious-skin', 'not-today'))).toBe('leave')
    expect(way(reason('broken-skin', 'adapt'), reason('cancer'))).toBe('leave')
  })
  it('is to look, where no yes clears it, whatever else there is', () => {
    expect(way(reason('broken-skin'))).toBe('look')
    expect(way(reason('cancer'), reason('broken-skin'))).toBe('look')
  })
  it('is nothing for a child under 12', () => {
    expect(way(reason('age-under-12'))).toBe('child')
    expect(way(reason('broken-skin'), reason('age-under-12'))).toBe('child')
  })
})

describe('the words where there is no massage', () => {
  const all: Way[] = ['leave', 'look', 'child']
  const words = (each: Way): string => JSON.stringify(saysOf(each)) + questionOf('clinician', each)
  it('ask for a massage only where a yes opens the way', () => {
    expect(headingOf('clinician', 'leave')).toBe('Please ask a doctor before a massage. This week is soon enough.')
    expect(questionOf('clinician', 'leave')).toBe('Is that all right for them? Is there a place or a pressure to leave out?')
    for (const closed of ['look', 'child'] as const) {
      expect(headingOf('clinician', closed)).toMatch(/^No massage /)
      expect(words(closed)).not.toMatch(/all right|would like|ask a doctor before|light back massage|How firm/i)
    }
  })
  it('are the same for the other ways of no massage, whatever a clinician would be asked', () => {
    const heads: [Verdict, string, string][] = [
      ['urgent-now', 'Call now. Don’t wait.', 'We are at: your street, your door, your floor.'],
      ['urgent-today', 'Please see a doctor today, before anything else.', 'Where should we go, and how soon?'],
    ]
    for (const each of all) {
      for (const [verdict, heading, question] of heads) expect([headingOf(verdict, each), questionOf(verdict, each)]).toEqual([heading, question])
      expect(headingOf('not-today', each)).toBe('Not today. Another day is fine.')
    }
  })
  it('stand on a note, but for a child of whom nothing else was said', () => {
    expect([hasNote('clinician', 'leave', [1]), hasNote('clinician', 'look', [1]), hasNote('urgent-today', 'child', [1])]).toEqual([true, true, true])
    expect([hasNote('clinician', 'child', [1]), hasNote('clinician', 'child', [1, 2])]).toEqual([false, true])
    expect([hasNote('urgent-now', 'leave', [1]), hasNote('not-today', 'leave', [1])]).toEqual([true, false])
  })
})
