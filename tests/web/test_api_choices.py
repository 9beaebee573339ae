"""What may be chosen, and what may take a step's place, by HTTP."""

import pytest

from backrub.web.bodies import EXAMPLE_REQUEST
from web.test_api_stages import asked, problems


def test_half_an_answer_is_enough_to_ask_what_is_possible(client):
    found = client.post("/api/options", json={"request": {"receiver": {"conditions": ["anticoagulants"]}}})
    assert found.status_code == 200
    assert found.json()["max_level"] == 2
    assert [each["value"] for each in found.json()["levels"]] == [1, 2, 3, 4, 5]


def test_options_never_ask_for_a_mark(client):
    request = asked(receiver__conditions=["broken-skin"])
    assert client.post("/api/options", json={"request": request}).status_code == 200
    assert client.post("/api/plan", json={"request": request}).status_code == 422


def test_everything_wrong_with_half_an_answer_is_told_at_once(client):
    request = {"receiver": {"age_years": -1, "nme": "x"}, "wishes": {"style": "relaxatoin"}, "extra": 1}
    told = problems(client.post("/api/options", json={"request": request}))
    assert set(told) == {
        "request.receiver.age_years", "request.receiver.nme", "request.extra", "request.wishes.style",
    }  # fmt: skip
    assert told["request.wishes.style"][1] == "Did you mean relaxation?"


def test_alternatives_are_what_a_swap_takes(client, example_plan):
    step = next(i for i, each in enumerate(example_plan["steps"]) if each["phase"] == "warm-up")
    body = {"request": EXAMPLE_REQUEST, "plan": example_plan, "step": step}
    found = client.post("/api/alternatives", json=body).json()["techniques"]
    assert found
    edits = [{"kind": "swap", "step": step, "technique": found[0]}]
    swapped = client.post(
        "/api/replan", json={"request": EXAMPLE_REQUEST, "plan": example_plan, "edits": edits}
    )
    assert swapped.status_code == 200, swapped.text
    assert found[0] in [each["technique"] for each in swapped.json()["plan"]["steps"]]


def test_a_pause_has_no_alternatives(client, example_plan):
    body = {"request": EXAMPLE_REQUEST, "plan": example_plan, "step": len(example_plan["steps"]) - 1}
    assert client.post("/api/alternatives", json=body).json() == {"techniques": []}


@pytest.mark.parametrize("step", [-1, 999, "first", None, 1.5])
def test_a_step_that_is_not_there_is_told(client, example_plan, step):
    body = {"request": EXAMPLE_REQUEST, "plan": example_plan, "step": step}
    told = problems(client.post("/api/alternatives", json=body))
    assert [*told] == ["step"]
    assert told["step"][1]


def test_there_are_no_alternatives_without_a_massage(client, example_plan):
    request = asked(receiver__conditions=["no-consent"])
    refused = client.post("/api/alternatives", json={"request": request, "plan": example_plan, "step": 0})
    assert refused.status_code == 403
    assert refused.json()["clearance"]["tier"] == "not-today"
