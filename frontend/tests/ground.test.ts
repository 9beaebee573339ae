import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PlanLimits } from '../src/api'
import type { BodyMeasures } from '../src/pure/body'
import { broadened } from '../src/pure/broad'
import { mapOf, type Atlas } from '../src/pure/marks'
import { groundOf, mostAt } from '../src/pure/press'

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))

// The server's own answers, point by point; tests/web/test_pages_golden.py holds the file to the server.
const golden = read('./golden/ground.json') as {
  across: number[]
  along: number[]
  cases: { body: BodyMeasures; limits: PlanLimits; levels: Record<string, string> }[]
}
const atlas = read('../../src/backrub/catalog/atlas.geojson') as Atlas

describe.each(golden.cases.map((each, i) => [`${each.body.sex}, ${each.body.height_m} m, ${each.body.mass_kg} kg, case ${i}`, each] as const))('%s', (_, { body, limits, levels }) => {
  const ground = groundOf(body, limits, mapOf(broadened(atlas, body)))
  it.each(Object.entries(levels))('the device lets the %s press exactly where the server does', (part, row) => {
    const ours = golden.along.flatMap((along) => golden.across.map((across) => mostAt([across, along], part, ground).level)).join('')
    const apart = [...row].flatMap((level, i) =>
      level === ours[i] ? [] : [`${golden.across[i % golden.across.length]} ${golden.along[Math.floor(i / golden.across.length)]}: ${level} there, ${ours[i]} here`],
    )
    expect(apart).toEqual([])
  })
})
