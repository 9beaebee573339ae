"""The map of the back: what people mark on it, by touch, mouse, keys and list."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from browser.seeing import small

LOW_RIGHT = (0.412, 0.803)
BLADE_LEFT = (-0.61, 0.27)


def marks(page: Page, kind: str = "sore") -> list[dict[str, Any]]:
    """Return what the device keeps of the marks."""
    page.wait_for_timeout(60)
    kept: list[dict[str, Any]] = json.loads(page.evaluate("localStorage.getItem('backrub.draft')"))[kind]
    return kept


def news(page: Page) -> str:
    """Return what the live region says."""
    return page.locator(".whole [role=status]").inner_text().strip()


def on_screen(page: Page, across: float, along: float) -> tuple[float, float]:
    """Return where a point of the chart is on the screen [px], by the drawing's own zones."""
    return tuple(
        page.locator(".map svg").evaluate(
            """async (svg, at) => {
              const draft = JSON.parse(localStorage.getItem('backrub.draft'))
              const atlas = await (await fetch('/api/atlas')).json()
              const female = draft.sex === 'female'
              if (!female) throw new Error('the walks here are all of one body')
              const height_m = draft.height_cm / 100
              const scale = [(0.1028 + 0.1612 * height_m) / 2, (0.0676 + 0.2041 * height_m) / 0.861]
              const point = new DOMPoint(at[0] * scale[0] * 1e3, at[1] * scale[1] * 1e3)
              const on = point.matrixTransform(svg.getScreenCTM())
              return [on.x, on.y]
            }""",
            [across, along],
        )
    )


def to_the_map(walk: Any, **answers: object) -> Page:
    """Answer everything and open the map's own question, standing still."""
    walk.fill(**answers)
    walk.ask_step("map")
    page: Page = walk.page
    for _ in range(20):
        page.locator(".mode").evaluate("(each) => each.scrollIntoView()")
        page.wait_for_timeout(100)
        if page.locator(".mode").bounding_box()["y"] < 20:
            break
    return page


def test_the_receivers_right_is_on_the_right_and_called_so(new_walk: Callable) -> None:
    walk = new_walk()
    page = to_the_map(walk)
    box = {
        side: page.locator(f".zone[aria-label^='Lower back, {side}']").bounding_box()["x"]
        for side in ("left", "right")
    }
    assert box["left"] < box["right"]
    sides = page.locator(".sides span")
    assert [each.inner_text() for each in sides.all()] == ["their left", "their right"]
    assert sides.nth(0).bounding_box()["x"] < sides.nth(1).bounding_box()["x"]
    walk.touch_back(*LOW_RIGHT)
    assert marks(page)[0]["across"] == pytest.approx(LOW_RIGHT[0], abs=0.005)
    dot = page.locator(".marks .sore").bounding_box()
    spine = page.locator(".map .spine").bounding_box()
    assert dot["x"] > spine["x"] + spine["width"]
    assert page.locator("section li .name").inner_text().strip() == "Lower back, right"


def test_a_mouse_marks_moves_sizes_and_takes_off(new_walk: Callable) -> None:
    walk = new_walk(width=1280, height=800)
    page = to_the_map(walk)
    walk.touch_back(*LOW_RIGHT)
    assert news(page) == "Sore, 4 of 10: Lower back, right"
    # The exact point is kept, to a pixel's worth.
    assert (marks(page)[0]["across"], marks(page)[0]["along"]) == pytest.approx(LOW_RIGHT, abs=0.005)
    page.locator(".cells button", has_text="7").click()
    page.click("[aria-label='More sore: Lower back, right']")
    assert marks(page)[0]["pain_nrs"] == 8
    page.locator(".mode").evaluate("(each) => each.scrollIntoView()")
    # Dragged to the other side; then touched, which chooses it and marks nothing more.
    page.mouse.move(*on_screen(page, *LOW_RIGHT))
    page.mouse.down()
    page.mouse.move(*on_screen(page, *BLADE_LEFT), steps=4)
    page.mouse.up()
    assert news(page) == "Sore, 8 of 10: On the shoulder blade, left"
    walk.touch_back(*BLADE_LEFT)
    assert len(marks(page)) == 1
    # A circle, by its edge and by its buttons, with a reason.
    page.click(".mode button:nth-of-type(2)")
    walk.touch_back(-0.4, 0.55)
    assert min(page.locator(".grip").bounding_box()[side] for side in ("width", "height")) >= 47.9
    at = page.locator(".knob").bounding_box()
    page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    page.mouse.down()
    page.mouse.move(at["x"] + 20, at["y"] + at["height"] / 2, steps=4)
    page.mouse.up()
    dragged = marks(page, "avoid")[0]["radius_m"]
    assert 0.04 < dragged < 0.1
    # Drawn true to scale: as wide on the drawing as the skin it covers.
    assert float(page.locator(".avoid.chosen").get_attribute("r") or 0) == pytest.approx(dragged * 1e3)
    page.click("[aria-label^='Smaller: Middle of the back, left']")
    assert marks(page, "avoid")[0]["radius_m"] < dragged
    page.click(".reasons label:has-text('tattoo')")
    assert marks(page, "avoid")[0]["why"] == "tattoo"
    page.get_by_role("button", name="Take it off").click()
    assert marks(page, "avoid") == []
    page.click(".undo")
    assert marks(page, "avoid")[0]["why"] == "tattoo"
    assert len(marks(page)) == 1


