"""Routines go from one evening to another, and every rule holds for whoever gets them."""

import pytest

from backrub.catalog import load
from backrub.model.plan import Edit, Plan
from backrub.model.routine import Routine
from backrub.planning.replan import replan
from backrub.planning.routine import plan_routine, routine_of
from judge.judge_evenings import Evening, evening_of, judged
from judge.judge_requests import TODAY, request
from strategies import plain

CATALOG = load()
PRIVATE = ("across", "radius_m", "why", "age_years", "conditions", "avoid", "sore", "name_of")


def evening(style="relaxation", **wishes):
    kit = {"oil": "coconut", "massager": True, "stones_c": 43.0}
    return evening_of(plain(wishes={"minutes": 30, "style": style, "level": 3, **wishes}, kit=kit), CATALOG)


def pieces(made):
    return {(step.technique, step.place, step.phase) for step in made.steps if step.level is not None}


def again(routine, other):
    return plan_routine(other.request, other.clearance, routine=routine, catalog=CATALOG, day=TODAY)


@pytest.mark.parametrize("style", ["relaxation", "deep-tissue", "classic", "clothed"])
def test_the_same_people_get_every_piece_again(style):
    tonight = evening(style)
    routine = routine_of(tonight.made, "Sunday")
    made = again(routine, tonight)
    assert isinstance(made, Plan)
    kept = {(each.technique, each.place, each.phase) for each in routine.pieces}
    assert kept <= pieces(made)
    assert "routine-piece-left-out" not in [each.code for each in made.notices]
    assert judged(Evening(tonight.request, tonight.clearance, made), CATALOG) == []


def test_a_routine_says_nothing_of_a_body():
    sore = [{"across": 0.25, "along": 0.8, "pain_nrs": 3}]
    avoid = [{"across": -0.3, "along": 0.3, "radius_m": 0.02, "why": "mole"}]
    tonight = evening("deep-tissue", sore=sore, avoid=avoid, minutes=60)
    routine = routine_of(tonight.made, "Sunday")
    text = routine.model_dump_json(by_alias=True)
    assert not [word for word in PRIVATE if f'"{word}"' in text]
    assert "@" not in text
    assert "mole" not in text
    assert Routine.model_validate_json(text) == routine
    spots = {(s.technique, s.place, s.phase) for s in tonight.made.steps if s.spot is not None}
    others = {(s.technique, s.place, s.phase) for s in tonight.made.steps if s.level and s.spot is None}
    assert not (spots - others) & {(p.technique, p.place, p.phase) for p in routine.pieces}


def without_the_open_spot(tonight):
    """An evening of the kind that has tender spots, without them: their place is the receiver's to show."""
    spot = next(i for i, each in enumerate(tonight.made.steps) if each.level and each.place is None)
    edits = [Edit(kind="remove", step=spot)]
    wishes = {"request": tonight.request, "clearance": tonight.clearance}
    return tonight.made.steps[spot], replan(tonight.made, edits, **wishes, catalog=CATALOG, day=TODAY)


def test_a_tender_spot_that_was_taken_out_stays_out_of_the_routine():
    tonight = evening("classic")
    spot, changed = without_the_open_spot(tonight)
    assert changed.left_out == ((spot.technique, "", spot.phase),)
    routine = routine_of(changed, "Sunday")
    assert routine.left_out == changed.left_out
    assert Routine.model_validate_json(routine.model_dump_json(by_alias=True)) == routine
    made = again(routine, tonight)
    assert made.left_out == changed.left_out
    assert spot.technique not in {each.technique for each in made.steps}


@pytest.mark.parametrize("place", ["Lower back", "low--back", "low-back@0.300,0.100", "x" * 61])
def test_what_no_routine_can_say_was_taken_out_stands_in_none(place):
    plan = evening().made
    step = next(each for each in plan.steps if each.level)
    changed = plan.model_copy(update={"left_out": ((step.technique, place, step.phase),)})
    assert routine_of(changed, "Sunday").left_out == ()


def test_a_locked_piece_stays_locked_and_keeps_its_time():
    tonight = evening()
    step = next(each for each in tonight.made.steps if each.phase == "warm-up" and each.level)
    like = (step.technique, step.place, step.phase)
    steps = tuple(
        each.model_copy(update={"locked": (each.technique, each.place, each.phase) == like})
        for each in tonight.made.steps
    )
    routine = routine_of(tonight.made.model_copy(update={"steps": steps}), "Sunday")
    made = again(routine, tonight)
    mine = [each for each in made.steps if (each.technique, each.place, each.phase) == like]
    assert all(each.locked for each in mine)
    assert not [each for each in made.steps if each.locked and each not in mine]
    (piece,) = [each for each in routine.pieces if each.locked]
    assert sum(each.duration_s for each in mine) == pytest.approx(piece.seconds_s, rel=0.05)


ROUTINES = ("relaxation", "deep-tissue", "hot-stone", "massager")


@pytest.mark.parametrize("first", range(900, 906, 3))
def test_every_rule_holds_for_other_people_and_what_is_missing_is_said(first):
    wrong, planned = [], 0
    for seed in range(first, first + 3):
        asked = request(seed)
        routine = routine_of(evening(ROUTINES[seed % len(ROUTINES)]).made, "Sunday")
        other = evening_of(asked, CATALOG)
        if not isinstance(other.made, Plan):
            continue
        made = again(routine, other)
        assert isinstance(made, Plan), seed  # a routine never takes a plan away
        planned += 1
        wrong += [f"{seed}: {each}" for each in judged(Evening(asked, other.clearance, made), CATALOG)]
        has, told = pieces(made), [each.says for each in made.notices]
        for piece in routine.pieces:
            name = CATALOG.techniques[piece.technique].name
            if (piece.technique, piece.place, piece.phase) not in has:
                assert any(says.startswith(name) and "routine" in says for says in told), (seed, name)
    assert wrong == []
    assert planned >= 1
