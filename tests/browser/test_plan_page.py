"""The plan while somebody reads it, changes it, keeps it and takes it along on paper."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from browser.dragging import drag, drag_by_finger
from browser.seeing import SLOW_MS, findings, kept_plan, on_every_device, open_plan, overflowing, put_evening


def open_row(page: Page, number: int) -> None:
    """Open one row, counted among those that can be opened."""
    page.locator("ol button.row").nth(number).click()
    page.wait_for_selector(".edits")


def names(page: Page) -> list[str]:
    """Return the names of all rows, pauses too."""
    return page.locator("ol .row strong").all_inner_texts()


def first_steps(page: Page) -> list[int]:
    """Return which step of the plan each row begins with: a row may hold both sides, and the walk between."""
    firsts, at = [], 0
    for text in page.locator("ol > li .row").all_inner_texts():
        firsts.append(at)
        at += 1 + ("each side" in text) + ("You walk round in between." in text)
    assert at == len(kept_plan(page)["steps"])
    return firsts


def answer_with(page: Page, change: Callable[[dict[str, Any]], None]) -> list[dict[str, Any]]:
    """Let the server's answer to an edit be the plan with a change; returns what was asked."""
    asked: list[dict[str, Any]] = []

    def answer(route: Route) -> None:
        body = json.loads(route.request.post_data or "{}")
        asked.append(body)
        plan = json.loads(json.dumps(body["plan"]))
        change(plan)
        route.fulfill(json={"clearance": None, "plan": plan})

    page.route("**/api/replan", answer)
    # The server itself would say no to trying out a plan that was made up here.
    page.route("**/api/narrow", lambda to: to.fulfill(json=to.request.post_data_json | {"is_gentler": False}))
    return asked


def test_a_plan_lists_its_steps_or_says_only_how_many_there_are(new_walk: Callable) -> None:
    walk = new_walk()
    page = open_plan(walk)
    rows = page.locator("ol > li").count()
    assert page.locator("ol button.row:visible").count() == page.locator("ol button.row").count() > 5
    summary = page.locator(".all > summary")
    assert summary.inner_text().split("\n") == ["Step by step", f"{rows} steps"]
    # Closed, a step that was open is closed with them, and stays so.
    open_row(page, 2)
    summary.click()
    page.wait_for_selector("ol button.row", state="hidden")
    page.reload()
    summary.wait_for()
    assert page.locator("ol button.row:visible").count() + page.locator(".edits").count() == 0
    walk.press(".all > summary")
    page.wait_for_selector("ol button.row")
    page.reload()
    page.wait_for_selector("ol button.row")


def test_rows_hold_both_sides_have_pictures_and_open_to_a_loop(new_walk: Callable) -> None:
    walk = new_walk(reduced_motion="no-preference")
    page = open_plan(walk)
    steps = kept_plan(page)["steps"]
    rows = page.locator("ol > li")
    assert rows.count() < len(steps)
    assert page.locator("text=each side").count() >= 1
    # Each says why it is there; oil and walks speak for themselves.
    for first, text in zip(first_steps(page), rows.all_inner_texts(), strict=True):
        assert steps[first]["technique"] in ("oil", "walk") or steps[first]["why"] in text
    strokes = page.locator("ol button.row")
    assert page.locator("ol button.row:has(.trace)").count() == strokes.count()
    open_row(page, 2)
    loop = page.locator("ol .moving")
    assert loop.count() == 1
    assert page.locator("ol button.row[aria-expanded=true]").count() == 1
    opened = page.locator("ol .open strong").inner_text()
    page.reload()
    page.wait_for_selector("ol .open .edits")
    assert page.locator("ol .open strong").inner_text() == opened
    # Back leaves the page at once: opening a row is no page of its own.
    open_row(page, 1)
    page.go_back()
    page.wait_for_url("**/settings")


