"""Check a finished plan again, as it stands: one edited by hand must keep every limit before it is played.

The rules are those of docs/planning.md (7) that a plan alone can show; what needs the answers, too, is held
where a session is opened.
"""

from __future__ import annotations

from collections.abc import Mapping

from backrub.catalog.load import Catalog
from backrub.errors import Problem
from backrub.model.plan import PAUSES, Plan
from backrub.planning.retrace import retrace
from backrub.planning.stroke import Trace
from backrub.planning.verify import back, evening, order, people, steps
from backrub.planning.verify.case import Case
from backrub.planning.verify.read import unknown, unread

__all__ = ["broken_by_order", "verify"]

OF_STEPS = (steps.allowed, steps.at_hand, people.steps, steps.times, steps.spots, steps.stands)
"""What a step keeps by itself, whatever the others are."""
OF_ALL = (
    people.minutes, evening.phases, evening.rest, order.light_first, order.stretches, order.closing,
    evening.walks, order.oil, order.readings, back.thumbs, back.machines, back.counts,
    back.balance, back.extras, back.touched, back.sore_spots,
)  # fmt: skip
"""What only shows in all steps together."""
OF_ORDER = (order.light_first, order.stretches, order.closing, order.numbers, order.oil, order.readings)
"""What may break where only the order of the steps is another; a person keeps the row of the eight, too."""


def verify(plan: Plan, *, catalog: Catalog) -> list[Problem]:
    """Return each rule that the plan breaks, with its place and a way out; none where it may be played.

    Where a step can't be read the others are judged each by itself: what all of them add up to is unknown.
    """
    bad = unread(plan, catalog=catalog)
    problems = [*evening.clock(plan), *unknown(plan, catalog=catalog)]
    problems += [problem for each in bad.values() for problem in each]
    read = [
        index for index, step in enumerate(plan.steps) if step.technique not in PAUSES and index not in bad
    ]
    case = Case.of(plan, retrace(plan, catalog=catalog, only=read), catalog=catalog, read=read)
    if plan.style in catalog.styles:
        checks = OF_STEPS if bad else (*OF_STEPS, *OF_ALL)
        problems += [problem for check in checks for problem in check(case)]
    return problems


def broken_by_order(plan: Plan, traces: Mapping[int, Trace | None], *, catalog: Catalog) -> list[Problem]:
    """Return each rule that the order of a plan's steps breaks, where all the rest of the plan is well.

    `traces` holds one traced pass of each step that works, by its index.
    """
    read = [index for index, step in enumerate(plan.steps) if step.technique not in PAUSES]
    case = Case.of(plan, traces, catalog=catalog, read=read)
    return [*evening.clock(plan), *(problem for check in OF_ORDER for problem in check(case))]
