/** What this device keeps: the form's draft, tonight's plan, the catalog. */
import type { Clearance, Infeasible, Plan, Request, Routine, Score, Settings, Technique } from './api'
import type { BodyMeasures } from './pure/body'
import { broadened } from './pure/broad'
import { type Atlas, mapOf, placeNames, type Zone, zonesOf } from './pure/marks'
import { type Draft, emptyDraft } from './pure/draft'
import type { Claim, Condition, Preparation, Style } from './pure/catalog'
import type { Map } from './pure/press'
import { bigger, farScale } from './pure/far'
import { type Profiles, readProfiles } from './pure/profiles'
import { ask } from './net'

export interface Evening {
  request: Request
  clearance: Clearance | null
  plan: Plan | null
  infeasible: Infeasible | null
  /** Every stroke of the plan, fetched in the background: pictures and loops are drawn from it, and it plays offline. */
  score?: Score | null
  /** Whether the server has pressed this plan on its receiver's back, and every limit held. */
  is_held?: boolean
}

interface CatalogBody {
  techniques: Technique[]
  styles: Style[]
  conditions: Condition[]
  claims: Claim[]
  preparation: Preparation
}

export function kept<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null
  } catch {
    return null
  }
}

export function keep(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // A full or closed storage: the page works on without a memory.
  }
}

/** The score is large and stands by itself: where it finds no room, the plan is still kept. */
function keptEvening(): Evening | null {
  const evening = kept<Evening>('backrub.evening')
  const beside = kept<KeptScore>('backrub.score')
  if (!evening?.plan || !beside || beside.plan !== JSON.stringify(evening.plan)) return evening
  return { ...evening, score: beside.score }
}

function keptDraft(): Draft {
  return { ...emptyDraft(), ...kept<Draft>('backrub.draft') }
}

function keptSound(): Sound {
  return SOUNDS.find((each) => each === kept<string>('backrub.sound')) ?? 'quiet'
}

interface KeptScore {
  /** The plan it belongs to, as text. */
  plan: string
  score: Score
}

/** What is heard: music, voice and notes; voice and notes; nothing at all. */
export const SOUNDS = ['music', 'quiet', 'silent'] as const
export type Sound = (typeof SOUNDS)[number]

class Desk {
  draft = $state<Draft>(keptDraft())
  evening = $state.raw<Evening | null>(keptEvening())
  /** A routine to be used again: the questions come first, then it is planned for whoever is there. */
  again = $state.raw<Routine | null>(kept<Routine>('backrub.again'))
  profiles = $state.raw(readProfiles(kept('backrub.profiles')))
  techniques = $state.raw<Technique[]>([])
  styles = $state.raw<Style[]>([])
  conditions = $state.raw<Condition[]>([])
  claims = $state.raw<Claim[]>([])
  preparation = $state.raw<Preparation | null>(null)
  /** The places as the atlas draws them; on somebody's own back they are those of `ground`. */
  zones = $state.raw<Zone[]>([])
  private atlas = $state.raw<Atlas | null>(null)
  /** The last ground that was asked for: a plan asks for the same one in every row. */
  private known: { of: string; atlas: Atlas; zones: Zone[]; map: Map } | null = null
  settings = $state.raw<Settings | null>(null)
  /** How much larger than needed far text is shown, by the giver's wish. */
  far_scale = $state(farScale(kept<number>('backrub.far_scale')))
  sound = $state<Sound>(keptSound())
  /** Whether it listens for words while a massage is on. */
  listens = $state(kept<boolean>('backrub.listens') === true)
  /** Whether single letters and digits are keys while a massage is on. */
  has_letters = $state(kept<boolean>('backrub.has_letters') !== false)
  /** Whether a plan lists its steps, or says only how many there are: as it was left. */
  lists_steps = $state(kept<boolean>('backrub.lists_steps') !== false)
  trouble = $state('')
  is_loaded = $state(false)
  private loading: Promise<void> | null = null

  names = $derived(Object.fromEntries(this.techniques.map((each) => [each.id, each.name])))
  shorts = $derived(
    Object.fromEntries(this.techniques.map((each) => [each.id, (each.short_name as string | undefined) ?? each.short ?? each.name])),
  )
  places = $derived(placeNames(this.zones))

  constructor() {
    globalThis.addEventListener?.('storage', ({ key }) => this.follow(key))
  }

