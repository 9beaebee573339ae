"""A step that the giver can't do from where the plan has them is found by the limits of reach alone."""

from functools import cache

from backrub.catalog import load
from backrub.dose import check
from backrub.model.base import Surface
from backrub.model.plan import Plan
from backrub.model.request import Request
from backrub.model.score import HandPath, Score, Stroke
from backrub.planning.plan import plan
from backrub.screening.screen import screen
from motion.conftest import DAY, evening
from playing import request_of

RATE_HZ = 10.0
NAMES = {"reach", "arms-crossed", "hands-apart"}
WIDE = {"sex": "male", "height_m": 1.98, "mass_kg": 160.0, "age_years": 45}


@cache
def wide(stand, surface: Surface = "mat") -> tuple[Plan, Score]:
    """A forearm far out on the left of a wide back, with the giver at one side."""
    asked = request_of(minutes=20, style="deep-tissue", level=3)
    asked["receiver"] = {**asked["receiver"], **WIDE}
    request = Request.model_validate(asked)
    clearance = screen(request, day=DAY, conditions=load().conditions)
    made = plan(request, clearance, catalog=load(), day=DAY)
    assert isinstance(made, Plan)
    index = next(i for i, each in enumerate(made.steps) if each.level is not None)
    step = made.steps[index].model_copy(update={"technique": "forearm-glide", "stand": stand})
    steps = (*made.steps[:index], step, *made.steps[index + 1 :])
    kit = made.kit.model_copy(update={"surface": surface})
    hand = HandPath(hand="left", part="forearm", level=2, path=((-0.9, 0.5), (-0.9, 0.3)))
    stroke = Stroke(start_s=0.0, duration_s=10.0, step=index, level=2, hands=(hand,))
    score = Score(duration_s=20.0, strokes=(stroke,), cues=())
    return made.model_copy(update={"steps": steps, "kit": kit}), score


def broken(made, score) -> dict:
    report = check(made, score, catalog=load(), rate_hz=RATE_HZ)
    return {each.name: each for each in report.broken}


def test_a_giver_on_the_wrong_side_of_a_wide_body_is_found_by_this_limit_alone():
    made, score = wide("right")
    found = broken(made, score)
    assert set(found) & NAMES == {"reach"} == set(found) - set(broken(*wide("left")))
    limit = found["reach"]
    assert (made.steps[limit.step].technique, limit.stroke, limit.part) == ("forearm-glide", 0, "forearm")
    assert limit.worst > limit.limit
    assert limit.way_out is not None
    assert limit.way_out.endswith("Walk round to their left side first.")
    missing = round(100 * (limit.worst - limit.limit))
    assert f"From their right side an arm is {missing} cm too short." in limit.way_out


def test_hands_that_go_through_each_other_are_found():
    made, score = wide("left")
    paths = (((-0.5, 0.5), (0.5, 0.5)), ((0.5, 0.5), (-0.5, 0.5)))
    hands = tuple(
        HandPath(hand=hand, part="palm", level=1, path=path)
        for hand, path in zip(("left", "right"), paths, strict=True)
    )
    stroke = score.strokes[0].model_copy(update={"hands": hands, "level": 1})
    found = broken(made, score.model_copy(update={"strokes": (stroke,)}))
    assert {"arms-crossed", "hands-apart"} & set(found) >= {"hands-apart"}
    assert "apart" in (found["hands-apart"].way_out or "")


def test_what_is_in_reach_says_how_near_it_comes():
    made, score = evening(30, "classic", 3)
    limits = {each.name: each for each in check(made, score, catalog=load(), rate_hz=RATE_HZ).limits}
    assert set(limits) >= NAMES
    reach = limits["reach"]
    assert 0.5 * reach.limit < reach.worst <= reach.limit
    assert reach.unit == "m"
    assert reach.way_out is None
    assert score.strokes[reach.stroke].step == reach.step
    assert limits["hands-apart"].ok
    assert limits["arms-crossed"].ok


def test_a_left_handed_giver_reaches_as_far():
    made, score = evening(30, "classic", 3)
    other = made.model_copy(update={"giver": made.giver.model_copy(update={"handed": "left"})})
    one, two = (
        [each for each in check(each, score, catalog=load(), rate_hz=RATE_HZ).limits if each.name in NAMES]
        for each in (made, other)
    )
    assert one == two
    assert all(each.ok for each in one)
