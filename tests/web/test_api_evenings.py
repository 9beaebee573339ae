"""Routines, practising and a rhythm by HTTP."""

import pytest
from icalendar import Calendar

from backrub.web.bodies import EXAMPLE_REQUEST
from web.test_api_stages import asked, problems


@pytest.fixture
def routine(client, example_plan):
    made = client.post("/api/routine", json={"plan": example_plan, "name": "Sunday"})
    assert made.status_code == 200, made.text
    return made.json()


def test_a_routine_has_the_pieces_and_nobody(routine, example_plan):
    assert (routine["name"], routine["style"], routine["minutes"]) == ("Sunday", "relaxation", 20)
    pieces = {(each["technique"], each["place"], each["phase"]) for each in routine["pieces"]}
    steps = {
        (each["technique"], each["place"], each["phase"]) for each in example_plan["steps"] if each["level"]
    }
    assert pieces == steps
    assert not {"receiver", "body", "limits", "giver", "avoid", "sore", "why", "notices"} & routine.keys()


def test_the_same_people_get_the_same_pieces_again(client, routine):
    answer = client.post("/api/plan", json={"request": EXAMPLE_REQUEST, "routine": routine})
    assert answer.status_code == 200, answer.text
    plan = answer.json()["plan"]
    again = {(each["technique"], each["place"], each["phase"]) for each in plan["steps"] if each["level"]}
    assert {(each["technique"], each["place"], each["phase"]) for each in routine["pieces"]} <= again
    assert plan["notices"] == []
    assert not any(each["locked"] for each in plan["steps"])
    opened = client.post("/api/sessions", json={"plan": plan, "request": EXAMPLE_REQUEST})
    assert opened.status_code == 201, opened.text


def test_what_is_not_for_tonight_is_said_and_nothing_gets_wider(client, routine):
    request = asked(receiver__conditions=["pregnancy"], receiver__details={"pregnancy_weeks": 20})
    planned = client.post("/api/plan", json={"request": request, "routine": routine}).json()
    plan, clearance = planned["plan"], planned["clearance"]
    assert plan["position"] == "seated"
    assert all((each["level"] or 1) <= clearance["max_level"] for each in plan["steps"])


def test_a_piece_that_nobody_knows_is_left_out_with_a_notice(client, routine):
    routine["pieces"].append({**routine["pieces"][0], "technique": "moon-stroke"})
    plan = client.post("/api/plan", json={"request": EXAMPLE_REQUEST, "routine": routine}).json()["plan"]
    assert [each["code"] for each in plan["notices"]] == ["routine-piece-left-out"]
    assert "moon-stroke" in plan["notices"][0]["says"]


def test_everything_wrong_with_a_routine_is_told_at_once(client, routine, example_plan):
    wrong = {**routine, "level": 9, "receiver": {}, "pieces": [{**routine["pieces"][0], "seconds_s": -1}]}
    told = problems(client.post("/api/plan", json={"request": EXAMPLE_REQUEST, "routine": wrong}))
    assert set(told) == {"routine.level", "routine.receiver", "routine.pieces[0].seconds_s"}
    told = problems(client.post("/api/routine", json={"plan": example_plan, "name": "", "who": "Alex"}))
    assert set(told) == {"name", "who"}


def test_practising_is_strokes_on_a_clock_of_their_own(client):
    practice = client.post("/api/practise", json={"technique": "kneading", "duration_s": 20}).json()
    assert practice["level"] <= 2
    assert practice["score"]["strokes"]
    assert practice["score"]["cues"][0]["say"]
    assert practice["says"] == ""


def test_everything_wrong_with_practising_is_told_at_once(client):
    body = {"technique": "kneading", "duration_s": 1, "body": {"height_m": 9, "name": "x"}, "request": {}}
    told = problems(client.post("/api/practise", json=body))
    assert set(told) == {"duration_s", "body.height_m", "body.name", "request"}
    told = problems(client.post("/api/practise", json={"technique": "kneeding", "duration_s": 20}))
    assert told == {"technique": ("unknown technique 'kneeding'", "Did you mean kneading?")}


def test_a_rhythm_is_a_file_for_a_calendar(client):
    body = {"days": ["sun", "wed"], "time": "20:30", "minutes": 30, "weeks": None, "alarm_before_s": 3600}
    answer = client.post("/api/rhythm", json={**body, "title": "Rücken"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar"
    assert answer.headers["content-disposition"] == 'attachment; filename="backrub.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["summary"] == "Rücken"


def test_everything_wrong_with_a_rhythm_is_told_at_once(client):
    body = {"days": ["sun", "someday"], "time": "25:00", "minutes": 3, "weeks": 0, "title": "a\nb", "who": 1}
    told = problems(client.post("/api/rhythm", json=body))
    assert set(told) == {"days[1]", "time", "minutes", "weeks", "title", "who"}
    assert all(way_out for _, way_out in told.values())
    told = problems(client.post("/api/rhythm", json={"days": ["sun", "sun"], "time": "20:30"}))
    assert "twice" in next(iter(told.values()))[0]
