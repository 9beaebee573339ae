/** What somebody is asked while the hands are off, by why they are. */
import { t } from '../words/say.svelte'

export function heldSays(why: string | null, name: string): string {
  switch (why) {
    case 'pain':
      return name ? t('Ask {name} if it should go on, lighter.', { name }) : t('Ask them if it should go on, lighter.')
    case 'quiet':
      return name ? t('Their phone went quiet. Ask {name}.', { name }) : t('Their phone went quiet. Ask them.')
    case 'skin':
      return t('Let the skin cool. See a doctor if it blisters or stays red.')
    default:
      return name ? t('Ask {name} what they need.', { name }) : t('Ask them what they need.')
  }
}
