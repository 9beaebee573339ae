/** A soft wooden beat on each second of a stroke, a lower one on its first; nothing between strokes. */
import type { Stroke } from '../api'
import { countAt } from '../pure/learn'

const FIRST_HZ = 220
const OTHER_HZ = 330
const ATTACK_S = 0.04
const LENGTH_S = 0.22
const LOUDNESS = 0.12

export class Counting {
  private sound: AudioContext | null = null
  private last = ''

  /** Called often; sounds once for each new second. */
  beat(strokes: Stroke[], at_s: number, is_wanted: boolean): void {
    const now = countAt(strokes, at_s)
    const key = now ? `${Math.floor(at_s)} ${now.count}` : ''
    if (key === this.last) return
    this.last = key
    if (now && is_wanted) this.play(now.count === 1 ? FIRST_HZ : OTHER_HZ)
  }

  close(): void {
    void this.sound?.close().catch(() => undefined)
    this.sound = null
  }

  private play(pitch_hz: number): void {
    if (typeof AudioContext === 'undefined') return
    this.sound ??= new AudioContext()
    const { sound } = this
    const at_s = sound.currentTime
    const tone = new OscillatorNode(sound, { type: 'triangle', frequency: pitch_hz })
    const swell = new GainNode(sound, { gain: 0 })
    swell.gain.linearRampToValueAtTime(LOUDNESS, at_s + ATTACK_S)
    swell.gain.linearRampToValueAtTime(0, at_s + LENGTH_S)
    tone.connect(swell).connect(sound.destination)
    tone.start(at_s)
    tone.stop(at_s + LENGTH_S)
  }
}
