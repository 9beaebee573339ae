/** How a page speaks of the one who lies down: by name, or as somebody. */
import { desk } from '../desk.svelte'
import { t } from '../words/say.svelte'

export function asked(): string {
  const name = desk.draft.name.trim()
  return name ? t('Ask {name}', { name }) : t('Ask the one who lies down')
}
