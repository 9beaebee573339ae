/**
 * What a spoken word means while a session is on. Pure, so that every word is tested. Stopping is always safe, so it
 * is heard anywhere in what is said; so are hands off, once the sentence is over; everything else only where little more
 * is said, and never as a question or against a "not".
 */
import type { Press } from './keys'

type Kind = 'softer' | 'harder' | 'pause' | 'resume' | 'skip' | 'back' | 'again' | 'good'
export type Spoken = Press | { kind: 'number'; nrs: number }

interface Vocabulary {
  stop: string[]
  off: string[]
  yes: string[]
  not: string[]
  /** The gentler ones first: of two, the first counts. */
  says: [Kind, string[]][]
  numbers: string[]
}

/** Longer sentences are talk between two people, not a word to this device. */
const MOST_WORDS = 3

const WORDS: Record<string, Vocabulary> = {
  en: {
    stop: ['stop', 'halt'],
    off: ['hands off'],
    yes: ['yes'],
    not: ['not', 'no', 'never', 'don’t', 'dont', 'isn’t', 'isnt', 'nothing'],
    says: [
      ['pause', ['pause', 'wait', 'break']],
      ['softer', ['softer', 'lighter', 'gentler', 'less', 'too hard', 'too much', 'too firm']],
      ['harder', ['harder', 'firmer', 'deeper']],
      ['again', ['again', 'repeat']],
      ['back', ['back', 'go back', 'previous']],
      ['skip', ['next', 'skip', 'next step']],
      ['resume', ['go on', 'continue', 'resume', 'carry on']],
      ['good', ['good', 'nice', 'perfect', 'just like this']],
    ],
    numbers: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  },
  de: {
    stop: ['stop', 'stopp', 'halt', 'aufhören'],
    off: ['hände weg', 'hände runter'],
    yes: ['ja'],
    not: ['nicht', 'nein', 'nie', 'kein', 'keine', 'nichts'],
    says: [
      ['pause', ['pause', 'warte', 'moment']],
      ['softer', ['sanfter', 'leichter', 'weicher', 'weniger', 'zu fest', 'zu stark', 'zu viel']],
      ['harder', ['fester', 'stärker', 'tiefer']],
      ['again', ['noch einmal', 'nochmal', 'wiederholen']],
      ['back', ['zurück']],
      ['skip', ['nächster', 'nächste', 'nächstes', 'nächster schritt', 'überspringen']],
      ['resume', ['weiter', 'weitermachen', 'mach weiter', 'geht weiter']],
      ['good', ['gut', 'schön', 'genau so', 'perfekt']],
    ],
    numbers: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'],
  },
}

const LIVE = new Set(['running', 'paused', 'holding'])

/** `is_final`: what may still be corrected by the next word is only good for a stop. */
export function spokenOf(text: string, how: { language: string; status: string; is_asked: boolean; is_final: boolean }): Spoken | null {
  const known = WORDS[how.language]
  if (!known || how.status === 'stopped' || how.status === 'finished') return null
  const said = wordsOf(text)
  if (said.some((each) => known.stop.includes(each))) return { kind: 'stop' }
  if (!how.is_final || !LIVE.has(how.status)) return null
  const line = ` ${said.join(' ')} `
  const has = (way: string): boolean => line.includes(` ${way} `)
  if (how.status !== 'holding' && known.off.some(has)) return { kind: 'hold' }
  if (said.length === 0 || said.length > MOST_WORDS) return null
  if (how.is_asked) {
    const numbers = said.flatMap((each) => numberOf(each, known.numbers))
    if (numbers.length > 0) return numbers.length === 1 ? { kind: 'number', nrs: numbers[0]! } : null
  }
  // "Harder?" asks somebody; only the answer counts.
  if (text.includes('?') || said.some((each) => known.not.includes(each))) return null
  const kind = known.says.find(([, ways]) => ways.some(has))?.[0]
  if (!kind) return null
  // Going on is for who has stopped; what runs needs no word for it.
  if (kind === 'resume' && how.status === 'running') return null
  if (kind === 'pause' && how.status !== 'running') return null
  // Hands that are off for a reason come back only with a yes.
  if (how.status === 'holding' && !(kind === 'resume' && said.some((each) => known.yes.includes(each)))) return null
  return { kind }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll("'", '’').split(/[^\p{L}\p{N}’]+/u).filter(Boolean)
}

function numberOf(word: string, names: string[]): number[] {
  const named = names.indexOf(word)
  if (named >= 0) return [named]
  return /^(10|[0-9])$/.test(word) ? [Number(word)] : []
}
