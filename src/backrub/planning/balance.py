"""Left and right: over which places they get the same time, and how far they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from backrub.planning.candidate import Candidate
from backrub.planning.stroke import Key, on_both_sides, sides_s


class Seconds(Protocol):
    """The terms that add up to a candidate's seconds, each times `factor`."""

    def __call__(self, index: int, factor: float = 1.0) -> dict[int, float]: ...


def even_places(found: Iterable[Candidate]) -> tuple[str, ...]:
    """Return the places where left and right get the same time: what any candidate reaches on both sides."""
    return on_both_sides(key for each in found if not each.is_one_sided for key in each.held_frac)


def lean_frac(worked_s: Mapping[Key, float], places: Iterable[str]) -> float:
    """Return how far left and right differ over some places, by the time that hands are on them. [s]

    >>> lean_frac({("hip", "left"): 60.0, ("hip", "right"): 40.0, ("neck", "left"): 9.0}, ["hip"])
    0.2
    """
    left_s, right_s = sides_s(worked_s, places)
    return abs(left_s - right_s) / (left_s + right_s) if left_s + right_s else 0.0


def balance_of(
    found: Sequence[Candidate], seconds: Seconds, *, places: Sequence[str], lean_frac: float
) -> Iterator[tuple[str, dict[int, float]]]:
    """Yield, for each side, the terms that are at most 0 where it gets no more than `lean_frac` too much.

    The extra for sore spots does not count.
    """
    even = [(index, each) for index, each in enumerate(found) if not each.is_one_sided]
    sides = {
        side: {
            index: sum(share for (at, on), share in each.held_frac.items() if on == side and at in places)
            for index, each in even
        }
        for side in ("left", "right")
    }
    for more, less in (("left", "right"), ("right", "left")):
        terms: dict[int, float] = {}
        for index, _ in even:
            terms |= seconds(
                index, (1 - lean_frac) * sides[more][index] - (1 + lean_frac) * sides[less][index]
            )
        yield more, terms
