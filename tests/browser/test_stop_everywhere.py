"""Stop never asks, and is always there: by two fingers and by its button, from every live state."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error

from browser.seeing import hard_to_press
from browser.states import LIVE, apart, put
from browser.test_gestures import Fingers

STOPPED = ".stop .choices"
SCREENS = {"phone": (390, 844), "phone lying": (844, 390)}
RUNNING = ("strokes", "oil first", "walk")
"""Where the whole screen is one thing to touch, and buttons show on the focus alone."""


def two_fingers(walk: Any) -> None:
    """Lay two fingers on the screen, one of them on whatever stands in its middle."""
    size = walk.page.viewport_size
    fingers = Fingers(walk.context.new_cdp_session(walk.page), walk.page)
    with fingers.resting(
        (size["width"] * 0.3, size["height"] * 0.55), (size["width"] * 0.7, size["height"] * 0.6)
    ):
        walk.page.wait_for_selector(STOPPED, timeout=3000)


def the_button(walk: Any) -> None:
    """Press Stop where it stands; while it runs, after the focus has shown it."""
    stop = walk.page.get_by_role("button", name="Stop", exact=True)
    if walk.page.locator(".running").count():
        stop.focus()
    stop.tap()
    walk.page.wait_for_selector(STOPPED, timeout=3000)


@pytest.mark.parametrize("screen", list(SCREENS))
@pytest.mark.parametrize("how", [two_fingers, the_button])
def test_every_live_state_is_stopped_by_touch(new_walk: Callable, how: Callable, screen: str) -> None:
    width, height = SCREENS[screen]
    walk = new_walk(width=width, height=height, has_touch=True, is_mobile=True)
    page = walk.page
    apart(walk)
    goes_on: list[str] = []
    for state in LIVE:
        put(page, state)
        try:
            how(walk)
        except Error as problem:  # every state is tried, and all that failed are named
            goes_on.append(f"{state}: {str(problem).splitlines()[0]}")
            continue
        # What lay under the fingers was not pressed when they left.
        page.wait_for_timeout(450)
        if page.locator(STOPPED).count() == 0:
            goes_on.append(f"{state}: something was pressed after the stop")
    assert goes_on == []


def test_stop_is_in_one_place_and_in_sight_wherever_somebody_is_asked(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    apart(walk)
    places = set()
    for state in LIVE:
        put(page, state)
        stop = page.get_by_role("button", name="Stop", exact=True)
        if state in RUNNING:
            stop.focus()
            page.wait_for_timeout(50)
        else:
            assert hard_to_press(page, 72, "main") == [], state
        box = stop.bounding_box()
        assert box, state
        assert box["height"] >= 72, state
        assert box["y"] + box["height"] <= 844, state
        places.add((round(box["x"]), round(box["width"])))
        assert box["y"] > 740, (state, box)
    assert len(places) == 1
