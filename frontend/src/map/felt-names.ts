/** What landmarks are called, how a hand finds them, and how far from the drawing they were felt. */
import { type Corrections, isOnMidline, type Landmark, offsetOf } from '../pure/felt'
import type { Scale } from '../pure/motion'
import { t, words } from '../words/say.svelte'

export interface LandmarkWords {
  name: string
  ask: string
  how: string
}

export function landmarkWords(id: string): LandmarkWords {
  const blade = t('Follow the inner edge of the blade down to its lowest point.')
  const dimple = t('A small dip over a bone, about three fingers beside the spine.')
  const known: Record<string, LandmarkWords> = {
    c7: { name: t('Knob at the base of the neck'), ask: t('Where do you feel the knob at the base of the neck?'), how: t('Run a finger down the neck: the first bone that stands out.') },
    'inferior-angle-left': { name: t('Tip of the shoulder blade, left'), ask: t('Where do you feel the tip of their left shoulder blade?'), how: blade },
    'inferior-angle-right': { name: t('Tip of the shoulder blade, right'), ask: t('Where do you feel the tip of their right shoulder blade?'), how: blade },
    'psis-left': { name: t('Dimple above the buttock, left'), ask: t('Where do you feel the dimple above their left buttock?'), how: dimple },
    'psis-right': { name: t('Dimple above the buttock, right'), ask: t('Where do you feel the dimple above their right buttock?'), how: dimple },
  }
  return known[id] ?? { name: id, ask: id, how: '' }
}

/** "2 cm lower, 1 cm further out"; as drawn where that is less than anybody feels. */
export function offsetName(landmark: Landmark, felt: Corrections, scale: Scale): string {
  const { down_m, out_m } = offsetOf(landmark, felt, scale)
  const down = lengthName(down_m)
  const out = isOnMidline(landmark) ? '' : lengthName(out_m)
  const told = [
    down && (down_m > 0 ? t('{length} lower', { length: down }) : t('{length} higher', { length: down })),
    out && (out_m > 0 ? t('{length} further out', { length: out }) : t('{length} nearer the spine', { length: out })),
  ].filter(Boolean)
  return told.length > 0 ? told.join(', ') : t('as drawn')
}

/** To half a centimetre, or a fifth of an inch; empty below that. */
function lengthName(length_m: number): string {
  const away_m = Math.abs(length_m)
  if (words.is_imperial) {
    const inches = Math.round((away_m / 0.0254) * 5) / 5
    return inches === 0 ? '' : t('{n} in', { n: inches.toLocaleString(words.locale) })
  }
  const cm = Math.round(away_m * 200) / 2
  return cm === 0 ? '' : t('{n} cm', { n: cm.toLocaleString(words.locale) })
}
