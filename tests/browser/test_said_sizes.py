"""What is promised in one number or word: how large, how long, how fast, and what is crossed out."""

from collections.abc import Callable
from typing import Any

import pytest

from browser.asked import answer, none, start, until_step
from browser.seeing import VOICE, on_every_device

GO_PX = 128
ANSWER_PX = 72
FADE_MS = 8000
WORDS_A_MINUTE = 130
USUAL_WORDS_A_MINUTE = 150
"""About as fast as a device's own voice speaks at its rate of 1."""

LIGHT = """(share) => {
  const each = document.querySelector('.after .light')
  const [fade] = each.getAnimations()
  if (!fade) return { duration: 0, opacity: Number(getComputedStyle(each).opacity) }
  const { duration } = fade.effect.getTiming()
  fade.pause()
  fade.currentTime = duration * share
  return { duration, opacity: Number(getComputedStyle(each).opacity) }
}"""
"""How long the light of the end fades, and how much is left of it after a share of that."""


@on_every_device
def test_go_on_is_a_hand_high(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    walk.begin()
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    box = page.locator(".pause .go").bounding_box()
    assert box["height"] >= GO_PX
    assert box["y"] + box["height"] <= page.viewport_size["height"]


@on_every_device
def test_answers_are_as_high_as_a_thumb_and_as_wide_as_the_page(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = walk.page
    start(walk)
    seen: dict[str, list[dict[str, Any]]] = {}

    def look() -> None:
        page.wait_for_selector(".answers button")
        seen[walk.step()] = [each.bounding_box() for each in page.locator(".answers button").all()]

    look()
    none(walk)
    look()
    until_step(walk, "section-heart-and-blood")
    answer(walk, ".answers button:nth-child(2)")
    look()
    # No, Yes and Not sure.
    assert len(seen[walk.step()]) == 3
    assert len(seen) == 3
    for step, boxes in seen.items():
        for box in boxes:
            assert box["height"] >= ANSWER_PX, step
            assert box["width"] >= page.locator("main h1").bounding_box()["width"] - 1, step


@pytest.mark.parametrize("movement", ["no-preference", "reduce"])
def test_the_light_of_the_end_fades_in_eight_seconds(new_walk: Callable, movement: str) -> None:
    walk = new_walk(reduced_motion=movement)
    page = walk.page
    walk.begin()
    page.keyboard.press("Escape")
    page.click("text=We’re done for tonight")
    page.wait_for_selector(".after h1")
    if movement == "reduce":
        # Who wants no movement has none: it is dark at once.
        page.wait_for_timeout(100)
        assert page.evaluate(LIGHT, 1)["opacity"] == 0
        return
    shares = [page.evaluate(LIGHT, share) for share in (0, 0.5, 0.999)]
    assert {each["duration"] for each in shares} == {FADE_MS}
    first, half, last = (each["opacity"] for each in shares)
    # Evenly: no step of it is seen.
    assert first > 0.5
    assert half == pytest.approx(first / 2, abs=0.01)
    assert last < 0.01


def test_what_was_wished_is_crossed_out_beside_what_is_done(new_walk: Callable) -> None:
    walk = new_walk()
    walk.plan(level=4, answers={"anticoagulants": "yes"})
    line = walk.page.locator("#changed-block li", has_text="Pressure")
    was, now = line.locator("del"), line.locator("ins")
    assert (was.inner_text(), now.inner_text()) == ("up to firm", "up to light")
    crossed = "(each) => getComputedStyle(each).textDecorationLine"
    assert was.evaluate(crossed) == "line-through"
    assert "line-through" not in now.evaluate(crossed)


def test_the_voice_speaks_slowly(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    page.add_init_script(VOICE + "speechSynthesis.speak = (said) => window.spoken.push(said.rate)")
    walk.begin()
    walk.until("window.spoken.length >= 1")
    page.keyboard.press("g")
    page.keyboard.press("Space")
    walk.until("window.spoken.length >= 2")
    (rate,) = set(page.evaluate("spoken"))
    assert rate * USUAL_WORDS_A_MINUTE == pytest.approx(WORDS_A_MINUTE, abs=5)
