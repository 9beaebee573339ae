"""A live session by HTTP: opened once, every command done once, and what happened is there for who asks."""

import copy
import json
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from backrub.app.root import App
from backrub.errors import Refused
from backrub.journal.event import NewEvent
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web


def problems(answer, status=422):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    return {each["where"]: each["way_out"] for each in answer.json()["problems"]}


def say(client, session, kind, *, client_id=None, **more):
    body = {"kind": kind, "client_id": client_id or f"test-{kind}", **more}
    return client.post(f"/api/sessions/{session['id']}/commands", json=body)


def test_an_opened_session_has_all_that_a_page_needs(client, opened, example_plan):
    assert opened["plan"] == example_plan
    assert opened["score"]["strokes"]
    assert opened["state"]["status"] == "ready"
    assert opened["state"]["position"] == 1
    again = client.get(f"/api/sessions/{opened['id']}").json()
    assert again == opened


def test_the_same_client_id_opens_the_same_session(client, app, example_plan):
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST, "client_id": "tab-1"}
    first, second = (client.post("/api/sessions", json=body).json() for _ in range(2))
    assert first["id"] == second["id"]
    assert first["person"] == second["person"]
    assert len(app.store.streams()) == 1


def test_names_and_health_answers_lie_in_their_own_table_only(client, app, example_plan):
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["receiver"]["name"] = "Alexandra"
    opened = client.post("/api/sessions", json={"plan": example_plan, "request": request}).json()
    assert "Alexandra" not in json.dumps(opened)
    stream = opened["id"]
    assert "Alexandra" not in "".join(event.model_dump_json() for event in app.store.read(stream))
    for name in app.store.documents(stream):
        text = json.dumps(app.store.read_document(stream, name))
        assert "Alexandra" not in text
        assert "conditions" not in text
    (person,) = app.store.people()
    assert app.store.read_person(person)["request"]["receiver"]["name"] == "Alexandra"


def test_a_plan_more_than_a_day_old_is_not_played(client, hand, example_plan):
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST}
    hand.day += timedelta(days=2)
    assert "plan.made_on" in problems(client.post("/api/sessions", json=body))
    hand.day -= timedelta(days=3)
    assert "plan.made_on" in problems(client.post("/api/sessions", json=body))


def changed(plan, path, value):
    plan = copy.deepcopy(plan)
    *folders, key = path.split(".")
    table = plan
    for folder in folders:
        table = table[int(folder) if folder.isdigit() else folder]
    table[key] = value
    return plan


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("limits.max_minutes", 500.0),
        ("body.mass_kg", 90.0),
        ("body.age_years", 20),
        ("level", 4),
        ("giver.experience", "trained"),
        ("kit.massager", True),
        ("kit.oil", "olive"),
        ("kit.stones_c", 44.0),
        ("limits.lapses_on", "2027-01-01"),
    ],
)
def test_a_plan_that_is_not_these_peoples_is_not_played(client, example_plan, path, value):
    body = {"plan": changed(example_plan, path, value), "request": EXAMPLE_REQUEST}
    found = problems(client.post("/api/sessions", json=body))
    assert all(found.values())


def test_a_plan_made_before_an_answer_changed_is_not_played(client, example_plan):
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["wishes"]["avoid"] = [{"across": 0.4, "along": 0.5, "radius_m": 0.03, "why": "mole"}]
    body = {"plan": example_plan, "request": request}
    assert "plan.limits.avoid" in problems(client.post("/api/sessions", json=body))


def test_a_place_that_is_not_marked_is_asked_for_before_anything_is_played(client, app, example_plan):
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["receiver"]["conditions"] = ["broken-skin"]
    body = {"plan": example_plan, "request": request}
    for path, more in (("/api/sessions", {}), ("/api/replan", {"edits": []})):
        assert 'request.wishes.avoid[why = "broken-skin"]' in problems(client.post(path, json=body | more))
    assert app.store.streams() == []


def test_no_session_where_screening_has_no_massage(client, app, example_plan):
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["receiver"]["conditions"] = ["fever-or-unwell"]
    answer = client.post("/api/sessions", json={"plan": example_plan, "request": request})
    assert answer.status_code == 403
    assert answer.json()["clearance"]["reasons"]
    assert app.store.streams() == []
    assert app.store.people() == []


