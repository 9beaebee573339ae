import { expect, it } from 'vitest'
import { filled, found, known, lexiconOf, plural } from '../src/words/find'
import { celsiusOf, cmOf, fahrenheitOf, feetOf, inImperial, isImperial, kgOf, poundsOf, whole } from '../src/words/units'
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

it('turns the measures in a sentence, and keeps what is safe safe', () => {
  expect(inImperial('24 to 26 °C')).toBe('75 to 78 °F')
  expect(whole('24 to 26 °C; 4 cm')).toBe('24 to 26\u00a0°C; 4 cm')
  expect(inImperial('45 °C moving, 43 °C placed')).toBe('113 °F moving, 109 °F placed')
  expect(inImperial('47,5 °C ist zu heiß; 45 °C ist das Höchste.', ',')).toBe('117 °F ist zu heiß; 113 °F ist das Höchste.')
  expect(inImperial('4 cm from the middle of the back')).toBe('1.6 in from the middle of the back')
  expect(inImperial('etwa 71 bis 77 cm hoch', ',')).toBe('etwa 28 bis 30 in hoch')
  expect(inImperial('2 of 3 cmyk, 5 minutes')).toBe('2 of 3 cmyk, 5 minutes')
  for (let warmth_c = 20; warmth_c <= 50; warmth_c++) {
    const told = Number(inImperial(`${warmth_c} °C`).split(' ')[0])
    expect(celsiusOf(told)).toBeLessThanOrEqual(warmth_c)
    expect(told).toBeLessThanOrEqual(fahrenheitOf(warmth_c))
  }
})

it('gives back what was written, to the unit that people write in', () => {
  for (let height_cm = 120; height_cm <= 220; height_cm++) expect(Math.abs(cmOf(feetOf(height_cm)) - height_cm)).toBeLessThanOrEqual(1.31)
  for (let mass_kg = 30; mass_kg <= 200; mass_kg++) expect(Math.abs(kgOf(poundsOf(mass_kg)) - mass_kg)).toBeLessThanOrEqual(0.3)
})
