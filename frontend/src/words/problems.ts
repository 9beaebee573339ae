/** Problems as sentences, in the language that is shown: what is wrong, and what to do. */
import type { Problem } from '../api'
import { capital } from '../pure/words'
import { said } from './say.svelte'

/** An answer that was no: all its problems, else its title. */
export function toldOf(answer: { problems: Problem[]; title: string }): string {
  return wordsOf(answer.problems) || said(answer.title)
}

export function wordsOf(problems: Pick<Problem, 'what' | 'way_out'>[]): string {
  return problems.flatMap(({ what, way_out }) => [what, way_out].filter(Boolean).map((text) => sentence(said(text)))).join(' ')
}

function sentence(text: string): string {
  const whole = capital(text)
  return /[.?!]$/.test(whole) ? whole : `${whole}.`
}
