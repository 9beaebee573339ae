/** The catalogue is whole: what the pages say is in it, what is in it is said, and German is there for all of it. */
import { relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Catalogue, known, lexiconOf } from '../src/words/find'
import german from '../src/words/de/index'
import after from '../src/words/de/after.json'
import ask from '../src/words/de/ask.json'
import common from '../src/words/de/common.json'
import learn from '../src/words/de/learn.json'
import map from '../src/words/de/map.json'
import plan from '../src/words/de/plan.json'
import play from '../src/words/de/play.json'
import { files, type Found, looksSaid, readAll, SOURCE } from './words-read'

const PAGES: Record<string, Catalogue> = { common, ask, map, plan, play, after, learn }

/** What is the same in every language, and what is no language. */
const SAME = new Set([
  'Backrub',
  '· Backrub',
  '00 min',
  'Polygon',
  'Deutsch',
  'English',
  'Say:', // where the engine's own sentence is cut in two
  'This device keeps nothing.', // thrown and caught, never shown
  ...['Alt', 'Arrow', 'Backspace', 'Control', 'Delete', 'End', 'Enter', 'Esc', 'Escape', 'Home', 'Meta', 'Shift', 'Space', 'Tab'], // keys of a keyboard
])

const read = readAll()
const lexicon = lexiconOf(german, 'de')
const counted = new Set(read.counted.flatMap(({ text, one }) => [text, one]))
const folders = [...new Set(files().map((path) => areaOf(path)))]

function areaOf(path: string): string {
  const name = relative(SOURCE, path)
  return name.includes('/') ? name.split('/')[0]! : 'root'
}

const has = (text: string) => typeof german[text] === 'string' || SAME.has(text)
const PLACE = /\{[a-z_][a-z0-9_]*\}/g
const shaped = new Set(read.pieced.map(({ text }) => text))
const places = (text: string) => [...new Set(text.match(PLACE) ?? [])].sort().join()
/** One line each, so that a red test reads as a list of what to do. */
const lines = (found: Found[]) => found.map(({ where, text }) => `${where}  ${text}`).join('\n')

describe.each(folders)('%s', (folder) => {
  const of = <T extends Found>(found: T[]) => found.filter((each) => each.area === folder)
  it('has German for each sentence', () => {
    expect(lines(of(read.keys).filter(({ text }) => !has(text)))).toBe('')
  })
  it('has German for each sentence with a number, in both forms', () => {
    const wrong = of(read.counted).filter(({ text }) => {
      const told = german[text]
      return told === undefined || typeof told === 'string' || !told.one || !told.other
    })
    expect(lines(wrong)).toBe('')
  })
  it('shows nothing that is not in the catalogue', () => {
    expect(lines(of(read.bare).filter(({ text }) => !SAME.has(text)))).toBe('')
    expect(lines(of(read.strings).filter(({ text }) => !has(text) && german[text] === undefined && !counted.has(text)))).toBe('')
  })
  it('puts no sentence together from pieces', () => {
    // What is put together and then looked up by its shape is found by it here, too.
    expect(lines(of(read.pieced).filter(({ text }) => known(text, lexicon) === null))).toBe('')
  })
})

describe.each(Object.keys(PAGES))('%s.json', (name) => {
  const told = Object.entries(PAGES[name]!)
  it('has the places of each sentence', () => {
    const wrong = told.flatMap(([key, value]) => {
      // "In one minute" needs no number.
      const forms = typeof value === 'string' ? [value] : [value.other ?? '', `${value.one ?? ''} {n}`]
      return forms.filter((each) => places(key) !== places(each)).map((each) => [key, each])
    })
    expect(wrong).toEqual([])
  })
  it('says the same as the other files where they have the same key', () => {
    expect(told.filter(([key, value]) => JSON.stringify(german[key]) !== JSON.stringify(value)).map(([key]) => key)).toEqual([])
  })
  it('has no sentence that nobody says', () => {
    expect(told.map(([key]) => key).filter((key) => !read.every.has(key) && !shaped.has(key.replace(PLACE, '7')))).toEqual([])
  })
})

it('tells what is said from what is not', () => {
  const said = ['Go on', 'Harder', 'What now?', 'no thumbs today.', '{n} minutes', 'Shoulder blade, left']
  const not = ['step-row', 'ArrowLeft', 'oklab(0.5 0 0)', 'M 0 0 L 1 1', '0 0 24 24', '/api/plan', 'aria-label', 'button', '12px solid']
  expect([said.filter((each) => !looksSaid(each)), not.filter(looksSaid)]).toEqual([[], []])
})
