"""Trace a finished plan again: what its steps do on its own body, the same for whoever asks."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from backrub.catalog.load import Catalog
from backrub.model.plan import Plan
from backrub.planning.ground import Ground
from backrub.planning.stroke import Trace
from backrub.planning.trace import Known, Task, trace_all

MOST_KEPT = 32
"""Backs whose passes are remembered: a session asks for the same ones again with each press."""
_OF_BACK = {"body", "limits", "slow_at", "gentle_at", "unwarmed"}
"""What of a plan makes its ground."""


@dataclass(frozen=True, slots=True)
class _Back:
    """A back that plans were made for: its grounds, and the passes traced on each so far."""

    catalog: Catalog
    grounds: tuple[Ground, Ground]
    known: tuple[Known, Known] = field(default_factory=lambda: ({}, {}))


_backs: OrderedDict[tuple[int, str], _Back] = OrderedDict()
_lock = threading.Lock()


def ground_of(plan: Plan, *, catalog: Catalog) -> Ground:
    """Return the back that a plan was made for."""
    return _back_of(plan, catalog=catalog).grounds[0]


def retrace(plan: Plan, *, catalog: Catalog) -> dict[int, Trace | None]:
    """Return one pass of each step that works at a known place, by its index; None where it doesn't fit.

    Every technique is known, and every such step has its level. What was traced before on the same back is
    not traced again.
    """
    back = _back_of(plan, catalog=catalog)
    tasks = {
        index: Task(catalog.techniques[step.technique], step.place, step.side, step.level, step.spot)
        for index, step in enumerate(plan.steps)
        if step.place is not None and step.level is not None
    }
    found: dict[int, Trace | None] = {}
    for is_focus, ground, known in zip((False, True), back.grounds, back.known, strict=True):
        mine = {index: task for index, task in tasks.items() if _is_focus(plan, index) is is_focus}
        found |= dict(zip(mine, trace_all(list(mine.values()), ground=ground, known=known), strict=True))
    return found


def _is_focus(plan: Plan, index: int) -> bool:
    return plan.steps[index].phase == "focus"


def _back_of(plan: Plan, *, catalog: Catalog) -> _Back:
    """Return the back of a plan; the last ones are remembered, by all that makes them."""
    # The entry holds its catalog, so that no other one can come to that id meanwhile.
    key = id(catalog), plan.model_dump_json(include=_OF_BACK)
    with _lock:
        back = _backs.get(key)
        if back is not None:
            _backs.move_to_end(key)
            return back
    ground = Ground.of(
        plan.body,
        plan.limits,
        limits=catalog.limits,
        atlas=catalog.atlas,
        slow_at=plan.slow_at,
        gentle_at=plan.gentle_at,
        unwarmed=plan.unwarmed,
    )
    back = _Back(catalog, (ground, ground.for_focus()))
    with _lock:
        _backs[key] = back
        while len(_backs) > MOST_KEPT:
            _backs.popitem(last=False)
    return back
