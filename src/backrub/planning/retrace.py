"""Trace a finished plan again: what its steps do on its own body, the same for whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from backrub.catalog.load import Catalog
from backrub.model.plan import Plan
from backrub.planning.ground import Ground
from backrub.planning.known import traced, traced_as_focus
from backrub.planning.stroke import Trace
from backrub.planning.trace import Task


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


def retrace(plan: Plan, *, catalog: Catalog, only: Collection[int] | None = None) -> dict[int, Trace | None]:
    """Return one pass of each step that works at a known place, by its index; None where it doesn't fit.

    Every technique is known, and every such step has its level; of others, `only` some steps are asked for.
    What was traced before on the same back is not traced again.
    """
    tasks = {
        index: Task(catalog.techniques[step.technique], step.place, step.side, step.level, step.spot)
        for index, step in enumerate(plan.steps)
        if step.place is not None and step.level is not None and (only is None or index in only)
    }
    found: dict[int, Trace | None] = {}
    for is_focus in (False, True):
        mine = {index: task for index, task in tasks.items() if _is_focus(plan, index) is is_focus}
        passes = passes_of(plan, [*mine.values()], catalog=catalog, is_focus=is_focus)
        found |= dict(zip(mine, passes, strict=True))
    return found


def passes_of(plan: Plan, tasks: Sequence[Task], *, catalog: Catalog, is_focus: bool) -> list[Trace | None]:
    """Return one pass of each task on the back that a plan was made for, as focus work or not."""
    ground = ground_of(plan, catalog=catalog)
    return traced_as_focus(tasks, ground=ground) if is_focus else traced(tasks, ground=ground)


def _is_focus(plan: Plan, index: int) -> bool:
    return plan.steps[index].phase == "focus"
