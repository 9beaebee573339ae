import { afterEach, describe, expect, it, vi } from 'vitest'
import { sizeName } from '../src/map/names'
import { words } from '../src/words/say.svelte'

describe('how large a mark is', () => {
  const before = words.units
  vi.stubGlobal('navigator', { language: 'en-US', languages: ['en-US'] })
  afterEach(() => {
    words.units = before
  })
  it('is told in the units that were chosen', () => {
    words.units = 'imperial'
    expect(sizeName(0.02)).toContain('1.6 in across')
    words.units = 'metric'
    expect(sizeName(0.02)).toContain('4 cm across')
  })
})
