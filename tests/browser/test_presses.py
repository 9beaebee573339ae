"""A press does what it meant, and does it once, whatever of the server's is on its way meanwhile."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from browser.conftest import Walk
from browser.serving import Server
from playing import posted

STATE = re.compile(r"/api/sessions/[^/]+$")


def hold_back(page: Page) -> Callable[[], None]:
    """Keep the server's state from the page from now on; returns what lets it through."""
    held: list[Route] = []
    open_now: list[bool] = []

    def heard(route: Route) -> None:
        if open_now:
            route.continue_()
        else:
            held.append(route)

    page.route(STATE, heard)

    def let_through() -> None:
        for _ in range(50):
            if held:
                break
            page.wait_for_timeout(100)
        open_now.append(True)
        for each in held:
            each.continue_()

    return let_through


def taken(walk: Walk, server: Server, session: str) -> None:
    """Wait until the page has taken the server's word on all that happened so far."""
    position = server.ask(f"/api/sessions/{session}")["state"]["position"]
    walk.until(f"JSON.parse(localStorage.getItem('backrub.show.{session}')).position >= {position}")


def test_the_servers_word_between_tab_and_enter_takes_no_press_at_a_stop(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    walk.synced()
    let_through = hold_back(page)
    page.keyboard.press("Escape")
    walk.tab_to(".stop .choices button")
    let_through()
    taken(walk, server, session)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=said yes", timeout=3000)
    # The question has changed: now the focus is on it, and the answer is one Tab away.
    assert page.evaluate("document.activeElement.matches('.stop h1')")
    walk.synced()
    assert server.kinds(session)[-2:] == ["stopped", "stop-explained"]


def test_a_double_press_on_a_break_answers_no_question_that_nobody_has_asked(
    new_walk: Callable, server
) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    page.keyboard.press("Escape")
    page.locator(".stop .choices button").first.dblclick()
    page.wait_for_selector("text=said yes")
    walk.synced()
    kinds = server.kinds(session)
    assert ("restarted" in kinds, kinds[-1]) == (False, "stop-explained")


def test_a_harder_that_only_the_server_can_refuse_is_taken_back_here(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin(minutes=30, level=3)
    here = f"JSON.parse(localStorage.getItem('backrub.show.{session}')).live.plan.steps.map((e) => e.level)"

    def refused(route: Route) -> None:
        if "harder" not in (route.request.post_data or ""):
            return route.continue_()
        title = "This place is not warm enough for more."
        problem = {
            "type": "about:blank",
            "title": title,
            "status": 409,
            "detail": "Ask again in ten seconds.",
        }
        return route.fulfill(status=409, content_type="application/problem+json", json=problem)

    page.route("**/commands", refused)
    # What was planned firmer has room for it: softer, and then harder again, is done here at once.
    is_firmer = False
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        walk.synced()
        page.keyboard.press("s")
        walk.synced()
        before = page.evaluate(here)
        let_through = hold_back(page)
        page.keyboard.press("h")
        page.wait_for_timeout(200)
        is_firmer = page.evaluate(here) != before
        let_through()
        walk.synced()
        if is_firmer:
            break
    assert is_firmer
    walk.until(f"JSON.stringify({here}) === {json.dumps(json.dumps(before, separators=(',', ':')))}")


def test_next_pressed_here_and_on_another_device_passes_one_step_and_scolds_nobody(
    new_walk: Callable, server
) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    walk.synced()
    let_through = hold_back(page)
    other = {"kind": "skip", "client_id": f"{session}-other", "from_step": 0, "revision": 0}
    there = posted(server.address, f"/api/sessions/{session}/commands", other)
    with page.expect_response(lambda answer: answer.url.endswith("/commands")):
        page.keyboard.press("ArrowRight")
    let_through()
    taken(walk, server, session)
    assert page.locator(".note").all_inner_texts() == []
    walk.synced()
    assert server.kinds(session).count("skipped") == 1
    assert server.ask(f"/api/sessions/{session}")["state"]["step"] == there["state"]["step"]


def a_key(page: Page) -> None:
    page.keyboard.press("o")


def a_button(page: Page) -> None:
    page.get_by_role("button", name="Hands off").focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("how", [a_key, a_button])
def test_hands_off_is_a_key_and_a_button_and_a_second_press_is_none(
    new_walk: Callable, server, how: Callable[[Page], None]
) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    how(page)
    page.wait_for_selector(".pause h1:has-text('Hands off')")
    page.keyboard.press("o")
    walk.synced()
    assert server.kinds(session).count("held") == 1


def test_a_pain_number_has_a_button_while_it_runs_and_its_key_in_a_pause(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    session = walk.begin()
    page.get_by_role("button", name="Pain number").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".asking .pad")
    page.keyboard.press("2")
    page.wait_for_selector(".running")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause .go")
    page.keyboard.press("p")
    page.wait_for_selector(".pause .pad")
    page.keyboard.press("3")
    page.wait_for_selector(".pause .go")
    # Asked in a pause and not answered, it does not wait for the strokes.
    page.keyboard.press("p")
    page.wait_for_selector(".pause .pad")
    page.keyboard.press("Space")
    page.wait_for_selector(".running")
    walk.synced()
    assert server.kinds(session).count("pain-said") == 2


def test_letters_can_be_turned_off_as_keys_and_space_and_escape_stay(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/settings")
    page.get_by_label("No letters or numbers").check()
    session = walk.begin()
    page.keyboard.press("Space")
    page.wait_for_selector("main[data-status='paused']")
    page.get_by_text("What an elbow can do").click()
    assert "arrow keys" in page.inner_text("table")
    assert "H, S" not in page.inner_text("table")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_selector("main[data-status='running']")
    for letter in "shgopx":
        page.keyboard.press(letter)
    page.wait_for_timeout(500)
    assert page.get_attribute("main", "data-status") == "running"
    page.keyboard.press("Escape")
    page.wait_for_selector("main[data-status='stopped']")
    walk.synced()
    state = server.ask(f"/api/sessions/{session}")["state"]
    assert state["revision"] == 0  # neither softer nor harder was said
