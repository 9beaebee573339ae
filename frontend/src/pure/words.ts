/** Words for numbers: a person never reads a newton, and seldom a second. */

export const LEVEL_WORDS = ['', 'Very light', 'Light', 'Medium', 'Firm', 'Deep'] as const
export const LEVEL_SENTENCES = [
  '',
  'Like spreading lotion. Skin barely moves.',
  'A warm hand, resting. Skin moves, muscle stays soft.',
  'You feel the muscle under your hand.',
  'Slow and strong, only with broad hands.',
  'Never used at home.',
] as const

export function levelWord(level: number | null): string {
  return level === null ? '' : (LEVEL_WORDS[level] ?? '')
}

/** Whole minutes left, never 0 while time is left. */
export function minutesLeft(seconds: number): number {
  return seconds <= 0 ? 0 : Math.max(1, Math.round(seconds / 60))
}

/** "1:20" */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** Minutes of a step as a person would say them: 0.5 up to 1, then halves, then whole ones. */
export function stepMinutes(seconds: number): string {
  const minutes = seconds / 60
  if (minutes < 0.75) return '½'
  if (minutes < 3) {
    const halves = Math.round(minutes * 2)
    return halves % 2 === 0 ? String(halves / 2) : `${halves === 1 ? '' : (halves - 1) / 2}½`
  }
  return String(Math.round(minutes))
}

/** "erector-low" -> "erector low": the last resort when the atlas has no name for a place. */
export function unhyphened(id: string): string {
  return id.replaceAll('-', ' ')
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

const PAUSE_NAMES: Record<string, string> = {
  oil: 'Warm some oil',
  walk: 'Change sides',
  stones: 'Check the stones',
  rest: 'Quiet rest',
}
const PAUSE_SHORT: Record<string, string> = { oil: 'Oil', walk: 'Walk round', stones: 'Stones', rest: 'Rest' }

export function isPause(technique: string): boolean {
  return technique in PAUSE_NAMES
}

export function stepName(technique: string, names: Record<string, string>): string {
  return PAUSE_NAMES[technique] ?? names[technique] ?? capital(unhyphened(technique))
}

/** The name for "then ...": ten letters where the catalog has such a name. */
export function shortName(technique: string, shorts: Record<string, string>): string {
  return PAUSE_SHORT[technique] ?? shorts[technique] ?? capital(unhyphened(technique))
}

/** The first sentence and the rest: "Hands off. Alex said stop." is two, and so is one with a "Dr." in its second. */
export function sentences(text: string): string[] {
  const end = text.indexOf('. ')
  return end < 0 ? [text] : [text.slice(0, end + 1), text.slice(end + 2)]
}
