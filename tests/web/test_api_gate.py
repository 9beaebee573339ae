"""No session begins with a plan that was not pressed on its receiver's back: what breaks is made gentler."""

import json

import pytest
from starlette.testclient import TestClient

from app.narrowed import strict
from backrub.app.gate import Gate
from backrub.app.narrowing import narrow
from backrub.app.root import App
from backrub.errors import Refused
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web


def some_technique(plan):
    return next(step["technique"] for step in plan["steps"] if step["phase"] == "focus" and step["level"])


def client_with(app, folder, narrowed):
    again = App(
        settings=app.settings,
        catalog=app.catalog,
        store=app.store,
        clock=app.clock,
        gate=Gate(narrowed, longest_s=300.0),
    )
    client = TestClient(make_web(again, static=folder), base_url=f"http://localhost:{app.settings.port}")
    return client, again


@pytest.fixture
def strict_client(app, tmp_path, example_plan):
    """A client of a server whose judge finds one technique of the example's plan too much."""
    judge = strict([(some_technique(example_plan), 1)])

    def narrowed(plan, *, catalog, threads):
        return narrow(plan, catalog=catalog, judge=judge)

    return client_with(app, tmp_path, narrowed)


def test_a_plan_that_fails_is_never_played(strict_client, example_plan):
    client, app = strict_client
    bad = some_technique(example_plan)
    answer = client.post("/api/sessions", json={"plan": example_plan, "request": EXAMPLE_REQUEST})
    assert answer.status_code == 201, answer.text
    opened = answer.json()
    assert bad not in {step["technique"] for step in opened["plan"]["steps"]}
    said = [each["says"] for each in opened["plan"]["notices"] if each["code"].startswith("gentler-")]
    assert said
    assert all(app.catalog.techniques[bad].name in each for each in said)
    # What is kept, and what is folded from it later, is the gentler plan alone.
    kept = app.store.read_document(opened["id"], "plan")
    assert kept["steps"] == opened["plan"]["steps"]
    again = client.get(f"/api/sessions/{opened['id']}").json()
    assert again["plan"]["steps"] == opened["plan"]["steps"]
    # Its events say nothing of it: a body is nobody's but theirs.
    events = " ".join(json.dumps(dict(each.data)) for each in app.store.read(opened["id"]))
    assert "strip" not in events
    assert "gentler" not in events


def test_it_can_be_asked_before_and_is_not_pressed_again(strict_client, example_plan):
    client, _ = strict_client
    first = client.post("/api/narrow", json={"plan": example_plan})
    assert first.status_code == 200, first.text
    assert first.json()["is_gentler"]
    assert not [each for each in first.json()["report"]["limits"] if not each["ok"]]
    body = {"plan": first.json()["plan"], "request": EXAMPLE_REQUEST}
    opened = client.post("/api/sessions", json=body).json()
    assert opened["plan"] == first.json()["plan"]
    second = client.post("/api/narrow", json={"plan": first.json()["plan"]}).json()
    assert not second["is_gentler"]


def test_what_was_begun_elsewhere_and_fails_is_not_kept_as_played(strict_client, example_plan):
    client, _ = strict_client
    body = {"plan": example_plan, "request": EXAMPLE_REQUEST, "client_id": "begun-offline", "waited_s": 40.0}
    answer = client.post("/api/sessions", json=body)
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:backrub:limit-broken"
    assert answer.json()["detail"]


def test_where_nothing_holds_there_is_no_session(app, tmp_path, example_plan):
    def narrowed(plan, *, catalog, threads):
        raise Refused("no-gentle-plan", "No plan of these wishes holds.", "Choose a lower level.")

    client, _ = client_with(app, tmp_path, narrowed)
    for path, body in (
        ("/api/narrow", {"plan": example_plan}),
        ("/api/sessions", {"plan": example_plan, "request": EXAMPLE_REQUEST}),
    ):
        answer = client.post(path, json=body)
        assert answer.status_code == 409
        assert answer.json()["type"] == "urn:backrub:no-gentle-plan"
    assert app.store.streams() == []


def test_the_real_gate_lets_the_example_through(client, example_plan):
    answer = client.post("/api/narrow", json={"plan": example_plan})
    assert answer.status_code == 200, answer.text
    report = answer.json()["report"]
    assert not [each for each in report["limits"] if not each["ok"]]
    assert report["rate_hz"] == 60.0


def test_a_plan_that_breaks_its_own_limits_is_told_at_its_places(client, example_plan):
    limits = {**example_plan["limits"], "max_level": 1}
    answer = client.post("/api/narrow", json={"plan": {**example_plan, "limits": limits}})
    assert answer.status_code == 422
    assert all(each["where"].startswith("plan.") for each in answer.json()["problems"])
