"""What focus work needs before it at a place: that it is warm, and one level after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backrub.planning.balance import Seconds
from backrub.planning.candidate import WARM_PHASES, Candidate
from backrub.planning.rows import Rows, summed
from backrub.planning.stroke import Key

NEAR = 9
"""Shares of time that agree in so many decimals are the same."""


@dataclass(frozen=True, slots=True)
class Need:
    """A yes or no of its own, which all work `wanting` it (by index) must have: yes where `terms` reach
    `least` (seconds, or a count). `anyway` is what they reach in any evening.
    """

    name: str
    terms: Mapping[int, float]
    least: float
    anyway: float
    wanting: dict[int, None]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Each need of focus work, and which one of them, by its index, is that a place is warm."""

    needs: tuple[Need, ...]
    warm: Mapping[Key, int]

    def add_to(self, rows: Rows, *, ready: int) -> None:
        """Add the rows of all needs; each yes or no has a column, from `ready` on."""
        for column, need in enumerate(self.needs, start=ready):
            # what comes anyway is no part of the price of a yes
            rows.add(need.name, {**need.terms, column: need.anyway - need.least}, low=need.anyway)
            for index in need.wanting:
                rows.add(need.name, {column: 1.0, index: -1.0}, low=0.0)


def ladder_of(
    found: Sequence[Candidate],
    *,
    keys: Sequence[Key],
    seconds: Seconds,
    needed_s: float,
    opening_s: float,
    is_article_order: bool,
) -> Ladder:
    """Return what focus work needs: its places warm, and level three only where two has been, four only where
    three has.

    `needed_s` warms a place, and an evening opens for `opening_s` at least. [s] What many need is one thing:
    then a place is ready for all of them or for none, and little is branched on. So is what two places, or
    the two sides of one, have of the very same work.
    """
    needs: dict[tuple[object, ...], Need] = {}
    warm: dict[Key, int] = {}
    for key in keys:
        deep = [index for index, each in enumerate(found) if each.phase == "focus" and key in each.levels]
        if not deep:
            continue
        shares = {
            index: round(each.share_frac[key], NEAR)
            for index, each in enumerate(found)
            if each.phase in WARM_PHASES and key in each.share_frac
        }
        opens = min(
            (shares.get(i, 0.0) for i, each in enumerate(found) if each.phase == "opening"), default=0
        )
        terms = summed(seconds(index, share) for index, share in shares.items())
        of: tuple[object, ...] = ("warm", *shares.items())
        needs.setdefault(of, Need(f"warm:{key[0]}", terms, needed_s, min(opens * opening_s, needed_s), {}))
        needs[of].wanting.update(dict.fromkeys(deep))
        warm[key] = list(needs).index(of)
        alike: dict[tuple[int, int, int], list[int]] = {}
        for index in deep:
            each = found[index]
            if each.levels[key] >= 3:
                alike.setdefault((each.levels[key], each.level, each.rank), []).append(index)
        for (level, _, _), members in alike.items():
            before = tuple(
                index
                for index, other in enumerate(found)
                if other.reaches(key, level - 1)
                and _comes_before(other, found[members[0]], is_article_order=is_article_order)
            )
            of = ("ladder", *before)
            needs.setdefault(of, Need(f"ladder:{key[0]}", dict.fromkeys(before, 1.0), 1.0, 0.0, {}))
            needs[of].wanting.update(dict.fromkeys(members))
    return Ladder(tuple(needs.values()), warm)


def _comes_before(one: Candidate, other: Candidate, *, is_article_order: bool) -> bool:
    """Whether one is always worked before the other, which is focus work, in the order that follows."""
    if one.phase != "focus":
        return one.phase in WARM_PHASES
    if is_article_order:
        return (one.rank, one.level) < (other.rank, other.level)
    return one.level < other.level
