/** The server's own field names, in SI; `backrub schema` prints the same shapes. */

export type Side = 'left' | 'right' | 'both'
export type Hand = 'left' | 'right'
export type Phase = 'opening' | 'warm-up' | 'focus' | 'closing' | 'rest'
export type Position = 'prone' | 'seated'
export type Sex = 'female' | 'male' | 'unspecified'
export type Surface = 'bed' | 'mat' | 'table' | 'chair'
export type Tier = 'clear' | 'adapt' | 'not-today' | 'clinician' | 'urgent'
export type BackPain = 'none' | 'known' | 'new' | 'worsening'
export type Point = [across: number, along: number]

export interface AvoidCircle {
  across: number
  along: number
  radius_m: number
  why: string
}
export type BareCircle = Omit<AvoidCircle, 'why'>

export interface SoreSpot {
  across: number
  along: number
  pain_nrs: number
}

export interface Details {
  pregnancy_weeks?: number | null
  surgery_on?: string | null
  injury?: 'recovered' | 'hurts' | null
  injury_on?: string | null
  implant_on?: string | null
  pain_since?: string | null
  allergies?: string[]
  [more: string]: unknown
}

export interface Receiver {
  name: string
  age_years: number
  sex: Sex
  height_m: number
  mass_kg: number
  back_pain: BackPain
  guardian: boolean
  conditions: string[]
  cleared_by_clinician: { condition: string; on: string }[]
  details: Details
}

export interface Giver {
  hands: 'healthy' | 'sore'
  experience: 'first' | 'some' | 'trained'
  handed: 'right' | 'left'
}

export interface Wishes {
  minutes: number
  style: string
  level: number
  position: Position
  sore: SoreSpot[]
  avoid: AvoidCircle[]
}

export interface Kit {
  surface: Surface
  oil: string
  stones_c: number | null
  massager: boolean
}

export interface Request {
  schema: 1
  receiver: Receiver
  giver: Giver
  wishes: Wishes
  kit: Kit
}

export interface Reason {
  condition: string
  tier: Tier
  says: string
  effects: string[]
  next: string
  source: string
}

export interface Clearance {
  tier: Tier
  when: 'now' | 'today' | null
  as_of: string
  lapses_on: string
  max_level: number
  max_minutes: number
  position: Position
  reasons: Reason[]
  avoid: BareCircle[]
  forbidden_techniques: string[]
  forbidden_places: string[]
  forbidden_parts: string[]
  forbidden_oils: string[]
  place_max_level: Record<string, number>
}

export interface Step {
  technique: string
  place: string | null
  side: Side
  level: number | null
  passes: number | null
  start_s: number
  duration_s: number
  phase: Phase
  why: string
  stand: 'left' | 'right' | 'head' | 'any'
  spot: Point | null
  locked: boolean
}

export interface Plan {
  made_on: string
  style: string
  duration_s: number
  notices: { code: string; says: string }[]
  steps: Step[]
  body: { sex: Sex; height_m: number; mass_kg: number; age_years: number }
  position: Position
  level: number
  kit: Kit
  giver: Giver
  limits: PlanLimits
  [more: string]: unknown
}

export interface PlanLimits {
  max_level: number
  max_minutes: number
  lapses_on: string
  avoid: BareCircle[]
  forbidden_techniques: string[]
  forbidden_places: string[]
  forbidden_parts: string[]
  place_max_level: Record<string, number>
}

export interface WayOut {
  says: string
  change: Record<string, unknown>
}

export interface Infeasible {
  kind: 'infeasible'
  clash: string[]
  ways_out: WayOut[]
}

export interface Edit {
  kind: 'remove' | 'swap' | 'lengthen' | 'shorten' | 'lock' | 'unlock'
  step: number
  technique?: string
}

export interface HandPath {
  hand: Hand
  part: string
  level: number
  path: Point[]
}

export interface Stroke {
  start_s: number
  duration_s: number
  step: number
  level: number
  hands: HandPath[]
  link: boolean
}

export type CueKind = 'stroke' | 'next' | 'level' | 'walk' | 'oil' | 'stones' | 'ask' | 'rest' | 'time'

export interface Cue {
  at_s: number
  show: string
  say: string
  kind: CueKind
}

export interface Score {
  duration_s: number
  strokes: Stroke[]
  cues: Cue[]
}

export interface Problem {
  where: string
  what: string
  way_out: string
}

export interface Technique {
  id: string
  name: string
  short?: string | null
  family: string
  parts: string[]
  article: number | null
  levels: number[]
  [more: string]: unknown
}

export interface Settings {
  emergency_number: string
  place: string
  version: string
}
