"""Old events in today's shape: what was written stays as it is, and reading brings it up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from backrub.journal.event import Event

Upcaster = Callable[[Event], Event]
Upcasters = Mapping[tuple[str, int], Upcaster]
"""For each old (kind, version) the function that makes the next one of it; a plain mapping, passed in."""


def upcast(events: Iterable[Event], upcasters: Upcasters) -> list[Event]:
    """Return the events with every upcaster applied, one after another, until none fits.

    An upcaster may change kind, version and data, never what tells which event it is and when it
    happened; one that does, or that comes back to a shape it has left, is a bug and raises ValueError.

    >>> old = Event(stream="s1", position=1, kind="opened", at_s=0.0, data={"min": 2})
    >>> to_seconds = lambda event: event.model_copy(update={"version": 2, "data": {"length_s": 120.0}})
    >>> upcast([old], {("opened", 1): to_seconds})[0].data["length_s"]
    120.0
    """
    if not upcasters:
        return list(events)
    return [_up_to_date(event, upcasters) for event in events]


def _up_to_date(event: Event, upcasters: Upcasters) -> Event:
    left = set[tuple[str, int]]()
    now = event
    while (upcaster := upcasters.get((now.kind, now.version))) is not None:
        if (now.kind, now.version) in left:
            raise ValueError(f"upcasters of {event.kind} {event.version} go round in a circle")
        left.add((now.kind, now.version))
        # Checked again, for model_copy does not check.
        now = Event.model_validate(upcaster(now).model_dump())
        if _place(now) != _place(event):
            raise ValueError(f"the upcaster of {event.kind} {event.version} moves the event")
    return now


def _place(event: Event) -> tuple[object, ...]:
    return (event.stream, event.position, event.at_s, event.client_id, event.part)
