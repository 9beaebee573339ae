"""Calendar files (RFC 5545): a habit with its alarms, or one planned evening with what to prepare.

Times without a zone are those of the people's own place, wherever that is: half past eight stays half past
eight when clocks change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from backrub.catalog.load import Catalog
from backrub.catalog.preparation import Item, checklist
from backrub.model.plan import Plan
from backrub.model.rhythm import Rhythm

MAKER = "-//Backrub//backrub//EN"
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PREPARE_S = 1800
"""So long before a planned evening its alarm goes: time to warm the room and put things ready. [s]"""


def rhythm_calendar(rhythm: Rhythm, *, day: date, stamp: datetime, uid: str) -> bytes:
    """Return the calendar of a habit from `day` on; `stamp` is when it was made (UTC), `uid` its own name.

    >>> from datetime import UTC
    >>> made = rhythm_calendar(Rhythm(days=("sun",), time="20:30", weeks=4), day=date(2026, 11, 25),
    ...                        stamp=datetime(2026, 11, 25, tzinfo=UTC), uid="one")
    >>> [line for line in made.decode().splitlines() if line.startswith(("DTSTART", "RRULE"))]
    ['DTSTART:20261129T203000', 'RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=SU']
    """
    first = min(_next(day, WEEK.index(each)) for each in rhythm.days)
    event = _event(rhythm.title, datetime.combine(first, rhythm.at), rhythm.minutes * 60, stamp, uid)
    rule: dict[str, object] = {
        "freq": "weekly",
        "byday": [each[:2].upper() for each in _in_order(rhythm.days)],
    }
    if rhythm.weeks is not None:
        rule["count"] = rhythm.weeks * len(rhythm.days)
    event.add("rrule", rule)
    if rhythm.alarm_before_s is not None:
        event.add_component(_alarm(rhythm.title, rhythm.alarm_before_s))
    return _calendar(event)


def plan_calendar(plan: Plan, *, starts: datetime, stamp: datetime, uid: str, catalog: Catalog) -> bytes:
    """Return the calendar of one planned evening: its length, an alarm, and what to prepare.

    No name stands in it, and nothing of anybody's health.
    """
    style = catalog.styles.get(plan.style)
    title = f"Backrub: {style.name if style is not None else plan.style}"
    event = _event(title, starts, plan.duration_s, stamp, uid)
    items = checklist(
        catalog.preparation,
        extras=style.extras if style is not None else (),
        surface=plan.kit.surface,
        position=plan.position,
        oil=plan.kit.oil,
        stones=plan.kit.stones_c is not None,
        massager=plan.kit.massager,
    )
    event.add("description", _to_prepare(items))
    event.add_component(_alarm(title, PREPARE_S))
    return _calendar(event)


def _to_prepare(items: Sequence[Item]) -> str:
    lines = [f"- {item.title}" + (f" ({item.amount})" if item.amount else "") for item in items]
    return "\n".join(["To prepare:", *lines])


def _event(title: str, starts: datetime, lasts_s: float, stamp: datetime, uid: str) -> Event:
    event = Event()
    event.add("uid", f"{uid}@backrub")
    event.add("dtstamp", stamp)
    event.add("dtstart", starts)
    event.add("duration", timedelta(seconds=round(lasts_s)))
    event.add("summary", title)
    return event


def _alarm(title: str, before_s: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -timedelta(seconds=before_s))
    alarm.add("description", title)
    return alarm


def _calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _in_order(days: Sequence[str]) -> list[str]:
    return [day for day in WEEK if day in days]


def _next(day: date, weekday: int) -> date:
    """Return the first such day of the week from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
