"""Left and right: over which places they get the same time, and how far they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from backrub.model.base import Side
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


def fuller_side(found: Iterable[Candidate], *named: Iterable[Key]) -> Side:
    """Return the side, left or right, on which more is named or strokes are longer, first of all; left where
    both are alike.

    Where a programme has that side first, the programme of the mirrored evening is the very same, and is
    solved the same.
    """
    of_both, each_of = [tuple(keys) for keys in named], tuple(found)

    def of(side: Side) -> tuple[list[list[str]], list[list[tuple[str, float]]]]:
        return [sorted(at for at, on in keys if on == side) for keys in of_both], [
            sorted((at, value) for (at, on), value in part.items() if on == side)
            for each in each_of
            for part in (each.share_frac, each.held_frac, each.levels)
        ]

    return "right" if of("right") > of("left") else "left"


def balance_of(
    found: Sequence[Candidate], seconds: Seconds, *, places: Sequence[str], lean_frac: float, first: Side
) -> Iterator[tuple[str, dict[int, float]]]:
    """Yield, for each side, the terms that are at most 0 where it gets no more than `lean_frac` too much.

    The extra for sore spots does not count. The `first` side is yielded first.
    """
    even = [(index, each) for index, each in enumerate(found) if not each.is_one_sided]
    sides = {
        side: {
            index: sum(share for (at, on), share in each.held_frac.items() if on == side and at in places)
            for index, each in even
        }
        for side in ("left", "right")
    }
    for more, less in sorted((("left", "right"), ("right", "left")), key=lambda pair: pair[0] != first):
        terms: dict[int, float] = {}
        for index, _ in even:
            terms |= seconds(
                index, (1 - lean_frac) * sides[more][index] - (1 + lean_frac) * sides[less][index]
            )
        yield more, terms
