"""Many limits into one: the least of every number, the union of everything that is out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from backrub.catalog.condition import Limits
from backrub.model.base import HandPart

HOME_LEVEL: Final = 4
"""Home plans never go above level 4 (design: levels 1-4 at home)."""

LONGEST_MINUTES: Final = 120.0

TECHNIQUES_OF_PART: Final[Mapping[str, tuple[str, ...]]] = {
    "stone": ("hot-stone-glide", "placed-stones"),
    "massager": ("massager-glide", "massager-hold"),
    "forearm": ("forearm-glide", "forearm-press"),
}
"""Techniques that are nothing without their part, named too for readers who only look at techniques."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """One set of limits, sorted, ready for a Clearance."""

    max_level: int
    max_minutes: float
    seated: bool
    parts_out: tuple[HandPart, ...]
    techniques_out: tuple[str, ...]
    places_out: tuple[str, ...]
    oils_out: tuple[str, ...]
    place_max_level: dict[str, int]


def narrow(limits: Iterable[Limits]) -> Narrowed:
    """Return the narrowest of all limits; more limits never widen anything.

    >>> narrow([Limits(max_level=3), Limits(max_level=2, max_minutes=30)]).max_level
    2
    """
    every = tuple(limits)
    parts = {part for each in every for part in each.parts_out}
    techniques = {technique for each in every for technique in each.techniques_out}
    techniques |= {technique for part in parts for technique in TECHNIQUES_OF_PART.get(part, ())}
    caps: dict[str, int] = {}
    for each in every:
        for place, level in each.place_max_level.items():
            caps[place] = min(level, caps.get(place, level))
    return Narrowed(
        max_level=min([HOME_LEVEL, *(each.max_level for each in every if each.max_level is not None)]),
        max_minutes=min(
            [LONGEST_MINUTES, *(each.max_minutes for each in every if each.max_minutes is not None)]
        ),
        seated=any(each.seated for each in every),
        parts_out=tuple(part for part in get_args(HandPart) if part in parts),
        techniques_out=tuple(sorted(techniques)),
        places_out=tuple(sorted({place for each in every for place in each.places_out})),
        oils_out=tuple(sorted({oil for each in every for oil in each.oils_out})),
        place_max_level={place: caps[place] for place in sorted(caps)},
    )