def test_a_mark_off_the_back_is_refused_in_words(new_walk: Callable) -> None:
    walk = new_walk()
    page = to_the_map(walk)
    walk.touch_back(1.02, 0.55)
    assert page.locator(".here .problem").inner_text().startswith("That is not on the back.")
    assert news(page).startswith("That is not on the back.")
    assert marks(page) == []
    walk.touch_back(0.0, 0.4)
    assert news(page) == "Sore, 4 of 10: On the spine: Between the shoulder blades"


def test_the_flank_of_somebody_heavy_is_on_their_back(new_walk: Callable) -> None:
    walk = new_walk()
    page = to_the_map(walk, height_cm="170", mass_kg="121")
    walk.touch_back(0.9, 0.76)
    assert news(page) == "Sore, 4 of 10: Lower back, right"
    assert [(mark["across"], mark["along"]) for mark in marks(page)] == [pytest.approx((0.9, 0.76), abs=0.02)]


def test_a_finger_sees_the_mark_above_it_and_still_scrolls_the_page(new_walk: Callable) -> None:
    walk = new_walk(has_touch=True, is_mobile=True)
    page = to_the_map(walk)
    x, y = on_screen(page, *LOW_RIGHT)
    hand = walk.context.new_cdp_session(page)

    def finger(kind: str, *at: float) -> None:
        points = [{"x": at[0], "y": at[1]}] if at else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", x, y)
    page.wait_for_selector(".stem", state="attached")
    lifted = page.locator(".marks .sore").bounding_box()
    assert lifted["y"] + lifted["height"] < y - 30
    page.wait_for_timeout(250)
    # It has rested: from now on it moves the mark and not the page.
    top = page.locator(".map").bounding_box()["y"]
    to_x, to_y = on_screen(page, *BLADE_LEFT)
    for share in (0.2, 0.5, 0.8, 1.0):
        finger("touchMove", x + (to_x - x) * share, y + (to_y - y) * share)
        page.wait_for_timeout(30)
    finger("touchEnd")
    page.wait_for_selector(".stem", state="detached")
    assert page.locator(".map").bounding_box()["y"] == pytest.approx(top, abs=1)
    assert [(each["across"], each["along"]) for each in marks(page)] == [pytest.approx(BLADE_LEFT, abs=0.02)]
    # One that moves at once scrolls, and marks nothing.
    finger("touchStart", x, y)
    for step in range(1, 8):
        finger("touchMove", x, y - 25 * step)
        page.wait_for_timeout(16)
    finger("touchEnd")
    page.wait_for_timeout(200)
    assert page.locator(".map").bounding_box()["y"] < top - 50
    assert len(marks(page)) == 1
    # A tap marks where it is.
    page.locator(".mode").evaluate("(each) => each.scrollIntoView()")
    page.touchscreen.tap(*on_screen(page, 0.3, 0.55))
    assert marks(page)[1]["across"] == pytest.approx(0.3, abs=0.01)


