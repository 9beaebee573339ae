"""Calendar files as another program reads them: line by line, by icalendar, and by dates counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from backrub.catalog import load
from backrub.export.calendar import plan_calendar, rhythm_calendar
from backrub.model.plan import Plan
from backrub.model.rhythm import Rhythm
from backrub.planning.plan import plan
from backrub.screening.screen import screen
from strategies import TODAY, plain

STAMP = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
WEDNESDAY = date(2026, 11, 25)


def made(day=WEDNESDAY, **more):
    rhythm = Rhythm(**{"days": ("sun", "wed"), "time": "20:30", **more})
    return rhythm_calendar(rhythm, day=day, stamp=STAMP, uid="one")


def event_of(content):
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def starts(content, most=8):
    """Every start that the rule gives, by a reader of rules that is not the writer's."""
    event = event_of(content)
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event["dtstart"].dt)
    return [each for _, each in zip(range(most), rule, strict=False)]


def is_well_folded(content):
    """RFC 5545 3.1: lines end with CR LF, none is longer than 75 octets, a fold begins with a space."""
    lines = content.split(b"\r\n")
    return lines[-1] == b"" and not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)


def test_sundays_and_wednesdays_for_three_weeks_are_these_six_evenings():
    days = [(11, 25), (11, 29), (12, 2), (12, 6), (12, 9), (12, 13)]
    assert starts(made(weeks=3)) == [datetime(2026, month, day, 20, 30) for month, day in days]


def test_a_habit_without_end_goes_on_and_begins_on_the_next_of_its_days():
    monday = made(day=date(2026, 11, 23), days=("sat",))
    assert starts(monday, 3) == [datetime(2026, 11, 28, 20, 30) + timedelta(weeks=n) for n in range(3)]
    assert "COUNT" not in event_of(monday)["rrule"]


@pytest.mark.parametrize("offset", range(7))
def test_the_first_evening_is_one_of_the_days_whatever_day_it_is(offset):
    day = WEDNESDAY + timedelta(days=offset)
    first, *_ = starts(made(day=day))
    assert first.date() >= day
    assert first.weekday() in (2, 6)
    assert (first.date() - day).days <= 3


def test_times_are_those_of_the_place_where_people_are():
    content = made()
    assert b"DTSTART:20261125T203000\r\n" in content
    assert b"DTSTAMP:20261125T120000Z\r\n" in content


def test_an_alarm_goes_so_long_before_or_not_at_all():
    (alarm,) = event_of(made(alarm_before_s=3600)).walk("VALARM")
    assert alarm["trigger"].dt == timedelta(hours=-1)
    assert (alarm["action"], alarm["description"]) == ("DISPLAY", "Backrub")
    assert not event_of(made()).walk("VALARM")


@pytest.mark.parametrize(
    "title", ["Rücken; Schultern, und so weiter \\ alles " + "ä" * 38, "☕" * 80, "a" * 80, "BEGIN:VALARM"]
)
def test_every_line_is_folded_as_the_rules_say_and_titles_come_back_whole(title):
    content = made(title=title)
    assert is_well_folded(content)
    assert event_of(content)["summary"] == title
    assert content.count(b"\r\nBEGIN:VALARM\r\n") == 0


def test_the_check_of_lines_sees_a_long_one_and_a_bare_end():
    assert not is_well_folded(b"a" * 76 + b"\r\n")
    assert not is_well_folded(b"a\nb\r\n")


def test_one_evening_has_its_length_an_alarm_and_what_to_prepare_and_nobody():
    request = plain(
        "anticoagulants",
        receiver={"name": "Alexandra"},
        wishes={"minutes": 20, "avoid": [{"across": 0.3, "along": 0.3, "radius_m": 0.02, "why": "mole"}]},
        kit={"oil": "coconut"},
    )
    clearance = screen(request, day=TODAY, conditions=load().conditions)
    evening = plan(request, clearance, catalog=load(), day=TODAY)
    assert isinstance(evening, Plan)
    content = plan_calendar(
        evening, starts=datetime(2026, 12, 1, 20, 30), stamp=STAMP, uid="two", catalog=load()
    )
    assert is_well_folded(content)
    event = event_of(content)
    assert event["dtstart"].dt == datetime(2026, 12, 1, 20, 30)
    assert event["duration"].dt == timedelta(minutes=20)
    assert event.walk("VALARM")[0]["trigger"].dt < timedelta(0)
    assert event["description"].startswith("To prepare:\n- ")
    assert event["description"].count("\n- ") >= 5
    words = content.replace(b"\r\n ", b"").decode().lower()
    for private in ("alexandra", "anticoag", "thinner", "mole"):
        assert private not in words
