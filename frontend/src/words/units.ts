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

/** The units of lengths and warmth in what the engine says: "45 °C", "24 to 26 °C", "4 cm". */
const MEASURE = /\d+(?:[.,]\d+)?(?=(?: (?:to|bis) \d+(?:[.,]\d+)?)? (°C|cm)(?!\p{L}))/gu
const UNIT = /(?<=\d )(?:°C|cm)(?!\p{L})/gu

/**
 * A sentence with its measures in inches and Fahrenheit. Warmth is never rounded up and a distance to keep never down:
 * what was safe stays safe.
 */
export function inImperial(text: string, comma = '.'): string {
  return text
    .replace(MEASURE, (number: string, unit: string) => {
      const value = Number(number.replace(',', '.'))
      if (unit === '°C') return String(Math.floor((value * 9) / 5 + 32 + 1e-9))
      const inches = value / 2.54
      return inches < 10 ? String(Math.ceil(inches * 10 - 1e-9) / 10).replace('.', comma) : String(Math.round(inches))
    })
    .replace(UNIT, (unit) => (unit === '°C' ? '°F' : 'in'))
}

/** No line ends between a number and its degrees. */
export function whole(text: string): string {
  return text.replace(/(\d) °/g, '$1\u00a0°')
}