@on_every_device
def test_a_step_can_be_made_longer_and_shorter_and_removed_and_all_undone(
    new_walk: Callable, device: dict
) -> None:
    walk = new_walk(**device)
    page = open_plan(walk)
    seen = [kept_plan(page)["steps"]]
    for button, says in (("Longer", "Made longer."), ("Shorter", "Made shorter."), ("Remove", "Removed.")):
        if not page.locator(".edits").count():
            open_row(page, 3)
        page.locator(".edits").get_by_text(button, exact=True).click()
        page.wait_for_selector(f".told >> text={says}", timeout=SLOW_MS)
        seen.append(kept_plan(page)["steps"])
        assert seen[-1] != seen[-2], button
    assert page.locator(".bar").get_by_text("Undo").count() == 1
    # Its own Undo goes with what it says; the focus stays there, and Tab goes on from it.
    page.locator(".bar").get_by_text("Undo").click()
    page.wait_for_selector(".bar .told:focus")
    page.keyboard.press("Tab")
    page.wait_for_selector(".bar .ready-room:focus")
    page.keyboard.press("Control+Shift+z")
    for steps in reversed(seen[:-1]):
        page.locator(".turns >> text=Undo").click()
        assert kept_plan(page)["steps"] == steps
    assert page.locator(".turns >> text=Undo").is_disabled()
    for steps in seen[1:]:
        page.keyboard.press("Control+Shift+z")
        assert kept_plan(page)["steps"] == steps
    # The visit outlasts a reload.
    page.reload()
    page.locator(".turns >> text=Undo").click()
    assert kept_plan(page)["steps"] == seen[-2]


