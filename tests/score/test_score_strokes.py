"""The strokes of real evenings: they flow, keep their technique's tempo, and two hands stay two hands."""

from itertools import pairwise

import numpy as np
import pytest

from backrub.catalog.technique import Technique
from backrub.model.plan import PAUSES
from backrub.model.score import HandPath, Stroke
from score.score_evenings import EVENINGS, Evening, evening

JUMP_M = 0.015
"""What a hand may be off when a stroke begins where another ended."""
ROUNDING_M = 0.0005
"""What writing four digits and dropping needless corners takes from a length, at most."""
LIFTED_S = 0.5
"""A hand that is idle for longer was lifted: it comes down anew."""
AIR_S = 3.0
CROSS_M = 0.005
LINK_M_S = 0.15
STILL_FRAC = (0.8, 1.25)
"""A press or a hold lasts as written, up to a fifth shorter or a quarter longer."""

every_evening = pytest.mark.parametrize("name", EVENINGS)


def motions(technique: Technique, place: str, part: str) -> set[str]:
    """Return how this part of the hand moves in this technique at this place."""
    own = {technique.part, technique.instead_part, technique.narrow_part}
    return {
        line.motion
        for line in technique.strokes_for(place)
        if (line.part or technique.part) == part or (line.part is None and part in own)
    }


def of_motion(made: Evening, *wanted: str) -> list[tuple[Stroke, Technique]]:
    """Return the strokes of an evening that move like this, links and the receiver's own spot left out."""
    return [
        (stroke, made.technique(stroke))
        for stroke in made.score.strokes
        if not stroke.link
        and made.technique(stroke).working != "spot"
        and motions(made.technique(stroke), made.step(stroke).place or "", stroke.hands[0].part)
        <= set(wanted)
    ]


def along_even(made: Evening, hand: HandPath, count: int) -> np.ndarray:
    """Return (count, 2) points [m] where the hand is at even moments: it keeps an even pace."""
    points = made.metres(hand.path)
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0.0, way[-1], count)
    return np.stack([np.interp(at, way, points[:, axis]) for axis in (0, 1)], axis=1)


def turns(made: Evening, hand: HandPath) -> float:
    """Return how often a circling hand goes round: every turn swings out once and back once."""
    points = along_even(made, hand, 600)
    swing = points - np.linspace(points[0], points[-1], len(points))
    return max(np.count_nonzero(np.diff(np.sign(np.diff(each)))) / 2 for each in swing.T)


@every_evening
def test_the_score_lasts_as_long_as_its_plan(name: str) -> None:
    made = evening(name)
    assert made.score.duration_s == pytest.approx(made.plan.duration_s, abs=0.01)
    last = made.score.strokes[-1]
    assert last.start_s + last.duration_s <= made.score.duration_s + 0.01


@every_evening
def test_strokes_follow_each_other_within_their_step(name: str) -> None:
    made = evening(name)
    for before, after in pairwise(made.score.strokes):
        assert after.start_s >= before.start_s + before.duration_s - 0.002
        assert after.step >= before.step
    for stroke in made.score.strokes:
        step = made.step(stroke)
        assert step.start_s - 0.002 <= stroke.start_s
        assert stroke.start_s + stroke.duration_s <= step.start_s + step.duration_s + 0.002


@every_evening
def test_no_hand_strokes_in_a_pause(name: str) -> None:
    made = evening(name)
    assert not [stroke for stroke in made.score.strokes if made.step(stroke).technique in PAUSES]


@every_evening
def test_hands_are_off_for_a_moment_at_most_while_a_step_lasts(name: str) -> None:
    made = evening(name)
    for index, step in made.worked():
        if step.place is None:
            continue  # the receiver shows where when its time comes
        mine = [stroke for stroke in made.score.strokes if stroke.step == index]
        times = [(stroke.start_s, stroke.start_s + stroke.duration_s) for stroke in mine]
        end_s = step.start_s + step.duration_s
        for (_, off_s), (on_s, _) in pairwise([(0.0, step.start_s), *times, (end_s, end_s)]):
            assert on_s - off_s <= AIR_S, step.technique


