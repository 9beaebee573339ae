"""Whose answers are kept: an id opens nobody's row but one's own."""

import copy

import pytest

from backrub.app.ids import session_id_for
from backrub.journal.event import NewEvent
from backrub.journal.store import Conflict
from backrub.web.bodies import EXAMPLE_REQUEST


def asked(**receiver):
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["receiver"].update(receiver)
    return request


def opened_by(client, plan, *, person=None, **receiver):
    body = {"plan": plan, "request": asked(**receiver)}
    if person is not None:
        body["person"] = person
    return client.post("/api/sessions", json=body)


def told(answer):
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    (problem,) = answer.json()["problems"]
    assert problem["way_out"]
    return problem["where"]


@pytest.fixture
def alex(client, example_plan):
    """The id of Alex, who was here before."""
    return opened_by(client, example_plan, name="Alex").json()["person"]


def test_the_same_person_again_keeps_their_id_and_renews_their_answers(client, app, example_plan, alex):
    again = opened_by(client, example_plan, person=alex, name=" alex ", back_pain="known")
    assert again.status_code == 201
    assert again.json()["person"] == alex
    assert app.store.read_person(alex)["request"]["receiver"]["back_pain"] == "known"


@pytest.mark.parametrize("name", ["Sam", ""])
def test_an_id_of_somebody_else_replaces_nothing(client, app, example_plan, alex, name):
    before = app.store.read_person(alex)
    answer = opened_by(client, example_plan, person=alex, name=name)
    assert told(answer) == "person"
    assert "Alex" not in answer.text
    assert app.store.read_person(alex) == before
    assert app.store.people() == [alex]
    assert len(app.store.streams()) == 1


@pytest.mark.parametrize("other", [{"sex": "male"}, {"height_m": 1.8}, {"age_years": 33}, {"age_years": 54}])
def test_one_name_is_not_one_person(client, app, alex, other):
    request = asked(name="Alex", **other)
    plan = client.post("/api/plan", json={"request": request}).json()["plan"]
    body = {"plan": plan, "request": request, "person": alex}
    assert told(client.post("/api/sessions", json=body)) == "person"
    del body["person"]
    assert client.post("/api/sessions", json=body).status_code == 201
    assert len(app.store.people()) == 2


def test_an_id_that_nobody_has_is_not_taken(client, app, example_plan):
    assert told(opened_by(client, example_plan, person="made-up")) == "person"
    assert app.store.people() == []


def test_an_id_that_was_forgotten_is_nobodys_and_its_sessions_open_nothing(client, app, example_plan, alex):
    """Nobody can say any more whose it was: what waits for a second massage waits again."""
    (stream,) = [each.stream for each in app.store.streams(person=alex)]
    command = {"kind": "start", "client_id": "tab-1"}
    assert client.post(f"/api/sessions/{stream}/commands", json=command).status_code == 200
    known = opened_by(client, example_plan, person=alex, name="Alex").json()
    assert known["state"]["sessions_before"] == 1
    app.store.forget_person(alex)
    assert told(opened_by(client, example_plan, person=alex, name="Alex")) == "person"
    anew = opened_by(client, example_plan, name="Alex").json()
    assert anew["person"] != alex
    assert anew["state"]["sessions_before"] == 0


def test_a_session_that_somebody_else_opened_is_never_handed_out(client, app, example_plan):
    stream = session_id_for("tab-1")
    app.store.begin(stream, [NewEvent(kind="opened", at_s=0.0)], person="another")
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST, "client_id": "tab-1"}
    answer = client.post("/api/sessions", json=body)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:backrub:session-taken"
    assert "another" not in answer.json().get("person", "")
    assert app.store.people() == []


def test_a_conflict_at_the_opening_is_said_and_no_session_is_made_up(client, app, example_plan, monkeypatch):
    monkeypatch.setattr(app.store, "begin", lambda stream, *_, **__: Conflict(stream, 0, 3))
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST}
    assert client.post("/api/sessions", json=body).status_code == 409
