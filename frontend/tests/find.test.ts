import { expect, it } from 'vitest'
import { filled, found, plural, templatesOf } from '../src/words/find'
import { celsiusOf, cmOf, feetOf, isImperial, kgOf, poundsOf } from '../src/words/units'

const catalogue = {
  'Lower back': 'Unterer Rücken',
  'left': 'links',
  '{place}, {side}': '{place}, {side}',
  'Sore spot {n} is left alone.': 'Die Stelle {n} bleibt in Ruhe.',
  '{n} minutes': { one: '{n} Minute', other: '{n} Minuten' },
}
const templates = templatesOf(catalogue)

it('finds a sentence by itself, by its shape, and leaves an unknown one alone', () => {
  expect(found('Lower back', catalogue, templates)).toBe('Unterer Rücken')
  expect(found('Sore spot 2 is left alone.', catalogue, templates)).toBe('Die Stelle 2 bleibt in Ruhe.')
  expect(found('Lower back, left', catalogue, templates)).toBe('Unterer Rücken, links')
  expect(found('Something new', catalogue, templates)).toBe('Something new')
})

it('counts by the rules of the language', () => {
  const forms = { one: '{n} minute', other: '{n} minutes' }
  expect(filled(plural(forms, 1, catalogue, 'de'), { n: 1 })).toBe('1 Minute')
  expect(filled(plural(forms, 5, catalogue, 'de'), { n: 5 })).toBe('5 Minuten')
  expect(filled(plural(forms, 1, {}, 'en'), { n: 1 })).toBe('1 minute')
})

it('measures as people there do, and never makes a hot stone cooler', () => {
  expect([isImperial('en-US'), isImperial('en-GB'), isImperial('de')]).toEqual([true, false, false])
  expect(feetOf(168)).toEqual({ feet: 5, inches: 6 })
  expect(cmOf({ feet: 5, inches: 6 })).toBe(167.6)
  expect([poundsOf(64), kgOf(141)]).toEqual([141, 64])
  expect(celsiusOf(113)).toBe(45)
  expect(celsiusOf(113.1)).toBe(45.1)
})