  /** What another tab has changed stands here, too: no tab writes over it what it knew before. Null: everything. */
  private follow(key: string | null): void {
    const is = (name: string): boolean => key === null || key === `backrub.${name}`
    if (is('draft')) this.draft = keptDraft()
    if (is('evening') || is('score')) this.evening = keptEvening()
    if (is('again')) this.again = kept<Routine>('backrub.again')
    if (is('profiles')) this.profiles = readProfiles(kept('backrub.profiles'))
    if (is('far_scale')) this.far_scale = farScale(kept<number>('backrub.far_scale'))
    if (is('sound')) this.sound = keptSound()
    if (is('lists_steps')) this.lists_steps = kept<boolean>('backrub.lists_steps') !== false
    if (is('has_letters')) this.has_letters = kept<boolean>('backrub.has_letters') !== false
    if (is('listens')) this.listens = kept<boolean>('backrub.listens') === true
  }

  /** Everybody who needs the catalog may ask; it is fetched once. Without the server, a kept one comes. */
  load(): Promise<void> {
    if (this.is_loaded) return Promise.resolve()
    this.loading ??= this.fetched().finally(() => (this.loading = null))
    return this.loading
  }

  private async fetched(): Promise<void> {
    const [catalog, atlas, settings] = await Promise.all([
      ask<CatalogBody>('/api/catalog'),
      ask<Atlas>('/api/atlas'),
      ask<Settings>('/api/settings'),
    ])
    const missing = [catalog, atlas, settings].find((each) => each.status !== 200)
    if (missing || !catalog.body) {
      this.trouble = (missing ?? catalog).title
      return
    }
    this.trouble = ''
    this.techniques = catalog.body.techniques
    this.styles = catalog.body.styles
    this.conditions = catalog.body.conditions
    this.claims = catalog.body.claims
    this.preparation = catalog.body.preparation
    if (atlas.body) {
      this.zones = zonesOf(atlas.body)
      this.atlas = atlas.body
    }
    this.settings = settings.body
    this.is_loaded = true
  }

  /** Somebody's places, and the ground that hands are checked on: without it nothing is pressed that nobody has checked. */
  ground(body: BodyMeasures): { zones: Zone[]; map: Map | null } {
    if (!this.atlas) return { zones: this.zones, map: null }
    const of = `${body.sex} ${body.height_m} ${body.mass_kg}`
    if (this.known?.of !== of || this.known.atlas !== this.atlas) {
      const own = broadened(this.atlas, body)
      this.known = { of, atlas: this.atlas, zones: zonesOf(own), map: mapOf(own) }
    }
    return this.known
  }

  keepDraft(): void {
    keep('backrub.draft', $state.snapshot(this.draft))
  }

  setAgain(routine: Routine | null): void {
    this.again = routine
    keep('backrub.again', routine)
    if (!routine) return
    const { style, level, minutes, tempo, position, kit } = routine
    const { surface, oil, massager } = kit
    // Stones are read afresh each time.
    const has_stones = this.styles.find((each) => each.id === style)?.needs === 'stones'
    Object.assign(this.draft, { style, level, minutes, tempo, position, surface, oil, massager, has_stones, stones_c: '' })
    this.keepDraft()
  }

  setProfiles(profiles: Profiles): void {
    this.profiles = profiles
    keep('backrub.profiles', profiles)
  }

  setSound(sound: Sound): void {
    this.sound = sound
    keep('backrub.sound', sound)
  }

  setListens(listens: boolean): void {
    this.listens = listens
    keep('backrub.listens', listens)
  }

  setLetters(has: boolean): void {
    this.has_letters = has
    keep('backrub.has_letters', has)
  }

  listSteps(lists: boolean): void {
    this.lists_steps = lists
    keep('backrub.lists_steps', lists)
  }

  setFarScale(scale: number): void {
    this.far_scale = farScale(scale)
    keep('backrub.far_scale', this.far_scale)
  }

  makeBigger(): void {
    this.far_scale = bigger(this.far_scale)
    keep('backrub.far_scale', this.far_scale)
  }

  setEvening(evening: Evening | null): void {
    this.evening = evening
    if (!evening?.score) {
      keep('backrub.score', null)
      keep('backrub.evening', evening)
      return
    }
    const { score, ...rest } = evening
    keep('backrub.evening', rest)
    keep('backrub.score', { plan: JSON.stringify(evening.plan), score })
  }

  /** Forget all that this device keeps; whoever asks for it loads the page anew, for what it holds itself. */
  forget(): void {
    for (const kept of [localStorage, sessionStorage])
      for (const key of Object.keys(kept)) if (key.startsWith('backrub.')) kept.removeItem(key)
  }
}

export const desk = new Desk()
