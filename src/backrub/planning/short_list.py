"""Which candidates an evening is chosen from: the best of each kind, and what else would make it better.

Every candidate more makes the choice slower, and most are nearly the same as another.
"""

from __future__ import annotations

from collections.abc import Sequence

from backrub.model.base import Side
from backrub.planning.budget import OIL_S
from backrub.planning.candidate import LIGHT, Candidate, WishId

EXTRAS = 2
"""So many kinds of extra work are offered for a sore spot: the most worthwhile ones."""
NEARLY_FRAC, QUICKER_S = 0.8, 15.0
"""Of what does the same with the same part the most worthwhile is kept, and what is nearly as good if it is
so much quicker. [s]"""
LOST_FRAC = 0.003
"""What would cost an evening no more than this of its worth is on the list, too: a step, in half an hour."""
MUCH_LOST_FRAC = 0.03
"""... and what would cost it more than this is on it no longer: a minute of touch, in half an hour."""


def short_list(found: Sequence[Candidate], *, kept: frozenset[WishId]) -> list[Candidate]:
    """Keep the most worthwhile of what does the same with the same part, and what is nearly as good, quicker.

    The quickest opening stays, too, for an evening with little time. At a sore spot the two best extras do,
    whatever their part; work at the spot itself, and what a person wants, always does.
    """
    # an evening opens over the whole back, and goes firmer than its warm-up, where it can
    opening = min((each for each in found if each.phase == "opening"), key=_needs_s, default=None)
    if any(each.phase == "opening" and each.place == "back" for each in found):
        found = [each for each in found if each.phase != "opening" or each.place == "back" or each is opening]
    if any(each.phase == "focus" and not each.warms_again for each in found):
        found = [each for each in found if not each.warms_again or each.wish_id in kept]
    firm = {each.wish_id for each in found if each.level == LIGHT}
    found = [each for each in found if each.level >= LIGHT or each.wish_id not in firm]
    kinds: dict[tuple[object, ...], list[Candidate]] = {}
    for each in found:
        kinds.setdefault(_kind(each), []).append(each)
    best = {kind: max(alike, key=lambda each: each.value) for kind, alike in kinds.items()}
    quick = {
        kind: min(alike, key=lambda each: (_needs_s(each), -each.value)) for kind, alike in kinds.items()
    }

    extras: dict[tuple[str, tuple[Side, ...]], list[Candidate]] = {}
    for each in sorted(found, key=lambda each: -each.value):
        if each.is_one_sided and each.spot is None:
            extras.setdefault((each.place, each.sides), []).append(each)

    def is_wanted(each: Candidate) -> bool:
        if each is opening:
            return True
        if each.is_one_sided and each.spot is None and each.wish_id not in kept:
            return each in extras[each.place, each.sides][:EXTRAS]
        most, fast = best[_kind(each)], quick[_kind(each)]
        is_quicker = (
            each is fast
            and each.phase != "closing"  # an evening ends with the best there is
            and each.value >= NEARLY_FRAC * most.value
            and _needs_s(each) <= _needs_s(most) - QUICKER_S
        )
        return each.is_one_sided or each.wish_id in kept or each.value >= most.value or is_quicker

    return [each for each in found if is_wanted(each)]


def _needs_s(candidate: Candidate) -> float:
    """Return the least time that using a candidate takes, oil and walks included. [s]"""
    return candidate.least_s + candidate.overhead_s + (OIL_S if candidate.technique.oil else 0.0)


def _kind(candidate: Candidate) -> tuple[object, ...]:
    return (
        candidate.phase,
        candidate.place,
        candidate.technique.part,
        candidate.level,
        candidate.technique.working == "middle",
    )
