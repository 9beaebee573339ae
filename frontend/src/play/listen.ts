/**
 * The browser's own ear, where it understands words on the device itself. Nothing is sent anywhere to be understood,
 * and nothing that was heard is kept: a word becomes what a key would have been, or is gone.
 */
import { keep, kept } from '../desk.svelte'
import { words } from '../words/say.svelte'

export type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable'

interface Heard {
  resultIndex: number
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>
}
interface Recognition {
  lang: string
  continuous: boolean
  interimResults: boolean
  processLocally: boolean
  onstart: (() => void) | null
  onend: (() => void) | null
  onerror: ((event: { error: string }) => void) | null
  onresult: ((event: Heard) => void) | null
  start: () => void
  abort: () => void
}
interface Recognizer {
  new (): Recognition
  prototype: object
  available?: (how: { langs: string[]; processLocally: boolean }) => Promise<string>
  install?: (how: { langs: string[]; processLocally: boolean }) => Promise<boolean>
}

/** A session of listening ends by itself after a while; so soon the next one begins. */
const AGAIN_MS = 250
/** So many that end at once, one after the other, are a microphone that does not work. */
const MOST_SHORT = 5
const SHORT_MS = 1000
const HOPELESS = new Set(['not-allowed', 'service-not-allowed', 'language-not-supported', 'audio-capture'])
/** Some browsers end the whole page when they are asked: so that is written down while the answer is awaited. */
const ASKING = 'backrub.asking-ear'
const HAS_ENDED = kept<boolean>(ASKING) === true
const REGIONS: Record<string, string> = { en: 'en-US', de: 'de-DE' }

function recognizer(): Recognizer | null {
  const own = globalThis as unknown as { SpeechRecognition?: Recognizer; webkitSpeechRecognition?: Recognizer }
  const found = own.SpeechRecognition ?? own.webkitSpeechRecognition
  // One that can't say whether it works on the device, or be told to, may send what it hears elsewhere. And one that
  // has ended a page is not asked again.
  return !HAS_ENDED && found?.available && 'processLocally' in found.prototype ? found : null
}

function tag(): string {
  return words.locale.includes('-') ? words.locale : (REGIONS[words.language] ?? words.language)
}

/** Whether this language is understood on this device, or could be. */
export async function availability(): Promise<Availability> {
  const found = recognizer()
  if (!found?.available) return 'unavailable'
  // A page that is left meanwhile has not been ended by it.
  const forget = (): void => keep(ASKING, null)
  keep(ASKING, true)
  addEventListener('pagehide', forget)
  try {
    const told = await found.available({ langs: [tag()], processLocally: true })
    return told === 'available' || told === 'downloadable' || told === 'downloading' ? told : 'unavailable'
  } catch {
    return 'unavailable'
  } finally {
    removeEventListener('pagehide', forget)
    forget()
  }
}

/** Have the browser fetch what it needs for this language; whether it has it now. */
export async function install(): Promise<boolean> {
  try {
    return (await recognizer()?.install?.({ langs: [tag()], processLocally: true })) === true
  } catch {
    return false
  }
}

/** An ear that listens until it is closed. `told` hears what was said, `lit` whether the microphone is open. */
export class Ear {
  private recognition: Recognition | null = null
  private is_wanted = false
  private short = 0
  private began = 0
  private timer = 0

  constructor(
    private told: (text: string, is_final: boolean) => void,
    private lit: (is_open: boolean) => void,
    private failed: () => void,
  ) {}

  open(): void {
    if (this.is_wanted) return
    this.is_wanted = true
    void this.begin()
  }

  /** At once: what was heard last is dropped, too. */
  close(): void {
    this.is_wanted = false
    clearTimeout(this.timer)
    this.recognition?.abort()
    this.recognition = null
    this.lit(false)
  }

  private async begin(): Promise<void> {
    const Kind = recognizer()
    if (!Kind || (await availability()) !== 'available') return this.fail()
    if (!this.is_wanted || this.recognition) return
    const recognition = new Kind()
    this.recognition = recognition
    recognition.lang = tag()
    recognition.continuous = recognition.interimResults = recognition.processLocally = true
    recognition.onstart = () => this.recognition === recognition && this.lit(true)
    recognition.onresult = (event) => {
      if (this.recognition !== recognition) return
      for (let i = event.resultIndex; i < event.results.length; i++) {
        const result = event.results[i]
        if (result?.[0]) this.told(result[0].transcript, result.isFinal)
      }
    }
    recognition.onerror = ({ error }) => this.recognition === recognition && HOPELESS.has(error) && this.fail()
    recognition.onend = () => this.recognition === recognition && this.ended()
    this.began = Date.now()
    try {
      recognition.start()
    } catch {
      this.fail()
    }
  }

  private ended(): void {
    this.recognition = null
    this.lit(false)
    this.short = Date.now() - this.began < SHORT_MS ? this.short + 1 : 0
    if (this.short >= MOST_SHORT) return this.fail()
    if (this.is_wanted) this.timer = window.setTimeout(() => void this.begin(), AGAIN_MS)
  }

  private fail(): void {
    if (!this.is_wanted) return
    this.close()
    this.failed()
  }
}
