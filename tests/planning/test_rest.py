"""Rest and change: thumbs rest as long as they worked, and no part of the hand works on without another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrub.catalog.technique import read_techniques
from backrub.model.base import BareCircle
from backrub.planning.rest import rested, thumbs_rest
from backrub.planning.stretch import Stretch
from backrub.planning.stroke import HandTrace, Trace, TracedStroke
from backrub.planning.trace import Task, trace
from planning.test_trace import ground

TECHNIQUES = read_techniques()
MUSCLE = (0.22, 0.3)


def stroke(part, low_s, high_s, *, at=MUSCLE, link=False):
    hand = HandTrace("right", part, 2, np.array([at, (at[0], at[1] - 0.05)]))
    return TracedStroke((hand,), low_s, high_s, 0, is_link=link)


def at_tempo(strokes, tempo_frac):
    """Return how long thumbs work and rest, in turn, pass after pass; a pass begins with thumbs here."""
    runs = []
    for each in strokes:
        works = each.is_thumbs
        if runs and runs[-1][0] == works:
            runs[-1][1] += each.lasting(tempo_frac)
        else:
            runs.append([works, each.lasting(tempo_frac)])
    return runs


times = st.tuples(st.floats(1.0, 12.0), st.floats(0.0, 10.0)).map(lambda each: (each[0], sum(each)))
passes = st.lists(st.tuples(times, times), min_size=1, max_size=3)


@given(passes, st.sampled_from([0.0, 0.3, 1.0]))
def test_thumbs_rest_at_least_as_long_as_they_worked_at_any_tempo(pairs, tempo_frac):
    strokes = [
        each
        for work, rest in pairs
        for each in (stroke("reinforced-thumb", *work), stroke("palm", *rest, at=(0.4, 0.4)))
    ]
    made = rested(strokes, ground=ground())
    assert made
    runs = at_tempo(made, tempo_frac)
    for (works, work_s), (_, rest_s) in zip(runs[::2], runs[1::2], strict=True):
        assert works
        assert work_s <= 30.0
        assert rest_s >= work_s - 1e-9


def test_a_pass_with_rest_enough_stays_as_it_is():
    strokes = [stroke("reinforced-thumb", 5, 9), stroke("palm", 5, 9)]
    assert rested(strokes, ground=ground()) == strokes


def test_a_burst_that_is_too_long_at_its_quickest_is_no_pass():
    assert rested([stroke("reinforced-thumb", 31, 40), stroke("palm", 40, 50)], ground=ground()) == []


def test_where_no_palm_may_lie_thumbs_that_would_not_rest_do_not_work():
    barred = ground(forbidden_parts=("palm",))
    assert rested([stroke("reinforced-thumb", 10, 12), stroke("knuckles", 2, 3)], ground=barred) == []


def test_thumbs_without_any_rest_between_are_not_rested():
    assert not thumbs_rest([stroke("thumb", 3, 4)], 30.0)
    assert thumbs_rest([stroke("palm", 3, 4)], 30.0)


def test_a_flush_that_a_circle_takes_away_leaves_a_palm_that_lies_still():
    mole = BareCircle(across=-0.3, along=0.8, radius_m=0.03)
    made = trace(Task(TECHNIQUES["thumb-stripping"], "back", "left", 3), ground=ground(avoid=(mole,)))
    still = [each for each in made.strokes if each.hands and len(each.hands[0].points) == 1]
    assert still
    assert {each.hands[0].part for each in still} == {"palm"}
    assert all(each.hands[0].level == 1 for each in still)


@pytest.mark.parametrize("after_s", [None, 4.0])
def test_the_last_burst_rests_within_its_own_pass(after_s):
    """What follows a step may be thumbs' work: the palm that begins the next pass is no rest for the last."""
    after = [] if after_s is None else [stroke("palm", after_s, after_s)]
    strokes = [stroke("palm", 12, 12), stroke("reinforced-thumb", 10, 11), *after]
    assert not thumbs_rest(strokes, 30.0)
    made = rested(strokes, ground=ground())
    assert made[: len(strokes)] == strokes
    for tempo_frac, worked_s in ((0.0, 10.0), (1.0, 11.0)):
        assert sum(each.lasting(tempo_frac) for each in made[2:]) >= worked_s
    assert not any(each.is_thumbs for each in made[2:])


def a_pass(*parts, line=0):
    strokes = tuple(
        TracedStroke((HandTrace("right", part, 2, np.zeros((1, 2))),), 10.0, 10.0, line) for part in parts
    )
    return Trace(strokes, 10.0 * len(parts), 10.0 * len(parts), {}, {}, 1.0, 0.0, frozenset(parts))


def test_the_same_part_in_two_steps_is_one_stretch():
    stretch = Stretch()
    for seconds_s in (100.0, 150.0):
        stretch.add(TECHNIQUES["kneading"], a_pass("palm"), passes=1, duration_s=seconds_s)
    assert stretch.longest_s == 250.0
    stretch.add(TECHNIQUES["raking"], a_pass("flat-fingers"), passes=1, duration_s=40.0)
    stretch.add(TECHNIQUES["kneading"], a_pass("palm"), passes=1, duration_s=90.0)
    assert (stretch.run_s, stretch.longest_s) == (90.0, 250.0)


def test_a_finish_that_begins_with_fingers_goes_on_where_fingers_were():
    stretch = Stretch()
    stretch.add(TECHNIQUES["raking"], a_pass("flat-fingers"), passes=1, duration_s=280.0)
    finish = a_pass("flat-fingers", "heel", "palm")  # line after line: a third of its time each
    stretch.add(TECHNIQUES["finish"], finish, passes=3, duration_s=90.0)
    assert stretch.longest_s == pytest.approx(310.0)
    assert (stretch.part, stretch.run_s) == ("palm", pytest.approx(30.0))


def test_stones_that_lie_are_no_work_of_the_hand():
    stretch = Stretch()
    stretch.add(TECHNIQUES["placed-stones"], a_pass("stone"), passes=1, duration_s=600.0)
    assert stretch.longest_s == 0.0
