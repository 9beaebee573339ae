import { describe, expect, it } from 'vitest'
import type { Routine } from '../src/api'
import { fileName, keptRoutines, MAX_FILE_BYTES, MOST_ROUTINES, putBack, readRoutineFile, withoutRoutine, withRoutine, type KeptRoutine } from '../src/pure/routines'

const routine = (name: string): Routine => ({
  schema: 1, name, style: 'relaxation', level: 3, minutes: 30, tempo: 'usual', position: 'prone',
  kit: { surface: 'bed', oil: 'coconut', massager: false },
  pieces: [{ technique: 'kneading', place: 'low-back', phase: 'focus', side: 'both', seconds_s: 120, locked: false }],
  left_out: [['wringing', 'hip', 'warm-up']],
})
const kept = (id: string, name: string): KeptRoutine => ({ id, saved_on: '2026-11-25', routine: routine(name) })
const KNOWN = new Set(['kneading', 'wringing'])

describe('routines on this device', () => {
  it('stand newest first, and a name is there once', () => {
    const list = withRoutine(withRoutine([kept('1', 'Sunday')], kept('2', 'Long')), kept('3', 'sunday '))
    expect(list.map((each) => each.id)).toEqual(['3', '2'])
    let many: KeptRoutine[] = []
    for (let i = 0; i < 80; i++) many = withRoutine(many, kept(String(i), `r${i}`))
    expect(many).toHaveLength(MOST_ROUTINES)
  })
  it('come back to where they were', () => {
    const list = [kept('1', 'a'), kept('2', 'b'), kept('3', 'c')]
    const { kept: rest, back } = withoutRoutine(list, '2')
    expect(rest.map((each) => each.id)).toEqual(['1', '3'])
    expect(putBack(rest, back!)).toEqual(list)
    expect(withoutRoutine(list, 'x').back).toBeNull()
  })
  it('are read from storage, whatever stands there', () => {
    expect(keptRoutines(JSON.stringify([kept('1', 'a'), { id: '2' }, null]))).toEqual([kept('1', 'a')])
    for (const text of [null, '', '{', '7', '{"a":1}']) expect(keptRoutines(text)).toEqual([])
  })
})

describe('a routine file', () => {
  const read = (change: (given: Record<string, unknown>) => void): ReturnType<typeof readRoutineFile> => {
    const given = JSON.parse(JSON.stringify(routine('Sunday'))) as Record<string, unknown>
    change(given)
    return readRoutineFile(JSON.stringify(given), KNOWN)
  }
  it('comes back as it went', () => {
    expect(read(() => undefined)).toEqual({ routine: routine('Sunday'), problems: [] })
  })
  it('leaves behind what is no part of a routine', () => {
    const told = read((given) => Object.assign(given, { receiver: { name: 'Alex' }, reasons: ['x'], limits: {} }))
    expect(Object.keys(told.routine!).sort()).toEqual(Object.keys(routine('')).sort())
    expect(JSON.stringify(told)).not.toContain('Alex')
  })
  it('says every part that can’t be read at once', () => {
    const told = read((given) => Object.assign(given, { level: 7, minutes: 'long', style: '../x', pieces: [{ technique: 'kneading' }] }))
    expect(told.problems.map((each) => each.of)).toEqual(['style', 'level', 'minutes', 'pieces[0].phase', 'pieces[0].side', 'pieces[0].seconds_s'])
  })
  it.each([
    ['not JSON', '{', 'not-json'],
    ['a plan', '{"schema": 1, "steps": []}', 'not-a-routine'],
    ['a list', '[1]', 'not-a-routine'],
    ['too large', ' '.repeat(MAX_FILE_BYTES + 1), 'too-large'],
  ])('that is %s is refused', (_, text, kind) => {
    expect(readRoutineFile(text, KNOWN).problems.map((each) => each.kind)).toEqual([kind])
  })
  it('without a piece, or with a stroke that nobody knows, is refused', () => {
    expect(read((given) => (given.pieces = [])).problems).toEqual([{ kind: 'part', of: 'pieces' }])
    const told = read((given) => (given.pieces = [{ ...routine('').pieces[0], technique: 'elbow-drop' }]))
    expect(told.problems).toEqual([{ kind: 'unknown-stroke', of: 'elbow-drop' }])
  })
  it('has a name that any device can keep', () => {
    expect([fileName('Sunday, long'), fileName('Für Änne!'), fileName('夜')]).toEqual(['sunday-long.json', 'fur-anne.json', 'routine.json'])
  })
})
