/** Play a soft note on this device; false where it has no sound at all. */
import { loudAt, type Tone } from '../pure/tone'

let context: AudioContext | null = null

export async function play(tones: Tone[]): Promise<boolean> {
  try {
    context ??= new AudioContext()
    await context.resume()
    for (const tone of tones) sound(context, tone)
    return true
  } catch {
    return false
  }
}

function sound(audio: AudioContext, tone: Tone): void {
  const start = audio.currentTime + 0.03 + tone.at_s
  const curve = Float32Array.from({ length: 128 }, (_, i) => loudAt(tone, (i / 127) * tone.length_s * 0.999))
  curve[127] = 0
  const gain = audio.createGain()
  gain.gain.setValueCurveAtTime(curve, start, tone.length_s)
  // A sine, and a little of it an octave up: wood, not glass.
  for (const [times, share] of [[1, 1], [2, 0.12]] as const) {
    const voice = audio.createOscillator()
    voice.frequency.value = tone.pitch_hz * times
    const part = audio.createGain()
    part.gain.value = share
    voice.connect(part).connect(gain)
    voice.start(start)
    voice.stop(start + tone.length_s)
  }
  gain.connect(audio.destination)
}
