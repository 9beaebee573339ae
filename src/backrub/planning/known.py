"""What was traced before: the same people, planned again, have the same strokes on the same back."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from backrub.planning.ground import Ground
from backrub.planning.stroke import Trace
from backrub.planning.trace import Task, trace_all

GROUNDS = 32
"""So many backs are remembered, each with what is cleared on it, of half a megabyte each: a plan looks at up
to four, and a session asks for the same ones again with each press."""

_Known = dict[Hashable, Trace | None]


@dataclass(frozen=True, slots=True)
class _Same:
    """A part of the catalog as itself: another that is equal to it may still change its strokes."""

    it: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.it is other.it

    def __hash__(self) -> int:
        return id(self.it)


def traced(tasks: Sequence[Task], *, ground: Ground) -> list[Trace | None]:
    """Return one pass of each task, or None: what `trace_all` returns, at once where it is known."""
    known = _known_on(_ground_key(ground))
    keys = [_task_key(task) for task in tasks]
    new = {key: task for key, task in zip(keys, tasks, strict=True) if key not in known}
    if new:  # two threads may trace the same: they find the same, and each reads only what is whole
        known.update(zip(new, trace_all([*new.values()], ground=ground), strict=True))
    return [known[key] for key in keys]


def traced_as_focus(tasks: Sequence[Task], *, ground: Ground) -> list[Trace | None]:
    """Return one pass of each task of focus work, or None: what would enter an unwarmed place ends short of
    it."""
    found = traced(tasks, ground=ground)
    entering = [index for index, trace in enumerate(found) if _enters(trace, ground.unwarmed)]
    shorter = traced([tasks[index] for index in entering], ground=ground.for_focus())
    for index, trace in zip(entering, shorter, strict=True):
        found[index] = trace
    return found


def _enters(trace: Trace | None, unwarmed: frozenset[str]) -> bool:
    return trace is not None and any(place in unwarmed for place, _ in (*trace.levels, *trace.held_frac))


def forget() -> None:
    """Forget what was traced."""
    _known_on.cache_clear()


@lru_cache(maxsize=GROUNDS)
def _known_on(ground: Hashable) -> _Known:
    """Return what is known of one ground, to be added to."""
    return {}


def _ground_key(ground: Ground) -> Hashable:
    """Return all of a ground that strokes depend on: not its unwarmed places, which focus work has barred."""
    return (
        ground.scale,
        _Same(ground.limits),
        _Same(ground.atlas),
        ground.max_level,
        ground.avoid,
        ground.forbidden_places,
        ground.forbidden_parts,
        frozenset(ground.place_max_level.items()),
        ground.slow_at,
        ground.gentle_at,
    )


def _task_key(task: Task) -> Hashable:
    return _Same(task.technique), task.place, task.side, task.level, task.spot
