/** The sound of this device: soft notes, and what the music hangs on. */
import { desk } from '../desk.svelte'
import { loudAt, type Tone, WOOD } from '../pure/tone'

let context: AudioContext | null = null
/** A note that a sleeping device would only sound later than this says something that is over. [ms] */
const LATE_MS = 500

/** What this device sounds with; null where it has nothing, nothing is wished, or nobody has touched the page yet. */
export function openSound(): AudioContext | null {
  if (desk.sound === 'silent' || navigator.userActivation?.hasBeenActive === false) return null
  try {
    context ??= new AudioContext()
    return context
  } catch {
    return null
  }
}

/** Play soft notes; false where they can't be heard. */
export async function play(tones: Tone[]): Promise<boolean> {
  const audio = openSound()
  if (!audio) return false
  const asked_at = performance.now()
  try {
    await audio.resume()
    if (performance.now() - asked_at > LATE_MS) return false
    for (const tone of tones) sound(audio, tone)
    return true
  } catch {
    return false
  }
}

export function sound(audio: BaseAudioContext, tone: Tone): void {
  const start = audio.currentTime + 0.03 + tone.at_s
  const curve = Float32Array.from({ length: 128 }, (_, i) => loudAt(tone, (i / 127) * tone.length_s * 0.999))
  curve[127] = 0
  const gain = audio.createGain()
  gain.gain.setValueCurveAtTime(curve, start, tone.length_s)
  for (const [times, share] of WOOD) {
    const voice = audio.createOscillator()
    voice.frequency.value = tone.pitch_hz * times
    if (tone.sinks_to_hz) {
      voice.frequency.setValueAtTime(tone.pitch_hz * times, start)
      voice.frequency.exponentialRampToValueAtTime(tone.sinks_to_hz * times, start + tone.length_s)
    }
    const part = audio.createGain()
    part.gain.value = share
    voice.connect(part).connect(gain)
    voice.start(start)
    voice.stop(start + tone.length_s)
  }
  gain.connect(audio.destination)
}
