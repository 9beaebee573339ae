"""Who is out of reach of the shapes there are is pressed on the nearest one, is told so, and is played."""

import pytest

from playing import request_of

WHO = {"sex": "male", "height_m": 1.70, "mass_kg": 200.0, "age_years": 40}
"""A body mass index of 69; the shapes reach to about 42: docs/body.md."""


@pytest.fixture(scope="module")
def asked():
    wishes = request_of(minutes=5, style="relaxation", level=2)
    return {**wishes, "receiver": {**wishes["receiver"], **WHO}}


def test_a_body_out_of_reach_is_checked_on_the_nearest_and_played(client, asked):
    planned = client.post("/api/plan", json={"request": asked})
    assert planned.status_code == 200, planned.text
    plan = planned.json()["plan"]
    told = client.post("/api/body", json={"body": plan["body"]}).json()
    assert told["nearest"]
    # Height comes first, then mass: docs/body.md.
    assert told["height_m"] == pytest.approx(1.70, abs=0.005)
    assert told["mass_kg"] < 190.0
    narrowed = client.post("/api/narrow", json={"plan": plan}).json()
    assert narrowed["report"]["nearest"]
    assert narrowed["report"]["cells"] >= 8000
    assert [each["name"] for each in narrowed["report"]["limits"] if not each["ok"]] == []
    opened = client.post("/api/sessions", json={"plan": plan, "request": asked})
    assert opened.status_code == 201, opened.text
    session = opened.json()
    assert (session["plan"]["body"]["height_m"], session["plan"]["body"]["mass_kg"]) == (1.70, 200.0)
    begun = client.post(f"/api/sessions/{session['id']}/commands", json={"kind": "start", "client_id": "one"})
    assert begun.status_code == 200, begun.text
    assert client.get(f"/api/sessions/{session['id']}").json()["state"]["status"] == "running"


def test_somebody_within_reach_is_not_told_so(client, asked):
    within = {**asked["receiver"], "mass_kg": 80.0}
    plan = client.post("/api/plan", json={"request": {**asked, "receiver": within}}).json()["plan"]
    assert not client.post("/api/body", json={"body": plan["body"]}).json()["nearest"]
