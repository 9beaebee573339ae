"""What happened, as plain facts: the events of a live session, and their flat form for a journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from backrub.errors import DataError, Problem, did_you_mean

Scalar = bool | int | float | str | None
Row = tuple[int | float, ...]
Flat = Mapping[str, Scalar | Row]

KINDS = (
    "opened",
    "started",
    "paused",
    "resumed",
    "skipped",
    "went-back",
    "level-changed",
    "good-said",
    "pain-said",
    "held",
    "went-quiet",
    "heard-again",
    "stopped",
    "stop-explained",
    "restarted",
    "refitted",
    "extended",
    "wound-down",
    "finished",
    "stones-read",
    "skin-looked",
    "spot-shown",
    "spot-chosen",
    "spot-begun",
    "spot-rated",
    "spot-eased",
    "spot-left",
    "passed-over",
    "felt",
)
"""Every kind of event, for ever: a journal of any release is read by these words. docs/events.md explains
each.
"""


PASSED_OVER = "passed-over"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact. `at_s` counts from the moment the session was opened [s]; `data` is flat and read-only.

    >>> Event("paused", 12.5).data
    mappingproxy({})
    """

    kind: str
    at_s: float
    data: Flat = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = {
            key: tuple(value) if isinstance(value, list | tuple) else value
            for key, value in self.data.items()
        }
        object.__setattr__(self, "data", MappingProxyType(rows))


def to_plain(event: Event) -> dict[str, Any]:
    """Return an event as kind, moment and flat data: what a journal writes.

    >>> to_plain(Event("refitted", 3.0, {"kept": (4, 5)}))
    {'kind': 'refitted', 'at_s': 3.0, 'data': {'kept': [4, 5]}}
    """
    data = {key: list(value) if isinstance(value, tuple) else value for key, value in event.data.items()}
    return {"kind": event.kind, "at_s": event.at_s, "data": data}


def from_plain(kind: str, at_s: float, *, data: Mapping[str, Any]) -> Event:
    """Return the event that a journal wrote; raises DataError for a kind that this release doesn't know.

    >>> from_plain("paused", 1, data={})
    Event(kind='paused', at_s=1.0, data=mappingproxy({}))
    """
    if kind not in KINDS:
        raise DataError([Problem("event", f"unknown kind {kind!r}", did_you_mean(kind, KINDS))])
    return Event(kind, float(at_s), dict(data))
