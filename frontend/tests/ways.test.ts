import { describe, expect, it } from 'vitest'
import { outdated, TOLD, wayOf } from '../src/offline/ways'

const ORIGIN = 'http://localhost:8765'
const files = new Set(['/theme.js', '/assets/index-abc.js'])
const way = (path: string, more: { method?: string; is_navigation?: boolean } = {}): string =>
  wayOf({ url: path.startsWith('http') ? path : ORIGIN + path, method: 'GET', is_navigation: false, ...more }, ORIGIN, files)

describe('the way of a request', () => {
  it.each(['/api/catalog', '/api/atlas', '/api/settings'])('keeps %s, which is the same for everybody', (path) => {
    expect(way(path)).toBe('told')
  })
  it.each([
    '/api/sessions',
    '/api/sessions/abc',
    '/api/sessions/abc/events?after=3',
    '/api/screen',
    '/api/plan',
    '/api/practise',
    '/api/people',
    '/api/catalog/more',
    '/api/catalog?who=alex',
    '/api',
  ])('never keeps %s', (path) => {
    expect(way(path)).toBe('through')
    expect(way(path, { is_navigation: true })).toBe('through')
  })
  it('never keeps what is sent', () => {
    for (const path of [...TOLD, '/plan', '/theme.js']) expect(way(path, { method: 'POST' })).toBe('through')
  })
  it('answers every place inside the pages with the page', () => {
    for (const path of ['/', '/ask', '/plan', '/play/01JABC', '/learn/kneading', '/nowhere'])
      expect(way(path, { is_navigation: true }), path).toBe('page')
    expect(way('/plan')).toBe('through')
    expect(way('/openapi.json', { is_navigation: true })).toBe('through')
  })
  it('keeps the built files and those of versions before', () => {
    expect(way('/theme.js')).toBe('file')
    expect(way('/assets/index-old.js')).toBe('file')
    expect(way('/other.js')).toBe('through')
  })
  it('leaves other hosts alone', () => {
    expect(way('https://elsewhere.example/assets/index-abc.js')).toBe('through')
    expect(way('http://localhost:9999/api/catalog')).toBe('through')
  })
})

describe('earlier versions', () => {
  it('keeps its own and the one before: a page that is open may still ask for a part of it', () => {
    const names = ['backrub-pages-a', 'backrub-told', 'backrub-pages-b', 'backrub-pages-c']
    expect(outdated(names, 'backrub-pages-c')).toEqual(['backrub-pages-a'])
    expect(outdated(['backrub-pages-c'], 'backrub-pages-c')).toEqual([])
  })
})