def test_keys_alone_mark_number_move_take_off_and_take_back(new_walk: Callable) -> None:
    walk = new_walk(locale="en-GB")
    page = to_the_map(walk)
    press = page.keyboard.press
    walk.tab_to(".zone")
    # One stop for them all: Tab leaves the group.
    assert page.locator(".zone[tabindex='0']").count() == 1
    page.locator(".zone[aria-label^='Lower back, left']").focus()
    press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Lower back, right"
    assert page.locator(".here strong").inner_text() == "Lower back, right"
    assert "kidneys" in page.locator(".here").inner_text()
    press("Enter")
    for _ in range(3):
        press("+")
    press("-")
    assert news(page) == "Sore, 6 of 10: Lower back, right"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Lower back, right, sore 6"
    was = marks(page)[0]
    press("Shift+ArrowUp")
    assert marks(page)[0]["along"] == pytest.approx(was["along"] - 0.01 / 0.477, abs=0.002)
    press("u")
    assert marks(page)[0] == was
    assert news(page) == "Taken back."
    press("Delete")
    assert marks(page) == []
    press("Control+z")
    assert marks(page) == [was]
    # Long after the button has gone, the keys still take back.
    page.wait_for_selector(".undo:not(.gone)")
    page.wait_for_selector(".undo.gone", state="attached", timeout=12_000)
    press("Control+z")
    assert marks(page)[0]["pain_nrs"] == 7
    # A circle, by keys.
    walk.tab_to(".whole [aria-pressed]")
    page.locator(".mode button:nth-of-type(2)").focus()
    press("Enter")
    page.locator(".zone[aria-label^='Top of the hip, left']").focus()
    press("Enter")
    press("+")
    assert marks(page, "avoid")[0]["radius_m"] == pytest.approx(0.04)
    assert news(page) == "Leave alone, no reason given, like an apple, 8 cm across: Top of the hip, left"


def test_the_list_is_the_same_marks_as_check_boxes(new_walk: Callable) -> None:
    walk = new_walk(width=320, height=700)
    page = to_the_map(walk, sore=[{"across": 0.4, "along": 0.8, "pain_nrs": 6}])
    page.click("text=Use a list")
    assert page.get_by_role("group", name="Middle and lower back").get_by_role("checkbox").count() == 4
    assert page.get_by_role("checkbox").and_(page.locator(".list input")).count() == 15
    assert page.get_by_role("checkbox", name="Lower back, right").is_checked()
    assert not page.get_by_role("checkbox", name="Lower back, left").is_checked()
    page.get_by_role("checkbox", name="Top of the shoulder, left").check()
    page.click("[aria-label='Less sore: Top of the shoulder, left']")
    assert [each["pain_nrs"] for each in marks(page)] == [6, 3]
    page.get_by_role("checkbox", name="Lower back, right").uncheck()
    assert len(marks(page)) == 1
    page.click(".undo")
    assert len(marks(page)) == 2
    page.locator(".mode button:nth-of-type(2)").click()
    page.get_by_role("checkbox", name="Flat bone at the base of the spine").check()
    page.click(".reasons label:has-text('scar')")
    assert marks(page, "avoid")[0]["why"] == "scar"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # A place of the drawn back is as large as the back makes it: here the same is as large as a finger.
    assert small(page, 48, ".list") == []
    page.click("text=Use the drawing")
    assert page.locator(".marks .sore").count() == 2
    assert page.locator(".marks .avoid").count() == 1


def test_a_circle_for_a_condition_keeps_its_reason_and_shows_its_margin(new_walk: Callable) -> None:
    walk = new_walk()
    page = to_the_map(
        walk,
        answers={"broken-skin": "yes"},
        avoid=[{"across": 0.4, "along": 0.5, "radius_m": 0.02, "why": "broken-skin"}],
    )
    # Five centimetres round the circle, as its condition asks.
    assert float(page.locator(".margin").get_attribute("r") or 0) == pytest.approx(70)
    row = page.locator("section li .name")
    assert "Broken skin" in row.inner_text()
    row.click()
    page.click(".reasons label:has-text('mole')")
    assert page.locator(".margin").count() == 0
    # The condition that was answered with yes stays on offer.
    page.click(".reasons label:has-text('Broken skin')")
    assert marks(page, "avoid")[0]["why"] == "broken-skin"
    assert page.locator(".margin").count() == 1


def test_the_question_where_a_condition_is_marks_for_that_condition_alone(new_walk: Callable) -> None:
    walk = new_walk()
    walk.fill(
        answers={"broken-skin": "yes", "nerve-problem": "yes"},
        groups={"skin": "some"},
        cleared={"nerve-problem": "2026-11-20"},
    )
    walk.ask_step("place-broken-skin")
    page = walk.page
    # What the other answers leave of the back is seen and said here, too.
    page.wait_for_selector(".told li >> text=Lower back: light at most")
    assert page.locator(".map path.narrowed").count() == 5
    assert page.locator(".whole .told li small").all_inner_texts() == ["Because of: A nerve problem"] * 3
    page.wait_for_selector(".zone")
    # Nothing to choose between: the next circle stands for it.
    assert page.locator(".mode").count() == 0
    page.locator(".map").evaluate("(each) => each.scrollIntoView()")
    walk.touch_back(*LOW_RIGHT)
    assert [each["why"] for each in marks(page, "avoid")] == ["broken-skin"]
    assert marks(page) == []
    assert page.locator(".margin").count() == 1


