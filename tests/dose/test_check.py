"""A plan on its receiver's own back: what is right passes; each planted fault is caught by its own limit."""

from functools import cache

import numpy as np
import pytest

from backrub.catalog import load
from backrub.catalog.patches import read_patches
from backrub.dose import check
from backrub.dose.skin import CELL_M
from backrub.errors import Refused
from backrub.model.score import HandPath, Score, Stroke
from motion.conftest import evening

RATE_HZ = 20.0


def broken(plan, score, **options) -> set[str]:
    return {each.name for each in check(plan, score, catalog=load(), rate_hz=RATE_HZ, **options).broken}


@cache
def own():
    return evening(30, "classic", 3)


@cache
def report():
    return check(*own(), catalog=load(), rate_hz=RATE_HZ)


def only(part, path, *, duration_s=20.0, level=2, start_s=0.0) -> Score:
    """A score of one hand's one stroke, in the first step of the plan that works."""
    plan, _ = own()
    step = next(index for index, each in enumerate(plan.steps) if each.level is not None)
    hand = HandPath(hand="left", part=part, level=level, path=path)
    stroke = Stroke(start_s=start_s, duration_s=duration_s, step=step, level=level, hands=(hand,))
    return Score(duration_s=plan.duration_s, strokes=(stroke,), cues=())


def with_steps(technique):
    """The plan with its first working step another technique's."""
    plan, _ = own()
    step = next(index for index, each in enumerate(plan.steps) if each.level is not None)
    steps = list(plan.steps)
    steps[step] = steps[step].model_copy(update={"technique": technique})
    return plan.model_copy(update={"steps": tuple(steps)})


def test_the_articles_half_hour_keeps_every_limit_on_the_back_it_was_made_for():
    assert report().broken == ()
    assert report().cells >= 8000
    assert CELL_M == (0.004, 0.005)


def test_both_sides_get_as_much():
    # Within five per cent, as the plan promises; here by force over time on the skin itself.
    assert report().balance_frac <= 0.05
    sides = {(each.place, each.side): each.dose_pa_s for each in report().places}
    for place, side in sides:
        if side == "left":
            assert sides[place, "left"] == pytest.approx(sides[place, "right"], rel=0.15), place


def test_every_limit_says_what_where_and_when():
    named = [each.name for each in report().limits]
    assert len(named) == len(set(named)) > 25
    for each in report().limits:
        assert each.says
        assert (each.worst == 0) or each.limit > 0 or not each.ok
        if each.stroke is not None:
            stroke = own()[1].strokes[each.stroke]
            assert each.step == stroke.step
            assert stroke.start_s - 1 <= each.at_s <= stroke.start_s + stroke.duration_s + 1


def test_a_lane_on_the_spine_is_seen():
    plan = with_steps("thumb-stripping")
    score = only("reinforced-thumb", ((0.05, 0.5), (0.05, 0.3)))
    assert "zone-strip" in broken(plan, score)


def test_a_level_raised_by_two_is_seen_where_a_place_stays_light():
    plan = with_steps("thumb-stripping")
    path = ((0.22, 0.75), (0.22, 0.65))  # beside the spine, at the kidneys' level: thumbs to level 2
    assert "zone-kidney-inner" not in broken(plan, only("reinforced-thumb", path, level=1))
    assert "zone-kidney-inner" in broken(plan, only("reinforced-thumb", path, level=3))


def test_what_the_clearance_leaves_out_is_seen():
    plan = with_steps("heel-effleurage")
    score = only("heel", ((0.3, 0.4), (0.3, 0.3)), level=3)  # between the shoulder blades
    assert {"level", "place-upper-back", "part-heel", "minutes"}.isdisjoint(broken(plan, score))
    for name, update in {
        "level": {"max_level": 2},
        "place-upper-back": {"place_max_level": {"upper-back": 2}},
        "part-heel": {"forbidden_parts": ("heel",)},
        "minutes": {"max_minutes": (score.duration_s - 1.0) / 60.0},
        "technique-heel-effleurage": {"forbidden_techniques": ("kneading", "heel-effleurage")},
    }.items():
        narrow = plan.model_copy(update={"limits": plan.limits.model_copy(update=update)})
        assert name in broken(narrow, score)
    barred = plan.limits.model_copy(update={"forbidden_places": ("upper-back",)})
    assert "place-upper-back" in broken(plan.model_copy(update={"limits": barred}), score)


