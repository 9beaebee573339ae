"""Evenings that were, by HTTP: in order, in pages, with what was changed and what was felt."""

import copy

import pytest

from backrub.journal.event import NewEvent
from backrub.web.bodies import EXAMPLE_REQUEST
from web.test_api_stages import asked, problems


@pytest.fixture
def play(client, example_plan, hand):
    """A maker of sessions: opens one, and returns what presses buttons in it."""

    def opened(name="", **more):
        request = copy.deepcopy(EXAMPLE_REQUEST)
        request["receiver"]["name"] = name
        body = {"plan": example_plan, "request": request, **more}
        answer = client.post("/api/sessions", json=body)
        assert answer.status_code == 201, answer.text
        session = answer.json()

        def press(kind, after_s=0.0, **said):
            hand.now_s += after_s
            body = {"kind": kind, "client_id": f"{session['id']}-{hand.now_s}-{kind}", **said}
            answer = client.post(f"/api/sessions/{session['id']}/commands", json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()

        return session, press

    return opened


def test_nothing_was_yet(client):
    assert client.get("/api/history").json() == {"schema": 1, "evenings": [], "next": None}


def test_an_evening_is_told_as_it_was(client, play, example_plan, hand):
    opened_s = hand.now_s
    session, press = play("Alex")
    press("felt", when="before", pain_nrs=5, ease_nrs=3)
    press("start")
    first = next(i for i, each in enumerate(example_plan["steps"]) if each["level"])
    start_s = example_plan["steps"][first]["start_s"]
    press("softer" if example_plan["steps"][first]["level"] > 1 else "skip", start_s + 5)
    press("pause", 20)
    press("resume", 1)
    press("stop", 30, why="done")
    press("felt", 5, when="after", pain_nrs=2, ease_nrs=8)
    (told,) = client.get("/api/history").json()["evenings"]
    assert (told["id"], told["person"], told["name"]) == (session["id"], session["person"], "Alex")
    assert (told["opened_unix_s"], told["style"]) == (opened_s, "relaxation")
    assert (told["status"], told["why"]) == ("stopped", "done")
    assert told["planned_s"] == example_plan["duration_s"]
    assert told["played_s"] == pytest.approx(start_s + 55, abs=0.2)
    assert told["felt"] == {
        "before": {"pain_nrs": 5, "ease_nrs": 3}, "after": {"pain_nrs": 2, "ease_nrs": 8},
    }  # fmt: skip
    changes = {each["kind"]: each["count"] for each in told["changes"]}
    assert changes["paused"] == changes["stopped"] == 1
    whole = client.get(f"/api/history/{session['id']}").json()
    assert {key: whole[key] for key in told} == told
    assert len(whole["steps"]) == len(example_plan["steps"])
    assert sum(each["played_s"] for each in whole["steps"]) == pytest.approx(told["played_s"], abs=0.5)
    assert [each["technique"] for each in whole["steps"]] == [
        each["technique"] for each in example_plan["steps"]
    ]
    assert whole["steps"][first]["changed"]
    assert whole["routine"]["style"] == "relaxation"
    assert "Alex" not in str(whole["routine"])


def test_what_was_left_out_is_told_where_it_stood(client, play, example_plan):
    session, press = play()
    press("start")
    first = next(i for i, each in enumerate(example_plan["steps"]) if each["phase"] == "warm-up")
    at_s = example_plan["steps"][first]["start_s"]
    press("skip", at_s + 2)
    whole = client.get(f"/api/history/{session['id']}").json()
    assert "skipped" in whole["steps"][first]["changed"]
    assert whole["steps"][first]["played_s"] == pytest.approx(2, abs=0.2)


def test_a_tender_spot_that_was_taken_out_hides_no_evening_and_no_routine(client):
    """The receiver shows where it is, so it has no place of its own; it is told all the same."""
    request = asked(wishes__style="classic", wishes__minutes=30, wishes__level=3)
    plan = client.post("/api/plan", json={"request": request}).json()["plan"]
    spot = next(i for i, each in enumerate(plan["steps"]) if each["level"] and each["place"] is None)
    body = {"request": request, "plan": plan, "edits": [{"kind": "remove", "step": spot}]}
    changed = client.post("/api/replan", json=body).json()["plan"]
    left_out = [[plan["steps"][spot]["technique"], "", plan["steps"][spot]["phase"]]]
    assert changed["left_out"] == left_out
    opened = client.post("/api/sessions", json={"plan": changed, "request": request})
    assert opened.status_code == 201, opened.text
    whole = client.get(f"/api/history/{opened.json()['id']}")
    assert whole.status_code == 200, whole.text
    made = client.post("/api/routine", json={"plan": changed, "name": whole.json()["routine"]["name"]})
    assert made.status_code == 200, made.text
    assert whole.json()["routine"] == made.json()
    again = client.post("/api/plan", json={"request": request, "routine": made.json()})
    assert again.status_code == 200, again.text
    assert left_out[0] in again.json()["plan"]["left_out"]
    assert left_out[0][0] not in {each["technique"] for each in again.json()["plan"]["steps"]}


def test_the_newest_comes_first_and_pages_go_on_where_the_last_one_ended(client, play, hand):
    ids = []
    for number in range(23):
        hand.now_s += 10
        ids.append(play(client_id=f"tab-{number}")[0]["id"])
    first = client.get("/api/history").json()
    second = client.get("/api/history", params={"before": first["next"]}).json()
    assert [each["id"] for each in (*first["evenings"], *second["evenings"])] == ids[::-1]
    assert len(first["evenings"]) == 20
    assert second["next"] is None


def test_who_was_forgotten_has_evenings_and_no_name(app, client, play):
    session, _ = play("Alex")
    app.store.forget_person(session["person"])
    (told,) = client.get("/api/history").json()["evenings"]
    assert told["name"] == ""


def test_a_session_that_this_release_cant_read_hides_no_other(app, client, play):
    session, _ = play()
    other, _ = play()
    app.store.append(other["id"], [NewEvent(kind="hummed", at_s=1.0)], expected_position=1)
    assert [each["id"] for each in client.get("/api/history").json()["evenings"]] == [session["id"]]
    assert client.get(f"/api/history/{other['id']}").status_code == 503


def test_a_session_that_is_not_there_is_told(client):
    for path in ("/api/history/nobody", "/api/history?before=nobody"):
        assert problems(client.get(path), 404)
    assert problems(client.get("/api/history?before=%20"), 422)
    assert problems(client.get("/api/history/.."), 404)
