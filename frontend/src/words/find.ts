/**
 * The catalogue of words, as plain functions: English sentences are the keys, so English needs no catalogue.
 *
 * A key may hold places for values, as in `Lift {hand} slowly`. What the engine says with values already in it is
 * found by the shape of the sentence, and each value is looked up in its turn. Only where every value is known does a
 * shape with hardly a word of its own count, so that `{place}, {side}` never takes a sentence for a list.
 */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>>
export type Catalogue = Readonly<Record<string, string | Plural>>
export type Values = Readonly<Record<string, string | number>>

/** A sentence with places, read once: what is said around them, their names in order, and what it is in our language. */
interface Template {
  told: string
  parts: string[]
  names: string[]
  /** How many letters are said plainly: the more, the surer the match. */
  letters: number
}

/** A catalogue that is ready to be asked. */
export interface Lexicon {
  catalogue: Catalogue
  language: string
  /** Templates by their first word, and those that begin with a place; the surest first. */
  by_word: ReadonlyMap<string, Template[]>
  open: Template[]
  /** What was asked before, and what it was; null where it is not known. */
  heard: Map<string, string | null>
}

const PLACE = /\{([a-z_][a-z0-9_]*)\}/g
const NUMBER = /^\d+([.:]\d+)?$/
/** With fewer letters of its own a template does not take in what nobody knows. */
const PLAIN_LETTERS = 8
const MOST_HEARD = 5000

export function lexiconOf(catalogue: Catalogue, language: string): Lexicon {
  const by_word = new Map<string, Template[]>()
  const open: Template[] = []
  for (const [key, told] of Object.entries(catalogue)) {
    if (typeof told !== 'string' || !key.includes('{')) continue
    const pieces = key.split(PLACE)
    const parts = pieces.filter((_, i) => i % 2 === 0)
    const names = pieces.filter((_, i) => i % 2 === 1)
    const letters = parts.join('').replace(/[^\p{L}]/gu, '').length
    const word = firstWord(parts[0]!)
    const list = word === null ? open : (by_word.get(word) ?? [])
    if (word !== null) by_word.set(word, list)
    list.push({ told, parts, names, letters })
  }
  for (const list of [open, ...by_word.values()]) list.sort((a, b) => b.letters - a.letters)
  return { catalogue, language, by_word, open, heard: new Map() }
}

/** The first word with the space after it, null where there is none. */
function firstWord(text: string): string | null {
  const end = text.indexOf(' ')
  return end < 0 ? null : text.slice(0, end)
}

/** Every way in which a text can be read as the parts with something in between. */
function* readings(text: string, parts: string[], index = 1, from = parts[0]!.length): Generator<string[]> {
  if (index === 1 && !text.startsWith(parts[0]!)) return
  const part = parts[index]!
  if (index === parts.length - 1) {
    const end = text.length - part.length
    if (end > from && text.endsWith(part)) yield [text.slice(from, end)]
    return
  }
  for (let at = text.indexOf(part, from + 1); at >= 0; at = text.indexOf(part, at + 1)) {
    for (const rest of readings(text, parts, index + 1, at + part.length)) yield [text.slice(from, at), ...rest]
  }
}

/** "Lift {hand}" and {hand: 'the left'} are "Lift the left". */
export function filled(text: string, values: Values): string {
  return text.replace(PLACE, (place, name: string) => (name in values ? String(values[name]) : place))
}

function filledWith({ told, names }: Template, values: string[]): string {
  return filled(told, Object.fromEntries(names.map((name, i) => [name, values[i]!])))
}

/** A number as the language writes it, without marks between the thousands: a year is a number, too. */
export function numberIn(language: string, value: number): string {
  return new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 3 }).format(value)
}

/** The text in the catalogue's language, every word of it; null where something is not known. */
export function known(text: string, lexicon: Lexicon): string | null {
  const heard = lexicon.heard.get(text)
  if (heard !== undefined) return heard
  const told = looked(text, lexicon)
  if (lexicon.heard.size >= MOST_HEARD) lexicon.heard.clear()
  lexicon.heard.set(text, told)
  return told
}

function looked(text: string, lexicon: Lexicon): string | null {
  const exact = lexicon.catalogue[text]
  if (typeof exact === 'string') return exact
  if (NUMBER.test(text)) return text.includes(':') ? text : numberIn(lexicon.language, Number(text))
  const begun = lexicon.by_word.get(firstWord(text) ?? '') ?? []
  return byShape(text, begun, lexicon) ?? bySentence(text, lexicon) ?? byShape(text, lexicon.open, lexicon) ?? byCapital(text, lexicon)
}

/** The first template that the text can be read as with every value known. */
function byShape(text: string, templates: Template[], lexicon: Lexicon): string | null {
  for (const template of templates) {
    for (const values of readings(text, template.parts)) {
      const told = values.map((value) => known(value, lexicon))
      if (told.every((each) => each !== null)) return filledWith(template, told)
    }
  }
  return null
}

/** Several sentences one after the other, each known by itself or together with its neighbours. */
function bySentence(text: string, lexicon: Lexicon): string | null {
  for (let end = text.length; ; ) {
    end = lastStop(text, end)
    if (end < 0) return null
    const head = known(text.slice(0, end), lexicon)
    const rest = head === null ? null : known(text.slice(end + 1), lexicon)
    if (rest !== null) return `${head} ${rest}`
  }
}

/** Where the last sentence before `end` begins: at the space behind a stop; -1 where there is none. */
function lastStop(text: string, end: number): number {
  const stops = ['. ', '? ', '! '].map((stop) => (end < 2 ? -1 : text.lastIndexOf(stop, end - 2)))
  const at = Math.max(...stops)
  return at < 0 ? -1 : at + 1
}

/** A name that stands in the middle of a sentence begins with a small letter there. */
function byCapital(text: string, lexicon: Lexicon): string | null {
  const told = lexicon.catalogue[text.charAt(0).toUpperCase() + text.slice(1)]
  return typeof told === 'string' ? told : null
}

/** The sentence in the catalogue's language; what nobody knows stays as it is. */
export function found(text: string, lexicon: Lexicon): string {
  const told = known(text, lexicon)
  if (told !== null) return told
  const templates = [...(lexicon.by_word.get(firstWord(text) ?? '') ?? []), ...lexicon.open]
  for (const template of templates) {
    if (template.letters < PLAIN_LETTERS) continue
    for (const values of readings(text, template.parts)) {
      return filledWith(
        template,
        values.map((value) => known(value, lexicon) ?? value),
      )
    }
  }
  return text
}

/** The right form for a number, by the rules of the language. */
export function plural(forms: { one: string; other: string }, n: number, catalogue: Catalogue, language: string): string {
  const told = catalogue[forms.other]
  const rule = new Intl.PluralRules(language).select(n)
  if (told !== undefined && typeof told !== 'string') return told[rule] ?? told.other ?? forms.other
  return rule === 'one' ? forms.one : forms.other
}
