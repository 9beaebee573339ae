"""Where a place to leave alone on one side would cost much, it is left alone on both."""

import importlib
from functools import cache
from unittest.mock import patch

import pytest

from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.base import BareCircle
from backrub.model.plan import Edit, Plan
from backrub.model.request import SoreSpot
from backrub.planning.ground import evened
from backrub.planning.replan import replan
from judge.judge_evenings import evening_of, judged
from judge.judge_requests import TODAY, request

CLASSIC = 602
"""A classic evening of 40 minutes."""
MOLE = (-0.48, 0.726)
"""Of 46 mm, on one side of the lower back: there the same time for left and right costs much."""


@cache
def evening(sore=()):
    asked = request(CLASSIC)
    mole = asked.wishes.avoid[0].model_copy(update={"across": MOLE[0], "along": MOLE[1], "radius_m": 0.046})
    spots = tuple(SoreSpot(across=across, along=along, pain_nrs=3) for across, along in sore)
    wishes = asked.wishes.model_copy(update={"sore": spots, "avoid": (mole,)})
    return evening_of(asked.model_copy(update={"wishes": wishes}), load())


def told(made):
    return [each.says for each in made.notices if each.code == "both-sides-spared"]


def again(tonight, made, *edits):
    return replan(
        made, edits, request=tonight.request, clearance=tonight.clearance, catalog=load(), day=TODAY
    )


def test_both_sides_are_spared_and_it_is_said():
    tonight = evening()
    asked, spared = tonight.clearance.avoid, tonight.made.limits.avoid
    assert (asked[0].across, asked[0].along) == MOLE
    mirrored = [BareCircle(across=-each.across, along=each.along, radius_m=each.radius_m) for each in asked]
    assert [*spared] == [*asked, *mirrored]
    assert len(told(tonight.made)) == 1
    assert judged(tonight, load()) == []


def test_no_sore_spot_is_left_out_for_it():
    tonight = evening(sore=((-MOLE[0], MOLE[1]),))
    assert tonight.made.limits.avoid == tonight.clearance.avoid
    assert told(tonight.made) == []


def test_an_evening_that_only_goes_with_both_sides_spared_is_given():
    """None such is known: the solver is kept here from what lies on one side alone."""
    planning = importlib.import_module("backrub.planning.plan")
    tonight, choose, tried = evening(), planning.choose, []

    def choosy(found, kitchen, **how):
        tried.append(len(kitchen.ground.avoid))
        is_even = evened(kitchen.ground.avoid) == kitchen.ground.avoid
        return choose(found, kitchen, **how) if is_even else None

    with patch.object(planning, "choose", choosy):
        made = planning.plan(tonight.request, tonight.clearance, catalog=load(), day=TODAY)
    assert tried[:2] == [len(tonight.clearance.avoid), 2 * len(tonight.clearance.avoid)]
    assert isinstance(made, Plan)
    assert (made.steps, made.limits, told(made)) == (
        tonight.made.steps, tonight.made.limits, told(tonight.made),
    )  # fmt: skip


def test_such_an_evening_may_be_put_in_another_order():
    tonight = evening()
    made, orders, against = tonight.made, [], []
    for step in range(len(made.steps)):
        try:
            orders.append(again(tonight, made, Edit(kind="move", step=step, to=step + 2)))
        except DataError as error:
            against += [each.what for each in error.problems]
    assert orders
    assert not any("other answers" in each for each in against)
    assert all(each.limits == made.limits and told(each) == told(made) for each in orders)


@pytest.mark.parametrize("kind", ["lengthen", "remove"])
def test_such_an_evening_may_be_changed(kind):
    tonight = evening()
    step = next(i for i, each in enumerate(tonight.made.steps) if each.phase == "focus" and each.level)
    made = again(tonight, tonight.made, Edit(kind=kind, step=step))
    assert isinstance(made, Plan)
    assert (len(made.limits.avoid) > len(tonight.clearance.avoid)) == bool(told(made))


def test_a_plan_for_other_circles_is_still_one_for_other_answers():
    tonight = evening()
    fewer = tonight.clearance.model_copy(update={"avoid": ()})
    with pytest.raises(DataError) as raised:
        replan(
            tonight.made, [Edit(kind="move", step=2, to=4)], request=tonight.request, clearance=fewer,
            catalog=load(), day=TODAY,
        )  # fmt: skip
    assert any("other answers" in each.what for each in raised.value.problems)
