"""Trace a finished plan again: what its steps do on its own body, the same for whoever asks."""

from __future__ import annotations

from backrub.catalog.load import Catalog
from backrub.model.plan import Plan
from backrub.planning.ground import Ground
from backrub.planning.stroke import Trace
from backrub.planning.trace import Task, trace_all


def ground_of(plan: Plan, *, catalog: Catalog) -> Ground:
    """Return the back that a plan was made for."""
    return Ground.of(
        plan.body,
        plan.limits,
        limits=catalog.limits,
        atlas=catalog.atlas,
        slow_at=plan.slow_at,
        gentle_at=plan.gentle_at,
        unwarmed=plan.unwarmed,
    )


def retrace(plan: Plan, *, catalog: Catalog) -> dict[int, Trace | None]:
    """Return one pass of each step that works at a known place, by its index; None where it doesn't fit.

    Every technique is known, and every such step has its level.
    """
    ground = ground_of(plan, catalog=catalog)
    tasks = {
        index: Task(catalog.techniques[step.technique], step.place, step.side, step.level, step.spot)
        for index, step in enumerate(plan.steps)
        if step.place is not None and step.level is not None
    }
    found: dict[int, Trace | None] = {}
    for focus, on in ((False, ground), (True, ground.for_focus())):
        mine = {index: task for index, task in tasks.items() if (plan.steps[index].phase == "focus") is focus}
        found |= dict(zip(mine, trace_all(list(mine.values()), ground=on), strict=True))
    return found
