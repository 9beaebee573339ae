"""No hand goes faster than its technique, nor starts more suddenly, on any back; and none jumps for it."""

from functools import cache

import numpy as np
import pytest

from backrub.body import body_of
from backrub.catalog import load
from backrub.model.score import HandPath, Score, Stroke
from backrub.motion.join import FREE_M_S, FREE_M_S2, STILL_M
from backrub.motion.move import move, segments_of
from backrub.motion.profile import longest_m
from backrub.motion.samples import LIFTED, PARTS
from backrub.motion.way import STEP_M, way_of
from dose.people import Evening, person, planned
from motion.conftest import PEOPLE, body, evening

RATE_HZ = 240.0
HANDS = ("left", "right")
OWN = [Evening(1, "relaxation", 3), Evening(3, "relaxation", 3), Evening(0, "clothed", 2),
       Evening(3, "clothed", 2), Evening(0, "deep-tissue", 4)]  # fmt: skip
OTHERS = [((30, "classic", 3), "heavy tall man"), ((15, "clothed", 2), "heavy tall man"),
          ((20, "deep-tissue", 4), "small woman"), ((20, "deep-tissue", 4), 15)]  # fmt: skip


def limits(plan, score, segments):
    """The most speed [m/s] and acceleration [m/s2] of each segment, retyped from the techniques' files."""
    catalog = load()
    found = []
    for index, segment in enumerate(segments):
        stroke = score.strokes[segment.stroke]
        # Where a stroke has two, the first is the slide to where it begins.
        slides = index + 1 < len(segments) and segments[index + 1].stroke == segment.stroke
        if stroke.link or slides:
            found.append((FREE_M_S, FREE_M_S2))
            continue
        technique = catalog.techniques[plan.steps[stroke.step].technique]
        circles = segment.way.is_round or technique.speed_m_s is None
        found.append((FREE_M_S if circles else technique.speed_m_s.high, technique.accel_m_s2))
    return np.array(found)


def check_calm(plan, score, back):
    segments = segments_of(plan, score, back=back, catalog=load())
    blocks = list(move(plan, score, back=back, catalog=load(), rate_hz=RATE_HZ, segments=segments))
    for hand, name in enumerate(HANDS):
        mine = segments[name]
        most = limits(plan, score, mine)
        starts_s = np.array([each.start_s for each in mine])
        speed_m_s = np.concatenate([pair[hand].speed_m_s for pair in blocks])
        down = np.concatenate([pair[hand].part for pair in blocks]) != LIFTED
        place_m = np.concatenate([pair[hand].position_m for pair in blocks])
        which = np.searchsorted(starts_s, np.arange(len(down)) / RATE_HZ, side="right") - 1
        most_m_s, most_m_s2 = most[which].T
        assert (speed_m_s[down] <= most_m_s[down] + 1e-9).all()
        both = down[1:] & down[:-1]
        # Between two samples of one segment, and of two: then the less strict of both holds.
        most_m_s, most_m_s2 = (np.maximum(each[1:], each[:-1])[both] for each in (most_m_s, most_m_s2))
        made_m_s = np.linalg.norm(np.diff(place_m, axis=0), axis=1)[both] * RATE_HZ
        made_m_s2 = np.abs(np.diff(speed_m_s))[both] * RATE_HZ
        # A jump of up to `STILL_M` is no gap: it is made from one sample to the next.
        assert (made_m_s <= 1.01 * most_m_s + STILL_M * RATE_HZ).all()
        assert (made_m_s2 <= 1.001 * most_m_s2).all()


@pytest.mark.parametrize("who", OWN, ids=lambda who: f"{who.style} of {who.seed}")
def test_a_hand_keeps_its_techniques_speed_on_the_back_that_the_plan_was_made_for(who):
    plan, score = planned(who)
    check_calm(plan, score, body_of(plan.body).back)


@pytest.mark.parametrize(("asked", "who"), OTHERS, ids=str)
def test_a_hand_keeps_its_techniques_speed_on_anybody_elses(asked, who):
    back = body(who).back if isinstance(who, str) else body_of(person(who)).back
    check_calm(*evening(*asked), back)


@cache
def first(technique):
    """A plan whose first working step is another technique's, and that step."""
    plan, _ = evening(30, "classic", 3)
    step = next(index for index, each in enumerate(plan.steps) if each.level is not None)
    steps = list(plan.steps)
    steps[step] = steps[step].model_copy(update={"technique": technique})
    return plan.model_copy(update={"steps": tuple(steps)}), step


