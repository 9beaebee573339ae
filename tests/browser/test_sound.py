"""What play sounds like, measured: Chromium renders what the page asked of its sound, by the page's clock."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from browser.seeing import VOICE
from playing import opened

RATE_HZ = 8000
LENGTH_S = 1400
RECORDED = f"""
window.notes = []
const curve = AudioParam.prototype.setValueCurveAtTime
AudioParam.prototype.setValueCurveAtTime = function (...given) {{
  window.notes.push(given[1])
  return curve.apply(this, given)
}}
window.AudioContext = class extends OfflineAudioContext {{
  began = performance.now()
  constructor() {{ super(1, {LENGTH_S * RATE_HZ}, {RATE_HZ}); window.audio = this }}
  get currentTime() {{ return (performance.now() - this.began) / 1000 }}
  async resume() {{}}
}}
// A page that was loaded anew may sound, too, so that its silence is its own.
Object.defineProperty(navigator, 'userActivation', {{ value: {{ hasBeenActive: true }} }})
"""
"""A sound whose every moment is kept, to be rendered afterwards; `notes` says when each note begins. [s]"""

SPEAKING_S = 1.5
EVENTS = f"""
speechSynthesis.speak = (said) => {{
  window.spoken.push(said.text)
  said.onstart?.()
  setTimeout(() => said.onend?.(), {SPEAKING_S * 1000})
}}
"""
"""A voice that takes its time, and says when it begins and ends."""

VOICE_DB = -20.0
"""How loud a device's voice is: judged, as in frontend/tests/sound.test.ts."""

SKIPPED_ON = """['ArrowRight', ' '].forEach((key) =>
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))"""
"""On in a pause, and at once out of it: between two looks at where the score is."""

PART = """async ([from_s, to_s]) => {
  window.rendered ??= window.audio.startRendering()
  const { sampleRate } = window.audio
  const samples = (await window.rendered).getChannelData(0)
  return Array.from(samples.subarray(from_s * sampleRate, to_s * sampleRate))
}"""


def begun(walk: Any, sound: str) -> Page:
    """Begin a massage on a device where that is wished."""
    walk.page.add_init_script(VOICE + EVENTS + RECORDED)
    walk.open("/licences.txt")
    walk.page.evaluate("(sound) => localStorage.setItem('backrub.sound', JSON.stringify(sound))", sound)
    opened(walk)
    walk.page.click(".ready .main")
    walk.page.wait_for_selector(".running")
    return walk.page


def now_s(page: Page) -> float:
    return float(page.evaluate("audio.currentTime"))


def notes_of(page: Page) -> list[float]:
    return list(page.evaluate("notes"))


def heard(page: Page, from_s: float, length_s: float) -> np.ndarray:
    """Return the samples of a stretch; nothing is asked of the sound after the first of these."""
    return np.array(page.evaluate(PART, [from_s, from_s + length_s]))


def level_db(sound: np.ndarray) -> float:
    """Return the root mean square against full scale. [dB]"""
    return 10 * math.log10(np.mean(sound**2) + 1e-15)


