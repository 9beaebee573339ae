import { expect, it } from 'vitest'
import { clock, minutesLeft, sentences, shortName, stepMinutes, stepName } from '../src/pure/words'
import { themeFor } from '../src/pure/theme'

it.each([
  [20, '½'],
  [60, '1'],
  [90, '1½'],
  [150, '2½'],
  [180, '3'],
  [300, '5'],
])('%s seconds are %s minutes of a step', (seconds, said) => {
  expect(stepMinutes(seconds)).toBe(said)
})

it('never says nought minutes while time is left', () => {
  expect([0, 1, 59, 90, 1080].map(minutesLeft)).toEqual([0, 1, 1, 2, 18])
})

it('counts a step down like a clock', () => {
  expect([80, 59.2, 0, -3].map(clock)).toEqual(['1:20', '1:00', '0:00', '0:00'])
})

it('calls pauses and unknown techniques by plain words', () => {
  expect(stepName('walk', {})).toBe('Change sides')
  expect(stepName('kneading', { kneading: 'Kneading' })).toBe('Kneading')
  expect(stepName('very-new-stroke', {})).toBe('Very new stroke')
  expect(shortName('rest', {})).toBe('Rest')
})

it('is dark while it runs and after sunset, whatever else; pinned wins elsewhere', () => {
  expect(themeFor('day', 12, true)).toBe('evening')
  expect(themeFor('day', 23, false)).toBe('day')
  expect(themeFor(null, 21, false)).toBe('evening')
  expect(themeFor(null, 12, false)).toBe('day')
})

it.each([
  ['Hands off. Alex said stop.', ['Hands off.', 'Alex said stop.']],
  ['Hands off. Dr. Who said stop.', ['Hands off.', 'Dr. Who said stop.']],
  ['A break.', ['A break.']],
])('%s breaks after its first sentence', (text, lines) => expect(sentences(text)).toEqual(lines))
