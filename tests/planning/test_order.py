"""A plan in the person's own order: nothing chosen anew, every rule kept, a reason where one is broken."""

import random
from functools import cache

import pytest

from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.plan import PAUSES, Edit, Plan
from backrub.planning.replan import replan
from judge.judge_evenings import Evening, evening_of, judged
from judge.judge_requests import TODAY, request
from strategies import plain

CATALOG = load()


@cache
def evening(style="relaxation"):
    asked = plain(wishes={"minutes": 30, "style": style, "level": 3}, kit={"oil": "coconut"})
    return evening_of(asked, CATALOG)


def again(tonight, made, *edits):
    return replan(
        made, edits, request=tonight.request, clearance=tonight.clearance, catalog=CATALOG, day=TODAY
    )


def work(made):
    return [(s.technique, s.place, s.side, s.level, s.passes, s.duration_s, s.phase) for s in made.steps]


def tried(tonight, made, step, to):
    """Return the plan with a step moved, or the problem."""
    try:
        return again(tonight, made, Edit(kind="move", step=step, to=to))
    except DataError as error:
        (problem,) = error.problems
        return problem


def every_move(made):
    """Every step of the warm-up or focus with every place in its phase."""
    for step, one in enumerate(made.steps):
        if one.technique not in PAUSES and one.phase in ("warm-up", "focus"):
            yield from ((step, to) for to, other in enumerate(made.steps) if other.phase == one.phase)


@cache
def a_move():
    """Return a move that changes the order of the evening, and what came of it."""
    tonight = evening()
    for step, to in every_move(tonight.made):
        found = tried(tonight, tonight.made, step, to)
        if isinstance(found, Plan) and found.steps != tonight.made.steps:
            return step, to, found
    raise AssertionError("nothing may be moved")


def test_a_move_changes_the_order_and_nothing_else():
    tonight = evening()
    _, _, made = a_move()
    assert sorted(map(str, work(made))) == sorted(map(str, work(tonight.made)))
    assert made.duration_s == tonight.made.duration_s
    now_s = 0.0
    for step in made.steps:
        assert step.start_s == pytest.approx(now_s, abs=0.06)
        now_s += step.duration_s
    assert judged(Evening(tonight.request, tonight.clearance, made), CATALOG) == []


def test_it_stands_before_the_piece_it_was_put_before():
    tonight = evening()
    step, to, made = a_move()
    mine, other = tonight.made.steps[step], tonight.made.steps[to]
    if other.technique in PAUSES:
        return
    starts = {(s.technique, s.place, s.phase, s.side, s.duration_s): s.start_s for s in made.steps}
    at_s = {name: starts[each.technique, each.place, each.phase, each.side, each.duration_s]
            for name, each in (("mine", mine), ("other", other))}  # fmt: skip
    assert at_s["mine"] < at_s["other"]


def test_the_persons_order_outlives_the_next_change_or_says_that_it_can_not():
    tonight = evening()
    step, _, made = a_move()
    assert len(made.moves) == 1
    moved = tonight.made.steps[step].technique
    lock = next(i for i, each in enumerate(made.steps) if each.phase == "closing" and each.level)
    later = again(tonight, made, Edit(kind="lock", step=lock))
    assert isinstance(later, Plan)
    lost = [each.says for each in later.notices if each.code == "order-not-kept"]
    assert later.moves == made.moves or CATALOG.techniques[moved].name in lost[0]
    assert judged(Evening(tonight.request, tonight.clearance, later), CATALOG) == []


def test_no_piece_leaves_its_phase():
    tonight = evening()
    first = next(i for i, each in enumerate(tonight.made.steps) if each.phase == "warm-up" and each.level)
    told = tried(tonight, tonight.made, first, 0)
    assert told.where == "edits[0].to"
    assert told.what == "a piece of the warm-up stays in the warm-up"
    assert told.way_out


def test_the_eight_stay_in_their_row_in_the_classic_order():
    tonight = evening("classic")
    eight = [
        i for i, each in enumerate(tonight.made.steps)
        if each.phase == "focus" and CATALOG.techniques.get(each.technique, None)
        and CATALOG.techniques[each.technique].article
    ]  # fmt: skip
    told = tried(tonight, tonight.made, eight[-1], eight[0])
    assert not isinstance(told, Plan)
    assert told.way_out


@pytest.mark.parametrize(
    ("wrong", "where"),
    [({}, "edits[0].to"), ({"to": 999}, "edits[0].to"), ({"step": 999, "to": 1}, "edits[0].step")],
)
def test_a_move_to_nowhere_is_told(wrong, where):
    tonight = evening()
    first = next(i for i, each in enumerate(tonight.made.steps) if each.level)
    with pytest.raises(DataError) as told:
        again(tonight, tonight.made, Edit(**{"kind": "move", "step": first, **wrong}))
    assert [each.where for each in told.value.problems] == [where]
    assert all(each.way_out for each in told.value.problems)


def test_a_plan_of_other_answers_is_not_put_in_order():
    tonight = evening()
    other = tonight.made.model_copy(
        update={"limits": tonight.made.limits.model_copy(update={"max_level": 2})}
    )
    step, to, _ = a_move()
    with pytest.raises(DataError) as told:
        again(tonight, other, Edit(kind="move", step=step, to=to))
    assert "other answers" in str(told.value)


@pytest.mark.parametrize("first", [300, 305])
def test_every_rule_holds_whatever_is_moved(first):
    wrong, done = [], 0
    for seed in range(first, first + 3):
        tonight = evening_of(request(seed), CATALOG)
        if not isinstance(tonight.made, Plan):
            continue
        chance = random.Random(seed)
        moves = [*every_move(tonight.made)]
        for step, to in chance.sample(moves, min(3, len(moves))):
            found = tried(tonight, tonight.made, step, to)
            if isinstance(found, Plan):
                done += 1
                night = Evening(tonight.request, tonight.clearance, found)
                wrong += [f"{seed} {step}->{to}: {each}" for each in judged(night, CATALOG)]
            else:
                assert found.what
                assert found.way_out
    assert wrong == []
    assert done
