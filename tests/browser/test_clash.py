"""Wishes that clash: what clashes is said, and each way out makes a plan."""

import json
from collections.abc import Callable

from browser.seeing import put_evening


def test_wishes_that_clash_say_so_and_a_way_out_makes_the_plan(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    put_evening(page, walk.address, style="massager")
    walk.open("/plan")
    page.wait_for_selector("h1 >> text=This does not go together yet")
    assert page.locator(".clash li").count() >= 1
    assert page.locator(".ways button").count() >= 2
    # The server is away: said, and the ways out still stand.
    page.route("**/api/plan", lambda route: route.abort())
    page.locator(".ways button").first.click()
    page.wait_for_selector("text=Backrub is not answering.")
    assert page.locator(".ways button").count() >= 2


def test_a_way_out_of_a_clash_changes_the_answers_for_good(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(style="massager")
    page.click("text=Plan this massage")
    page.locator(".ways button").first.click()
    page.wait_for_selector(".ready-room", timeout=60_000)
    # The answers changed with it, for good: a reload knows them, and so does another tab.
    kept = json.loads(page.evaluate("localStorage.getItem('backrub.draft')"))
    asked = json.loads(page.evaluate("localStorage.getItem('backrub.evening')"))["request"]
    assert (kept["style"], kept["minutes"]) == (asked["wishes"]["style"], asked["wishes"]["minutes"])
    assert (kept["style"], kept["massager"]) != ("massager", False)
