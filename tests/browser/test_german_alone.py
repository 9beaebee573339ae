"""German stays German while the server is away: no page falls back to a sentence in English."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from icalendar import Calendar

from words.german import german

ENGLISH = {key for key, told in german().items() if key != told and "{" not in key and key.count(" ") >= 1}
"""What the pages and the engine say in English; in German none of it may be seen, alone or in a line."""
WORDLESS = {
    "PRODID", "VERSION", "UID", "DTSTAMP", "DTSTART", "DURATION", "RRULE", "ACTION", "TRIGGER",
}  # fmt: skip
"""What a calendar program reads and nobody sees."""
PAGES = [
    "/", "/ask", "/answer", "/plan", "/prepare", "/felt", "/learn", "/learn/kneading", "/learn/nothing",
    "/practise/kneading", "/claims", "/rhythm", "/history", "/history/nobody", "/play/nobody",
    "/after/nobody", "/settings", "/nowhere",
]  # fmt: skip


def english(page) -> list[str]:
    """Return the English that stands on a page."""
    page.wait_for_selector("h1", state="attached")
    page.wait_for_timeout(500)
    said = page.evaluate(
        """() => [document.title, document.body.innerText, ...[...document.querySelectorAll('[aria-label]')]
          .map((each) => each.ariaLabel)].join('\\n')"""
    )
    lines = {line.strip() for line in said.splitlines()}
    sentences = {part for line in lines for part in re.split(r"(?<=[.?!]) ", line)}
    return sorted((lines | sentences) & ENGLISH)


def test_without_javascript_it_says_so_in_both_languages(new_walk: Callable) -> None:
    walk = new_walk(locale="de-DE", java_script_enabled=False)
    walk.open("/")
    assert "Backrub needs JavaScript" in walk.page.inner_text("noscript")
    assert "Backrub braucht JavaScript" in walk.page.inner_text("noscript [lang=de]")


def away(walk) -> None:
    walk.page.route("**/api/**", lambda route: route.abort())


@pytest.mark.parametrize("is_planned", [False, True], ids=["new", "planned"])
def test_no_page_speaks_english_while_the_server_is_away(new_walk: Callable, *, is_planned: bool) -> None:
    walk = new_walk(locale="de-DE")
    page = walk.page
    if is_planned:
        walk.fill()
        page.click("button[type=submit]")
        page.wait_for_selector(".ready-room", timeout=60_000)
    away(walk)
    found = {}
    for path in PAGES:
        walk.open(path)
        found[path] = english(page)
        if path in ("/", "/ask"):
            assert page.get_by_text("Backrub antwortet nicht.").count() == 1
    assert {path: said for path, said in found.items() if said} == {}


def test_planning_and_beginning_without_a_server_are_refused_in_german(new_walk: Callable) -> None:
    walk = new_walk(locale="de-DE")
    page = walk.page
    walk.fill()
    page.wait_for_selector("button[type=submit]")
    away(walk)
    page.click("button[type=submit]")
    page.wait_for_selector("text=Backrub antwortet nicht.")
    assert english(page) == []
    page.unroute("**/api/**")
    # What plays without a server is not here yet.
    page.route("**/api/score", lambda route: route.abort())
    page.click("button[type=submit]")
    page.wait_for_selector(".ready-room", timeout=60_000)
    away(walk)
    walk.open("/prepare")
    page.wait_for_selector(".consent")
    for box in page.locator(".consent input").all():
        box.check()
    page.click(".begin")
    page.wait_for_selector("text=Versuch es")
    assert english(page) == []


def test_a_calendar_has_no_words_but_those_of_the_page(new_walk: Callable) -> None:
    walk = new_walk(locale="de-DE")
    walk.open("/rhythm")
    # The title goes with what is asked, in the language of the page.
    asked: list[dict[str, Any]] = []
    walk.page.on("request", lambda each: asked.append(each.post_data_json) if "rhythm" in each.url else None)
    with walk.page.expect_download() as download:
        walk.page.click("text=Kalenderdatei erstellen")
    parts = Calendar.from_ical(download.value.path().read_bytes()).walk()
    told = {(part.name, name): str(value) for part in parts for name, value in part.items()}
    words = {key: value for key, value in told.items() if key[1] not in WORDLESS}
    assert words == dict.fromkeys([("VEVENT", "SUMMARY"), ("VALARM", "DESCRIPTION")], german()["Massage"])
    assert asked[-1]["title"] == german()["Massage"]
