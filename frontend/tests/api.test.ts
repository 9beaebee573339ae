import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

// tests/golden/schemas.json is what `backrub schema` says; tests/web/test_pages_golden.py holds it to that.
type Shape = { fields: string[]; required: string[] }
const SCHEMAS = JSON.parse(read('./golden/schemas.json')) as Record<string, Record<string, Shape>>

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

/** The fields of each interface of a file, and whether each may be absent; a field's own object is `Name.field`. */
function interfacesOf(path: string): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>()
  const take = (name: string, members: ts.NodeArray<ts.TypeElement>): void => {
    const fields = new Map<string, boolean>()
    for (const member of members) {
      if (!ts.isPropertySignature(member) || !ts.isIdentifier(member.name)) continue
      fields.set(member.name.text, member.questionToken !== undefined)
      if (member.type && ts.isTypeLiteralNode(member.type)) take(`${name}.${member.name.text}`, member.type.members)
    }
    found.set(name, fields)
  }
  const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest)
  for (const each of file.statements) if (ts.isInterfaceDeclaration(each)) take(each.name.text, each.members)
  return found
}

const API = interfacesOf('../src/api.ts')
const DOSE = interfacesOf('../src/dose.ts')
const SHOW = interfacesOf('../src/play/show.ts')

// Ours, and theirs as schema and title.
const SENT: [string, string, string][] = [
  ['Request', 'request', 'Request'],
  ['Receiver', 'request', 'Receiver'],
  ['Details', 'request', 'Details'],
  ['Giver', 'request', 'Giver'],
  ['Wishes', 'request', 'Wishes'],
  ['Kit', 'request', 'Kit'],
  ['SoreSpot', 'request', 'SoreSpot'],
  ['AvoidCircle', 'request', 'AvoidCircle'],
  ['Edit', 'edit', 'Edit'],
]
const HEARD: [string, string, string, Map<string, Map<string, boolean>>][] = [
  ['Clearance', 'clearance', 'Clearance', API],
  ['Reason', 'clearance', 'Reason', API],
  ['Plan', 'plan', 'Plan', API],
  ['ReceiverBody', 'plan', 'Body', API],
  ['Gentler', 'plan', 'Gentler', API],
  ['Step', 'plan', 'Step', API],
  ['PlanLimits', 'plan', 'PlanLimits', API],
  ['Kit', 'plan', 'Kit', API],
  ['Giver', 'plan', 'Giver', API],
  ['Infeasible', 'infeasible', 'Infeasible', API],
  ['WayOut', 'infeasible', 'WayOut', API],
  ['Score', 'score', 'Score', API],
  ['Stroke', 'score', 'Stroke', API],
  ['HandPath', 'score', 'HandPath', API],
  ['Cue', 'score', 'Cue', API],
  ['Checked', 'checked', 'Checked', DOSE],
  ['DoseReport', 'checked', 'DoseReport', DOSE],
  ['LimitCheck', 'checked', 'LimitCheck', DOSE],
  ['PlaceDose', 'checked', 'PlaceDose', DOSE],
  ['DoseMap', 'checked', 'DoseMap', DOSE],
  ['DoseScale', 'checked', 'DoseScale', DOSE],
  ['DosePicture', 'checked', 'DosePicture', DOSE],
  ['MappedBack', 'checked', 'MappedBack', DOSE],
  ['SessionBody.state', 'session', 'SessionView', SHOW],
  ['SpotView', 'session', 'SpotView', SHOW],
]

const shapeOf = (schema: string, title: string): Shape => {
  const shape = SCHEMAS[schema]?.[title]
  if (!shape) throw new Error(`No ${title} in the schema ${schema}`)
  return shape
}

describe('what the pages send', () => {
  it.each(SENT)('%s has only fields that the server knows, and all that it needs', (ours, schema, title) => {
    const fields = API.get(ours)!
    const shape = shapeOf(schema, title)
    expect([...fields.keys()].filter((name) => !shape.fields.includes(name))).toEqual([])
    expect(shape.required.filter((name) => fields.get(name) !== false)).toEqual([])
  })

  const COMMANDS = Object.entries(SCHEMAS.command!).map(([title, shape]) => [title.toLowerCase(), shape] as const)
  const sources = readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts)$/.test(name))
    .map((name) => read(`../src/${name}`))
  const given = sources.flatMap((text) => [
    ...[...text.matchAll(/\b(?:ondo|act)\('([a-z-]+)'(?:, \{([^}]*)\})?/g)].map((match) => [match[1]!, match[2] ?? '']),
    ...[...text.matchAll(/send\(\{ kind: '([a-z-]+)'([^}]*)\}/g)].map((match) => [match[1]!, match[2] ?? '']),
    ...[...text.matchAll(/\bmore: \{ (\w+:[^}]*)\}/g)].map((match) => ['choose', match[1]!]),
  ]) as [string, string][]

  it('finds the commands in the pages at all', () => {
    const kinds = new Set(given.map(([kind]) => kind))
    for (const each of ['start', 'pause', 'pain', 'stones', 'answer', 'choose', 'extend', 'restart', 'hold']) expect(kinds).toContain(each)
  })
  it.each(given)('the command %s {%s} is one of the server’s, with its own fields', (kind, fields) => {
    const shape = COMMANDS.find(([name]) => name === kind)?.[1]
    expect(shape, `no command ${kind}`).toBeDefined()
    const names = [...fields.matchAll(/(?:^|,)\s*(\w+)(?=\s*[:,]|\s*$)/g)].map((match) => match[1]!)
    expect(names.filter((name) => !shape!.fields.includes(name))).toEqual([])
  })
})

describe('what the pages read', () => {
  it.each(HEARD)('every field of %s is one that the server sends', (ours, schema, title, where) => {
    const fields = where.get(ours)
    expect(fields, `no interface ${ours}`).toBeDefined()
    expect([...fields!.keys()].filter((name) => !shapeOf(schema, title).fields.includes(name))).toEqual([])
  })
})
