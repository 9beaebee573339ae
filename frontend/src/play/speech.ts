/** The browser's own voice, when it has one on this device. Nothing is sent anywhere to be spoken. */

import { desk } from '../desk.svelte'
import { words } from '../words/say.svelte'

export interface Voice {
  say: (text: string, isUrgent?: boolean) => void
  hush: () => void
}

/** A voice of this device in the language that is shown; another language's would be noise. */
function ownVoice(): SpeechSynthesisVoice | null {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.split(/[-_]/)[0] === words.language)
  const region = words.locale === 'en' ? 'en-GB' : words.locale
  return voices.find((voice) => voice.lang.replace('_', '-') === region) ?? voices[0] ?? null
}

/** `told` hears when it begins to speak, and when it is silent again. */
export function makeVoice(told: (is_speaking: boolean) => void = () => {}): Voice {
  const can = typeof speechSynthesis !== 'undefined' && typeof SpeechSynthesisUtterance !== 'undefined'
  return {
    say(text, isUrgent = false) {
      if (!can || !text || desk.sound === 'silent') return
      const voice = ownVoice()
      if (!voice) return
      if (isUrgent) speechSynthesis.cancel()
      const spoken = new SpeechSynthesisUtterance(text.replaceAll('\u00ad', ''))
      spoken.voice = voice
      spoken.lang = voice.lang
      // About 130 words a minute.
      spoken.rate = 0.85
      spoken.onstart = () => told(true)
      spoken.onend = spoken.onerror = () => told(false)
      speechSynthesis.speak(spoken)
    },
    hush() {
      if (can) speechSynthesis.cancel()
      // Not every browser says that it was interrupted.
      told(false)
    },
  }
}
