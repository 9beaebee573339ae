"""Where the giver feels the bones: by touch, by keys, in a list; kept, and pressed on that back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.seeing import kept_plan, open_plan

TIP = "inferior-angle-left"
PLAN_BODY = {"sex": "female", "height_m": 1.68, "mass_kg": 64.0, "age_years": 34}


KEPT = """(names) => {
  const { plan, request } = JSON.parse(localStorage.getItem('backrub.evening'))
  return [plan.body, request.receiver].every(
    (each) => Object.keys(each.corrections ?? {}).sort().join() === names)
}"""
"""Whether the evening on this device carries these landmarks, by name."""


def felt(page: Page, *names: str) -> dict[str, list[float]]:
    """Return what the plan on this device carries, once that and the request have these landmarks."""
    page.wait_for_function(KEPT, arg=",".join(sorted(names)))
    return told(page)


def told(page: Page) -> dict[str, list[float]]:
    """Return what the plan on this device carries; the request has the same."""
    plan = kept_plan(page)["body"].get("corrections", {})
    request = page.evaluate("JSON.parse(localStorage.getItem('backrub.evening')).request")
    assert request["receiver"].get("corrections", {}) == plan
    return dict(plan)


def to_the_bones(walk: Any, **wishes: object) -> Page:
    page = open_plan(walk, **wishes)
    walk.open("/prepare")
    page.click(".feel-for > summary")
    page.click(".feel-for button")
    page.wait_for_selector("[aria-busy=false] .mark")
    return page


def drawn(walk: Any) -> list[float]:
    """Return where the server says that the left tip lies on this body."""
    marks = walk.page.evaluate(
        """(body) => fetch('/api/body', {
          method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ body }),
        }).then((answer) => answer.json()).then((body) => body.landmarks)""",
        PLAN_BODY,
    )
    return [marks[TIP]["across"], marks[TIP]["along"]]


def test_a_touch_of_the_drawing_is_kept_and_goes_with_the_evening(new_walk: Callable, server) -> None:
    walk = new_walk()
    page = to_the_bones(walk)
    steps = kept_plan(page)["steps"]
    across, along = drawn(walk)
    walk.touch_back(across, along + 0.04)
    page.wait_for_selector("small.felt")
    assert felt(page, TIP)[TIP] == pytest.approx([across, along + 0.04], abs=0.006)
    # A twenty-fifth of the way from C7 to the dimples, about 49 cm.
    assert page.locator(".here p").inner_text() == "2 cm lower"
    page.reload()
    page.wait_for_selector("small.felt")
    sent: list[Any] = []
    page.on("request", lambda asked: sent.append(asked.post_data_json) if asked.method == "POST" else None)
    page.click(".done")
    page.wait_for_selector("text=Felt: Tip of the shoulder blade, left")
    session = walk.agree()
    # The plan stays as it is, and is tried out on that back before it begins.
    assert kept_plan(page)["steps"] == steps
    assert [each["plan"]["body"]["corrections"] for each in sent if set(each) == {"plan"}][-1] == told(page)
    assert server.ask(f"/api/sessions/{session}")["plan"]["body"]["corrections"] == told(page)


def test_keys_choose_a_bone_move_it_and_take_it_back(new_walk: Callable) -> None:
    walk = new_walk(width=1280, height=800)
    page = to_the_bones(walk)
    press = page.keyboard.press
    walk.tab_to(".mark")
    told = page.locator("[role=status]")

    def until(text: str) -> None:
        told.filter(has_text=text).wait_for(state="attached")

    press("Shift+ArrowDown")
    until("blade, left: 1 cm lower")
    # To the drawing's left is further out on their left side, and nearer the spine on their right.
    press("Shift+ArrowLeft")
    until("1 cm lower, 1 cm further out")
    press("ArrowDown")
    assert "blade, right" in str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    press("Shift+ArrowLeft")
    until("blade, right: 1 cm nearer the spine")
    felt(page, TIP, "inferior-angle-right")
    press("Delete")
    until("blade, right: as drawn")
    press("u")
    until("Taken back.")
    felt(page, TIP, "inferior-angle-right")
    for _ in range(3):
        press("Control+z")
        page.wait_for_timeout(200)
    assert felt(page) == {}
    assert page.locator("small.felt").count() == 0


def test_the_list_does_the_same_and_says_what_can_not_be(new_walk: Callable) -> None:
    walk = new_walk(locale="de-DE")
    page = to_the_bones(walk)
    rows = page.locator("fieldset label")
    assert rows.count() == 5
    for row, name in ((0, "Höcker"), (3, "Grübchen")):
        rows.nth(row).click()
        assert name in page.locator(".asked h2").inner_text()
        page.locator(".nudges button").nth(1).click()
        page.locator("[role=status]").filter(has_text=name).wait_for(state="attached")
    # The knob lies on the spine: it has no side to be moved to.
    rows.nth(0).click()
    assert page.locator(".nudges button").count() == 2
    before = felt(page, "c7", "psis-left")
    rows.nth(1).click()
    page.locator(".nudges button").nth(0).click()
    assert "zweien" in page.locator(".here .problem").inner_text()
    rows.nth(0).click()
    page.locator(".map").scroll_into_view_if_needed()
    walk.touch_back(0, 0.3)
    page.locator(".here .problem").filter(has_text="zu weit weg").wait_for()
    assert told(page) == before
    page.click(".as-drawn")
    page.locator("[role=status]").filter(has_text="wie gezeichnet").wait_for(state="attached")
    felt(page, "psis-left")


def test_what_was_felt_stays_with_changes_of_the_plan_and_is_void_for_another_back(
    new_walk: Callable,
) -> None:
    walk = new_walk()
    walk.plan()
    page = walk.page
    page.locator("ol button[aria-expanded]").nth(3).click()
    page.locator(".edits >> text=Lock").click()
    page.wait_for_selector("text=Kept.")
    walk.open("/felt")
    page.wait_for_selector("[aria-busy=false] .mark")
    page.locator(".nudges button").nth(1).click()
    page.wait_for_selector("small.felt")
    before = felt(page, TIP)
    # Undone on the plan's page, it is still this back.
    walk.open("/plan")
    page.wait_for_selector("ol button[aria-expanded]")
    page.click(".turns button:not(:disabled)")
    assert told(page) == before != {}
    # Planned anew from the same answers it stays; for other measures it is nobody's.
    for change, left in ((lambda: None, before), (lambda: page.fill("#field-height_cm", "175"), {})):
        walk.ask_step("person")
        change()
        page.click(".go")
        walk.ask_step("kit")
        page.click("text=Plan this massage")
        page.wait_for_selector(".ready-room", timeout=60_000)
        assert told(page) == left


def test_somebody_seated_has_no_bones_to_feel_for(new_walk: Callable) -> None:
    walk = new_walk()
    open_plan(walk, position="seated", minutes=15)
    walk.open("/prepare")
    walk.page.wait_for_selector(".consent")
    assert walk.page.locator(".feel-for").count() == 0


def test_without_its_server_it_says_so_and_goes_on_when_it_is_back(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    open_plan(walk)
    page.route("**/api/body", lambda route: route.abort())
    walk.open("/felt")
    page.wait_for_selector(".here .problem >> text=not answering")
    page.unroute("**/api/body")
    page.locator(".nudges button").nth(1).click()
    page.wait_for_selector("small.felt")
    felt(page, TIP)
    assert page.locator(".here .problem").count() == 0
