/**
 * Routines of this device: an evening's pieces under a name, without the receiver, the reasons, or the why of a
 * place that is left alone. A file that comes from somebody else is read here, key by key: what is no part of a
 * routine is left behind.
 */
import type { Phase, Position, Routine, RoutinePiece, Side, Surface, Tempo } from '../api'

export interface KeptRoutine {
  id: string
  /** The day it was saved, like 2026-11-25. */
  saved_on: string
  routine: Routine
}

export const MOST_ROUTINES = 50
export const MAX_FILE_BYTES = 200_000

/** Newest first. The same name once more takes the place of the old one. */
export function withRoutine(kept: KeptRoutine[], added: KeptRoutine): KeptRoutine[] {
  const same = (each: KeptRoutine): boolean => each.routine.name.trim().toLowerCase() === added.routine.name.trim().toLowerCase()
  return [added, ...kept.filter((each) => each.id !== added.id && !same(each))].slice(0, MOST_ROUTINES)
}

/** Without one of them, and what it takes to put it back where it was. */
export function withoutRoutine(kept: KeptRoutine[], id: string): { kept: KeptRoutine[]; back: { at: number; routine: KeptRoutine } | null } {
  const at = kept.findIndex((each) => each.id === id)
  const routine = kept[at]
  return { kept: kept.filter((each) => each.id !== id), back: routine ? { at, routine } : null }
}

export function putBack(kept: KeptRoutine[], { at, routine }: { at: number; routine: KeptRoutine }): KeptRoutine[] {
  return [...kept.slice(0, at), routine, ...kept.slice(at)]
}

/** What this device has, as far as it can be read. */
export function keptRoutines(text: string | null): KeptRoutine[] {
  const read = parsed(text ?? '')
  if (!Array.isArray(read)) return []
  return read.flatMap((each): KeptRoutine[] => {
    const { id, saved_on, routine } = (each ?? {}) as Partial<KeptRoutine>
    const told = readRoutine(routine)
    return typeof id === 'string' && typeof saved_on === 'string' && told.routine ? [{ id, saved_on, routine: told.routine }] : []
  })
}

/** The name of a file for it: "Sunday, long" is sunday-long.json. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${plain.slice(0, 40) || 'routine'}.json`
}

/** Why a file can't be used; the page has the words. `of`: what exactly. */
export interface FileProblem {
  kind: 'not-json' | 'too-large' | 'not-a-routine' | 'unknown-stroke' | 'part'
  of: string
}
export type Read = { routine: Routine; problems: [] } | { routine: null; problems: FileProblem[] }

export function readRoutineFile(text: string, known: ReadonlySet<string>): Read {
  if (text.length > MAX_FILE_BYTES) return { routine: null, problems: [{ kind: 'too-large', of: '' }] }
  const read = parsed(text)
  if (read === undefined) return { routine: null, problems: [{ kind: 'not-json', of: '' }] }
  const told = readRoutine(read)
  if (!told.routine || known.size === 0) return told
  const strange = [...new Set(told.routine.pieces.map((each) => each.technique))].filter((id) => !known.has(id))
  return strange.length > 0 ? { routine: null, problems: strange.map((of) => ({ kind: 'unknown-stroke', of })) } : told
}

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/
const PHASES = new Set<Phase>(['opening', 'warm-up', 'focus', 'closing', 'rest'])
const SIDES = new Set<Side>(['left', 'right', 'both'])
const SURFACES = new Set<Surface>(['bed', 'mat', 'table', 'chair'])
const POSITIONS = new Set<Position>(['prone', 'seated'])
const TEMPI = new Set<Tempo>(['slow', 'usual', 'brisk'])

/** Every problem at once, each with the key it stands at. */
export function readRoutine(read: unknown): Read {
  const given = record(read)
  if (!given || given.schema !== 1 || !Array.isArray(given.pieces)) return { routine: null, problems: [{ kind: 'not-a-routine', of: '' }] }
  const bad: string[] = []
  const take = <T>(key: string, value: unknown, fits: (value: unknown) => boolean): T => {
    if (!fits(value)) bad.push(key)
    return value as T
  }
  const kit = record(given.kit) ?? {}
  const routine: Routine = {
    schema: 1,
    name: take<string>('name', given.name, (value) => typeof value === 'string' && value.trim() !== '' && value.length <= 80).trim?.() ?? '',
    style: take('style', given.style, isId),
    level: take('level', given.level, (value) => isNumber(value, 1, 4) && Number.isInteger(value)),
    minutes: take('minutes', given.minutes, (value) => isNumber(value, 5, 120)),
    tempo: take('tempo', given.tempo ?? 'usual', isIn(TEMPI)),
    kit: {
      surface: take('kit.surface', kit.surface, isIn(SURFACES)),
      oil: take('kit.oil', kit.oil, isId),
      massager: take('kit.massager', kit.massager ?? false, (value) => typeof value === 'boolean'),
    },
    position: take('position', given.position, isIn(POSITIONS)),
    pieces: given.pieces.slice(0, 200).map((each, i) => pieceOf(each, `pieces[${i}]`, take)),
    left_out: take('left_out', given.left_out ?? [], (value) => Array.isArray(value) && value.length <= 200 && value.every(isLeftOut)),
  }
  if (routine.pieces.length === 0) bad.push('pieces')
  if (bad.length > 0) return { routine: null, problems: [...new Set(bad)].map((of) => ({ kind: 'part', of })) }
  return { routine: { ...routine, left_out: routine.left_out.map(([a, b, c]) => [a, b, c]) }, problems: [] }
}

type Take = <T>(key: string, value: unknown, fits: (value: unknown) => boolean) => T

function pieceOf(read: unknown, where: string, take: Take): RoutinePiece {
  const given = record(read) ?? {}
  return {
    technique: take(`${where}.technique`, given.technique, isId),
    place: take(`${where}.place`, given.place ?? null, (value) => value === null || isId(value)),
    phase: take(`${where}.phase`, given.phase, isIn(PHASES)),
    side: take(`${where}.side`, given.side, isIn(SIDES)),
    seconds_s: take(`${where}.seconds_s`, given.seconds_s, (value) => isNumber(value, 1, 7200)),
    locked: take(`${where}.locked`, given.locked ?? false, (value) => typeof value === 'boolean'),
  }
}

function isLeftOut(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && isId(value[0]) && (value[1] === '' || isId(value[1])) && isIn(PHASES)(value[2])
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && ID.test(value)
}

function isNumber(value: unknown, low: number, high: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= low && value <= high
}

function isIn<T>(set: ReadonlySet<T>): (value: unknown) => boolean {
  return (value) => set.has(value as T)
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
