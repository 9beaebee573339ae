"""What a hand may do on one receiver's own back: moved clear of what is barred, by millimetres."""

import numpy as np
import pytest

from backrub.catalog import load
from backrub.model.base import BareCircle
from backrub.motion.ground import ASTRAY_M, ground_of
from backrub.motion.lay import laid
from backrub.motion.way import way_of
from motion.conftest import PEOPLE, body

LIMITS = load().limits


def test_what_lies_some_millimetres_in_a_barred_zone_is_moved_out_as_it_is():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    turn = np.linspace(0, 2 * np.pi, 25)
    # A thumb's circle of 1 cm whose inner side is 6 mm nearer to the midline than 2 cm and half a thumb.
    middle_m, radius_m = 0.03 + 0.01 - 0.006, 0.01
    path = tuple(
        ((middle_m + radius_m * np.cos(t)) / back.half_biacromial_m,
         0.3 + radius_m * np.sin(t) / back.c7_psis_m) for t in turn
    )  # fmt: skip
    how = {"level": 2, "technique": load().techniques["thumb-stripping"], "back": back, "ground": ground}
    found = laid(path, "thumb", **how)
    moved_m = (found.way.chart.mean(axis=0) - np.mean(path[:-1], axis=0)) * [
        back.half_biacromial_m,
        back.c7_psis_m,
    ]
    assert np.abs(found.way.position_m[:, 0]).min() >= 0.03
    assert 0.005 < moved_m[0] <= ASTRAY_M
    assert found.force_n.min() > 0
    round_m = np.ptp(found.way.chart, axis=0) * [back.half_biacromial_m, back.c7_psis_m]
    assert round_m == pytest.approx([2 * radius_m, 2 * radius_m], abs=0.0015)
    # Its mirror is moved as far to the other side.
    other = laid(tuple((-across, along) for across, along in path), "thumb", **how)
    assert np.allclose(other.way.chart * [-1, 1], found.way.chart, atol=1e-9)


def test_a_lane_that_is_further_off_is_pressed_as_it_is_written():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    path = ((0.05, 0.5), (0.05, 0.3))  # a thumb 1 cm beside the midline: 2 cm too near
    how = {"technique": load().techniques["thumb-stripping"], "back": back, "ground": ground}
    found = laid(path, "thumb", level=2, **how)
    assert np.allclose(found.way.chart, way_of(path, back).chart)
    assert (found.level == 2).all()


def test_a_hand_that_comes_millimetres_past_the_places_end_is_moved_back():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    low = 1.12 + 0.004 / back.c7_psis_m  # 4 mm down on the buttocks, whose line is at 1.12 (decision 0029)
    how = {"technique": load().techniques["kneading"], "back": back, "ground": ground}
    found = laid(((0.45, low), (0.45, 1.0)), "palm", level=2, **how)
    assert found.way.chart[:, 1].max() <= 1.12 + 0.5 * 0.0025 / back.c7_psis_m  # half a cell of the ground
    assert (found.level == 2).all()
    # What is far past it is pressed as it is written, for `dose` to see.
    found = laid(((0.45, 1.25), (0.45, 1.2)), "palm", level=2, **how)
    assert found.way.chart[:, 1].max() == pytest.approx(1.25)
    assert (found.level == 2).all()


def test_a_palm_whose_edge_comes_near_the_spine_goes_on_at_level_one():
    back = body().back
    ground = ground_of(back, limits=LIMITS)
    out_m = 0.02 + 0.0405 - 0.004
    path = ((out_m / back.half_biacromial_m, 0.5), (out_m / back.half_biacromial_m, 0.2))
    how = {"technique": load().techniques["whole-hand-effleurage"], "back": back, "ground": ground}
    found = laid(path, "palm", level=2, **how)
    assert (found.level == 1).all()
    assert found.force_n.max() <= 10.0  # its force at level 1
    assert (laid(((0.45, 0.5), (0.45, 0.2)), "palm", level=2, **how).level == 2).all()


CIRCLE = BareCircle(across=0.4, along=1.05, radius_m=0.02)
HALF_M = {"palm": 0.0405, "heel": 0.018, "knuckles": 0.0125, "thumb": 0.010}
"""Half their breadth across, by their outlines; the two that point across lie that way."""


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("part", HALF_M)
def test_a_path_is_moved_clear_of_a_circle_or_not_at_all(who, part):
    back = body(who).back
    ground = ground_of(back, limits=LIMITS, avoid=(CIRCLE,))
    middle = back.at(np.array([[CIRCLE.across, CIRCLE.along]])).position_m[0]
    how = {"level": 2, "technique": load().techniques["whole-hand-effleurage"], "back": back}
    moved = 0
    for inside_m in 0.001 * np.arange(1, 21):
        # Along the back, outside of the circle, by so much too near.
        out = CIRCLE.across + (CIRCLE.radius_m + HALF_M[part] - inside_m) / back.half_biacromial_m
        path = ((out, CIRCLE.along + 0.03), (out, CIRCLE.along - 0.03))
        found, written = laid(path, part, ground=ground, **how).way, way_of(path, back)
        if np.allclose(found.chart[[0, -1]], written.chart[[0, -1]]):
            continue
        moved += 1
        away_m = np.hypot(*(found.position_m[:, :2] - middle[:2]).T).min()
        # Clear but for one cell of the ground.
        assert away_m > CIRCLE.radius_m + HALF_M[part] - 0.0025, inside_m
    assert moved > 0