def strokes(technique, part, *timed, link=()):
    """The left hand's segments over some (path, seconds) one after the other."""
    plan, step = first(technique)
    at_s, made = 0.0, []
    for number, (path, duration_s) in enumerate(timed):
        hand = HandPath(hand="left", part=part, level=1, path=path)
        made.append(Stroke(start_s=at_s, duration_s=duration_s, step=step, level=1, hands=(hand,),
                           link=number in link))  # fmt: skip
        at_s += duration_s
    score = Score(duration_s=at_s, strokes=tuple(made), cues=())
    return segments_of(plan, score, back=body().back, catalog=load())["left"]


UP, DOWN = ((-0.45, 0.8), (-0.45, 0.2)), ((-0.45, 0.2), (-0.45, 0.8))


def test_what_is_too_long_for_its_time_stops_short_at_both_ends_alike():
    whole_m = way_of(UP, body().back).length_m
    (calm,) = strokes("whole-hand-effleurage", "palm", (UP, whole_m / 0.05))
    assert calm.way.length_m == pytest.approx(whole_m)
    # 10 cm a second at most; and 1 m/s2 is pi / 2 times that over a ramp of 0.157 s, at each end.
    (quick,) = strokes("whole-hand-effleurage", "palm", (UP, 2.0))
    most_m = 0.10 * (2.0 - 0.5 * np.pi * 0.10)
    assert most_m - 2 * STEP_M <= quick.way.length_m <= most_m
    ends = [way.position_m[[0, -1]].mean(axis=0)[1] for way in (calm.way, quick.way)]
    assert ends[0] == pytest.approx(ends[1], abs=0.002)
    assert quick.ramp_s == pytest.approx(0.5 * np.pi * 0.10, abs=0.03)


def test_what_goes_back_from_where_it_stopped_short_needs_no_slide():
    segments = strokes("whole-hand-effleurage", "palm", (UP, 2.0), (DOWN, 2.0))
    assert len(segments) == 2
    assert segments[0].way.position_m[-1] == pytest.approx(segments[1].way.position_m[0], abs=1e-4)


def test_what_goes_on_from_where_it_stopped_short_slides_there_lightly():
    further = ((-0.45, 0.2), (-0.45, -0.05))
    up, slide, on = strokes("whole-hand-effleurage", "palm", (UP, 2.5), (further, 1.0))
    assert slide.way.position_m[0] == pytest.approx(up.way.position_m[-1], abs=1e-6)
    assert slide.way.position_m[-1] == pytest.approx(on.way.position_m[0], abs=1e-6)
    assert slide.laid.force_n.max() <= 3.0
    # What the slide takes is the stroke's own time, and the stroke is shorter for it.
    assert slide.duration_s + on.duration_s == pytest.approx(1.0)
    assert on.way.length_m <= longest_m(on.duration_s, most_m_s=0.10, most_m_s2=1.0)


def test_a_link_brings_the_hand_all_the_way():
    near = ((-0.45, 0.21), (-0.45, 0.51), (-0.5, 0.6))
    back_down = ((-0.5, 0.62), (-0.5, 0.8))
    up, link, down = strokes(
        "whole-hand-effleurage", "palm", (UP, 5.0), (near, 3.0), (back_down, 3.0), link=(1,)
    )
    assert link.way.position_m[0] == pytest.approx(up.way.position_m[-1], abs=1e-6)
    assert link.way.position_m[-1] == pytest.approx(down.way.position_m[0], abs=1e-6)
    assert (link.duration_s, down.duration_s) == (3.0, 3.0)


def test_circles_go_by_their_rate_and_not_by_the_speed_of_what_else_the_technique_does():
    turn = np.linspace(0, 6 * np.pi, 37)
    path = tuple((-0.45 + 0.06 * float(np.cos(t)), 0.1 + 0.025 * float(np.sin(t))) for t in turn)
    (thumbs,) = strokes("shoulder-top-thumbs", "palm", (path, 6.0))
    assert load().techniques["shoulder-top-thumbs"].speed_m_s.high == 0.03
    assert thumbs.way.is_round
    # Half a circle a second of two centimetres or more; nothing is cut off.
    assert thumbs.way.length_m / 6.0 > 0.031
    assert thumbs.way.length_m == pytest.approx(way_of(path, body().back).length_m)


def test_the_score_is_played_whole_on_the_back_that_it_was_made_for():
    # On a middling body nothing is shortened by more than 2 % of what is gone over in all.
    for name in PEOPLE:
        plan, score = evening(30, "classic", 3)
        back = body(name).back
        segments = segments_of(plan, score, back=back, catalog=load())
        laid_m = sum(each.way.length_m for mine in segments.values() for each in mine)
        paths = [hand.path for stroke in score.strokes for hand in stroke.hands]
        lengths_m = {path: way_of(path, back).length_m for path in set(paths)}
        assert laid_m >= 0.98 * sum(lengths_m[path] for path in paths), name
        assert {PARTS[each.part] for each in segments["left"]} >= {"palm", "heel"}
