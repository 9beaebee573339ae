import { expect, it } from 'vitest'
import { filled, found, known, lexiconOf, plural } from '../src/words/find'
import { celsiusOf, cmOf, feetOf, isImperial, kgOf, poundsOf } from '../src/words/units'
import golden from './golden/said.json'

const { catalogue } = golden
const lexicon = lexiconOf(catalogue, 'de')

it.each(Object.entries(golden.known))('knows every word of: %s', (text, told) => {
  expect(known(text, lexicon)).toBe(told)
  expect(found(text, lexicon)).toBe(told)
})

it.each(Object.entries(golden.unknown))('says what it can of: %s', (text, told) => {
  expect(known(text, lexicon)).toBeNull()
  expect(found(text, lexicon)).toBe(told)
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
