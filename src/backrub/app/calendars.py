"""Calendar files, stamped with the clock and a name of their own."""

from __future__ import annotations

from datetime import UTC, datetime

from backrub.app.clock import Clock
from backrub.app.ids import new_id
from backrub.app.root import App
from backrub.catalog import Catalog
from backrub.errors import DataError, Problem
from backrub.model.plan import Plan
from backrub.model.rhythm import Rhythm


def of_rhythm(app: App, rhythm: Rhythm) -> bytes:
    """Return the calendar of a habit that begins today or on the first of its days after it."""
    from backrub.export.calendar import rhythm_calendar

    return rhythm_calendar(rhythm, day=app.clock.today(), stamp=_stamp(app.clock), uid=new_id())


def of_plan(plan: Plan, *, at: str, catalog: Catalog, clock: Clock) -> bytes:
    """Return the calendar of one evening that starts `at` a local time like 2026-12-01T20:30.

    Raises DataError where that is no time.
    """
    from backrub.export.calendar import plan_calendar

    try:
        starts = datetime.fromisoformat(at)
    except ValueError:
        raise _no_time(at) from None
    if "T" not in at.upper() and " " not in at:
        raise _no_time(at)
    if starts.tzinfo is not None:
        starts = starts.astimezone(UTC)
    return plan_calendar(
        plan, starts=starts.replace(microsecond=0), stamp=_stamp(clock), uid=new_id(), catalog=catalog
    )


def _no_time(at: str) -> DataError:
    return DataError([Problem("at", f"{at[:40]!r} is no time", "Write it like 2026-12-01T20:30.")])


def _stamp(clock: Clock) -> datetime:
    return datetime.fromtimestamp(int(clock.now_s()), tz=UTC)
