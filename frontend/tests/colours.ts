/** The colours of the style sheets: the tables of tokens, contrast, and which colour the sheets put on which. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { files, SOURCE } from './words-read'

export type Theme = 'evening' | 'day' | 'evening, more contrast' | 'day, more contrast'
export const THEMES: Theme[] = ['evening', 'day', 'evening, more contrast', 'day, more contrast']

export const css = readFileSync(join(SOURCE, 'style/tokens.css'), 'utf8')

/** The colours of a theme by their tokens; more contrast lays its own over those of the table. */
export function tokens(theme: Theme): Record<string, string> {
  const [table, more] = theme.split(', ')
  const block = new RegExp(`\\[data-theme='${table}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  const used: Record<string, string> = Object.fromEntries([...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!]))
  if (!more) return used
  const over = /\[data-theme\] \{([^}]*)\}/.exec(css)?.[1] ?? ''
  return { ...used, ...Object.fromEntries([...over.matchAll(/--([a-z0-9-]+): var\(--([a-z0-9-]+)\);/g)].map((match) => [match[1]!, used[match[2]!]!])) }
}

const part = (hex: string, at: number): number => parseInt(hex.slice(at, at + 2), 16)

/** Red, green and blue as light: IEC 61966-2-1. */
function linear(hex: string): [number, number, number] {
  const channel = (at: number): number => {
    const value = part(hex, at) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

/** WCAG 2.2: relative luminance and contrast ratio. */
export function luminance(hex: string): number {
  const [red, green, blue] = linear(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** How much a colour keeps people awake, white = 1: the rough weights of the look page, after CIE S 026 (peak 490 nm). */
export function melanopic(hex: string): number {
  const [, green, blue] = linear(hex)
  return 0.28 * green + 0.72 * blue
}

export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** A colour at less than full strength over another. */
export function over(above: string, below: string, share: number): string {
  const mix = (at: number): string =>
    Math.round(part(above, at) * share + part(below, at) * (1 - share))
      .toString(16)
      .padStart(2, '0')
  return `#${mix(1)}${mix(3)}${mix(5)}`
}

export interface Pair {
  /** A token, or "stop 9% ground" where the sheet mixes two. */
  above: string
  below: string
  is_text: boolean
  where: string
}

interface Rule {
  selector: string
  declared: [property: string, value: string][]
}

/** The style sheets, each with its name and its rules; comments and the bounds of media queries are no rules. */
export function sheets(): { name: string; rules: Rule[] }[] {
  const paths = [...files().filter((path) => path.endsWith('.svelte')), join(SOURCE, 'style/base.css')]
  return paths.flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    const start = path.endsWith('.svelte') ? text.lastIndexOf('<style>') : 0
    if (start < 0) return []
    return [{ name: path.slice(SOURCE.length + 1), rules: rulesOf(text.slice(start).replace('<style>', '')) }]
  })
}

export function rulesOf(sheet: string): Rule[] {
  const plain = sheet.replace(/\/\*[\s\S]*?\*\//g, '')
  return [...plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map((match) => ({
    selector: match[1]!.trim(),
    declared: match[2]!
      .split(';')
      .map((each) => each.split(':'))
      .filter((each) => each.length > 1)
      .map(([property, ...value]) => [property!.trim(), value.join(':').trim()]),
  }))
}

const isGround = (property: string): boolean => property === 'background' || property === 'background-color'

/** The tokens of a value; what is mixed into a ground is one colour of its own. */
function tokensOf(value: string): string[] {
  const mixed = /color-mix\(in \w+, var\(--([a-z0-9-]+)\)(?: (\d+)%)?, var\(--([a-z0-9-]+)\)(?: (\d+)%)?\)/.exec(value)
  if (mixed) {
    const [, a, a_percent, b, b_percent] = mixed
    return [a_percent ? `${a} ${a_percent}% ${b}` : `${b} ${b_percent}% ${a}`]
  }
  return [...value.matchAll(/var\(--([a-z0-9-]+)\)/g)].map((match) => match[1]!)
}

export function colourOf(used: Record<string, string>, name: string): string | undefined {
  const mixed = /^(\S+) (\d+)% (\S+)$/.exec(name)
  if (!mixed) return used[name]
  return over(used[mixed[1]!]!, used[mixed[3]!]!, Number(mixed[2]) / 100)
}

/**
 * Every pair that may meet: what a rule colours on the ground that the same rule lays, else on the page's ground and
 * on every ground that another rule of the same sheet lays for words of others. `bare` names grounds without words.
 */
export function pairsOf(name: string, rules: Rule[], isColour: (token: string) => boolean, bare: ReadonlySet<string>): Pair[] {
  const grounds = (rule: Rule): string[] =>
    rule.declared.filter(([property]) => isGround(property)).flatMap(([, value]) => tokensOf(value).filter((each) => isColour(each.split(' ')[0]!)))
  const laid = rules.filter((rule) => !rule.declared.some(([property]) => property === 'color') && !bare.has(`${name} ${rule.selector}`)).flatMap(grounds)
  return rules.flatMap((rule) =>
    rule.declared.flatMap(([property, value]) => {
      if (isGround(property) || property.startsWith('--')) return []
      const is_text = property === 'color'
      const own = is_text ? grounds(rule) : []
      const below = own.length > 0 ? own : [...new Set(['ground', ...laid])]
      const where = `${name} ${rule.selector.split('\n').at(-1)} ${property}`
      return tokensOf(value).filter(isColour).flatMap((above) => below.filter((each) => each !== above).map((each) => ({ above, below: each, is_text, where })))
    }),
  )
}