def test_a_command_sent_twice_is_done_once(client, opened, hand):
    first = say(client, opened, "start").json()
    hand.now_s += 5
    second = say(client, opened, "start").json()
    assert first["events"] == second["events"]
    assert [event["kind"] for event in first["events"]] == ["started"]
    assert second["state"]["position"] == 2


def test_the_score_runs_on_with_the_clock_and_stands_in_a_pause(client, opened, hand):
    say(client, opened, "start")
    hand.now_s += 30
    assert say(client, opened, "pause").json()["state"]["score_s"] == pytest.approx(30, abs=0.01)
    hand.now_s += 60
    state = client.get(f"/api/sessions/{opened['id']}").json()["state"]
    assert state["status"] == "paused"
    assert state["score_s"] == pytest.approx(30, abs=0.01)
    assert state["as_of_s"] == pytest.approx(90, abs=0.01)


def test_a_clock_that_jumps_back_never_turns_the_session_back(client, opened, hand):
    say(client, opened, "start")
    hand.now_s += 30
    say(client, opened, "pause")
    hand.now_s -= 3600
    assert say(client, opened, "resume").status_code == 200
    events = client.get(f"/api/sessions/{opened['id']}/events?follow=false").text
    moments = [json.loads(line[6:])["at_s"] for line in events.splitlines() if line.startswith("data: ")]
    assert moments == sorted(moments)


def test_what_a_rule_refuses_is_a_conflict_in_words_and_changes_nothing(client, opened):
    answer = say(client, opened, "resume")
    assert answer.status_code == 409
    assert answer.json()["title"]
    assert client.get(f"/api/sessions/{opened['id']}").json()["state"]["status"] == "ready"


def restarted(client, app, folder):
    """Return a client of another server over the same journal: nothing is remembered but what was written."""
    again = App(settings=app.settings, catalog=app.catalog, store=app.store, clock=app.clock)
    return TestClient(make_web(again, static=folder), base_url=str(client.base_url))


@pytest.mark.parametrize("restart", [False, True])
def test_what_a_rule_refused_is_refused_again_when_it_comes_late(
    client, app, opened, hand, tmp_path, restart
):
    say(client, opened, "start")
    first = say(client, opened, "harder", client_id="h1")
    assert first.status_code == 409
    # By now the same word would be taken, from somebody who says it now.
    hand.now_s += 100
    if restart:
        client = restarted(client, app, tmp_path)
    late = say(client, opened, "harder", client_id="h1")
    assert (late.status_code, late.json()) == (409, first.json())
    kinds = [event.kind for event in app.store.read(opened["id"])]
    assert kinds == ["opened", "started", "passed-over"]


@pytest.mark.parametrize("restart", [False, True])
def test_a_press_that_passed_nothing_passes_nothing_later(client, app, opened, hand, tmp_path, restart):
    say(client, opened, "start")
    say(client, opened, "skip", client_id="z", from_step=0)
    hand.now_s += 2
    first = say(client, opened, "skip", client_id="a", from_step=1).json()
    assert [event["kind"] for event in first["events"]][:1] == ["skipped"]
    assert first["passed_over"] is None
    twice = say(client, opened, "skip", client_id="b", from_step=1).json()
    # What it asked for is so already: nothing happened, and there is nothing to say.
    assert (twice["events"], twice["passed_over"]) == ([], None)
    assert (first["state"]["step"], twice["state"]["step"]) == (2, 2)
    # Back at the step before, what was named then is current again: the late retry still does nothing.
    hand.now_s += 2
    assert say(client, opened, "back", client_id="c", from_step=2).json()["state"]["step"] == 1
    if restart:
        client = restarted(client, app, tmp_path)
    late = say(client, opened, "skip", client_id="b", from_step=1).json()
    assert (late["events"], late["passed_over"]) == ([], None)
    assert late["state"]["step"] == 1


