"""A language that is read from right to left: the pages turn round, the drawn back never does."""

from collections.abc import Callable
from typing import Any

import pytest

from browser.conftest import Walk
from browser.states import SHOWN, apart, put
from browser.test_everywhere import evening_states

TURNED = "document.addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })"
"""English words, laid out as Arabic or Hebrew would be."""

OUTSIDE = """() => [...document.querySelectorAll('body *')].filter((each) => {
  const { left, right, width } = each.getBoundingClientRect()
  const style = getComputedStyle(each)
  if (width <= 1 || style.visibility === 'hidden' || each.ownerSVGElement) return false
  // The picture of the stage is turned and larger than its room, which shows a part of it.
  if (each.closest('.unseen, .stage')) return false
  return left < -1 || right > innerWidth + 1
}).map((each) => `${each.tagName}.${each.getAttribute('class') ?? ''}`).slice(0, 5)"""


@pytest.fixture
def turned(new_walk: Callable[..., Walk]) -> Walk:
    walk = new_walk()
    walk.page.add_init_script(TURNED)
    return walk


def middle_x(walk: Walk, selector: str) -> float:
    box = walk.page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return float(box["x"] + box["width"] / 2)


def wrong_turned(walk: Walk) -> list[str]:
    """Return what lies beside the screen, and whether anything scrolls sideways."""
    page: Any = walk.page
    assert page.evaluate("document.documentElement.dir") == "rtl"
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*([f"{width} wide"] if width > 390 else []), *page.evaluate(OUTSIDE)]


def holds(walk: Walk) -> None:
    """Nothing lies beside the screen, and nothing scrolls sideways."""
    assert wrong_turned(walk) == []


@pytest.mark.parametrize(
    "path", ["/", "/settings", "/learn", "/learn/whole-hand-effleurage", "/claims", "/rhythm", "/history"]
)
def test_a_page_turns_round_and_fits(turned: Walk, path: str) -> None:
    turned.open(path)
    turned.page.wait_for_selector("h1")
    turned.page.wait_for_timeout(300)
    holds(turned)


def test_questions_and_steppers_turn_round(turned: Walk) -> None:
    turned.fill()
    for step in ("person", "pain", "giver", "kind", "level", "kit"):
        turned.ask_step(step)
        holds(turned)
        assert turned.page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    turned.ask_step("kind")
    assert middle_x(turned, "[aria-label='5 minutes less']") > middle_x(
        turned, "[aria-label='5 minutes more']"
    )
    bar, done = (turned.page.locator(each).bounding_box() for each in (".progress", ".progress span"))
    assert bar
    assert done
    assert done["x"] + done["width"] == pytest.approx(bar["x"] + bar["width"], abs=1)
    assert done["width"] < bar["width"]


def test_the_drawn_back_keeps_its_left_on_the_left(turned: Walk, new_walk: Callable[..., Walk]) -> None:
    places = {}
    for walk in (turned, new_walk()):
        walk.fill()
        walk.ask_step("map")
        walk.page.wait_for_selector(".zone")
        places[walk.page.evaluate("document.documentElement.dir")] = {
            name: middle_x(walk, f".zone[aria-label*='{name}']") for name in ("left", "right")
        }
        if walk is turned:
            holds(walk)
    assert set(places) == {"rtl", ""}
    for sides in places.values():
        assert sides["left"] < 390 / 2 < sides["right"]


def test_the_plan_and_its_time_turn_round(turned: Walk) -> None:
    turned.plan()
    holds(turned)
    matrix = turned.page.evaluate(
        "getComputedStyle(document.querySelector('div.shape > svg.shape')).transform"
    )
    assert matrix.startswith("matrix(-1, 0, 0, 1")
    turned.page.click(".ready-room")
    turned.page.wait_for_selector(".consent")
    holds(turned)


def test_every_state_of_a_massage_turns_round_and_fits(turned: Walk) -> None:
    apart(turned)
    for state in SHOWN:
        put(turned.page, state)
        held = wrong_turned(turned)
        assert held == [], state
    turned.open("/practise/whole-hand-effleurage")
    turned.page.click("text=Start")
    turned.page.wait_for_selector(".stage .hand")
    assert wrong_turned(turned) == []


def test_a_whole_evening_turns_round_and_fits(turned: Walk) -> None:
    wrong = {state: held for state in evening_states(turned) if (held := wrong_turned(turned))}
    assert wrong == {}
