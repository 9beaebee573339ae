"""Pages that wait for a server: still for a moment, then said, and never without a way out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from browser.seeing import hard_to_press
from browser.test_light import SCREENS
from playing import begun

PATIENT_MS = 400


def elsewhere(new_walk: Callable) -> tuple:
    """Begin a massage on one device; returns another that knows nothing of it, and its address."""
    session = begun(new_walk())["id"]
    walk = new_walk()
    walk.open("/settings")
    walk.page.wait_for_selector("h1")
    return walk, f"/play/{session}"


@pytest.mark.parametrize("size", SCREENS[:2])
def test_a_massage_of_another_device_without_a_server_is_no_black_page(
    new_walk: Callable, size: tuple[int, int]
) -> None:
    walk, path = elsewhere(new_walk)
    page = walk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.route("**/api/**", lambda route: route.abort())
    walk.open(path)
    page.wait_for_selector("h1:has-text('This massage is not on this device')")
    assert page.get_by_text("Backrub is not answering.").is_visible()
    assert hard_to_press(page, 72, "main") == []
    page.click("text=Try again")
    page.wait_for_timeout(500)
    assert page.get_by_text("Backrub is not answering.").is_visible()
    page.unroute("**/api/**")
    page.click("text=Try again")
    page.wait_for_selector(".running")


def test_from_there_is_a_way_to_the_beginning(new_walk: Callable) -> None:
    walk, path = elsewhere(new_walk)
    page = walk.page
    page.route("**/api/**", lambda route: route.abort())
    walk.open(path)
    page.click("text=To the beginning")
    page.wait_for_url(f"{walk.address}/")
    page.wait_for_selector("h1")


def test_a_slow_server_is_waited_for_with_a_still_back_and_one_sentence(new_walk: Callable) -> None:
    walk, path = elsewhere(new_walk)
    page = walk.page
    held: list[Route] = []
    page.route("**/api/sessions/**", lambda route: held.append(route))
    page.add_init_script("addEventListener('DOMContentLoaded', () => (window.began = performance.now()))")
    walk.open(path)
    page.wait_for_selector(".waiting .back svg")
    assert page.evaluate("performance.now() - began") >= PATIENT_MS
    assert page.locator(".waiting .moment").inner_text() == "One moment"
    for each in held:
        each.continue_()
    page.unroute("**/api/sessions/**")
    page.wait_for_selector(".running")


@pytest.mark.parametrize(
    ("path", "says"), [("/history", "has no evenings yet"), ("/history/nobody", "does not have that evening")]
)
def test_earlier_evenings_say_that_they_wait_and_that_nobody_answers(
    new_walk: Callable, path: str, says: str
) -> None:
    walk = new_walk()
    page = walk.page
    held: list[Route] = []
    page.route("**/api/history**", lambda route: held.append(route))
    page.route("**/api/history/**", lambda route: held.append(route))
    walk.open(path)
    page.wait_for_selector(".moment:has-text('One moment')")
    for each in held:
        each.abort()
    page.wait_for_selector(f"text={says}")
    assert hard_to_press(page, 48, "main") == []
    page.unroute_all()
    page.click("text=Try again")
    page.wait_for_selector(f"text={says}", state="detached")
