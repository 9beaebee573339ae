"""Every address in every state that people reach, seen by everybody: axe, landmarks, targets, zoom."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from browser.conftest import STEPS
from browser.seeing import crowded, cut, findings, outline, small

PAGES = [
    "/", "/ask", "/answer", "/plan", "/prepare", "/felt", "/history", "/learn",
    "/learn/whole-hand-effleurage", "/learn/trigger-point-release", "/learn/nothing-of-that-name",
    "/practise/whole-hand-effleurage",
    "/claims", "/rhythm", "/settings", "/play/nobody", "/after/nobody", "/history/nobody", "/nowhere",
]  # fmt: skip
SIZES = {"phone": (390, 844), "laptop": (1280, 800)}


def settled(walk, path: str) -> str:
    walk.open(path)
    walk.page.wait_for_selector("h1")
    walk.page.wait_for_timeout(300)
    return path


def quiet_states(walk, theme: str) -> Iterator[str]:
    """Go through every page that nobody has filled in, and every question and outcome of the answers."""
    page = walk.page
    walk.open("/licences.txt")
    page.evaluate("(theme) => localStorage.setItem('backrub.theme', theme)", theme)
    for path in PAGES:
        yield settled(walk, path)
    walk.open("/claims")
    page.wait_for_selector("summary")
    for each in page.query_selector_all("details"):
        each.evaluate("(each) => { each.open = true }")
    yield "claims with their papers"
    walk.open("/ask")
    page.click("text=Continue")
    page.wait_for_selector("#problem-age")
    yield "a problem at every field"
    walk.fill(theme=theme, answers={"broken-skin": "yes"})
    page.click("text=Plan this massage")
    page.wait_for_selector("text=One thing to look at")
    yield "a problem that only the server sees"
    walk.fill(theme=theme, back_pain="known", sore=[{"across": 0.42, "along": 0.86, "pain_nrs": 4}])
    for step in [each for each in STEPS if each not in ("guardian", "changed")]:
        walk.ask_step(step)
        yield f"question {step}"
    for name, answers in {
        "urgent": {"back_pain": "new", "answers": {"cauda-equina-signs": "yes"}},
        "clinician": {"answers": {"cancer": "yes"}},
        "not today": {"answers": {"intoxicated": "yes"}},
    }.items():
        walk.fill(theme=theme, **answers)
        page.click("text=Plan this massage")
        page.wait_for_url("**/answer")
        page.wait_for_selector("main h1")
        page.wait_for_timeout(300)
        yield f"answer {name}"
    walk.fill(theme=theme, style="massager")
    page.click("text=Plan this massage")
    page.wait_for_selector("text=Ways out", timeout=60_000)
    yield "clash"


def evening_states(walk, theme: str) -> Iterator[str]:
    """Go through an evening: plan, room, play and what it can turn into, the end, and what stays of it."""
    page = walk.page
    walk.plan(theme=theme)
    yield "plan"
    page.locator("[aria-expanded=false]").nth(1).click()
    page.wait_for_timeout(300)
    yield "plan, a step open"
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    yield "prepare"
    page.click("text=Show where you feel them")
    page.locator(".nudges button").nth(1).click()
    page.wait_for_selector("small.felt")
    yield "felt"
    page.click(".done")
    session = walk.agree()
    yield "ready"
    page.click(".ready .main")
    page.wait_for_selector(".running")
    yield "play"
    page.keyboard.press("p")
    page.wait_for_selector(".pad")
    yield "number"
    page.keyboard.press("3")
    page.wait_for_selector(".running")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    yield "pause"
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    yield "stop"
    page.click("text=We’re done for tonight")
    page.wait_for_selector("h1")
    page.wait_for_timeout(500)
    yield "the end"
    for path in (f"/after/{session}", "/history", f"/history/{session}", "/"):
        yield settled(walk, path)


DRESSES = {
    "": {},
    "320 pixels": {"width": 320, "height": 640},
    "text at 200 %": {"root": "200%"},
    "the system's own wishes": {"forced_colors": "active", "contrast": "more"},
}
"""What a device may do to a page that is open: a width, a root font size, or what Chromium emulates."""


def wrong_in(walk, dress: str, *, width: int, height: int) -> list[str]:
    """Return what is cut, and what is too small or too close to others to be pressed, in one dress."""
    page, wish = walk.page, dict(DRESSES[dress])
    page.set_viewport_size({"width": wish.pop("width", width), "height": wish.pop("height", height)})
    # What a browser's own setting for larger text does: the root grows, and all that is said in rem.
    page.evaluate("(size) => { document.documentElement.style.fontSize = size }", wish.pop("root", ""))
    page.emulate_media(**{"forced_colors": "none", "contrast": "no-preference", **wish})
    if dress:
        page.wait_for_timeout(60)
    near = [f"near: {each}" for each in crowded(page, "body")]
    return cut(page) + [f"small: {each}" for each in small(page, 48, "main")] + near


HERE = ((quiet_states, "evening", "phone"), (evening_states, "day", "phone"))
"""Each state is walked to once in `make test`; in the other themes and sizes in `make prove`."""
EVERYWHERE = [
    pytest.param(*each, marks=() if each in HERE else pytest.mark.prove)
    for each in product((quiet_states, evening_states), ("day", "evening"), SIZES)
]


@pytest.mark.parametrize(("states", "theme", "size"), EVERYWHERE)
def test_every_page_in_every_state_is_open_to_everybody(
    new_walk: Callable, axe: str, theme: str, size: str, states: Callable
) -> None:
    width, height = SIZES[size]
    walk = new_walk(width=width, height=height)
    wrong: dict[str, list[str]] = {}
    seen = 0
    for state in states(walk, theme):
        seen += 1
        if found := findings(walk.page, axe) + outline(walk.page):
            wrong[state] = found
        for dress in DRESSES if size == "phone" else [""]:
            if found := wrong_in(walk, dress, width=width, height=height):
                wrong[f"{state}, {dress}"] = found
        if size == "phone":
            wrong_in(walk, "", width=width, height=height)
    assert wrong == {}
    assert seen > 12


@pytest.mark.prove
@pytest.mark.parametrize("states", [quiet_states, evening_states])
def test_nothing_is_cut_when_a_page_is_opened_with_text_at_200_percent(
    new_walk: Callable, states: Callable
) -> None:
    walk = new_walk()
    walk.context.add_init_script(
        "addEventListener('DOMContentLoaded', () => (document.documentElement.style.fontSize = '200%'))"
    )
    wrong: dict[str, list[str]] = {}
    for state in states(walk, "day"):
        if found := cut(walk.page) + small(walk.page, 48, "main"):
            wrong[state] = found
    assert wrong == {}
