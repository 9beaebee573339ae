export type Theme = 'day' | 'evening'

/** The same rule as public/theme.js, which runs before the first paint. */
export function themeFor(pinned: string | null, hour: number, isLive: boolean): Theme {
  if (isLive) return 'evening'
  if (pinned === 'day' || pinned === 'evening') return pinned
  return hour >= 19 || hour < 7 ? 'evening' : 'day'
}