@every_evening
def test_a_stroke_begins_where_the_hand_is_or_a_glide_brings_it(name: str) -> None:
    made = evening(name)
    for hands in made.by_hand().values():
        for (before, was), (after, now) in pairwise(hands):
            if after.start_s - before.start_s - before.duration_s > LIFTED_S:
                continue
            gone, come = made.metres([was.path[-1], now.path[0]])
            what = f"{made.step(before).technique} to {made.step(after).technique} at {after.start_s} s"
            assert np.hypot(*(come - gone)) <= JUMP_M + ROUNDING_M, what


@every_evening
def test_a_glide_that_links_is_a_light_slow_palm(name: str) -> None:
    made = evening(name)
    for stroke in made.score.strokes:
        for hand in stroke.hands if stroke.link else ():
            assert (hand.part, hand.level) == ("palm", 1)
            assert made.length_m(hand) / stroke.duration_s <= LINK_M_S * 1.02 + ROUNDING_M


@every_evening
def test_hands_never_pass_through_each_other(name: str) -> None:
    made = evening(name)
    for stroke in made.score.strokes:
        hands = {hand.hand: along_even(made, hand, 60) for hand in stroke.hands}
        assert len(hands) == len(stroke.hands)
        if len(hands) == 2:
            left_of_m = hands["right"][:, 0] - hands["left"][:, 0]
            assert left_of_m.min() >= -CROSS_M, f"{made.step(stroke).technique} at {stroke.start_s} s"


@every_evening
def test_the_level_of_a_stroke_is_that_of_its_heavier_hand_and_within_the_step(name: str) -> None:
    made = evening(name)
    for stroke in made.score.strokes:
        assert stroke.level == max(hand.level for hand in stroke.hands)
        assert stroke.level <= (made.step(stroke).level or 0)


@every_evening
def test_a_hand_that_travels_keeps_the_speed_of_its_technique(name: str) -> None:
    made = evening(name)
    for stroke, technique in of_motion(made, "line", "to-and-fro"):
        speed = technique.speed_m_s
        assert speed is not None
        lengths_m = [made.length_m(hand) for hand in stroke.hands]
        what = f"{technique.id} at {stroke.start_s} s"
        assert max(lengths_m) <= speed.high * stroke.duration_s + ROUNDING_M, what
        assert min(lengths_m) >= speed.low * 0.98 * stroke.duration_s - ROUNDING_M, what


@every_evening
def test_circles_keep_the_rate_of_their_technique(name: str) -> None:
    made = evening(name)
    for stroke, technique in of_motion(made, "loop"):
        rate = technique.rate_hz
        assert rate is not None
        count = max(turns(made, hand) for hand in stroke.hands)
        what = f"{technique.id} at {stroke.start_s} s: {count} turns in {stroke.duration_s} s"
        assert (count - 0.6) / stroke.duration_s <= rate.high, what
        assert (count + 0.6) / stroke.duration_s >= rate.low, what


@every_evening
def test_what_is_still_lasts_about_as_written(name: str) -> None:
    made = evening(name)
    for stroke, technique in of_motion(made, "still"):
        written = [line.duration_s for line in technique.strokes_for(made.step(stroke).place or "")]
        low_s, high_s = STILL_FRAC[0] * min(written), STILL_FRAC[1] * max(written)
        assert low_s - 0.01 <= stroke.duration_s <= high_s + 0.01, technique.id
        assert all(len(hand.path) == 1 for hand in stroke.hands)


def test_each_kind_of_motion_was_looked_at() -> None:
    for kinds in (("line", "to-and-fro"), ("loop",), ("still",)):
        assert sum(len(of_motion(evening(name), *kinds)) for name in EVENINGS) > 200