@on_every_device
def test_a_swap_offers_what_the_planner_has_with_what_it_is_for(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = open_plan(walk)
    # The first step that something else can take the place of: not every one has some.
    for number in range(page.locator("ol button.row").count()):
        open_row(page, number)
        row = page.locator("ol .open")
        row.get_by_text("Swap", exact=True).click()
        page.wait_for_selector(".swaps button, .swaps p", timeout=SLOW_MS)
        if page.locator(".swaps button").count():
            break
    before = row.locator("strong").first.inner_text()
    offers = page.locator(".swaps button")
    assert offers.count() >= 1
    chosen = offers.first.locator("strong").inner_text()
    assert chosen != before
    assert len(offers.first.locator("span").inner_text()) > 10
    offers.first.click()
    page.wait_for_selector(".told >> text=Swapped.", timeout=SLOW_MS)
    assert any(each.startswith(chosen) for each in names(page))
    # What is open, and the focus, stay with what took the place.
    assert page.locator("ol .open strong").first.inner_text().startswith(chosen)


@on_every_device
def test_a_lock_is_there_at_once_and_goes_to_both_sides(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = open_plan(walk)
    page.route("**/api/replan", lambda route: route.abort())
    page.locator("ol button.row:has-text('each side')").first.click()
    page.locator(".edits >> text=Lock").click()
    page.wait_for_selector("em >> text=kept")
    assert sum(step["locked"] for step in kept_plan(page)["steps"]) == 2
    page.locator(".edits >> text=Unlock").click()
    page.wait_for_selector("em >> text=kept", state="detached")
    assert not any(step["locked"] for step in kept_plan(page)["steps"])


def test_the_old_plan_stands_until_the_new_one_comes_and_presses_meanwhile_count(
    new_walk: Callable,
) -> None:
    walk = new_walk()
    page = open_plan(walk)
    held: list[Route] = []
    page.route("**/api/replan", lambda route: held.append(route))
    before = names(page)
    open_row(page, 2)
    page.locator(".edits >> text=Longer").click()
    # Not a word of it at first, then a quiet one; every row still stands.
    assert page.locator(".bar .told").inner_text() == ""
    page.wait_for_selector(".told >> text=Planning round it")
    assert names(page) == before
    # The same press twice is one; another one is asked for together with the first.
    page.locator(".edits >> text=Longer").click(force=True)
    assert len(held) == 1
    page.locator(".edits >> text=Remove").click()
    page.wait_for_timeout(300)
    assert len(held) == 2
    asked = [json.loads(each.request.post_data or "{}") for each in held]
    assert [edit["kind"] for edit in asked[1]["edits"]] == ["lengthen", "remove"]
    newer, older = ({**asked[0]["plan"], "duration_s": seconds_s} for seconds_s in (1140, 1080))
    newer["steps"] = newer["steps"][:-4] + newer["steps"][-3:]
    older["steps"] = older["steps"][:2]
    held[1].fulfill(json={"clearance": None, "plan": newer})
    page.wait_for_selector(".told >> text=Removed.")
    held[0].fulfill(json={"clearance": None, "plan": older})
    page.wait_for_timeout(500)
    assert len(kept_plan(page)["steps"]) == len(newer["steps"])
    assert page.locator(".told >> text=Planning round it").count() == 0


def test_an_answer_that_comes_after_an_undo_is_for_nobody(new_walk: Callable) -> None:
    walk = new_walk()
    page = open_plan(walk)
    first = kept_plan(page)["steps"]
    asked = answer_with(page, lambda plan: plan["steps"].pop(3))
    open_row(page, 2)
    page.locator(".edits >> text=Shorter").click()
    page.wait_for_selector(".told >> text=Made shorter.")
    assert len(asked) == 1
    page.unroute("**/api/replan")
    held: list[Route] = []
    page.route("**/api/replan", lambda route: held.append(route))
    if not page.locator(".edits").count():
        open_row(page, 1)
    page.locator(".edits >> text=Longer").click()
    page.wait_for_timeout(200)
    page.keyboard.press("Control+z")
    assert kept_plan(page)["steps"] == first
    held[0].fulfill(json={"clearance": None, "plan": {**asked[0]["plan"], "steps": first[:2]}})
    page.wait_for_timeout(500)
    assert kept_plan(page)["steps"] == first


def test_what_can_not_be_done_says_why_and_the_plan_stays(new_walk: Callable) -> None:
    walk = new_walk()
    page = open_plan(walk)
    before = kept_plan(page)
    problem = {"where": "edits[0].to", "what": "warm-up comes first", "way_out": "Keep it where it is."}
    refused = {"title": "No.", "problems": [problem]}
    page.route("**/api/replan", lambda route: route.fulfill(status=422, json=refused))
    open_row(page, 2)
    page.locator(".edits >> text=Later").click()
    page.wait_for_selector(".told >> text=Warm-up comes first. Keep it where it is.")
    page.unroute("**/api/replan")
    page.route("**/api/replan", lambda route: route.abort())
    page.locator(".edits >> text=Shorter").click()
    page.wait_for_selector(".told >> text=Backrub is not answering.")
    assert kept_plan(page) == before


def test_the_server_moves_what_may_be_moved_and_says_why_not_else(new_walk: Callable) -> None:
    walk = new_walk(width=900, height=1400)
    page = open_plan(walk, minutes=30)
    first, rows = kept_plan(page), names(page)
    work = page.locator("ol button.row strong").all_inner_texts()
    said = []
    # From the last stroke before the end upwards: what may stand earlier is for the planner to say.
    for number in range(len(work) - 2, 1, -1):
        with page.expect_response("**/api/replan", timeout=SLOW_MS) as heard:
            drag(page, number, number - 1)
        if heard.value.status == 200:
            break
        # A no comes with its reason and its way out.
        page.wait_for_selector(".bar .told >> text=All right")
        said.append(page.locator(".bar .told").inner_text())
        assert (kept_plan(page), names(page)) == (first, rows)
    else:
        pytest.fail(f"Nothing may be moved: {said}")
    page.wait_for_selector(".told >> text=Moved.")
    moved = page.locator("ol button.row strong").all_inner_texts()
    assert moved == [*work[: number - 1], work[number], work[number - 1], *work[number + 1 :]]
    assert kept_plan(page)["duration_s"] == first["duration_s"]
    # Taken back by Undo; and the same by the button that stands for dragging.
    page.locator(".turns >> text=Undo").click()
    assert kept_plan(page) == first
    open_row(page, number)
    page.locator(".edits >> text=Earlier").click()
    page.wait_for_selector(".told >> text=/^Moved[.]/", timeout=SLOW_MS)
    assert page.locator("ol button.row strong").all_inner_texts() == moved


@on_every_device
def test_a_row_is_dragged_by_its_handle(new_walk: Callable, device: dict) -> None:
    walk, is_touch = new_walk(**device), device.get("has_touch", False)
    page = open_plan(walk)
    asked = answer_with(page, lambda plan: plan["steps"].reverse())
    firsts = first_steps(page)
    rows = page.locator("ol > li:has(button.row)")
    before = 2 if device.get("height", 844) < 480 else 1  # a phone that lies shows two rows at a time
    moved, target = (int(rows.nth(number).get_attribute("data-row") or "") for number in (3, before))
    if is_touch:
        open_row(page, 3)
        drag_by_finger(page, 3, before)
    else:
        drag(page, 3, before)
    page.wait_for_selector(".told >> text=Moved.")
    [edit] = asked[0]["edits"]
    assert edit == {"kind": "move", "step": firsts[moved], "to": firsts[target]}


@on_every_device
def test_earlier_and_later_do_what_dragging_does(new_walk: Callable, device: dict) -> None:
    walk = new_walk(**device)
    page = open_plan(walk)
    steps = kept_plan(page)["steps"]
    asked = answer_with(page, lambda plan: plan["steps"].reverse())
    open_row(page, 3)
    page.locator(".edits >> text=Earlier").click()
    page.wait_for_selector(".told >> text=Moved.")
    [edit] = asked[0]["edits"]
    assert edit["kind"] == "move"
    assert edit["to"] < edit["step"]
    assert steps[edit["to"]]["technique"] not in ("oil", "walk")


def test_the_summary_is_plain_in_both_languages(new_walk: Callable) -> None:
    walk = new_walk()
    page = open_plan(walk, avoid=[{"across": -0.5, "along": 0.28, "radius_m": 0.03, "why": "mole"}])
    page.click("text=In plain words, for Alex")
    words = page.locator(".summary .words").inner_text()
    assert "Never harder than" in words
    assert "Left alone: a spot on your left shoulder blade." in words
    assert "mole" not in page.locator("main").inner_text()
    page.evaluate("localStorage.setItem('backrub.language', 'de')")
    page.reload()
    page.click("text=In einfachen Worten, für Alex")
    # The names of places come with the atlas, which a page that was just opened still asks for.
    page.locator(".summary .words").get_by_text("In Ruhe gelassen").wait_for()
    german = page.locator(".summary .words").inner_text()
    assert "In Ruhe gelassen: eine Stelle (dein linkes Schulterblatt)." in german
    assert not re.search(r"\b(the|your|minutes|never)\b", german, re.IGNORECASE)


@pytest.mark.parametrize("theme", [pytest.param("day", marks=pytest.mark.prove), "evening"])
def test_axe_finds_nothing_serious_on_the_plan(new_walk: Callable, axe: str, theme: str) -> None:
    walk = new_walk()
    page = open_plan(walk, theme=theme, sore=[{"across": 0.42, "along": 0.86, "pain_nrs": 4}])
    page.click("text=In plain words, for Alex")
    open_row(page, 2)
    page.locator(".edits >> text=Swap").click()
    page.wait_for_selector(".swaps button", timeout=SLOW_MS)
    page.locator(".edits >> text=Lock").click()
    page.wait_for_selector(".told >> text=Kept.")
    assert findings(page, axe) == []
    page.emulate_media(forced_colors="active")
    assert page.locator(".bars rect").first.is_visible()
    page.emulate_media(forced_colors="none")
    put_evening(page, walk.address, theme=theme, style="massager")
    walk.open("/plan")
    page.wait_for_selector(".ways button")
    assert findings(page, axe) == []


def test_a_narrow_screen_and_large_text_cut_nothing(new_walk: Callable) -> None:
    walk = new_walk(width=320, height=640)
    page = open_plan(walk)
    open_row(page, 2)
    assert overflowing(page) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflowing(page) == []


def test_a_row_can_be_changed_with_keys_alone(new_walk: Callable) -> None:
    walk = new_walk()
    page = open_plan(walk)
    answer_with(page, lambda plan: plan["steps"].pop(1))
    walk.tab_to("ol li:nth-child(3) button.row")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edits")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Remove":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".told >> text=Removed.")
    # The button is gone with its row: the focus is on the row that stands there now.
    assert page.evaluate("document.activeElement.matches('ol button.row')")


def test_what_is_below_keeps_its_place_when_the_movement_comes(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    put_evening(page, walk.address)
    held: list[Route] = []
    page.route("**/api/score", lambda route: held.append(route))
    walk.open("/plan")
    page.locator("ol button[aria-expanded]").nth(1).click()
    page.wait_for_selector(".edits")
    page.wait_for_timeout(300)
    before = page.locator(".edits").bounding_box()
    assert page.locator(".moving .hand").count() == 0
    held[0].continue_()
    page.wait_for_selector(".moving .hand", state="attached")
    assert page.locator(".edits").bounding_box() == before
