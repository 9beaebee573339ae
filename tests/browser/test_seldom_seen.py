"""What people seldom see is open to everybody, too: waiting, a server that is away, a no, a way back."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Page

from browser.dragging import drag_by_finger
from browser.seeing import SLOW_MS, crowded, cut, in_both_themes, open_plan, outline, put_evening, small
from browser.test_gestures import Fingers
from playing import begun

API = "**/api/**"
AWAY = ["/", "/ask", "/plan", "/history", "/history/nobody", "/learn", "/learn/kneading", "/felt"]
PAUSED_LONG_S = 200
"""After three minutes of a pause the page asks whether anybody is still there."""


def server_away(walk: Any) -> Iterator[str]:
    """Go through pages that wait for their server, and then hear that it is away."""
    page: Page = walk.page
    held: list[Any] = []
    page.route(API, lambda route: held.append(route))
    for path in ("/learn", "/history", "/practise/kneading"):
        walk.open(path)
        page.wait_for_selector("h1")
        page.wait_for_timeout(500)
        yield f"waiting, {path}"
    page.unroute(API)
    page.route(API, lambda route: route.abort())
    for path in (*AWAY, "/practise/kneading", "/rhythm", "/claims"):
        walk.open(path)
        # In practice, as in play, it is said beside what it keeps from going on.
        is_live = path.startswith("/practise")
        page.wait_for_selector("text=Backrub is not answering." if is_live else "text=On its own")
        page.wait_for_selector("h1")
        page.wait_for_timeout(150)
        yield f"away, {path}"
    page.unroute(API)
    # A page whose files don't come.
    walk.open("/")
    page.wait_for_selector("button.begin")
    page.route("**/assets/**", lambda route: route.abort())
    page.click("text=Settings")
    page.wait_for_selector("h1:has-text('This page did not come')")
    yield "a page that did not come"
    page.unroute("**/assets/**")


TOO_DEEP = """() => {
  const evening = JSON.parse(localStorage.getItem('backrub.evening'))
  evening.plan.steps.find((each) => each.technique === 'kneading').level = 5
  localStorage.setItem('backrub.evening', JSON.stringify({ ...evening, score: null, is_held: false }))
}"""
"""A plan that a hand changed: a step is deeper than it may be."""


def said_no(walk: Any) -> Iterator[str]:
    """Ask for what can't be: a mark beside the back, a step that may not be so, a third bone."""
    page: Page = walk.page
    walk.fill()
    walk.ask_step("map")
    page.locator(".mode").evaluate("(each) => each.scrollIntoView()")
    page.wait_for_timeout(300)
    walk.touch_back(1.02, 0.55)
    page.wait_for_selector(".here .problem")
    yield "map, a no"
    open_plan(walk)
    problem = {"where": "edits[0].to", "what": "warm-up comes first", "way_out": "Keep it where it is."}
    refused = {"title": "No.", "problems": [problem]}
    page.route("**/api/replan", lambda route: route.fulfill(status=422, json=refused))
    page.locator("ol button.row").nth(3).click()
    page.wait_for_selector(".edits")
    drag_by_finger(page, 3, 1)
    page.wait_for_selector(".bar .told >> text=All right", timeout=SLOW_MS)
    yield "plan, a no"
    page.unroute("**/api/replan")
    page.evaluate(TOO_DEEP)
    page.reload()
    page.wait_for_selector(".bar .told >> text=Kneading has no level 5.")
    yield "plan, a step off limits"
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    for box in page.locator(".consent input").all():
        box.check()
    page.click(".begin")
    page.wait_for_selector("[role=alert] >> text=Kneading has no level 5.")
    yield "prepare, a step off limits"
    put_evening(page, walk.address)
    walk.open("/felt")
    page.wait_for_selector("[aria-busy=false] .mark")
    page.locator(".map").scroll_into_view_if_needed()
    walk.touch_back(0, 0.3)
    page.wait_for_selector(".here .problem")
    yield "felt, a no"
    # A routine asks for whom it is, where somebody is known.
    walk.plan(remember=True)
    page.click("text=Keep it for another evening")
    page.fill("#routine-name", "Sunday")
    page.keyboard.press("Enter")
    page.wait_for_selector(".keep >> text=Saved as Sunday.")
    walk.begin_it()
    walk.open("/")
    page.click(".routines >> text=Use again")
    page.wait_for_selector(".routines .whom")
    yield "routine, for whom"


def on_the_way_back(walk: Any, server: Any) -> Iterator[str]:
    """Go back from softer, stay long in a pause, and go back from the massage itself."""
    page: Page = walk.page
    page.clock.install()
    session = begun(walk)["id"]
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        walk.synced()
        if (server.ask(f"/api/sessions/{session}")["state"]["level"] or 0) >= 2:
            break
    Fingers(walk.context.new_cdp_session(page), page).swipe((200, 250), (200, 600))
    page.wait_for_selector(".undo")
    yield "play, softer to be undone"
    page.focus(".buttons >> text=Softer")
    page.wait_for_selector(".undo", state="hidden")
    yield "play, softer to be undone by a key"
    page.locator(":focus").blur()
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    walk.synced()
    walk.pass_time(server, PAUSED_LONG_S)
    page.wait_for_selector(".pause >> text=End a little later")
    yield "pause, a long one"
    page.click(".pause .go")
    page.wait_for_selector(".running")
    page.go_back()
    page.wait_for_selector(".leaving")
    yield "pause, leaving"


def wrong_in(walk: Any, axe: str, states: Iterator[str]) -> tuple[dict[str, list[str]], int]:
    """Return what is wrong in each state, and how many there were."""
    page, wrong, seen = walk.page, {}, 0
    for state in states:
        seen += 1
        least = 72 if page.locator("main.play").count() else 48
        found = in_both_themes(page, axe) + outline(page) + cut(page) + small(page, least, "main")
        found += crowded(page, "main")
        if found:
            wrong[state] = found
    return wrong, seen


def test_a_server_that_is_slow_or_away_shuts_nobody_out(new_walk: Callable, axe: str) -> None:
    walk = new_walk(has_touch=True)
    wrong, seen = wrong_in(walk, axe, server_away(walk))
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert seen == 15


def test_a_no_is_said_to_everybody(new_walk: Callable, axe: str) -> None:
    walk = new_walk(has_touch=True)
    wrong, seen = wrong_in(walk, axe, said_no(walk))
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert seen == 6


def test_ways_back_in_a_massage_are_there_for_everybody(
    new_walk: Callable, axe: str, later_server: Any
) -> None:
    walk = new_walk(has_touch=True, address=later_server.address)
    wrong, seen = wrong_in(walk, axe, on_the_way_back(walk, later_server))
    assert wrong == {}, json.dumps(wrong, indent=1)
    assert seen == 4
