"""A plan as files for other programs, and a routine from the command line."""

import json

import pytest
from icalendar import Calendar


@pytest.fixture
def plan_file(backrub, request_file, tmp_path):
    path = tmp_path / "plan.json"
    assert backrub("plan", request_file(), "-o", path).code == 0
    return path


def test_a_plan_becomes_an_evening_in_the_calendar(backrub, plan_file, tmp_path):
    out = tmp_path / "evening.ics"
    said = backrub("render", plan_file, "--ics", out, "--at", "2026-12-01T20:30", "--json")
    assert (said.code, said.document) == (0, [{"file": str(out), "kind": "calendar"}])
    content = out.read_bytes()
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\r\r\n" not in content
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["dtstart"].dt.isoformat() == "2026-12-01T20:30:00"
    assert event["duration"].dt.total_seconds() == 1200
    assert "Alexandra" not in content.decode()


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (["--at", "2026-12-01T20:30"], "--ics"),
        (["--ics", "x.ics"], "--at"),
        (["--ics", "x.ics", "--at", "soon"], "--at"),
        (["--ics", "x.ics", "--at", "2026-12-01"], "--at"),
        ([], "--ics"),
    ],
)
def test_what_is_missing_or_no_time_is_told_with_a_way_out(backrub, plan_file, words, where):
    said = backrub("render", plan_file, *words, "--json")
    assert said.code == 2
    (problem,) = said.document["problems"]
    assert problem["where"] == where
    assert "2026-12-01T20:30" in problem["way_out"]


def test_a_plan_that_breaks_its_limits_is_no_evening(backrub, plan_file, tmp_path):
    document = json.loads(plan_file.read_text())
    document["limits"]["max_minutes"] = 5
    plan_file.write_text(json.dumps(document))
    out = tmp_path / "evening.ics"
    assert backrub("render", plan_file, "--ics", out, "--at", "2026-12-01T20:30").code == 2
    assert not out.exists()


@pytest.fixture
def routine_file(plan_file, tmp_path):
    from backrub.model.plan import Plan
    from backrub.planning.routine import routine_of

    made = routine_of(Plan.model_validate_json(plan_file.read_text()), "Sunday")
    path = tmp_path / "sunday.json"
    path.write_text(made.model_dump_json(by_alias=True))
    return path


def test_a_routine_is_planned_again_and_checked(backrub, request_file, routine_file):
    said = backrub("plan", request_file(), "--routine", routine_file, "--json")
    assert said.code == 0
    assert said.document["notices"] == []
    assert backrub("lint", routine_file, "--json").document == [
        {"file": str(routine_file), "kind": "routine"}
    ]
    assert backrub("schema", "routine").document["title"] == "Routine"


def test_everything_wrong_with_a_routine_is_told_at_once(backrub, request_file, routine_file):
    document = json.loads(routine_file.read_text())
    document |= {"level": 7, "who": "Alex", "pieces": []}
    routine_file.write_text(json.dumps(document))
    for words in (("lint", routine_file), ("plan", request_file(), "--routine", routine_file)):
        said = backrub(*words, "--json")
        assert said.code == 2
        assert {each["where"] for each in said.document["problems"]} >= {
            "sunday.json level", "sunday.json who",
        }  # fmt: skip
