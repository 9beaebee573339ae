"""What the giver hears, and whether the screen stays on: a stubbed voice and lock write everything down."""

from collections import Counter
from collections.abc import Callable

from browser.seeing import TIER_C_PX, VOICE, far_px

LOCK = """
window.locks = []
class Lock extends EventTarget {
  released = false
  async release() { this.released = true; this.dispatchEvent(new Event('release')) }
}
Object.defineProperty(navigator, 'wakeLock', { value: { request: async () => {
  window.asked = (window.asked ?? 0) + 1
  if (window.isRefused) throw new DOMException('no', 'NotAllowedError')
  window.locks.push(new Lock())
  return window.locks.at(-1)
}}})
"""
HELD = "window.locks.filter((each) => !each.released).length === 1"
"""Whether one lock is held, and one alone: the room has its own, and lets it go."""


def ready(walk) -> None:
    """Plan, say yes twice, and stand before the first stroke."""
    walk.plan()
    walk.page.click(".ready-room")
    walk.agree()


def test_every_cue_is_spoken_once_in_half_a_minute_of_play(new_walk: Callable, server) -> None:
    walk = new_walk()
    walk.page.add_init_script(VOICE)
    session = walk.begin()
    walk.page.wait_for_timeout(30_000)
    cues = server.ask(f"/api/sessions/{session}")["score"]["cues"]
    until_s = walk.at_s()
    spoken = Counter(walk.page.evaluate("spoken"))
    due = Counter(cue["say"] for cue in cues if cue["at_s"] <= until_s - 0.5)
    soon = Counter(cue["say"] for cue in cues if cue["at_s"] <= until_s + 1)
    assert len(due) >= 2
    assert due <= spoken <= soon, spoken


def test_an_answer_is_spoken_once_and_the_cue_that_stands_after_a_jump(new_walk: Callable, server) -> None:
    walk = new_walk()
    walk.page.add_init_script(VOICE)
    session = walk.begin()
    walk.page.wait_for_timeout(1500)
    walk.page.keyboard.press("g")
    walk.page.wait_for_timeout(1000)
    assert walk.page.evaluate("spoken").count("Good. Just like this.") == 1
    walk.page.keyboard.press("ArrowRight")
    walk.synced()
    walk.page.wait_for_timeout(1500)
    score = server.ask(f"/api/sessions/{session}")["score"]
    spoken = walk.page.evaluate("spoken")
    # One polite region for all that is told, and an assertive one for stop alone.
    assert walk.page.locator(".play [aria-live]").count() == 2
    shown = walk.page.locator(".play [aria-live=polite] > p").first.inner_text()
    stands = [cue["say"] for cue in score["cues"] if shown.startswith(cue["show"])]
    assert any(spoken.count(each) == 1 for each in stands), (spoken, shown)
    assert max(Counter(spoken).values()) == 1, spoken


def test_a_screen_that_may_go_dark_is_said_before_it_begins(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.add_init_script(LOCK + "window.isRefused = true")
    ready(walk)
    walk.page.wait_for_selector(".ready >> text=This screen may go dark.")
    assert walk.page.evaluate("asked") >= 1


def test_a_screen_that_stays_on_says_nothing_of_it(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.add_init_script(LOCK)
    ready(walk)
    walk.until(HELD)
    assert walk.page.locator("text=may go dark").count() == 0
    walk.page.click(".ready .main")
    walk.page.wait_for_selector(".running")
    walk.page.wait_for_timeout(500)
    assert walk.page.evaluate(HELD)


def test_a_light_that_is_lost_in_play_is_said_and_the_voice_carries_on(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    page.add_init_script(VOICE + LOCK)
    walk.begin()
    walk.until(HELD)
    page.evaluate("window.isRefused = true; void locks.at(-1).release()")
    page.wait_for_selector(".running .note:has-text('This screen may go dark')")
    assert far_px(page, ".running .note") >= TIER_C_PX
    assert page.evaluate("spoken").count("This screen may go dark by itself. My voice goes on.") == 1
    page.keyboard.press("ArrowRight")
    walk.synced()
    before = page.evaluate("spoken.length")
    page.keyboard.press("g")
    walk.until(f"spoken.length > {before}")
    page.keyboard.press("Space")
    page.wait_for_selector("text=Screen may go dark")
    # Seen again, it is asked for again; once it is held the sign goes.
    page.evaluate("window.isRefused = false; document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("text=Screen may go dark", state="detached")


def test_the_light_may_go_out_when_it_is_over(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.add_init_script(LOCK)
    walk.begin()
    walk.until(HELD)
    walk.page.keyboard.press("Escape")
    walk.until("window.locks.every((each) => each.released)")
