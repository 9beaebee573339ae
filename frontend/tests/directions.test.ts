/** What is laid out follows the way that is read; only drawings of the back have a left and a right of their own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { files, SOURCE } from './words-read'

/** Their left and right are the receiver's, as seen by who stands there. */
const DRAWN = ['map/BackChart.svelte', 'play/Turned.svelte', 'play/Walk.svelte']
const PHYSICAL = /(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)|^\s*(?:left|right):\s|float:\s*(?:left|right)/

it('uses logical sides outside the drawings of the back', () => {
  const sheets = [...files().filter((path) => path.endsWith('.svelte')), join(SOURCE, 'style/base.css'), join(SOURCE, 'style/tokens.css')]
  const found = sheets.flatMap((path) => {
    if (DRAWN.some((each) => path.endsWith(each))) return []
    const source = readFileSync(path, 'utf8')
    const style = path.endsWith('.svelte') ? source.slice(source.lastIndexOf('<style')) : source
    return style.split('\n').filter((line) => PHYSICAL.test(line)).map((line) => `${path.slice(SOURCE.length + 1)}: ${line.trim()}`)
  })
  expect(found).toEqual([])
})