def test_a_late_back_says_why_it_did_nothing_and_says_it_again(client, app, opened, hand, tmp_path):
    say(client, opened, "start")
    say(client, opened, "skip", client_id="z", from_step=0)
    hand.now_s += 2
    said = say(client, opened, "back", client_id="a", from_step=0).json()
    assert (said["events"], said["passed_over"]["code"]) == ([], "other-step")
    assert said["passed_over"]["reason"] == "That step is over already."
    assert said["passed_over"]["way_out"]
    again = say(restarted(client, app, tmp_path), opened, "back", client_id="a", from_step=0).json()
    assert again["passed_over"] == said["passed_over"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"kind": "paus", "client_id": "a"}, "kind"),
        ({"kind": "pain", "client_id": "a", "nrs": 11}, "nrs"),
        ({"kind": "pain", "client_id": "a"}, "nrs"),
        ({"kind": "here", "client_id": "a", "across": 9, "along": 0}, "across"),
        ({"kind": "pause"}, "client_id"),
        ({"kind": "pause", "client_id": "x y"}, "client_id"),
        ({"kind": "pause", "client_id": "a", "nrs": 3}, "nrs"),
        ({"client_id": "a"}, "kind"),
    ],
)
def test_a_command_that_is_none_is_said_at_its_place(client, opened, body, where):
    answer = client.post(f"/api/sessions/{opened['id']}/commands", json=body)
    assert list(problems(answer)) == [where]


def test_a_session_that_there_is_not_is_not_found(client):
    for answer in (
        client.get("/api/sessions/none"),
        client.get("/api/sessions/none/events"),
        client.post("/api/sessions/none/commands", json={"kind": "start", "client_id": "a"}),
    ):
        problems(answer, 404)
    assert client.get("/api/sessions/..%2f").status_code in (404, 422)


def test_a_second_session_of_the_same_person_counts_the_first(client, opened, example_plan):
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST, "person": opened["person"]}
    unbegun = client.post("/api/sessions", json=body).json()
    assert say(client, unbegun, "choose", ceiling=6).status_code == 409
    say(client, opened, "start")
    later = client.post("/api/sessions", json=body).json()
    assert later["person"] == opened["person"]
    assert say(client, later, "choose", ceiling=6).status_code == 200


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("journal-locked", 503),
        ("journal-read-only", 503),
        ("journal-unreachable", 503),
        ("journal-full", 507),
    ],
)
def test_a_journal_in_trouble_is_a_sentence_and_the_command_can_be_sent_again(
    client, app, opened, monkeypatch, code, status
):
    def refuses(*_, **__):
        raise Refused(code, "the journal is busy: another program holds it", "Close it, then try again.")

    with monkeypatch.context() as trouble:
        trouble.setattr(app.store, "append", refuses)
        answer = say(client, opened, "start")
    assert answer.status_code == status
    assert answer.json()["detail"] == "Close it, then try again."
    assert say(client, opened, "start").json()["state"]["status"] == "running"


def test_two_hands_at_once_both_count(client, app, opened, monkeypatch):
    say(client, opened, "start")
    append, faster = app.store.append, []

    def overtaken(stream, events, **how):
        # Between deciding and writing somebody else writes: once.
        if not faster:
            faster.append(True)
            append(
                stream,
                [NewEvent(kind="good-said", at_s=events[0].at_s)],
                expected_position=how["expected_position"],
            )
        return append(stream, events, **how)

    monkeypatch.setattr(app.store, "append", overtaken)
    assert say(client, opened, "pause").status_code == 200
    kinds = [event.kind for event in app.store.read(opened["id"])]
    assert kinds == ["opened", "started", "good-said", "paused"]


