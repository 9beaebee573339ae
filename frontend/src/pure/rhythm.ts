/** A rhythm as a person sets it, and what of it goes to the engine. */
import type { Rhythm } from '../api'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Day = (typeof DAYS)[number]

export const MINUTES = [15, 20, 30, 45, 60, 90]
export const WEEKS: (number | null)[] = [4, 8, 12, null]
/** Said beforehand: not at all, a quarter of an hour, an hour, a day. */
export const ALARMS_S: (number | null)[] = [null, 900, 3600, 86_400]

export type Wish = Omit<Rhythm, 'title'>

export function usualWish(): Wish {
  return { days: ['sun', 'wed'], time: '20:30', minutes: 30, weeks: 8, alarm_before_s: 3600 }
}

/** A kept wish, held against what can be chosen: whatever is not, is as usual. */
export function wishOf(kept: unknown): Wish {
  const usual = usualWish()
  const read = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Wish>
  const days = DAYS.filter((day) => Array.isArray(read.days) && read.days.includes(day))
  return {
    days: days.length > 0 ? days : usual.days,
    time: typeof read.time === 'string' && isTime(read.time) ? read.time : usual.time,
    minutes: MINUTES.includes(read.minutes ?? 0) ? read.minutes! : usual.minutes,
    weeks: read.weeks !== undefined && WEEKS.includes(read.weeks) ? read.weeks : usual.weeks,
    alarm_before_s: read.alarm_before_s !== undefined && ALARMS_S.includes(read.alarm_before_s) ? read.alarm_before_s : usual.alarm_before_s,
  }
}

export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text)
}

/** What keeps the wish from becoming a calendar, as a sentence; empty when nothing does. */
export function problemOf(wish: Wish): string {
  if (wish.days.length === 0) return 'Choose at least one day.'
  if (!isTime(wish.time)) return 'Give a time, like 20:30.'
  return ''
}

/** "Monday" in the language of a locale; 1 January 2024 was a Monday. */
export function dayName(day: Day, locale: string, width: 'long' | 'short' = 'long'): string {
  return new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + DAYS.indexOf(day)))
}
