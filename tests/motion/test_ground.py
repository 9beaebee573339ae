"""What a hand may do on one receiver's own back: moved clear of what is barred, by millimetres."""

import numpy as np
import pytest

from backrub.catalog import load
from backrub.motion.ground import ASTRAY_M, ground_of
from backrub.motion.lay import laid
from backrub.motion.way import way_of
from motion.conftest import body

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