def powers_of(sound: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return frequencies [Hz], and the share of the power at each."""
    power = np.abs(np.fft.rfft(sound * np.blackman(len(sound)), 1 << 16)) ** 2
    return np.fft.rfftfreq(1 << 16, 1 / RATE_HZ), power / power.sum()


def pitch_hz(sound: np.ndarray) -> float:
    at_hz, power = powers_of(sound)
    return float(at_hz[np.argmax(power)])


def low_share(sound: np.ndarray) -> float:
    """Return how much of the power lies between 150 and 800 Hz; a note is short, so its lines are wide."""
    at_hz, power = powers_of(sound)
    return float(power[(at_hz >= 140) & (at_hz <= 810)].sum())


def test_each_event_has_its_note_once_low_soft_and_under_the_voice(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    walk.page.clock.install()
    page = begun(walk, "quiet")
    walk.synced()
    page.wait_for_timeout(800)
    assert notes_of(page) == []
    page.keyboard.press("g")
    page.wait_for_timeout(2000)
    assert len(notes_of(page)) == 1
    # A step on, with what the server makes of the rest then; what is passed in a pause is silent.
    page.keyboard.press("ArrowRight")
    walk.synced()
    page.wait_for_timeout(2000)
    assert len(notes_of(page)) == 3
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    page.evaluate(SKIPPED_ON)
    page.wait_for_selector(".running")
    walk.synced()
    page.wait_for_timeout(1000)
    assert len(notes_of(page)) == 3
    session = page.url.rsplit("/", 1)[1]
    now = later_server.ask(f"/api/sessions/{session}")
    walk.pass_time(later_server, now["score"]["duration_s"] - now["state"]["score_s"] - 33)
    page.wait_for_timeout(500)
    assert len(notes_of(page)) == 5
    page.wait_for_timeout(4500)
    assert len(notes_of(page)) == 6
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    page.wait_for_timeout(300)
    notes = notes_of(page)
    assert len(notes) == 7
    assert page.evaluate("spoken").count("Hands off. They said stop.") == 1
    good, low, high, again_low, again_high, soon, stop = (heard(page, at_s, 0.34) for at_s in notes)
    assert pitch_hz(low) < pitch_hz(high) == pitch_hz(again_high)
    assert pitch_hz(low) == pitch_hz(again_low)
    assert pitch_hz(stop) < min(pitch_hz(each) for each in (good, low, high, soon))
    assert pitch_hz(heard(page, notes[-1] + 0.9, 0.5)) < pitch_hz(stop) - 15
    for at_s, sound in zip(notes, (good, low, high, again_low, again_high, soon, stop), strict=True):
        assert low_share(sound) > 0.99
        assert level_db(heard(page, at_s, 0.4)) <= VOICE_DB - 6
        # It comes up: the first hundredth of a second is far softer than the loudest.
        assert level_db(sound[:80]) < max(level_db(sound[i : i + 80]) for i in range(0, 800, 80)) - 6
    # Loaded anew, a stop has nothing new to sound.
    page.reload()
    page.wait_for_selector(".stop .choices")
    page.wait_for_timeout(1000)
    assert notes_of(page) == []


def test_music_plays_with_the_hands_ducks_under_the_voice_and_is_gone_at_a_stop(new_walk: Callable) -> None:
    walk = new_walk()
    page = begun(walk, "music")
    page.wait_for_timeout(5500)
    page.keyboard.press("s")
    softer_s = now_s(page)
    page.wait_for_timeout(4000)
    page.keyboard.press("Space")
    paused_s = now_s(page)
    page.wait_for_timeout(2600)
    page.keyboard.press("Space")
    page.wait_for_timeout(4500)
    page.keyboard.press("Escape")
    stopped_s = now_s(page)
    page.wait_for_timeout(300)
    before = heard(page, softer_s - 0.7, 0.6)
    ducked = heard(page, softer_s + 0.4, 0.6)
    assert level_db(before) - level_db(ducked) == pytest.approx(12, abs=1.5)
    assert VOICE_DB - 24 < level_db(before) <= VOICE_DB - 6
    assert low_share(heard(page, softer_s - 2, 2)) > 0.99
    assert level_db(heard(page, paused_s + 2.1, 0.4)) < level_db(before) - 25
    assert level_db(heard(page, stopped_s - 0.4, 0.3)) > VOICE_DB - 24
    # At a stop only the one low note is left, and then nothing.
    at_hz, power = powers_of(heard(page, stopped_s + 0.2, 0.8))
    assert power[(at_hz > 240) & (at_hz < 320)].sum() < 0.01
    assert level_db(heard(page, stopped_s + 2.2, 0.5)) < -100


def test_music_can_be_put_off_in_a_pause(new_walk: Callable) -> None:
    walk = new_walk()
    page = begun(walk, "music")
    page.wait_for_timeout(1000)
    page.keyboard.press("Space")
    page.click("text=No more music")
    off_s = now_s(page)
    assert page.locator("text=No more music").count() == 0
    page.keyboard.press("Space")
    page.wait_for_selector(".running")
    page.wait_for_timeout(1500)
    assert level_db(heard(page, off_s - 0.5, 0.4)) > -60
    assert level_db(heard(page, off_s + 0.3, 1)) < -100
    assert page.evaluate("localStorage.getItem('backrub.sound')") == '"quiet"'


def test_with_sound_off_nothing_sounds_and_the_cues_stand(new_walk: Callable) -> None:
    walk = new_walk()
    page = begun(walk, "silent")
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    walk.synced()
    page.wait_for_timeout(1200)
    assert page.locator(".running .cue").inner_text().strip() != ""
    page.keyboard.press("Escape")
    page.wait_for_selector("text=Hands off. They said stop.")
    page.wait_for_timeout(300)
    assert page.evaluate("[notes, spoken, typeof audio]") == [[], [], "undefined"]
    walk.open("/settings")
    assert page.locator("#field-sound input:checked").get_attribute("value") == "silent"
    page.locator("#field-sound label", has_text="Quiet").click()
    assert page.evaluate("localStorage.getItem('backrub.sound')") == '"quiet"'
