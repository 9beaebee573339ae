import { describe, expect, it } from 'vitest'
import { spokenOf } from '../src/pure/spoken'

const running = { language: 'en', status: 'running', is_asked: false, is_final: true }
const said = (text: string, how: Partial<typeof running> = {}): string | number | null => {
  const found = spokenOf(text, { ...running, ...how })
  return found === null ? null : found.kind === 'number' ? found.nrs : found.kind
}

describe('a word while it runs', () => {
  it.each([
    ['Softer', 'softer'],
    ['a little softer', 'softer'],
    ['too hard', 'softer'],
    ['Harder, please.', 'harder'],
    ['harder softer', 'softer'],
    ['next', 'skip'],
    ['go back', 'back'],
    ['again', 'again'],
    ['pause', 'pause'],
    ['good', 'good'],
    ['STOP!', 'stop'],
  ])('%s', (text, kind) => expect(said(text)).toBe(kind))

  it.each([
    ['Sanfter', 'softer'],
    ['bitte fester', 'harder'],
    ['fester, nein sanfter', null],
    ['nächster Schritt', 'skip'],
    ['zurück', 'back'],
    ['noch einmal', 'again'],
    ['Moment', 'pause'],
    ['Stopp', 'stop'],
    ['aufhören', 'stop'],
    ['weiter', null],
  ])('in German: %s', (text, kind) => expect(said(text, { language: 'de' })).toBe(kind))
})

describe('what is not meant for it', () => {
  it.each(['Harder?', 'next?', 'Go on?'])('a question to somebody: %s', (text) => expect(said(text)).toBeNull())
  it.each(['not harder', 'no, not softer', 'don’t go back', "don't pause"])('a no: %s', (text) => expect(said(text)).toBeNull())
  it.each(['did you see how much harder it rained', 'the next train is at ten', 'softly', 'harden', ''])('talk: %s', (text) =>
    expect(said(text)).toBeNull(),
  )
  it('a number that nobody asked for', () => expect(said('seven')).toBeNull())
  it('another language', () => expect(said('plus doux', { language: 'fr' })).toBeNull())
})

describe('hands off', () => {
  it.each(['Hands off', 'hands off please', 'ow, hands off now, that is the bone', 'no, hands off!', 'hands off?'])('anywhere: %s', (text) =>
    expect(said(text)).toBe('hold'),
  )
  it.each(['Hände weg', 'bitte Hände runter', 'nein, Hände weg von da'])('in German: %s', (text) => expect(said(text, { language: 'de' })).toBe('hold'))
  it.each(['hands', 'offhand', 'hand off', 'hands are off'])('no other words: %s', (text) => expect(said(text)).toBeNull())
  it('only once the sentence is over', () => expect(said('hands off', { is_final: false })).toBeNull())
  it('in a pause, and while a number is asked', () => {
    expect(said('hands off', { status: 'paused' })).toBe('hold')
    expect(said('seven, hands off', { is_asked: true })).toBe('hold')
  })
  it('once: where they are off already it says nothing', () => expect(said('hands off', { status: 'holding' })).toBeNull())
  it('but stop is more', () => expect(said('stop, hands off')).toBe('stop'))
})

describe('stop', () => {
  it.each(['stop', 'please stop now because that hurts a lot', 'don’t stop', 'harder stop', 'no stop it'])('anywhere: %s', (text) =>
    expect(said(text)).toBe('stop'),
  )
  it.each(['stopper', 'nonstop', 'the bus stops'])('a whole word only: %s', (text) => expect(said(text)).toBeNull())
  it('before the sentence is over', () => expect(said('stop', { is_final: false })).toBe('stop'))
  it('and nothing else before it is over', () => {
    for (const text of ['harder', 'softer', 'next', 'pause']) expect(said(text, { is_final: false })).toBeNull()
  })
  it('once', () => expect(said('stop', { status: 'stopped' })).toBeNull())
})

describe('by how things stand', () => {
  it('going on is for who has paused', () => {
    expect(said('go on')).toBeNull()
    expect(said('go on', { status: 'paused' })).toBe('resume')
    expect(said('weiter', { status: 'paused', language: 'de' })).toBe('resume')
    expect(said('pause', { status: 'paused' })).toBeNull()
  })
  it('hands that are off come back only with a yes', () => {
    for (const text of ['go on', 'harder', 'next', 'no, go on', 'yes']) expect(said(text, { status: 'holding' })).toBeNull()
    expect(said('yes, go on', { status: 'holding' })).toBe('resume')
    expect(said('ja weiter', { status: 'holding', language: 'de' })).toBe('resume')
    expect(said('stop', { status: 'holding' })).toBe('stop')
  })
  it('nothing begins by a word', () => expect(said('next', { status: 'ready' })).toBeNull())
  it.each([
    ['seven', 7],
    ['a ten', 10],
    ['it’s 4', 4],
    ['0', 0],
    ['three or four', null],
    ['11', null],
  ])('a number that is asked: %s', (text, nrs) => expect(said(text, { is_asked: true })).toBe(nrs))
  it('in German', () => expect(said('fünf', { is_asked: true, language: 'de' })).toBe(5))
})

it('never makes it harder where anything gentler is heard', () => {
  const gentler = ['softer', 'lighter', 'less', 'pause', 'wait', 'too much', 'stop', 'not', 'no']
  for (const one of gentler) {
    for (const text of [`${one} harder`, `harder ${one}`, `firmer ${one}`]) expect(said(text)).not.toBe('harder')
  }
})
