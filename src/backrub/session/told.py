"""A session told afterwards: what was changed, where, and how long each step was really played."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from backrub.model.history import ChangeKind
from backrub.session.clock import advance
from backrub.session.event import Event
from backrub.session.fold import fold
from backrub.session.state import SessionState

_KINDS: Mapping[str, ChangeKind] = MappingProxyType(
    {
        "pain-said": "pain",
        "spot-eased": "softer",
        "skipped": "skipped",
        "went-back": "went-back",
        "paused": "paused",
        "held": "held",
        "stopped": "stopped",
        "restarted": "restarted",
        "refitted": "refitted",
        "extended": "extended",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """The state now; what was changed, each with the opened plan's step it happened at; the time of each such
    step. [s]"""

    state: SessionState
    changes: tuple[tuple[ChangeKind, int], ...]
    played_s: tuple[float, ...]


def told(opened: SessionState, events: Iterable[Event], *, until_s: float) -> Told:
    """Return what a session's events tell until a moment of its clock; `opened` is its state before. [s]"""
    state, changes = opened, []
    for event in events:
        now = advance(state, event.at_s)
        if (kind := _kind(event)) is not None:
            changes.append((kind, _number(now, now.index)))
        state = fold(state, event)
    state = advance(state, max(until_s, state.as_of_s))
    played_s = [0.0] * len(opened.steps)
    for go in state.goes:
        played_s[go.number] += go.done_s
    return Told(state, tuple(changes), tuple(played_s))


def _kind(event: Event) -> ChangeKind | None:
    if event.kind == "level-changed":
        why = event.data["why"]
        return "softer" if why == "softer" else "harder" if why == "harder" else None
    return _KINDS.get(event.kind)


def _number(state: SessionState, index: int) -> int:
    """Return which step of the opened plan a step of now is."""
    return state.numbers[state.revision][index]
