/** Lengths, weights and warmth as people of a place write them; inside everything stays SI. */
const IMPERIAL = new Set(['US', 'LR', 'MM'])

/** Whether people there measure in feet, pounds and degrees Fahrenheit: "en-US" yes, "en-GB" and "de" no. */
export function isImperial(locale: string): boolean {
  return IMPERIAL.has(new Intl.Locale(locale).region ?? '')
}

export interface FeetInches {
  feet: number
  inches: number
}

export function feetOf(height_cm: number): FeetInches {
  const inches = Math.round(height_cm / 2.54)
  return { feet: Math.floor(inches / 12), inches: inches % 12 }
}

export function cmOf({ feet, inches }: FeetInches): number {
  return Math.round((feet * 12 + inches) * 25.4) / 10
}

export function poundsOf(mass_kg: number): number {
  return Math.round(mass_kg / 0.45359237)
}

export function kgOf(pounds: number): number {
  return Math.round(pounds * 4.5359237) / 10
}

export function fahrenheitOf(warmth_c: number): number {
  return Math.round((warmth_c * 9) / 5 + 32)
}

/** Never rounded up: a reading only just too warm stays too warm. */
export function celsiusOf(warmth_f: number): number {
  return Math.ceil(((warmth_f - 32) * 50) / 9) / 10
}
