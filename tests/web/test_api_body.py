"""Where a receiver's landmarks lie, as a page needs it that lets them be felt."""

import pytest

BODY = {"sex": "female", "height_m": 1.68, "mass_kg": 64.0, "age_years": 34}
TIP = "inferior-angle-left"


def landmarks(client, **corrections):
    answer = client.post("/api/body", json={"body": {**BODY, "corrections": corrections}})
    assert answer.status_code == 200, answer.text
    return answer.json()["landmarks"]


def test_it_tells_where_landmarks_lie_and_the_two_sides_alike(client):
    found = landmarks(client)
    left, right = found[TIP], found["inferior-angle-right"]
    # At T8 standing, at about T9 lying (clinical notes): between T7 and T10 on the chart.
    assert 0.39 < left["along"] < 0.541
    assert left["across"] == pytest.approx(-right["across"])
    assert found["c7"]["across"] == found["c7"]["along"] == 0


def test_a_landmark_that_was_felt_lies_where_it_was_felt(client):
    before = landmarks(client)[TIP]
    felt = [before["across"] - 0.05, before["along"] + 0.04]
    after = landmarks(client, **{TIP: felt})[TIP]
    # The chart's name of the landmark stays; on the skin it has moved down and outwards, to their left.
    assert after["position_m"][1] > before["position_m"][1] + 0.01
    assert after["position_m"][0] > before["position_m"][0] + 0.005


@pytest.mark.parametrize(
    ("corrections", "where"),
    [
        ({TIP: [-0.45, 0.9]}, f"body.corrections.{TIP}"),
        ({"c7": [0.1, 0.0]}, "body.corrections.c7"),
        ({"inferior-angel": [-0.45, 0.4]}, "body.corrections.inferior-angel"),
        ({TIP: [-0.45, 0.4], "c7": [0, 0.01], "psis": [0, 1.0]}, "body.corrections"),
    ],
)
def test_what_can_not_be_is_told_at_its_landmark(client, corrections, where):
    answer = client.post("/api/body", json={"body": {**BODY, "corrections": corrections}})
    assert answer.status_code == 422
    assert where in [each["where"] for each in answer.json()["problems"]]
