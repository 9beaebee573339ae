"""Judge the steps: light before deep at each place, a finish that only gets lighter, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from backrub.dose.case import THUMBS, Case
from backrub.model.dose import LimitCheck
from backrub.model.plan import Plan
from backrub.motion.samples import PARTS

FIRST_LEVEL = 2
"""A place's first touch, and the finish, are no firmer [engineering judgement; docs/planning.md]."""
GRAZED_M = 0.012
"""A hand whose middle is less than this inside a place only grazes its edge: some cells
[engineering judgement]. [m]"""

STRIPPING = "thumb-stripping"
"""The technique that has to have it: design 8a."""


def order_checks(case: Case, plan: Plan) -> Iterator[LimitCheck]:
    """Yield the limits of what comes before what."""
    yield _light_first(case)
    yield _finish(case, plan)
    yield _wiped(case, plan)
    yield from _tonight(case, plan)


def _light_first(case: Case) -> LimitCheck:
    """A place's first touch is light, and each rise is by one level over what it has had.

    What counts is the level that is asked for, be it that the hand would go lighter by itself.
    """
    had: dict[int, int] = {}
    inside_m: dict[int, dict[int, float]] = {}  # by the way, which strokes that repeat share
    worst, who, where = 0, None, -1
    for number, hand, each in case.laid():
        level = max(one.level for one in case.score.strokes[number].hands if one.hand == hand)
        if id(each.way) not in inside_m:
            # A hand that stays is all in its own place.
            step_m = each.way.step_m if len(each.way.position_m) > 1 else np.inf
            steps = case.steps_in(each.way)
            inside_m[id(each.way)] = {place: count * step_m for place, count in steps.items()}
        for place, length_m in inside_m[id(each.way)].items():
            before = had.get(place, 0)
            above = level - max(before + 1, FIRST_LEVEL)
            if above > worst and length_m >= GRAZED_M:
                worst, who, where = above, each, place
            had[place] = max(before, level)
    return case.check(
        "light-first", "levels above what a place was ready for", limit=0.0, worst=float(worst), unit="level",
        stroke=who.stroke if who else -1, at_s=who.start_s if who else None,
        part=PARTS[who.part] if who else None, place=case.place_of(where) if who else None,
    )  # fmt: skip


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


def _wiped(case: Case, plan: Plan) -> LimitCheck:
    """After each pass of stripping thumbs a palm wipes, before they begin again or the step is over."""
    missing: list[int] = []
    for step, each in groupby(enumerate(case.score.strokes), key=lambda one: one[1].step):
        if plan.steps[step].technique != STRIPPING:
            continue
        begun: tuple[tuple[float, float], ...] | None = None
        last = -1
        for number, stroke in each:
            hand = next((one for one in stroke.hands if not stroke.link), None)
            if hand is None:
                continue
            if hand.part in THUMBS:
                # Where the same way begins again, it is the next pass.
                if hand.path == begun:
                    missing.append(number)
                begun, last = begun or hand.path, number
            elif hand.part == "palm":
                begun = None
        if begun is not None:
            missing.append(last)
    first = missing[0] if missing else -1
    return case.check(
        "thumbs-wiped", "passes of stripping thumbs that no palm wipes after", limit=0.0,
        worst=float(len(missing)), unit="1", stroke=first,
        at_s=case.score.strokes[first].start_s if missing else None,
    )  # fmt: skip


def _tonight(case: Case, plan: Plan) -> Iterator[LimitCheck]:
    """What the plan's own clearance says of its length and of techniques that are left out."""
    allowed = case.allowed
    over_s = case.score.duration_s - 60.0 * allowed.max_minutes
    yield case.check(
        "minutes", "how much longer it lasts than is allowed tonight", limit=0.0, worst=over_s, unit="s"
    )
    for name in allowed.forbidden_techniques:
        own = [number for number, each in enumerate(case.score.strokes)
               if plan.steps[each.step].technique == name and not each.link]  # fmt: skip
        time_s = sum(case.score.strokes[number].duration_s for number in own)
        yield case.check(
            f"technique-{name}", f"time of {name.replace('-', ' ')}, which is left out tonight", limit=0.0,
            worst=time_s, unit="s", stroke=own[0] if own else -1,
            at_s=case.score.strokes[own[0]].start_s if own else None,
        )  # fmt: skip
