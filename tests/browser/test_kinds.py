"""Kinds that live from stones or a machine are chosen like any other, by whoever was asked about neither."""

import json
from collections.abc import Callable

import pytest

from browser.asked import draft
from browser.conftest import Walk
from browser.seeing import SLOW_MS, kept_plan

NEEDY = {"hot-stone-glide", "placed-stones", "massager-glide", "massager-hold"}


def chosen_by_touch(walk: Walk, style: str) -> None:
    """Go from the first page to the last question of a new person, choosing a kind by touch."""
    walk.open("/")
    walk.page.tap("button.begin")

    def kind() -> None:
        walk.page.locator(f"label:has(input[value={style}])").tap()
        assert walk.page.locator(f"input[value={style}]").is_checked()
        walk.press(".go", "touch")

    walk.answer_all("touch", own={"kind": kind})


def planned_techniques(walk: Walk) -> set[str]:
    walk.press("button[type=submit]", "touch")
    walk.page.wait_for_selector(".ready-room", timeout=SLOW_MS)
    return {each["technique"] for each in kept_plan(walk.page)["steps"]}


def test_hot_stones_are_chosen_by_touch_and_the_reading_is_asked_for(new_walk: Callable) -> None:
    walk = new_walk(has_touch=True, is_mobile=True)
    page = walk.page
    chosen_by_touch(walk, "hot-stone")
    assert page.locator("text=Needed for: Hot stones.").is_visible()
    # No plan before the reading: its field is where it leads, and the way to take it stands beside it.
    walk.press("button[type=submit]", "touch")
    walk.until("document.activeElement.id === 'field-stones_c'")
    assert page.locator("summary >> text=How to take the reading").is_visible()
    assert page.url.endswith("/ask")
    walk.write("stones_c", "43", "touch")
    page.locator("text=Needed for: Hot stones.").wait_for(state="detached")
    assert planned_techniques(walk) & NEEDY == {"hot-stone-glide", "placed-stones"}


def test_the_massager_is_chosen_by_touch_and_noted_as_at_hand(new_walk: Callable) -> None:
    walk = new_walk(has_touch=True, is_mobile=True)
    chosen_by_touch(walk, "massager")
    assert walk.page.locator("#field-massager").is_checked()
    assert not walk.page.locator("text=Choose another kind").count()
    assert "massager-glide" in planned_techniques(walk)


@pytest.mark.parametrize(("style", "name"), [("hot-stone", "Hot stones"), ("massager", "Massager")])
def test_whoever_has_none_of_it_goes_back_and_chooses_another_kind(
    new_walk: Callable, style: str, name: str
) -> None:
    walk = new_walk(has_touch=True, is_mobile=True)
    page = walk.page
    chosen_by_touch(walk, style)
    if style == "massager":
        page.tap("#field-massager")
    assert page.locator(f"text=Needed for: {name}.").is_visible()
    page.tap("text=Choose another kind")
    walk.until("history.state.step === 'kind'")
    page.locator("label:has(input[value=relaxation])").tap()
    walk.press(".go", "touch")
    walk.until("history.state.step === 'kit'")
    assert not page.locator("text=Choose another kind").count()
    assert not planned_techniques(walk) & NEEDY


def test_another_kind_needs_nothing_of_the_one_before(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill()
    walk.ask_step("kind")
    for kind, stones, massager in (
        ("Hot stones", True, False),
        ("Massager", False, True),
        ("Relaxation", False, False),
    ):
        page.locator(".row", has=page.get_by_text(kind, exact=True)).click()
        walk.until(f"JSON.parse(localStorage.getItem('backrub.draft')).has_stones === {str(stones).lower()}")
        assert draft(walk)["massager"] is massager


def test_hot_stones_once_more_are_noted_and_their_reading_is_asked_afresh(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.plan(minutes=30, style="hot-stone", has_stones=True, stones_c="43")
    page.click("text=Keep it for another evening")
    page.fill("#routine-name", "Warm")
    page.keyboard.press("Enter")
    page.wait_for_selector(".keep >> text=Saved as Warm.")
    page.locator(".routines >> text=Use again").click()
    page.click(".whom >> text=Someone else")
    page.wait_for_url("**/ask")
    asked = draft(walk)
    assert (asked["style"], asked["has_stones"], asked["stones_c"]) == ("hot-stone", True, "")


def test_the_way_out_of_missing_stones_is_their_reading_and_never_a_number_of_ours(
    new_walk: Callable,
) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(minutes=30, style="hot-stone")
    page.click("text=Plan this massage")
    page.locator(".ways >> text=Read the stones with a thermometer first.").click(timeout=SLOW_MS)
    walk.until("document.activeElement.id === 'field-stones_c'")
    assert page.input_value("#field-stones_c") == ""
    page.click("text=Plan this massage")
    walk.until("document.activeElement.id === 'field-stones_c'")
    assert draft(walk)["stones_c"] == ""
    evening = json.loads(page.evaluate("localStorage.getItem('backrub.evening')"))
    assert (evening["plan"], evening["request"]["kit"]["stones_c"]) == (None, None)
    page.fill("#field-stones_c", "41")
    page.click("text=Plan this massage")
    page.wait_for_selector(".ready-room", timeout=SLOW_MS)
    assert kept_plan(page)["kit"]["stones_c"] == 41
