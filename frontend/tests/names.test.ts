import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sessionIdFor, sha1 } from '../src/pure/names'

// What the server makes of each; tests/web/test_pages_golden.py holds the file to the server.
const golden = JSON.parse(readFileSync(new URL('./golden/names.json', import.meta.url), 'utf8')) as Record<string, string>

describe('a session begun without the server', () => {
  it.each(Object.entries(golden))('has the name that the server makes of %s', (client_id, name) => {
    expect(sessionIdFor(client_id)).toBe(name)
  })
})

describe('the hash', () => {
  it.each([0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 1000])('is right for %i bytes', (length) => {
    const message = Uint8Array.from({ length }, (_, i) => (i * 31) & 255)
    expect(Buffer.from(sha1(message)).toString('hex')).toBe(createHash('sha1').update(message).digest('hex'))
  })
})
