"""The whole way as a screen reader hears it, and with Back and a reload at every step."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page


def heard(page: Page, *wanted: str) -> None:
    """Hold the page's accessibility tree to some of its lines, in this order; others between are allowed."""
    tree = page.locator("body").aria_snapshot()
    at = 0
    for each in wanted:
        found = re.compile(each).search(tree, at)
        assert found, f"{each!r} is not heard after {wanted[: wanted.index(each)]}:\n{tree}"
        at = found.end()


def test_the_evenings_are_a_few_tabs_from_the_first_page(new_walk: Callable) -> None:
    walk = new_walk()
    walk.open("/")
    walk.page.wait_for_selector("h1")
    walk.press("a[href='/history']")
    walk.page.wait_for_url("**/history")
    walk.until("document.activeElement?.tagName === 'H1'")


def test_a_screen_reader_hears_every_screen_in_order(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/")
    page.wait_for_selector("button.begin")
    heard(
        page,
        "banner",
        'link "Settings"',
        "main",
        'heading "A massage tonight" \\[level=1\\]',
        'button "Start"',
    )
    heard(page, 'navigation "More"', 'link "Learn', 'link "Earlier evenings', 'link "What massage can do')
    page.click("button.begin")
    page.wait_for_selector(".asking h1")
    heard(page, "main", "heading .* \\[level=1\\]", "button")
    walk.plan(sore=[{"across": 0.42, "along": 0.86, "pain_nrs": 4}], back_pain="known")
    heard(
        page, "main", "heading .* \\[level=1\\]", 'heading "Step by step" \\[level=2\\]', "list", "listitem"
    )
    heard(page, 'button "Get the room ready"')
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    heard(page, 'heading "Get the room ready" \\[level=1\\]', "checkbox", "checkbox", "button")
    walk.agree()
    heard(page, "main", "heading .* \\[level=1\\]", "button")
    page.click(".ready .main")
    page.wait_for_selector(".running")
    page.wait_for_timeout(500)
    heard(page, "main", 'heading "Massage" \\[level=1\\]')
    for name in ("Pause", "Softer", "Harder", "Stop"):
        heard(page, f'button "{name}')
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    heard(page, 'heading "Paused" \\[level=1\\]', 'button "Go on')
    page.keyboard.press("Escape")
    page.wait_for_selector(".stop .choices")
    heard(page, 'heading "Hands off. Alex said stop.*" \\[level=1\\]', "button", "button", "button")


def test_a_screen_reader_hears_the_pages_for_learning(new_walk: Callable) -> None:
    walk = new_walk()
    page = walk.page
    walk.open("/learn")
    page.wait_for_selector(".course a")
    heard(
        page,
        'heading "Learn the strokes" \\[level=1\\]',
        'region "The eight, in order"',
        *["listitem", "link"] * 8,
    )
    walk.open("/learn/thumb-stripping")
    page.wait_for_selector("text=What it is for")
    heard(
        page,
        'heading "Thumb stripping" \\[level=1\\]',
        'link "Practise this one"',
        'heading "What it is for"',
    )
    heard(page, 'heading "Where" ', "term", "It may go", "definition", "term", "Never", "definition")
    walk.open("/claims")
    page.wait_for_selector("text=Takes stress away")
    heard(
        page,
        'region "Supported"',
        'heading "Takes stress away"',
        "Supported",
        'region "Mixed"',
        'region "Not shown"',
    )
    walk.open("/rhythm")
    page.wait_for_selector("h1")
    heard(
        page,
        'group "Which days"',
        'checkbox "Monday"',
        'combobox "How long"',
        'button "Make the calendar file"',
    )


@pytest.mark.parametrize("way", ["reload", "back and forward"])
def test_back_and_a_reload_lose_nothing_at_any_step(new_walk: Callable, server, way: str) -> None:
    walk = new_walk()
    page = walk.page

    def again(ready: str) -> None:
        page.wait_for_selector(ready)
        path, head = page.evaluate("location.pathname"), page.inner_text("h1")
        if way == "reload":
            page.reload()
        else:
            page.go_back()
            page.wait_for_timeout(400)
            page.go_forward()
        page.wait_for_selector(ready)
        assert (page.evaluate("location.pathname"), page.inner_text("h1")) == (path, head)

    walk.fill()
    again(".asking h1")
    page.click("text=Plan this massage")
    page.wait_for_selector(".ready-room", timeout=60_000)
    again(".ready-room")
    page.click(".ready-room")
    again(".consent")
    for box in page.query_selector_all(".consent input"):
        box.check()
    page.click(".begin")
    again(".ready")
    session = page.url.rsplit("/", 1)[1]
    page.click(".ready .main")
    page.wait_for_selector(".running")
    if way == "reload":
        again(".running")
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    if way == "reload":
        again(".pause")
    walk.synced()
    kinds = server.kinds(session)
    assert [kinds.count(each) for each in ("opened", "started", "paused")] == [1, 1, 1]


def test_two_tabs_with_one_form_end_with_the_last_answer_and_one_evening(new_walk: Callable) -> None:
    walk = new_walk()
    walk.plan()
    other = walk.context.new_page()
    other.goto(f"{walk.address}/plan")
    other.wait_for_selector(".ready-room")
    assert other.inner_text("h1") == walk.page.inner_text("h1")
    other.click(".ready-room")
    other.wait_for_selector(".consent")
    for box in other.query_selector_all(".consent input"):
        box.check()
    other.click(".begin")
    other.wait_for_selector(".ready")
    session = other.url.rsplit("/", 1)[1]
    # The first tab finds that evening, too.
    walk.open("/")
    walk.page.click("text=Go on with Alex’s massage")
    walk.page.wait_for_selector(".ready, .running, .pause")
    assert walk.page.url.endswith(session)
