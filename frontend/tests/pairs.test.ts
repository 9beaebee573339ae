import { describe, expect, it } from 'vitest'
import { colourOf, contrast, pairsOf, rulesOf, sheets, THEMES, tokens, type Pair } from './colours'

/** Never the only sign of anything: rules between rows, and the shades that a drawing's outline holds together. */
const SHADES = new Set(['line', 'clay', 'clay-far', 'clay-rib', 'towel', 'raised', 'surface', ...doses()])
/** The steps of the dose map stand between bare skin and the ground's far end; its outline, key and table say the rest. */
function doses(): string[] {
  return Array.from({ length: 10 }, (_, step) => `dose-${step}`)
}
/** Drawn on a shape of its own colour, which has its own pair. */
const ON_ITS_OWN = new Map([['on-stop', 'stop'], ['on-lamp', 'lamp']])
/** Grounds that no words stand on: the line of progress, the squares of a key, what is ticked. */
const BARE = new Set([
  'ask/Page.svelte .progress',
  'ask/Page.svelte .progress span',
  'learn/TechniquePage.svelte .key.may',
  'learn/TechniquePage.svelte .key.never',
  'plan/StepList.svelte li.before::before',
  "style/base.css input[type='checkbox']:checked",
  "style/base.css input[type='checkbox']:checked::before",
  "style/base.css input[type='radio']:checked::before",
])
/** The pairs of drawings: what is drawn on what is told by no style sheet. */
const DRAWN: [above: string, below: string][] = [
  ['level-5', 'clay'], ['avoid', 'clay'], ['ink', 'clay'], ['ground', 'sore'], ['clay-edge', 'ground'], ['lamp', 'surface'], ['on-lamp', 'lamp'],
]

const table = tokens('day')
const isColour = (token: string): boolean => token in table
const all = sheets()
const pairs = all.flatMap(({ name, rules }) => pairsOf(name, rules, isColour, BARE)).map((each) => ({ ...each, below: ON_ITS_OWN.get(each.above) ?? each.below }))
/** Where `color` is a hand's, and no word's. */
const HANDS = /^(?:parts\/MovingHands|play\/Ghost|plan\/StepPicture)\.svelte /
const least = ({ is_text, where }: Pair): number => (is_text && !HANDS.test(where) ? 4.5 : 3)

describe.each(THEMES)('%s', (theme) => {
  const used = tokens(theme)
  const short = (each: Pair): number => contrast(colourOf(used, each.above)!, colourOf(used, each.below)!)
  it('has enough contrast in every pair that the style sheets use', () => {
    const faint = pairs.filter((each) => !SHADES.has(each.above) && short(each) < least(each))
    expect(faint.map((each) => `${each.above} on ${each.below} ${short(each).toFixed(1)}: ${each.where}`)).toEqual([])
  })
  it('has enough contrast in what is drawn', () => {
    const faint = DRAWN.filter(([above, below]) => contrast(used[above]!, used[below]!) < 3)
    expect(faint).toEqual([])
  })
})

describe('every colour', () => {
  it('is in both tables', () => {
    expect(Object.keys(tokens('evening')).sort()).toEqual(Object.keys(table).sort())
  })
  it('stands in a pair that is looked at, or is a shade', () => {
    const looked = new Set([...pairs.flatMap((each) => [each.above, ...each.below.split(' ')]), ...DRAWN.flat(), ...SHADES])
    expect(Object.keys(table).filter((each) => !looked.has(each))).toEqual([])
  })
  it('is one that the tables have', () => {
    const asked = all.flatMap(({ name, rules }) => rules.flatMap(({ declared }) => declared.filter(([property]) => /color|fill|stroke|background/.test(property)).flatMap(([, value]) => [...value.matchAll(/var\(--([a-z0-9-]+)\)/g)].map((match) => `${name}: ${match[1]}`))))
    const own = new Set(all.flatMap(({ name, rules }) => rules.flatMap(({ declared }) => declared.filter(([property]) => property.startsWith('--')).map(([property]) => `${name}: ${property.slice(2)}`))))
    expect(asked.filter((each) => !own.has(each) && !isColour(each.split(': ')[1]!) && !/: (dim|dim-cue|dim-second)$/.test(each))).toEqual([])
  })
  it('that is new and too faint is found', () => {
    const rules = rulesOf('.a { color: var(--new); } .b { background: var(--raised); } .c { background: var(--new); color: var(--ink) }')
    const found = pairsOf('a.svelte', rules, (token) => token === 'new' || isColour(token), new Set())
    expect(found.map(({ above, below }) => [above, below])).toEqual([['new', 'ground'], ['new', 'raised'], ['ink', 'new']])
  })
})
