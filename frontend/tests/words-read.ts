/** Reads the pages' sources as a compiler does, for everything in them that a person could see or hear. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'svelte/compiler'
import ts from 'typescript'

export const SOURCE = join(import.meta.dirname, '..', 'src')

export interface Found {
  /** The folder of pages that it belongs to, and where it stands. */
  area: string
  where: string
  text: string
}

export interface Read {
  /** Literal keys of t, and the `other` forms of tn with their `one` beside them. */
  keys: Found[]
  counted: (Found & { one: string })[]
  /** Text that stands in a template or an attribute without going through the catalogue. */
  bare: Found[]
  /** Other strings in the code that look like something said. */
  strings: Found[]
  /** Pieces of sentences put together with values, here with 7 for each. */
  pieced: Found[]
  /** Every string there is, whatever it is for. */
  every: Set<string>
}

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

const SHOWN = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'legend', 'hint', 'why', 'says', 'text'])
const LETTERS = /\p{L}{2}/u

/** "Go on", "Harder", "What now?", "no thumbs." are said; "step-row", "ArrowLeft", "oklab(...)" are not. */
export function looksSaid(text: string): boolean {
  const plain = text.trim()
  if (!LETTERS.test(plain) || /[<>;=_#/\\]|^\W*\w+\(|\)$|^[.[:@-]|px\b/.test(plain)) return false
  if (/^\p{Lu}[\p{Ll}’']+[.?!…:]?$/u.test(plain)) return true
  return /^[\p{Lu}“½{\d].*\s\S/u.test(plain) || /^\p{L}[^:]*\s.*[.?!…]$/u.test(plain)
}

export function files(): string[] {
  const found = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
  return found
    .filter((each) => each.isFile() && /\.(svelte|ts)$/.test(each.name))
    .map((each) => join(each.parentPath, each.name))
    .filter((path) => !relative(SOURCE, path).startsWith('words/'))
    .sort()
}

export function readAll(): Read {
  const all: Read = { keys: [], counted: [], bare: [], strings: [], pieced: [], every: new Set() }
  for (const path of files()) {
    const source = readFileSync(path, 'utf8')
    const note = noteFor(path, source)
    if (path.endsWith('.svelte')) readSvelte(source, all, note)
    else readScript(source, all, note)
  }
  return all
}

type Note = (text: string, at: number) => Found

function noteFor(path: string, source: string): Note {
  const name = relative(SOURCE, path)
  const area = name.includes('/') ? name.split('/')[0]! : 'root'
  return (text, at) => ({ area, where: `${name}:${source.slice(0, at).split('\n').length}`, text })
}

function readScript(source: string, all: Read, note: Note, from = 0): void {
  const file = ts.createSourceFile('script.ts', source, ts.ScriptTarget.Latest, true)
  const visit = (node: ts.Node): void => {
    const at = from + node.getStart(file)
    if (ts.isStringLiteralLike(node)) all.every.add(node.text)
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isExportDeclaration(node)) return
    if (ts.isCallExpression(node)) {
      const name = ts.isIdentifier(node.expression) ? node.expression.text : ''
      if (name === 't' && node.arguments[0]) {
        for (const each of literals(node.arguments[0])) {
          all.keys.push(note(each.text, at))
          all.every.add(each.text)
        }
        node.arguments.slice(1).forEach(visit)
        return
      }
      if (name === 'tn' && node.arguments[1] && ts.isObjectLiteralExpression(node.arguments[1])) {
        const forms = formsOf(node.arguments[1])
        if (forms) all.counted.push({ ...note(forms.other, at), one: forms.one })
        if (forms) all.every.add(forms.other)
        node.arguments.forEach((each, i) => i !== 1 && visit(each))
        return
      }
    }
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) return visit(node.initializer)
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
      if (looksSaid(node.text)) all.strings.push(note(node.text, at))
    } else if (ts.isTemplateExpression(node)) {
      const plain = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
      if (!plain[0]!.startsWith('backrub.') && plain.some((each) => /(^|\s)\p{L}{2,}(\s|[.?!,]|$)/u.test(each))) all.pieced.push(note(plain.join('7'), at))
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
}

/** The strings that an argument may be: itself, or either side of a choice. */
function literals(node: ts.Expression): ts.StringLiteralLike[] {
  if (ts.isStringLiteralLike(node)) return [node]
  if (ts.isParenthesizedExpression(node)) return literals(node.expression)
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)]
  return []
}

function formsOf(node: ts.ObjectLiteralExpression): { one: string; other: string } | null {
  const told: Record<string, string> = {}
  for (const each of node.properties) {
    if (ts.isPropertyAssignment(each) && ts.isStringLiteralLike(each.initializer)) told[each.name.getText()] = each.initializer.text
  }
  return told['one'] !== undefined && told['other'] !== undefined ? { one: told['one'], other: told['other'] } : null
}

function readSvelte(source: string, all: Read, note: Note): void {
  const root = parse(source, { modern: true }) as unknown as { fragment: Node; instance: Node | null; module: Node | null }
  for (const script of [root.instance, root.module]) {
    const content = script?.['content'] as Node | undefined
    if (content) readScript(source.slice(content.start, content.end), all, note, content.start)
  }
  readFragment(root.fragment, source, all, note)
}

function readFragment(node: Node, source: string, all: Read, note: Note): void {
  if (node.type === 'Text') {
    const text = String(node['data']).trim()
    if (LETTERS.test(text)) all.bare.push(note(text, node.start))
    return
  }
  if (node.type === 'StyleDirective') return
  if (node.type === 'Attribute' && Array.isArray(node['value'])) {
    const name = String(node['name'])
    for (const part of node['value'] as Node[]) {
      if (part.type !== 'Text') readFragment(part, source, all, note)
      else if (SHOWN.has(name) && LETTERS.test(String(part['data']))) all.bare.push(note(`${name}="${String(part['data'])}"`, part.start))
    }
    return
  }
  const expression = node['expression'] as Node | undefined
  if (expression && /Tag$|^Attribute$|Directive$|Block$|^Spread/.test(node.type)) readScript(`(${source.slice(expression.start, expression.end)})`, all, note, expression.start - 1)
  for (const [key, value] of Object.entries(node)) {
    if (key === 'expression' || key === 'parent') continue
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each && typeof each === 'object' && 'type' in each) readFragment(each as Node, source, all, note)
    }
  }
}