def events_of(answer):
    blocks = [block for block in answer.text.replace("\r", "").split("\n\n") if block.startswith("id:")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def test_events_have_their_position_as_id_and_their_kind_as_name(client, opened, hand):
    say(client, opened, "start")
    hand.now_s += 20
    say(client, opened, "pause")
    answer = client.get(f"/api/sessions/{opened['id']}/events?follow=false")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "content-encoding" not in answer.headers
    events = events_of(answer)
    assert [(event["id"], event["event"]) for event in events] == [
        ("1", "opened"),
        ("2", "started"),
        ("3", "paused"),
    ]
    assert json.loads(events[2]["data"])["client_id"] == "test-pause"


def test_who_comes_back_gets_only_what_came_since(client, opened):
    say(client, opened, "start")
    say(client, opened, "pause")
    path = f"/api/sessions/{opened['id']}/events?follow=false"
    assert [event["id"] for event in events_of(client.get(path, headers={"last-event-id": "1"}))] == [
        "2",
        "3",
    ]
    assert [event["id"] for event in events_of(client.get(f"{path}&after=2"))] == ["3"]
    assert events_of(client.get(f"{path}&after=99")) == []
    problems(client.get(path, headers={"last-event-id": "x"}))
    problems(client.get(f"{path}&after=-1"))


def test_a_restarted_server_goes_on_where_it_was(client, app, opened, hand, tmp_path):
    say(client, opened, "start")
    hand.now_s += 40
    say(client, opened, "skip")
    before = client.get(f"/api/sessions/{opened['id']}").json()
    after = restarted(client, app, tmp_path)
    assert after.get(f"/api/sessions/{opened['id']}").json() == before
    assert say(after, opened, "skip").json()["state"] == before["state"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"kind": "resume"}, {"kind": "start"}),  # the first one was refused
        ({"kind": "start"}, {"kind": "pause"}),  # the first one was done
        ({"kind": "start"}, {"kind": "stop", "why": "done"}),
    ],
)
def test_an_id_that_another_command_had_is_refused_and_does_nothing(client, opened, first, second):
    path = f"/api/sessions/{opened['id']}/commands"
    answered = client.post(path, json={**first, "client_id": "c1"})
    before = client.get(f"/api/sessions/{opened['id']}").json()["state"]["position"]
    other = client.post(path, json={**second, "client_id": "c1"})
    assert list(problems(other, 409)) == [""]
    assert other.json()["type"] == "urn:backrub:client-id-used"
    assert first["kind"] in other.json()["title"]
    assert client.get(f"/api/sessions/{opened['id']}").json()["state"]["position"] == before
    # The first one, sent again, is still answered as it was.
    again = client.post(path, json={**first, "client_id": "c1"})
    assert (again.status_code, again.json().get("events")) == (
        answered.status_code, answered.json().get("events"),
    )  # fmt: skip
    assert client.post(path, json={**second, "client_id": "c2"}).status_code == 200


@pytest.mark.parametrize("first", ["softer", "harder", "hold", "skip", "choose", "finish", "pain"])
def test_an_id_is_its_commands_whatever_it_led_to(client, opened, hand, first):
    """Softer, harder and pain may all lead to the same kinds of events."""
    say(client, opened, "start")
    hand.now_s += 300
    path = f"/api/sessions/{opened['id']}/commands"
    body = {"kind": first, "client_id": "c9", **({"nrs": 6} if first == "pain" else {})}
    answered = client.post(path, json=body)
    other = client.post(path, json={"kind": "softer" if first != "softer" else "harder", "client_id": "c9"})
    assert list(problems(other, 409)) == [""]
    assert other.json()["type"] == "urn:backrub:client-id-used"
    assert client.post(path, json=body).json() == answered.json()


def test_the_id_that_opened_a_session_is_no_commands(client, example_plan):
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST, "client_id": "tab-1"}
    session = client.post("/api/sessions", json=body).json()
    assert say(client, session, "start", client_id="tab-1").status_code == 409


def test_an_opening_that_waited_keeps_the_moments_of_what_came_behind_it(client, example_plan):
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST, "client_id": "alone", "waited_s": 600.0}
    opened = client.post("/api/sessions", json=body).json()
    assert 600 <= opened["state"]["as_of_s"] < 660
    say(client, opened, "start", at_s=2.0)
    paused = say(client, opened, "pause", at_s=302.0).json()
    assert paused["state"]["score_s"] == pytest.approx(300.0)
    assert client.post("/api/sessions", json={**body, "waited_s": 90_000.0}).status_code == 422
    assert client.post("/api/sessions", json={**body, "waited_s": -1.0}).status_code == 422
