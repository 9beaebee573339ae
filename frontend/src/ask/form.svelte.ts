/** Problems of the answers, each at its field; what the server says stays until that field changes. */
import { type FieldProblem, IN_FEET_AND_POUNDS } from '../pure/draft'
import { said, words } from '../words/say.svelte'

class Form {
  problems = $state<FieldProblem[]>([])

  says(field: string): string {
    return this.problems
      .filter((each) => each.field === field)
      .map(told)
      .join(' ')
  }

  clear(field: string): void {
    if (this.problems.some((each) => each.field === field)) this.problems = this.problems.filter((each) => each.field !== field)
  }
}

export const form = new Form()

/** A problem in the words and the units of whoever answers. */
export function told({ says }: FieldProblem): string {
  return said((words.is_imperial && IN_FEET_AND_POUNDS[says]) || says)
}

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
