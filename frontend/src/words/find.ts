/**
 * The catalogue of words, as plain functions: English sentences are the keys, so English needs no catalogue.
 *
 * A key may hold places for values, as in `Lift {hand} slowly`. What the engine says with values already in it is
 * found by the shape of the sentence, and each value is looked up in its turn.
 */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>>
export type Catalogue = Readonly<Record<string, string | Plural>>
export type Values = Readonly<Record<string, string | number>>

/** A sentence with places, read once: what it looks like, and the names of its places in order. */
export interface Template {
  key: string
  shape: RegExp
  names: string[]
}

const PLACE = /\{([a-z_][a-z0-9_]*)\}/g

export function templatesOf(catalogue: Catalogue): Template[] {
  const found = Object.keys(catalogue).filter((key) => new RegExp(PLACE.source).test(key))
  // The more of it is said plainly, the surer the match.
  found.sort((a, b) => b.replace(PLACE, '').length - a.replace(PLACE, '').length)
  return found.map((key) => {
    const names = [...key.matchAll(PLACE)].map((each) => each[1]!)
    const plain = key.split(PLACE).filter((_, i) => i % 2 === 0)
    const escaped = plain.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    return { key, shape: new RegExp(`^${escaped.join('(.+?)')}$`, 's'), names }
  })
}

/** "Lift {hand}" and {hand: 'the left'} are "Lift the left". */
export function filled(text: string, values: Values): string {
  return text.replace(PLACE, (place, name: string) => (name in values ? String(values[name]) : place))
}

/** The sentence in the catalogue's language; itself where the catalogue has none. */
export function found(text: string, catalogue: Catalogue, templates: Template[], depth = 0): string {
  const exact = catalogue[text]
  if (typeof exact === 'string') return exact
  for (const { key, shape, names } of templates) {
    const told = catalogue[key]
    const match = typeof told === 'string' ? shape.exec(text) : null
    if (!match || typeof told !== 'string') continue
    const values: Record<string, string> = {}
    names.forEach((name, i) => {
      const value = match[i + 1]!
      values[name] = depth < 2 ? found(value, catalogue, templates, depth + 1) : value
    })
    return filled(told, values)
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
