"""Each moment of a massage, and three evenings of it, is open to everybody: axe, frame, and what is heard."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from browser.hearing import unheard
from browser.seeing import in_both_themes, outline
from browser.states import SHOWN, apart, put
from playing import posted, request_of

AN_EVENING = (
    {"kind": "felt", "when": "before", "pain_nrs": 6},
    {"kind": "start"},
    {"kind": "stop"},
    {"kind": "felt", "when": "after", "pain_nrs": 3},
)
HEARD_HERE = (
    "three earlier evenings", "spot eased", "spot resting", "paused, number", "paused, end",
    "stones, too hot",
)  # fmt: skip
"""What no evening of the other walks comes by: they hear the rest."""


def live_states(walk: Any) -> Iterator[str]:
    """Go through every state that can be put, a stone that is too hot, and a history that has grown."""
    page = walk.page
    request, person = request_of(), {}
    plan = posted(walk.address, "/api/plan", {"request": request})["plan"]
    for evening in range(3):
        opened = posted(walk.address, "/api/sessions", {"plan": plan, "request": request, **person})
        session, person = opened["id"], {"person": opened["person"]}
        for number, each in enumerate(AN_EVENING):
            told = {**each, "client_id": f"evening-{evening}-{number}"}
            posted(walk.address, f"/api/sessions/{session}/commands", told)
    walk.open("/history")
    page.wait_for_selector("a[href^='/history/'] >> nth=2")
    page.click("text=As a table")
    yield "three earlier evenings"
    apart(walk)
    for name in SHOWN:
        put(page, name)
        yield name
    put(page, "stones")
    page.fill("#stones", "60")
    page.keyboard.press("Enter")
    page.wait_for_selector(".stones [role=alert]")
    yield "stones, too hot"


def test_each_moment_of_a_massage_is_open_to_everybody(new_walk: Callable, axe: str) -> None:
    walk = new_walk()
    wrong: dict[str, list[str]] = {}
    for state in live_states(walk):
        found = in_both_themes(walk.page, axe) + outline(walk.page)
        found += unheard(walk.page, state) if state in HEARD_HERE else []
        if found:
            wrong[state] = found
    assert wrong == {}, json.dumps(wrong, indent=1)
