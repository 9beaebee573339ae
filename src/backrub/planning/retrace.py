"""Trace a finished plan again: what its steps do on its own body, the same for whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from backrub.catalog.load import Catalog
from backrub.model.plan import Plan
from backrub.planning.ground import Ground
from backrub.planning.known import traced
from backrub.planning.stroke import Trace
from backrub.planning.trace import Task

_Back = tuple[Ground, Ground]
"""A back that plans were made for, as it is and as focus work has it."""


def ground_of(plan: Plan, *, catalog: Catalog) -> Ground:
    """Return the back that a plan was made for."""
    return _back_of(plan, catalog=catalog)[0]


def retrace(plan: Plan, *, catalog: Catalog, only: Collection[int] | None = None) -> dict[int, Trace | None]:
    """Return one pass of each step that works at a known place, by its index; None where it doesn't fit.

    Every technique is known, and every such step has its level; of others, `only` some steps are asked for.
    What was traced before on the same back is not traced again.
    """
    back = _back_of(plan, catalog=catalog)
    tasks = {
        index: Task(catalog.techniques[step.technique], step.place, step.side, step.level, step.spot)
        for index, step in enumerate(plan.steps)
        if step.place is not None and step.level is not None and (only is None or index in only)
    }
    found: dict[int, Trace | None] = {}
    for is_focus, ground in zip((False, True), back, strict=True):
        mine = {index: task for index, task in tasks.items() if _is_focus(plan, index) is is_focus}
        found |= dict(zip(mine, traced(list(mine.values()), ground=ground), strict=True))
    return found


def passes_of(plan: Plan, tasks: Sequence[Task], *, catalog: Catalog, is_focus: bool) -> list[Trace | None]:
    """Return one pass of each task on the back that a plan was made for, as focus work or not."""
    return traced(tasks, ground=_back_of(plan, catalog=catalog)[is_focus])


def _is_focus(plan: Plan, index: int) -> bool:
    return plan.steps[index].phase == "focus"


def _back_of(plan: Plan, *, catalog: Catalog) -> _Back:
    ground = Ground.of(
        plan.body,
        plan.limits,
        limits=catalog.limits,
        atlas=catalog.atlas,
        slow_at=plan.slow_at,
        gentle_at=plan.gentle_at,
        unwarmed=plan.unwarmed,
    )
    return ground, ground.for_focus()
