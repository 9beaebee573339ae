"""A change in the middle of a massage is pressed on the receiver's own back before it is taken on."""

import pytest
from starlette.testclient import TestClient

from app.narrowed import strict
from backrub.app.on_skin import Presses
from backrub.app.root import App
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web


def client_of(app, folder, bad, **limit):
    """A client of a server on whose backs some work breaks a limit, once the massage has begun."""
    again = App(
        settings=app.settings, catalog=app.catalog, store=app.store, clock=app.clock, gate=app.gate,
        presses=Presses(lambda plan, *, catalog, threads: strict(bad, **limit), longest_s=300.0),
    )  # fmt: skip
    return TestClient(make_web(again, static=folder), base_url=f"http://localhost:{app.settings.port}")


def say(client, session, kind, **more):
    body = {"kind": kind, "client_id": f"{kind}-{len(more)}", **more}
    return client.post(f"/api/sessions/{session['id']}/commands", json=body)


def kinds(app, session):
    return [each.kind for each in app.store.read(session["id"])]


@pytest.fixture
def firm_example(example_plan):
    """The example for people who wished for one level more than anything in it has."""
    most = max(step["level"] or 1 for step in example_plan["steps"])
    wishes = {**EXAMPLE_REQUEST["wishes"], "level": most + 1}
    return {"plan": {**example_plan, "level": most + 1}, "request": {**EXAMPLE_REQUEST, "wishes": wishes}}


def at_harder(client, hand, body):
    """A session that has come to where harder would be taken, with the step that is under way."""
    session = client.post("/api/sessions", json=body).json()
    assert say(client, session, "start").status_code == 200
    for _ in range(80):
        hand.now_s += 15
        state = client.get(f"/api/sessions/{session['id']}").json()["state"]
        step = session["plan"]["steps"][state["step"]]
        if "harder" in state["may"] and step["phase"] != "opening":
            return session, step
    pytest.fail("harder would never be taken")


def test_harder_is_refused_in_words_and_nothing_changes(app, hand, tmp_path, firm_example):
    session, step = at_harder(client_of(app, tmp_path, ()), hand, firm_example)
    client = client_of(app, tmp_path, [(step["technique"], step["level"] + 1)])
    answer = say(client, session, "harder")
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:backrub:place-highest"
    assert answer.json()["title"] == "on this back it presses too much there"
    assert "level-changed" not in kinds(app, session)
    again = client.get(f"/api/sessions/{session['id']}").json()
    assert again["plan"]["steps"] == session["plan"]["steps"]
    assert "harder" not in again["state"]["may"]  # it is known now


def test_harder_that_holds_is_taken(app, hand, tmp_path, firm_example):
    client = client_of(app, tmp_path, ())
    session, step = at_harder(client, hand, firm_example)
    answer = say(client, session, "harder")
    assert answer.status_code == 200, answer.text
    assert "level-changed" in kinds(app, session)
    assert answer.json()["state"]["level"] == step["level"] + 1


def test_what_a_refit_would_make_too_much_stays_as_it_was(app, hand, tmp_path, firm_example):
    """Nothing that is new holds: after a long pause the rest is shorter, and each piece of it as it was."""
    every = [(step["technique"], 1) for step in firm_example["plan"]["steps"] if step["level"]]
    client = client_of(app, tmp_path, every)
    session = client.post("/api/sessions", json=firm_example).json()
    say(client, session, "start")
    hand.now_s += 120
    say(client, session, "pause")
    hand.now_s += 240
    answer = say(client, session, "resume")
    assert answer.status_code == 200, answer.text
    assert "refitted" in kinds(app, session)

    def pieces(plan):
        return [
            (each["technique"], each["place"], each["side"], each["passes"], each["level"])
            for each in plan["steps"]
            if each["level"]
        ]

    now = client.get(f"/api/sessions/{session['id']}").json()["plan"]
    assert set(pieces(now)) <= set(pieces(session["plan"]))
    assert len(pieces(now)) < len(pieces(session["plan"]))
