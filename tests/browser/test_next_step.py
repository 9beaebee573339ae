"""Steps of their own and what comes next: oil is drawn and said, and the next step shows early enough."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from browser.serving import Server
from playing import opened

SOON_S = 8
"""So long before a step ends the next one is to be seen (retyped from the design)."""


def play_to(walk: Any, server: Server, session: str, at_s: float) -> None:
    """Let time pass up to a moment of the score. [s]"""
    now_s = server.ask(f"/api/sessions/{session}")["state"]["score_s"]
    walk.pass_time(server, at_s - now_s)
    walk.until(f"Number(document.querySelector('.running').dataset.at) >= {at_s - 0.1}")


def ring(walk: Any, step: dict[str, Any]) -> tuple[float, float]:
    """Return how much time of a step its ring shows as left, and how much there is. [s]"""
    away, length, at_s = walk.page.evaluate(
        """() => {
          const left = document.querySelector('.running .ring .left')
          const at_s = document.querySelector('.running').dataset.at
          return [left.getAttribute('stroke-dashoffset'), left.getTotalLength(), at_s].map(Number)
        }"""
    )
    return step["duration_s"] * (1 - away / length), step["start_s"] + step["duration_s"] - at_s


def test_oil_is_a_step_of_its_own_and_what_comes_next_shows_early(new_walk: Callable, later_server) -> None:
    walk = new_walk(address=later_server.address)
    page = walk.page
    page.clock.install()
    session = opened(walk)["id"]
    page.click(".ready .main")
    page.wait_for_selector(".running")
    walk.synced()
    steps = later_server.ask(f"/api/sessions/{session}")["plan"]["steps"]
    oils = [each for each in steps if each["technique"] == "oil"]
    assert len(oils) >= 2
    # A teaspoon for a whole back to begin with, drawn as a spoon, and no hands over it.
    oil = page.locator(".oil")
    assert oil.locator("p").inner_text() == "1 teaspoon"
    assert (oil.locator(".spoon").count(), oil.locator(".drop").count()) == (1, 1)
    assert page.locator(".running .hand").count() == 0
    assert " ".join(page.locator(".running .cue").inner_text().split()) == "Warm a little oil in your hands"
    # A stroke: nothing of the next one until its last seconds.
    stroke, after = steps[1], steps[2]
    end_s = stroke["start_s"] + stroke["duration_s"]
    play_to(walk, later_server, session, end_s - SOON_S - 4)
    assert page.locator(".oil").count() == 0
    assert page.locator(".next.soon, .ghost.there").count() == 0
    shown_s, left_s = ring(walk, stroke)
    assert shown_s == pytest.approx(left_s, abs=0.3)
    play_to(walk, later_server, session, end_s - SOON_S + 0.5)
    page.wait_for_selector(".next.soon", timeout=2500)
    assert page.locator(".ghost.there").count() >= 1
    assert page.locator(".next b").inner_text() != ""
    # Its ring has emptied by what passed, and is told in whole minutes to who sees none of it.
    soon_s, left_s = ring(walk, stroke)
    assert soon_s == pytest.approx(left_s, abs=0.3)
    assert soon_s < shown_s - 4
    heard = page.locator(".running > .unseen").last
    assert heard.inner_text() == "About 1 minute of this step is left."
    play_to(walk, later_server, session, after["start_s"] + 1)
    assert page.locator(".next.soon, .ghost.there").count() == 0
    # Full again for the next.
    shown_s, left_s = ring(walk, after)
    assert shown_s == pytest.approx(left_s, abs=0.3)
    assert heard.inner_text().startswith(f"About {math.ceil(left_s / 60)} minute")
    # Later on only what the skin has drunk.
    play_to(walk, later_server, session, oils[1]["start_s"] + 1)
    assert oil.locator("p").inner_text() == "A few drops"
    assert (oil.locator(".spoon").count(), oil.locator(".drop").count()) == (0, 3)
