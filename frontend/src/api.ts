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
/** Within each technique's own range of speeds. */
export type Tempo = 'slow' | 'usual' | 'brisk'

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
  /** Landmarks of their back that the giver has felt elsewhere than they are drawn. */
  corrections?: Record<string, Point>
  /** How much of every technique's force they take, 0.5 to 1. */
  calibration_frac?: number
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
  /** Absent: usual. */
  tempo?: Tempo
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
  /** What one side gets more for a sore spot. */
  extra?: boolean
}

/** Whoever lies down, as far as a plan knows them. */
export interface ReceiverBody {
  sex: Sex
  height_m: number
  mass_kg: number
  age_years: number
  /** Landmarks that were felt elsewhere than this body has them, by name: chart points. */
  corrections?: Record<string, Point>
  /** How much of every technique's force they take, 0.5 to 1. */
  calibration_frac?: number
}

export interface Plan {
  made_on: string
  style: string
  duration_s: number
  notices: { code: string; says: string }[]
  steps: Step[]
  body: ReceiverBody
  position: Position
  level: number
  kit: Kit
  giver: Giver
  limits: PlanLimits
  /** What was taken back because it broke a limit on this very back; a plan kept by an older page has none. */
  gentler?: Gentler[]
  [more: string]: unknown
}

/** A piece that goes no firmer than `most_level` there; 0 where it is not done at all. */
export interface Gentler {
  technique: string
  /** The place, with `@` and the spot where there is one. */
  place: string
  phase: Phase
  most_level: number
  limit: string
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
  clashing: string[]
  ways_out: WayOut[]
}

export interface Edit {
  kind: 'remove' | 'swap' | 'lengthen' | 'shorten' | 'lock' | 'unlock' | 'move'
  step: number
  technique?: string
  /** `move`: the piece is to stand before this step of the plan; the number of steps: at the end. */
  to?: number
}

/** One thing a person may choose. Where it is not possible: why, and what would make it so. */
export interface Choosable<V> {
  value: V
  possible: boolean
  why: string
  way_out: string
  /** What of the kit would do, where nothing else stands against it. */
  lacks?: 'stones' | 'massager' | null
}
export type Possible = Omit<Choosable<never>, 'value'>

/** `POST /api/options {request}`: the request may be half-finished; what is not answered yet narrows nothing. */
export interface Options {
  tier: Tier
  max_level: number
  max_minutes: number
  position: Position
  levels: Choosable<number>[]
  styles: Choosable<string>[]
  oils: Choosable<string>[]
  positions: Choosable<Position>[]
  surfaces: Choosable<Surface>[]
  minutes: { most: number; why: string }
  stones: Possible
  massager: Possible
  forbidden_places: string[]
  place_max_level: Record<string, number>
  avoid: BareCircle[]
}

/** `POST /api/alternatives {request, plan, step}`: what may take the step's place, the most worthwhile first. */
export interface Alternatives {
  techniques: string[]
}

export interface RoutinePiece {
  technique: string
  /** Null: where the receiver shows it. */
  place: string | null
  phase: Phase
  side: Side
  seconds_s: number
  locked: boolean
}

/**
 * An evening's pieces without its receiver: `POST /api/routine {plan, name}` makes one, `POST /api/plan
 * {request, routine}` plans it for whoever is there, with a notice for every piece that is not for them.
 */
export interface Routine {
  schema: 1
  name: string
  style: string
  level: number
  minutes: number
  tempo: Tempo
  kit: Pick<Kit, 'surface' | 'oil' | 'massager'>
  position: Position
  pieces: RoutinePiece[]
  left_out: [technique: string, place: string, phase: Phase][]
}

/** Both 0 to 10; null: not asked or not said. */
export interface Felt {
  pain_nrs: number | null
  ease_nrs: number | null
}
/** `state.felt` of a session; the command is `{kind: 'felt', when, pain_nrs, ease_nrs}`, taken in any status. */
export interface FeltBoth {
  before: Felt | null
  after: Felt | null
}

export type ChangeKind =
  | 'softer'
  | 'harder'
  | 'pain'
  | 'skipped'
  | 'went-back'
  | 'paused'
  | 'held'
  | 'stopped'
  | 'restarted'
  | 'refitted'
  | 'extended'

export interface Evening {
  /** The session's id. */
  id: string
  person: string
  /** Empty where nothing is kept of the person. */
  name: string
  opened_unix_s: number
  style: string
  planned_s: number
  played_s: number
  status: 'ready' | 'running' | 'paused' | 'holding' | 'stopped' | 'finished'
  why: string | null
  changes: { kind: ChangeKind; count: number }[]
  felt: FeltBoth
}

/** `GET /api/history?before=`: newest first; `next` is the `before` of the next page, null at the end. */
export interface History {
  evenings: Evening[]
  next: string | null
}

/** `GET /api/history/{id}`. */
export interface WholeEvening extends Evening {
  steps: {
    technique: string
    place: string | null
    side: Side
    level: number | null
    planned_s: number
    played_s: number
    changed: ChangeKind[]
  }[]
  routine: Routine
}

/** `POST /api/practise {technique, body?, duration_s}`: one technique over and over, at its own tempo. */
export interface Practice {
  technique: string
  place: string
  side: Side
  level: number
  /** Where a spot would be shown: this one stands in for it. */
  spot: Point | null
  /** What is assumed, in words; empty where nothing is. */
  says: string
  score: Score
}

/** `POST /api/rhythm`: answers a calendar file. `weeks` null: without end; `alarm_before_s` null: no alarm. */
export interface Rhythm {
  days: ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]
  /** Local, like 20:30. */
  time: string
  minutes: number
  weeks: number | null
  alarm_before_s: number | null
  title: string
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
  part: string
  article: number | null
  levels: number[]
  [more: string]: unknown
}

export interface Settings {
  emergency_number: string
  place: string
  version: string
}