def test_the_anatomists_names_are_one_press_away(new_walk: Callable) -> None:
    page = to_the_map(new_walk(width=1280, height=800))
    everyday = page.locator(".label").all_inner_texts()
    page.click(".tools [role=switch]")
    anatomical = page.locator(".label").all_inner_texts()
    assert len(anatomical) == len(everyday) == 8
    assert not set(anatomical) & set(everyday)
    # The whole map, and what it says, is in sight as the question opens.
    page.reload()
    page.wait_for_selector(".zone")
    page.locator(".zone[aria-label^='Lower back, left'], .zone[aria-label*=umbar]").first.focus()
    for part in (".figure", ".here strong", ".here span"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= 800, part


def test_a_place_is_named_on_the_drawing_where_there_is_no_room_beside_it(new_walk: Callable) -> None:
    walk = new_walk(has_touch=True, is_mobile=True)
    page = to_the_map(walk)
    assert page.locator(".label:visible").count() == 0
    page.touchscreen.tap(*on_screen(page, *LOW_RIGHT))
    named = page.locator(".figure .name")
    assert named.inner_text() == "Lower back, right"
    words, figure = named.bounding_box(), page.locator(".figure").bounding_box()
    assert figure["x"] <= words["x"]
    assert words["x"] + words["width"] <= figure["x"] + figure["width"]
    hand = walk.context.new_cdp_session(page)
    x, y = on_screen(page, *BLADE_LEFT)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_selector(".name.above")
    words, mark = named.bounding_box(), page.locator(".marks .sore").last.bounding_box()
    assert words["y"] + words["height"] <= mark["y"]
    assert named.inner_text() == "On the shoulder blade, left"


@pytest.mark.parametrize("theme", [pytest.param("day", marks=pytest.mark.prove), "evening"])
def test_axe_finds_nothing_serious_on_the_map_or_its_list(new_walk: Callable, axe: str, theme: str) -> None:
    walk = new_walk()
    page = to_the_map(walk, theme=theme)
    walk.touch_back(*LOW_RIGHT)
    page.click(".mode button:nth-of-type(2)")
    walk.touch_back(*BLADE_LEFT)
    page.evaluate(axe)
    run = """axe.run('.whole', { resultTypes: ['violations'] }).then((found) =>
      found.violations.filter((each) => ['serious', 'critical'].includes(each.impact))
        .map((each) => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`))"""
    assert page.evaluate(run) == []
    page.click("text=Use a list")
    assert page.evaluate(run) == []


def test_forced_colours_keep_dots_and_hatch(new_walk: Callable) -> None:
    walk = new_walk(forced_colors="active")
    page = to_the_map(
        walk,
        sore=[{"across": 0.4, "along": 0.8, "pain_nrs": 6}],
        avoid=[{"across": -0.4, "along": 0.5, "radius_m": 0.03, "why": ""}],
    )
    fill = "(each) => getComputedStyle(each).fill"
    dot, ground = page.locator(".marks .sore").evaluate(fill), page.locator(".map .clay").evaluate(fill)
    assert dot != ground
    hatch = page.locator(".marks .avoid").evaluate(fill)
    assert hatch.startswith("url(")
    assert page.locator(".hatch").evaluate("(each) => getComputedStyle(each).stroke") != ground


def test_what_the_answers_mean_is_hatched_and_said(new_walk: Callable) -> None:
    walk = new_walk()
    page = to_the_map(walk, answers={"nerve-problem": "yes"}, cleared={"nerve-problem": "2026-11-20"})
    told = page.locator(".told li")
    told.first.wait_for()
    said = told.all_inner_texts()
    assert any(each.startswith("Lower back: light at most") for each in said)
    assert all("Because of:" in each for each in said)
    # Three places, the sides of two: lines over each, and the name says so too.
    assert page.locator(".map path.narrowed").count() == 5
    assert page.locator(".zone[aria-label='Lower back, left, light at most']").count() == 1
