/** Words as they are shown: `t` for a sentence, `tn` for one with a number, `said` for what the engine says. */
import { type Catalogue, filled, found, type Lexicon, lexiconOf, numberIn, plural, type Values } from './find'
import { inImperial, isImperial, whole } from './units'

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur'])
const LOADERS: Record<Language, (() => Promise<{ default: Catalogue }>) | null> = { en: null, de: () => import('./de/index') }
/** What the system reads when the app is installed. */
const MANIFESTS: Record<Language, string> = { en: '/app.webmanifest', de: '/app.de.webmanifest' }
const KEY = 'backrub.language'
const UNITS = 'backrub.units'
export type Units = 'metric' | 'imperial'

class Words {
  language = $state<Language>('en')
  units = $state<Units | null>(null)
  lexicon = $state.raw<Lexicon>(lexiconOf({}, 'en'))

  /** Numbers, days and units follow the region that the browser names, in the language that is shown. */
  get locale(): string {
    const wanted = navigator.languages.find((each) => each.split('-')[0] === this.language)
    return wanted ?? this.language
  }

  /** The person's own choice of units, else what people of the region use. */
  get is_imperial(): boolean {
    return this.units === null ? isImperial(this.locale) : this.units === 'imperial'
  }

  measureIn(units: Units): void {
    this.units = units
    keep(UNITS, units)
  }

  async use(language: Language): Promise<void> {
    const loaded = await LOADERS[language]?.()
    this.lexicon = lexiconOf(loaded?.default ?? {}, language)
    this.language = language
    document.documentElement.lang = language
    document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'
    document.querySelector('link[rel=manifest]')?.setAttribute('href', MANIFESTS[language])
  }

  /** The person's own choice, else the first language of the browser that we speak. */
  async start(): Promise<void> {
    const units = kept(UNITS)
    if (units === 'metric' || units === 'imperial') this.units = units
    const wanted = [kept(KEY), ...navigator.languages.map((each) => each.split('-')[0])]
    const language = wanted.find((each): each is Language => each !== null && each !== undefined && each in LANGUAGES)
    if (language && language !== 'en') await this.use(language)
  }

  async choose(language: Language): Promise<void> {
    await this.use(language)
    keep(KEY, language)
  }
}

function kept(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Without storage it lasts as long as the page.
  }
}

export const words = new Words()

/** t('Call {number}', { number }) */
export function t(text: string, values: Values = {}): string {
  const told = words.lexicon.catalogue[text]
  return whole(filled(typeof told === 'string' ? told : text, written(values)))
}

/** tn(n, { one: '{n} minute', other: '{n} minutes' }) */
export function tn(n: number, forms: { one: string; other: string }, values: Values = {}): string {
  return filled(plural(forms, n, words.lexicon.catalogue, words.language), written({ n, ...values }))
}

/** What the engine says, values and all: names of techniques and places, questions, reasons, cues. */
export function said(text: string): string {
  const told = words.language === 'en' ? text : found(text, words.lexicon)
  return whole(words.is_imperial ? inImperial(told, words.language === 'en' ? '.' : ',') : told)
}

/** "a, b and c", in the language that is shown. */
export function listed(items: string[]): string {
  return new Intl.ListFormat(words.language, { type: 'conjunction' }).format(items)
}

/** A number as people there write it. */
export function number(value: number): string {
  return numberIn(words.locale, value)
}

function written(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? number(value) : value]),
  )
}