def test_a_hold_of_two_hundred_seconds_is_seen():
    plan = with_steps("thumb-stripping")
    found = broken(plan, only("reinforced-thumb", ((0.3, 0.4),), duration_s=200.0, level=2))
    assert {"stay-thumb", "thumbs-burst"} <= found


def test_more_thumbs_than_a_giver_has_to_give_are_seen():
    plan = with_steps("thumb-stripping")
    bursts = tuple(
        only("reinforced-thumb", ((0.3, 0.5), (0.3, 0.3)), start_s=60.0 * number).strokes[0]
        for number in range(13)
    )
    # Thirteen bursts of 20 s, each with 40 s of rest: 260 s, where 240 are the most.
    score = only("palm", ((0.3, 0.5),)).model_copy(update={"strokes": bursts})
    found = broken(plan, score)
    assert "thumbs-time" in found
    assert "thumbs-burst" not in found


def test_left_and_right_thumb_in_turn_are_one_burst_and_their_rest_is_the_givers():
    def thumbs(*times):
        """A score of thumb work from and to so many seconds, by the right and the left hand in turn."""
        stroke = only("reinforced-thumb", ((0.3, 0.5), (0.3, 0.3))).strokes[0]
        strokes = tuple(
            stroke.model_copy(
                update={
                    "start_s": from_s,
                    "duration_s": to_s - from_s,
                    "hands": tuple(
                        hand.model_copy(update={"hand": "left" if number % 2 else "right"})
                        for hand in stroke.hands
                    ),
                }
            )
            for number, (from_s, to_s) in enumerate(times)
        )
        return only("palm", ((0.3, 0.5),)).model_copy(update={"strokes": strokes})

    plan = with_steps("thumb-stripping")
    assert {"thumbs-burst"} == broken(plan, thumbs((0, 20), (20, 40))) & {"thumbs-burst", "thumbs-rest"}
    assert {"thumbs-rest"} == broken(plan, thumbs((0, 15), (20, 30))) & {"thumbs-burst", "thumbs-rest"}
    assert not broken(plan, thumbs((0, 15), (30, 45))) & {"thumbs-burst", "thumbs-rest"}


@pytest.mark.parametrize("start_s", [0.0, 0.013, 0.031, 0.049])
def test_rest_as_long_as_the_work_is_enough_wherever_the_samples_fall(start_s):
    def thumbs(*times):
        """A score of thumb work from and to so many seconds."""
        stroke = only("reinforced-thumb", ((0.3, 0.5), (0.3, 0.3))).strokes[0]
        strokes = tuple(
            stroke.model_copy(update={"start_s": start_s + from_s, "duration_s": to_s - from_s})
            for from_s, to_s in times
        )
        return only("palm", ((0.3, 0.5),)).model_copy(update={"strokes": strokes})

    plan = with_steps("thumb-stripping")
    assert "thumbs-rest" not in broken(plan, thumbs((0, 10), (20, 30)))
    assert "thumbs-rest" in broken(plan, thumbs((0, 10), (19.99, 29.99)))
    # Bursts of 10.0005 s with rests as long, told to the millisecond.
    assert "thumbs-rest" not in broken(plan, thumbs((0, 10.001), (20.001, 30.001)))
    assert "thumbs-rest" not in broken(plan, thumbs((0.001, 10.001), (20.0, 30.001)))
    # A second's lift on the way is part of one burst: eleven seconds of it, then as long without.
    assert "thumbs-rest" not in broken(plan, thumbs((0, 5), (6, 11), (22, 25)))
    assert "thumbs-rest" in broken(plan, thumbs((0, 5), (6, 11), (21.99, 25)))
    # Thirty seconds with half a second's pause in them, and twelve without: eighteen are missing.
    short = check(plan, thumbs((0, 20), (20.5, 30), (42, 50), (58, 63)), catalog=load(), rate_hz=RATE_HZ)
    rest = next(each for each in short.broken if each.name == "thumbs-rest")
    assert rest.worst == pytest.approx(18.0, abs=1e-6)
    assert (rest.stroke, rest.at_s) == (2, pytest.approx(start_s + 42, abs=1e-3))


