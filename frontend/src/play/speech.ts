/** The browser's own voice, when it has one on this device. Nothing is sent anywhere to be spoken. */

export interface Voice {
  say: (text: string, isUrgent?: boolean) => void
  hush: () => void
}

function ownVoice(): SpeechSynthesisVoice | null {
  const voices = speechSynthesis.getVoices().filter((voice) => voice.localService && voice.lang.startsWith('en'))
  return voices.find((voice) => voice.lang === 'en-GB') ?? voices[0] ?? null
}

export function makeVoice(): Voice {
  const can = typeof speechSynthesis !== 'undefined' && typeof SpeechSynthesisUtterance !== 'undefined'
  return {
    say(text, isUrgent = false) {
      if (!can || !text) return
      const voice = ownVoice()
      if (!voice) return
      if (isUrgent) speechSynthesis.cancel()
      const spoken = new SpeechSynthesisUtterance(text)
      spoken.voice = voice
      spoken.lang = voice.lang
      // About 130 words a minute.
      spoken.rate = 0.85
      speechSynthesis.speak(spoken)
    },
    hush() {
      if (can) speechSynthesis.cancel()
    },
  }
}
