/** The music of pure/bed.ts, sounded by this device: nothing recorded, nothing fetched. */
import { openSound } from '../parts/sound'
import { type Fade, partialsOf, STRINGS, SWELL } from '../pure/bed'

/** Set all strings going, as they are heard through `to`; returns what makes them stop. */
export function bow(audio: BaseAudioContext, to: AudioNode): (at_s: number) => void {
  const sounding = STRINGS.flatMap(({ pitch_hz, swell_s, phase_rad }) => {
    const string = wave(audio, [0], [0, ...partialsOf(pitch_hz)], pitch_hz)
    const loud = audio.createGain()
    loud.gain.value = SWELL.middle
    const swell = wave(audio, [0, -Math.cos(phase_rad)], [0, Math.sin(phase_rad)], 1 / swell_s)
    const reach = audio.createGain()
    reach.gain.value = SWELL.reach
    swell.connect(reach).connect(loud.gain)
    string.connect(loud).connect(to)
    return [string, swell]
  })
  for (const each of sounding) each.start()
  return (at_s) => sounding.forEach((each) => each.stop(at_s))
}

/** What goes round so many times a second, with these shares of cosines and sines. */
function wave(audio: BaseAudioContext, cosines: number[], sines: number[], often_hz: number): OscillatorNode {
  const made = audio.createOscillator()
  const real = Float32Array.from(sines, (_, i) => cosines[i] ?? 0)
  made.setPeriodicWave(audio.createPeriodicWave(real, Float32Array.from(sines), { disableNormalization: true }))
  made.frequency.value = often_hz
  return made
}

interface Playing {
  audio: AudioContext
  loud: AudioParam
  stop: (at_s: number) => void
}

export class Music {
  private playing: Playing | null = null

  /** Go where the evening wants the music now. */
  follow({ to_frac, within_s, is_last }: Fade): void {
    if (to_frac > 0) this.playing ??= begin()
    if (!this.playing) return
    const { audio, loud, stop } = this.playing
    // A quarter of the time it may take: it is there by the end, from wherever it was.
    loud.setTargetAtTime(to_frac, audio.currentTime, within_s / 4)
    if (is_last) {
      stop(audio.currentTime + within_s)
      this.playing = null
    } else void audio.resume().catch(() => undefined)
  }
}

function begin(): Playing | null {
  const audio = openSound()
  if (!audio) return null
  const master = audio.createGain()
  master.gain.value = 0
  master.connect(audio.destination)
  return { audio, loud: master.gain, stop: bow(audio, master) }
}
