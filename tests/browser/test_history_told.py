"""Earlier evenings of several evenings and people: what is said of them together, and without the server."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

from browser.serving import Server
from playing import posted, request_of

HOUR_S = 3600
SIX = [(5, 4), (6, 4), (7, 4), (3, 2), (8, 4), (2, 1)]
"""Pain before and after: lower by 1, 2, 3, 1, 4 and 1, which is 2 on average."""
API = "**/api/**"


def evenings(server: Server, name: str, numbers: list[tuple[int, int]]) -> list[str]:
    """Let somebody have had evenings with these numbers, an hour apart; ease is as much higher afterwards."""
    request = request_of(minutes=5)
    request = {**request, "receiver": {**request["receiver"], "name": name}}
    plan = posted(server.address, "/api/plan", {"request": request})["plan"]
    sessions: list[str] = []
    person: str | None = None
    for before, after in numbers:
        server.pass_time(HOUR_S)
        opening = {"plan": plan, "request": request, "person": person}
        opened = posted(server.address, "/api/sessions", opening)
        session, person = opened["id"], opened["person"]
        for number, said in enumerate(
            (
                {"kind": "felt", "when": "before", "pain_nrs": before, "ease_nrs": 10 - before},
                {"kind": "start"},
                {"kind": "stop", "why": "done"},
                {"kind": "felt", "when": "after", "pain_nrs": after, "ease_nrs": 10 - after},
            )
        ):
            said = {"client_id": f"{session}-{number}", **said}
            posted(server.address, f"/api/sessions/{session}/commands", said)
        sessions.append(session)
    return sessions


def chart(page: Page, title: str) -> Locator:
    found = page.locator(f"section[aria-label='{title}, before and after']")
    found.wait_for()
    return found


def drawn(page: Page, title: str) -> tuple[int, int]:
    """Return how many dots and how many lines between two a chart has."""
    svg = chart(page, title).locator(".chart svg")
    return svg.locator("circle").count(), svg.locator(".way").count()


def test_six_evenings_say_how_it_was_on_average(new_walk: Callable, later_server: Server) -> None:
    evenings(later_server, "Alex", SIX)
    walk = new_walk(address=later_server.address)
    page = walk.page
    walk.open("/history")
    assert "Lower by 2 on average, 6 evenings." in chart(page, "Pain").inner_text()
    assert "Higher by 2 on average, 6 evenings." in chart(page, "Ease").inner_text()
    for title in ("Pain", "Ease"):
        assert drawn(page, title) == (12, 6)
    # The same as a table, newest first.
    chart(page, "Pain").locator("summary").click()
    cells = chart(page, "Pain").locator("tbody td").all_inner_texts()
    assert cells == [str(each) for pair in reversed(SIX) for each in pair]
    # One person's numbers need no choice.
    assert page.locator("#person").count() == 0


def test_two_evenings_are_dots_and_no_trend(new_walk: Callable, later_server: Server) -> None:
    evenings(later_server, "Alex", SIX[:2])
    walk = new_walk(address=later_server.address)
    walk.open("/history")
    words = chart(walk.page, "Pain").inner_text()
    assert "2 evenings with both numbers. From 3 on there is something to say." in words
    assert "average" not in words
    assert drawn(walk.page, "Pain") == (4, 0)


def test_two_people_are_told_one_at_a_time(new_walk: Callable, later_server: Server) -> None:
    evenings(later_server, "Alex", SIX[:3])
    evenings(later_server, "Kim", [(4, 4), (1, 3), (5, 6)])
    walk = new_walk(address=later_server.address)
    page = walk.page
    walk.open("/history")
    whose = page.locator("#person")
    whose.wait_for()
    assert whose.locator("option").all_inner_texts() == ["Kim", "Alex"]
    # -1, -2 and -3 are one's; 0, 2 and 1 are the other's. Together they would be half a number of nobody.
    for name, says in (("Kim", "Higher by 1"), ("Alex", "Lower by 2"), ("Kim", "Higher by 1")):
        whose.select_option(label=name)
        chart(page, "Pain").get_by_text(f"{says} on average, 3 evenings.").wait_for()
    assert page.locator("section[aria-labelledby^=day-] a").count() == 6


def test_what_was_seen_once_is_there_without_the_server(new_walk: Callable, later_server: Server) -> None:
    sessions = evenings(later_server, "Alex", SIX[:3])
    walk = new_walk(address=later_server.address)
    page = walk.page
    whole, unseen = (f"a[href='/history/{each}']" for each in (sessions[0], sessions[2]))
    walk.open("/history")
    page.click(whole)
    page.wait_for_selector("h2:has-text('What was done')")
    steps = page.locator("main ol > li").count()
    page.route(API, lambda route: route.abort())
    walk.open("/history")
    page.wait_for_selector("text=On its own")
    assert "Lower by 2 on average, 3 evenings." in chart(page, "Pain").inner_text()
    assert page.locator("section[aria-labelledby^=day-] a").count() == 3
    # One that was opened is there whole, another says why it is not.
    page.click(whole)
    page.wait_for_selector("h2:has-text('What was done')")
    assert page.locator("main ol > li").count() == steps
    walk.open("/history")
    page.click(unseen)
    page.wait_for_selector("text=Backrub is not answering, and this device does not have that evening whole.")
    # When it is back, it is asked again by opening the page.
    page.unroute(API)
    walk.open("/history")
    page.click(unseen)
    page.wait_for_selector("h2:has-text('What was done')")


def test_a_device_without_evenings_says_why_it_shows_none(new_walk: Callable) -> None:
    walk = new_walk()
    walk.page.route(API, lambda route: route.abort())
    walk.open("/history")
    walk.page.wait_for_selector("text=Backrub is not answering, and this device has no evenings yet.")
    walk.page.unroute(API)
