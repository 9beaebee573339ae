"""What screening can't judge, and what a plan still needs to know."""

from datetime import timedelta

import pytest

from backrub.errors import DataError
from backrub.screening import questions_left, screen
from strategies import CONDITIONS, IDS, TODAY, WITH_A_PLACE, plain

TOMORROW = TODAY + timedelta(days=1)


def problems(request):
    with pytest.raises(DataError) as caught:
        screen(request, day=TODAY, conditions=CONDITIONS)
    return caught.value.problems


def test_an_unknown_condition_offers_the_nearest():
    (problem,) = problems(plain("broken-skinn"))
    assert problem.where == "receiver.conditions[0]"
    assert problem.way_out == "Did you mean broken-skin?"


def test_a_yes_for_an_unknown_condition_offers_the_nearest():
    (problem,) = problems(plain(cleared_by_clinician=[{"condition": "back-pian", "on": TODAY}]))
    assert problem.where == "receiver.cleared_by_clinician[0].condition"
    assert problem.way_out == "Did you mean back-pain?"


def test_a_yes_dated_tomorrow_is_an_error():
    (problem,) = problems(plain("steroids", cleared_by_clinician=[{"condition": "steroids", "on": TOMORROW}]))
    assert problem.where == "receiver.cleared_by_clinician[0].on"
    assert "future" in problem.what


@pytest.mark.parametrize("key", ["surgery_on", "injury_on", "implant_on", "pain_since"])
def test_nothing_happened_tomorrow(key):
    (problem,) = problems(plain(details={key: TOMORROW}))
    assert problem.where == f"receiver.details.{key}"


def test_every_problem_comes_at_once():
    request = plain(
        "nonsense", "cancer", "stroids",
        cleared_by_clinician=[{"condition": "x", "on": TOMORROW}],
        details={"surgery_on": TOMORROW},
    )  # fmt: skip
    assert len(problems(request)) == 5


@pytest.mark.parametrize("condition", WITH_A_PLACE)
def test_a_condition_with_a_place_needs_its_mark(condition):
    (problem,) = questions_left(plain(condition), conditions=CONDITIONS)
    assert problem.where == f'wishes.avoid[why = "{condition}"]'
    assert problem.way_out.startswith("Mark ")
    other = {"across": 0.6, "along": 0.5, "radius_m": 0.02, "why": "mole"}
    own = {**other, "why": condition}
    assert questions_left(plain(condition, wishes={"avoid": [other]}), conditions=CONDITIONS)
    assert not questions_left(plain(condition, wishes={"avoid": [own]}), conditions=CONDITIONS)


def test_only_those_five_have_a_place():
    for condition in set(IDS) - set(WITH_A_PLACE):
        assert not questions_left(plain(condition), conditions=CONDITIONS)


def test_a_missing_mark_hides_no_urgent_sign():
    clearance = screen(plain("broken-skin", "cauda-equina-signs"), day=TODAY, conditions=CONDITIONS)
    assert (clearance.tier, clearance.when) == ("urgent", "now")


@pytest.mark.parametrize("condition", WITH_A_PLACE)
def test_a_mark_named_for_a_condition_says_yes_to_it(condition):
    circle = {"across": 0.6, "along": 0.5, "radius_m": 0.02, "why": condition}
    clearance = screen(plain(wishes={"avoid": [circle]}), day=TODAY, conditions=CONDITIONS)
    assert condition in {reason.condition for reason in clearance.reasons}


def test_a_wished_circle_stays_as_it_was_without_its_reason():
    circle = {"across": -0.3, "along": 0.8, "radius_m": 0.03, "why": "mole"}
    (bare,) = screen(plain(wishes={"avoid": [circle]}), day=TODAY, conditions=CONDITIONS).avoid
    assert bare.model_dump() == {"across": -0.3, "along": 0.8, "radius_m": 0.03}


def test_a_condition_named_twice_counts_once():
    clearance = screen(plain("steroids", "steroids"), day=TODAY, conditions=CONDITIONS)
    assert [reason.condition for reason in clearance.reasons] == ["steroids"]
