"""A landmark that the giver has felt elsewhere: the body, the plan and its check follow."""

from datetime import date

import numpy as np
import pytest

from backrub.app.bodies import body_of_request
from backrub.app.matching import mismatches
from backrub.app.stages import make_plan, replan
from backrub.body import body_of
from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.plan import Edit, Plan
from backrub.model.request import Request
from playing import request_of

DAY = date(2026, 11, 20)
ANGLE = "inferior-angle-left"


def felt(**corrections) -> Request:
    document = request_of(minutes=10)
    document["receiver"] = {**document["receiver"], "corrections": corrections}
    return Request.model_validate(document)


def lower(by: float) -> Request:
    """The left shoulder blade's tip felt so much further down, in the chart."""
    across, along = body_of_request(felt()).back.landmarks[ANGLE]
    return felt(**{ANGLE: (across, along + by)})


def test_the_landmark_lies_where_it_was_felt_and_the_spine_stays():
    before, after = body_of_request(felt()), body_of_request(lower(0.05))
    moved_m = {
        name: float(np.linalg.norm(after.landmarks_m[name] - before.landmarks_m[name]))
        for name in before.landmarks_m
    }
    assert 0.015 < moved_m[ANGLE] < 0.035  # a twentieth of C7 to PSIS, about 45 cm
    assert moved_m["c7"] < 1e-6
    assert moved_m["psis"] < 1e-6
    np.testing.assert_array_equal(before.vertices_m, after.vertices_m)


def test_a_plan_carries_it_and_is_pressed_on_that_back():
    request = lower(0.05)
    made = make_plan(request, catalog=load(), day=DAY)
    assert isinstance(made.outcome, Plan)
    assert dict(made.outcome.body.corrections) == dict(request.receiver.corrections)
    point = np.array([request.receiver.corrections[ANGLE]])
    nominal = body_of_request(felt()).back.at(point).position_m
    assert np.linalg.norm(body_of(made.outcome.body).back.at(point).position_m - nominal) > 0.005
    # What is planned again keeps it; what was made before it was felt is not played for it.
    step = next(index for index, each in enumerate(made.outcome.steps) if each.level)
    moved = replan(made.outcome, [Edit(kind="lock", step=step)], request=request, catalog=load(), day=DAY)
    assert isinstance(moved.outcome, Plan)
    assert moved.outcome.body == made.outcome.body
    wrong = mismatches(made.outcome, request=felt(), clearance=made.clearance, day=DAY)
    assert [each.where for each in wrong] == ["plan.body.corrections"]


@pytest.mark.parametrize(
    ("corrections", "says"),
    [
        ({"inferior-angel-left": (-0.4, 0.4)}, "is no landmark"),
        ({ANGLE: (-0.4, 0.9)}, "from where it is expected"),
        ({"c7": (0.1, 0.0)}, "lies beside the spine"),
    ],
)
def test_what_can_not_be_there_is_told_at_its_place(corrections, says):
    for asked in (
        lambda: body_of_request(felt(**corrections)),
        lambda: make_plan(felt(**corrections), catalog=load(), day=DAY),
    ):
        with pytest.raises(DataError, match=says) as error:
            asked()
        assert error.value.problems[0].where == f"receiver.corrections.{next(iter(corrections))}"


def test_three_are_too_many():
    with pytest.raises(ValueError, match="at most 2"):
        felt(**dict.fromkeys(("c7", ANGLE, "inferior-angle-right"), (0.0, 0.0)))
