"""What focus work needs before it at a place: that it is warm, and one level after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backrub.planning.balance import Seconds
from backrub.planning.candidate import WARM_PHASES, Candidate
from backrub.planning.rows import Rows, summed
from backrub.planning.stroke import Key

Need = tuple[Key, tuple[int, ...] | None]
"""That a place is warm, or that one of some candidates, by their index, has been there."""


def ladder_of(
    found: Sequence[Candidate], *, keys: Sequence[Key], is_article_order: bool
) -> dict[Need, list[int]]:
    """Return each need of focus work, with the candidates that have it.

    What many need is one thing: then a place is ready for all of them or for none, and little is branched on.
    """
    of: dict[Need, list[int]] = {}
    for index, each in enumerate(found):
        if each.phase != "focus":
            continue
        for key in (key for key in keys if key in each.levels):
            of.setdefault((key, None), []).append(index)
            level = each.levels[key]
            if level >= 3:
                before = tuple(
                    i
                    for i, other in enumerate(found)
                    if other.reaches(key, level - 1)
                    and _comes_before(other, each, is_article_order=is_article_order)
                )
                of.setdefault((key, before), []).append(index)
    return of


def ladder_rows(
    rows: Rows,
    found: Sequence[Candidate],
    *,
    seconds: Seconds,
    ladder: Mapping[Need, Sequence[int]],
    ready: int,
    needed_s: float,
) -> None:
    """Focus work only where it is warm; level three only where two has been, four only where three has.

    Each need has a yes or no of its own, from column `ready` on; `needed_s` warms a place. [s]
    """
    for column, ((key, before), wanted) in enumerate(ladder.items(), start=ready):
        name = f"{'warm' if before is None else 'ladder'}:{key[0]}"
        if before is None:
            warm = summed(
                seconds(index, each.share_frac[key])
                for index, each in enumerate(found)
                if each.phase in WARM_PHASES and key in each.share_frac
            )
            rows.add(name, {**warm, column: -needed_s}, low=0.0)
        else:
            rows.add(name, {**dict.fromkeys(before, 1.0), column: -1.0}, low=0.0)
        for index in wanted:
            rows.add(name, {column: 1.0, index: -1.0}, low=0.0)


def _comes_before(one: Candidate, other: Candidate, *, is_article_order: bool) -> bool:
    """Whether one is always worked before the other, which is focus work, in the order that follows."""
    if one.phase != "focus":
        return one.phase in WARM_PHASES
    if is_article_order:
        return (one.rank, one.level) < (other.rank, other.level)
    return one.level < other.level
