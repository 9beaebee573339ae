/** What a key means while a session is on. Pure, so that every key is tested. */
export type Press =
  | { kind: 'pause' | 'resume' | 'skip' | 'back' | 'softer' | 'harder' | 'good' | 'stop' | 'hold' | 'again' | 'ask-pain' | 'start' }
  | { kind: 'digit'; digit: number }

/** Without `hasLetters` no letter and no digit means anything: somebody who speaks to the keyboard says many (WCAG 2.1.4). */
export function pressOf(key: string, status: string, isAskingPain: boolean, hasLetters = true): Press | null {
  if (!hasLetters && key !== ' ' && key.length === 1) return null
  if (key === 'Escape' || key === 'x' || key === 'X') return status === 'stopped' || status === 'finished' ? null : { kind: 'stop' }
  if (/^[0-9]$/.test(key)) return isAskingPain ? { kind: 'digit', digit: Number(key) } : null
  if (status === 'ready') return key === ' ' || key === 'Enter' ? { kind: 'start' } : null
  if (status !== 'running' && status !== 'paused' && status !== 'holding') return null
  switch (key) {
    case ' ':
      return { kind: status === 'running' ? 'pause' : 'resume' }
    case 'ArrowRight':
    case 'ArrowDown':
      return { kind: 'skip' }
    case 'ArrowLeft':
    case 'ArrowUp':
      return { kind: 'back' }
    case 's':
    case 'S':
      return { kind: 'softer' }
    case 'h':
    case 'H':
      return { kind: 'harder' }
    case 'g':
    case 'G':
      return { kind: 'good' }
    case 'a':
    case 'A':
      return { kind: 'again' }
    case 'o':
    case 'O':
      return status === 'holding' ? null : { kind: 'hold' }
    case 'p':
    case 'P':
      return { kind: 'ask-pain' }
    default:
      return null
  }
}

/** A digit after `p`: 1 waits a moment, for it may become 10. Null while it waits. */
export function numberOf(before: number | null, digit: number): { nrs: number | null; waits: boolean } {
  if (before === 1) return { nrs: digit === 0 ? 10 : digit, waits: false }
  if (digit === 1) return { nrs: null, waits: true }
  return { nrs: digit, waits: false }
}

/** Whether a click is a press of its own: the second one of a double tap would pass a step that nobody has seen. */
export function isOnePress(click: { detail: number }): boolean {
  return click.detail <= 1
}
