"""The sentences that say what a limit does, made from the limit itself so that words and rule can't part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from backrub.catalog.condition import Limits, Place
from backrub.model.base import LEVEL_WORDS
from backrub.model.clearance import Tier

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_PARTS = {
    "thumb": "No thumbs.",
    "reinforced-thumb": "No thumbs.",
    "two-fingers": "No rubbing with the fingertips.",
    "knuckles": "No knuckles.",
    "forearm": "No forearms.",
    "stone": "No hot stones.",
    "massager": "No massage device.",
}

_TECHNIQUES = {"trigger-point-release": "No slow pressing on sore spots."}

_NO_MASSAGE: dict[Tier, str] = {
    "urgent": "No massage now.",
    "clinician": "No massage until a doctor has said yes.",
    "not-today": "No massage today.",
}


def in_words(day: date) -> str:
    """Return a day as people say it.

    >>> in_words(date(2026, 11, 1))
    '1 November 2026'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def no_massage(tier: Tier, *, is_clearable: bool) -> str:
    """Return the sentence for a tier that has no massage; nobody's yes opens what is not clearable."""
    return "No massage for now." if tier == "clinician" and not is_clearable else _NO_MASSAGE[tier]


def effects(limits: Iterable[Limits], *, place: Place | None) -> tuple[str, ...]:
    """Return what the limits change, in short sentences, each once.

    >>> effects([Limits(max_level=2, parts_out=("thumb", "reinforced-thumb"))], place=None)
    ('Pressure stays light (level 2 at most).', 'No thumbs.')
    >>> effects([Limits(max_level=3), Limits(max_level=2)], place=None)
    ('Pressure stays light (level 2 at most).',)
    """
    sentences: list[str] = []
    if place is not None:
        sentences.append(f"The marked place stays untouched, and {place.margin_m * 100:.0f} cm round it.")
    every = tuple(limits)
    most = min((each.max_level for each in every if each.max_level is not None), default=None)
    for each in every:
        sentences.extend(_sentences(each, most=most))
    return tuple(dict.fromkeys(sentences))


def _sentences(limits: Limits, *, most: int | None) -> Iterable[str]:
    # Of two levels that one reason asks for, the higher says nothing.
    if limits.max_level is not None and limits.max_level == most:
        yield f"Pressure stays {LEVEL_WORDS[limits.max_level]} (level {limits.max_level} at most)."
    if limits.max_minutes is not None:
        yield f"{limits.max_minutes:g} minutes at most."
    if limits.seated:
        yield "Sit and lean forward on pillows; don't lie face down."
    for part in limits.parts_out:
        yield _PARTS.get(part, f"No {_spoken(part)}.")
    for technique in limits.techniques_out:
        yield _TECHNIQUES.get(technique, f"No {_spoken(technique)}.")
    for level in sorted(set(limits.place_max_level.values())):
        places = [_spoken(place) for place, cap in limits.place_max_level.items() if cap == level]
        yield f"Only {LEVEL_WORDS[level]} on the {_listed(places, 'and')}."
    if limits.places_out:
        yield f"Nothing on the {_listed([_spoken(place) for place in limits.places_out], 'or')}."
    if limits.oils_out:
        yield f"No oil from {_listed([_spoken(oil) for oil in limits.oils_out], 'or')}."
    yield from limits.advice


def _spoken(name: str) -> str:
    return name.replace("-", " ")


def _listed(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
