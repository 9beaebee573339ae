"""German stays German while the server is away: no page falls back to a sentence in English."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from icalendar import Calendar

from browser.in_german import GermanPage
from browser.seeing import crowded, cut, small
from browser.states import SHOWN, apart, put
from browser.test_everywhere import evening_states, quiet_states, seldom_states
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
    """Return the English that stands on a page once it is there."""
    page.wait_for_selector("h1", state="attached")
    page.wait_for_timeout(500)
    return english_now(page)


def english_now(page) -> list[str]:
    """Return the English that stands on a page."""
    said = page.evaluate(
        """() => [document.title, document.body.innerText, ...[...document.querySelectorAll('[aria-label]')]
          .map((each) => each.ariaLabel)].join('\\n')"""
    )
    lines = {line.strip() for line in said.splitlines()}
    # A sentence of several, or "Lower back" of "Lower back, left".
    parts = {part for line in lines for part in re.split(r"(?<=[.?!]) |, ", line)}
    said_small = {part[:1].lower() + part[1:] for part in parts}
    return sorted((lines | parts | said_small) & ENGLISH)


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


SMALL = {"width": 320, "height": 640}
"""The smallest phone that is thought of; German words are longer than English ones."""


def wrong_on_a_small_phone(page: Any, states: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Return what is cut, English, small or crowded in each state, and the states that were seen."""
    wrong: dict[str, list[str]] = {}
    seen: list[str] = []
    for state in states:
        seen.append(state)
        least = 72 if page.locator("main.play").count() else 48
        found = cut(page) + [f"small: {each}" for each in small(page, least, "main")]
        found += [f"near: {each}" for each in crowded(page, "body")]
        found += [f"in English: {each}" for each in english_now(page)]
        if found:
            wrong[state] = found
    return wrong, seen


def german_walk(new_walk: Callable, **options: Any) -> Any:
    """A walk on a small phone in German, whose steps may be named in English."""
    walk = new_walk(locale="de-DE", **SMALL, **options)
    walk.page = GermanPage(walk.page)
    return walk


@pytest.mark.parametrize("states", [quiet_states, evening_states])
def test_german_words_fit_a_small_phone_in_every_state(new_walk: Callable, states: Callable) -> None:
    walk = german_walk(new_walk)
    wrong, seen = wrong_on_a_small_phone(walk.page, states(walk))
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
    assert len(seen) > 12


def test_german_words_fit_a_small_phone_in_what_not_every_evening_has(
    new_walk: Callable, later_server
) -> None:
    walk = german_walk(new_walk, address=later_server.address)
    wrong, seen = wrong_on_a_small_phone(walk.page, seldom_states(walk, later_server))
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
    assert seen[-1] == "play, on its own"


def test_german_words_fit_a_small_phone_in_every_state_of_a_massage(new_walk: Callable) -> None:
    walk = german_walk(new_walk)
    apart(walk)

    def states() -> Iterable[str]:
        for state in SHOWN:
            put(walk.page, state)
            yield state

    wrong, _ = wrong_on_a_small_phone(walk.page, states())
    assert wrong == {}, json.dumps(wrong, indent=1, ensure_ascii=False)
