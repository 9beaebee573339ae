"""Walks that are written in English words, walked in German: what a selector names is looked up first."""

import re
from functools import cache
from typing import Any

from words.german import FRONTEND, PLACE, Lexicon, german

TEXT = re.compile(r"text=(?P<said>.*?)(?= >> |$)")
HAS_TEXT = re.compile(r":has-text\('(?P<said>[^']*)'\)")
ONE = re.compile(r"one: '(?P<one>[^']*)', other: '(?P<other>[^']*)'")
"""A sentence with a number, as the pages write it: only the second is a key of the catalogue."""
BY_SELECTOR = {"click", "fill", "locator", "query_selector_all", "select_option", "wait_for_selector"}


@cache
def told(english: str) -> list[str]:
    """Return how a selector finds in German what it finds by a piece of English: it is one of these.

    >>> told("Stop")
    [":text-is('Stopp')"]
    """
    lexicon = Lexicon(german())
    exact = lexicon.catalogue.get(english) or ones().get(english)
    if isinstance(exact, str):
        return [f":text-is({quoted(exact)})"]
    found = {
        max(PLACE.split(each)[::2], key=len).strip()
        for key, each in lexicon.catalogue.items()
        if isinstance(each, str) and english.lower() in key.lower()
    }
    # What has values in it: "Saved as Sunday." is read by the shape "Saved as {name}.".
    found |= {
        max(parts, key=len).strip()
        for german_shape, english_parts, _ in lexicon.templates
        if re.fullmatch(".+".join(map(re.escape, english_parts)), english)
        for parts in [PLACE.split(german_shape)[::2]]
        if sum(map(len, english_parts)) > len(english) / 2
    }
    assert found, f"no German for {english!r}"
    return [f":text({quoted(each)})" for each in sorted(found) if len(each) > 2]


@cache
def ones() -> dict[str, str]:
    """Return what is said of one thing, by its English."""
    said: dict[str, str] = {}
    for path in (FRONTEND / "src").rglob("*.svelte"):
        for one, other in ONE.findall(path.read_text(encoding="utf-8")):
            forms = german().get(other)
            if isinstance(forms, dict):
                said[one] = forms["one"]
    return said


def named(place: str) -> str:
    """Return a place of the back as a list names it: "Lower back, left"."""
    told = Lexicon(german()).known(place[0].lower() + place[1:])
    assert told is not None, place
    return told[0].upper() + told[1:]


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def turned(selector: str) -> str:
    """Return a selector with its English words in German."""
    selector = TEXT.sub(lambda each: f":is({', '.join(told(each['said']))})", selector)

    def held(each: re.Match[str]) -> str:
        # A heading may hold its words in parts of its own.
        inner = [
            one.replace(":text-is(", ":has-text(").replace(":text(", ":has-text(")
            for one in told(each["said"])
        ]
        return f":is({', '.join(inner)})"

    return HAS_TEXT.sub(held, selector)


class GermanPage:
    """A page in German for a walk in English: everything but its selectors goes straight through."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def __getattr__(self, name: str) -> Any:
        done = getattr(self._page, name)
        if name not in BY_SELECTOR:
            return done

        def by_selector(selector: str, *given: Any, **more: Any) -> Any:
            if "label" in more:
                more["label"] = named(more["label"])
            return done(turned(selector), *given, **more)

        return by_selector