def test_a_stone_three_degrees_warmer_is_seen():
    plan = with_steps("hot-stone-glide")
    score = only("stone", ((0.3, 0.5), (0.3, 0.3)), level=2)
    for stones_c, is_seen in ((45.0, False), (48.0, True)):
        kit = plan.kit.model_copy(update={"stones_c": stones_c})
        assert ("stone-moving" in broken(plan.model_copy(update={"kit": kit}), score)) is is_seen


def test_twice_the_force_of_a_technique_is_held_to_what_a_braced_thumb_may():
    plan = with_steps("thumb-stripping")
    score = only("reinforced-thumb", ((0.3, 0.5), (0.3, 0.3)), level=3)
    limits = load().limits
    assert "pressure-reinforced-thumb" not in broken(plan, score)
    # Twice the force is capped at 35 N: on its 3.5 cm2 that is at its own limit of 120 kPa or below.
    worst = next(
        each
        for each in check(plan, score, catalog=load(), rate_hz=RATE_HZ, calibration_frac=2.0).limits
        if each.name == "force-reinforced-thumb"
    )
    # A little less: with two cells fewer in touch it would be above what is aimed at of that pressure.
    most_n = limits.parts["reinforced-thumb"].force_n
    assert 0.97 * most_n <= worst.worst <= most_n * (1 + 1e-9)


def halved(part):
    """All patches, one of them of half its area."""
    patches = read_patches().parts
    whole = patches[part]
    half = {"half_length_m": whole.half_length_m / 2**0.5, "half_width_m": whole.half_width_m / 2**0.5}
    return {**patches, part: whole.model_copy(update=half)}


def test_half_a_palm_that_lies_well_presses_nearly_twice_as_hard():
    plan, score = with_steps("palm-compression"), only("palm", ((0.5, 0.35),))
    whole_pa, half_pa = (
        next(each.worst for each in made.limits if each.name == "pressure-palm")
        for made in (
            check(plan, score, catalog=load(), rate_hz=RATE_HZ, patches=patches)
            for patches in (None, halved("palm"))
        )
    )
    assert half_pa >= 1.4 * whole_pa


def test_a_patch_of_half_its_area_is_seen():
    plan = with_steps("thumb-stripping")
    score = only("reinforced-thumb", ((0.3, 0.5), (0.3, 0.3)), level=3)
    small = halved("reinforced-thumb")
    assert "pressure-reinforced-thumb" not in broken(plan, score)
    # 24 N on 1.8 cm2 are 130 kPa, where 100 are the most.
    assert "pressure-reinforced-thumb" in broken(plan, score, patches=small)


def test_twice_as_long_is_twice_the_dose():
    plan = with_steps("whole-hand-effleurage")
    once, twice = (
        check(plan, only("palm", ((0.45, 0.4),), duration_s=duration_s), catalog=load(), rate_hz=RATE_HZ)
        for duration_s in (40.0, 80.0)
    )
    one, two = (np.array([each.dose_pa_s for each in made.places]) for made in (once, twice))
    # Setting in and fading take the same time in both: 0.3 s each.
    assert two.sum() == pytest.approx(2 * one.sum(), rel=0.02)


def test_who_sits_is_not_verified():
    plan, score = own()
    with pytest.raises(Refused, match="seated"):
        check(plan.model_copy(update={"position": "seated"}), score, catalog=load())
