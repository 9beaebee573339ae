/** Problems of the answers, each at its field; what the server says stays until that field changes. */
import type { FieldProblem } from '../pure/draft'
import { said } from '../words/say.svelte'

class Form {
  problems = $state<FieldProblem[]>([])

  says(field: string): string {
    return this.problems
      .filter((each) => each.field === field)
      .map((each) => said(each.says))
      .join(' ')
  }

  clear(field: string): void {
    if (this.problems.some((each) => each.field === field)) this.problems = this.problems.filter((each) => each.field !== field)
  }
}

export const form = new Form()

/** Move the person to a problem: its field, opened if it lies in a closed section. */
export function focusField(field: string): void {
  const holder = document.getElementById(`field-${field}`)
  if (!holder) return
  for (let up: HTMLElement | null = holder; up; up = up.parentElement) if (up instanceof HTMLDetailsElement) up.open = true
  const target = holder.matches('input, select, button')
    ? holder
    : (holder.querySelector<HTMLElement>('input:checked, input, select, button, [tabindex="0"]') ?? holder)
  target.focus()
  holder.scrollIntoView({ block: 'center' })
}
