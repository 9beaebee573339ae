"""Judge the order of levels: light before deep at each place, and a finish that only gets lighter."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backrub.contact.bed import Bed
from backrub.dose.limits import Case
from backrub.model.dose import LimitCheck
from backrub.model.plan import Plan
from backrub.motion.samples import PARTS
from backrub.motion.track import Segments
from backrub.motion.way import Way

FIRST_LEVEL = 2
"""A place's first touch, and the finish, are no firmer [engineering judgement; docs/planning.md]."""
GRAZED_M = 0.012
"""A hand whose middle is less than this inside a place only grazes its edge: some cells
[engineering judgement]. [m]"""


def order_checks(case: Case, plan: Plan, *, segments: Segments) -> Iterator[LimitCheck]:
    """Yield the limits of what comes before what."""
    yield _light_first(case, segments)
    yield _finish(case, plan)


def _light_first(case: Case, segments: Segments) -> LimitCheck:
    """A place's first touch is light, and each rise is by one level over what it has had.

    What counts is the level that is asked for, be it that the hand would go lighter by itself.
    """
    had: dict[int, int] = {}
    inside_m: dict[int, dict[int, float]] = {}  # by the way, which strokes that repeat share
    worst, who, where = 0, None, -1
    # The last of a hand's segments in a stroke is the stroke itself, after what brings the hand there.
    strokes = {(each.stroke, hand): each for hand, mine in segments.items() for each in mine}
    for (number, hand), each in sorted(strokes.items(), key=lambda item: item[1].start_s):
        level = max(one.level for one in case.score.strokes[number].hands if one.hand == hand)
        if id(each.way) not in inside_m:
            inside_m[id(each.way)] = _inside_m(each.way, case.contact.bed)
        for place, length_m in inside_m[id(each.way)].items():
            before = had.get(place, 0)
            above = level - max(before + 1, FIRST_LEVEL)
            if above > worst and length_m >= GRAZED_M:
                worst, who, where = above, each, place
            had[place] = max(before, level)
    return case.check(
        "light-first", "levels above what a place was ready for", limit=0.0, worst=float(worst), unit="level",
        stroke=who.stroke if who else -1, at_s=who.start_s if who else None,
        part=PARTS[who.part] if who else None, place=case.places[where][0] if who else None,
    )  # fmt: skip


def _inside_m(way: Way, bed: Bed) -> dict[int, float]:
    """Return how much of a way lies in each place [m]; a hand that stays is all in its own."""
    rows, columns = bed.place.shape
    row = np.rint((way.position_m[:, 1] - bed.y0_m) / bed.cell_y_m).astype(int)
    column = np.rint((way.position_m[:, 0] - bed.x0_m) / bed.cell_x_m).astype(int)
    under = bed.place[np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)]
    places, steps = np.unique(under[under >= 0], return_counts=True)
    whole_m = way.step_m if len(under) > 1 else np.inf
    return dict(zip(places.tolist(), (steps * whole_m).tolist(), strict=True))


def _finish(case: Case, plan: Plan) -> LimitCheck:
    """The finish is light and never rises; what only glides over to the next stroke does not count."""
    last, worst, who = FIRST_LEVEL, 0, -1
    for number, stroke in enumerate(case.score.strokes):
        if plan.steps[stroke.step].phase != "closing" or stroke.link:
            continue
        level = max((hand.level for hand in stroke.hands), default=0)
        if level - last > worst:
            worst, who = level - last, number
        last = min(last, level)
    return case.check(
        "finish", "levels above what came before in the finish", limit=0.0, worst=float(worst), unit="level",
        stroke=who, at_s=case.score.strokes[who].start_s if who >= 0 else None,
    )  # fmt: skip
