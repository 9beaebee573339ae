"""Contact against what can be worked out on paper, within 1 %."""

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from backrub.contact.bed import Bed
from backrub.contact.press import press
from contact.hands import RATE_HZ, block, lifted, rigid

K = 4e5


def pressed(hand, bed, *, other=None, **how):
    """Return what one sample does."""
    return press([(hand, lifted(len(hand)) if other is None else other)], bed=bed, **how)


@pytest.mark.parametrize("force_n", [1.0, 20.0, 120.0])
def test_a_flat_plate_presses_with_force_over_area(force_n):
    made = pressed(block(1, force_n=force_n), Bed.flat(cell_m=0.002, k_pa_m=K), patches=rigid())
    area_m2 = math.pi * 0.03**2
    assert made.peak_pa.max() == pytest.approx(force_n / area_m2, rel=0.01)
    # Every cell well inside the plate feels the same.
    inside = made.peak_pa[made.peak_pa > 0.99 * made.peak_pa.max()]
    assert inside.size * 0.002**2 == pytest.approx(area_m2, rel=0.1)


@pytest.mark.parametrize("slope", [(0.3, 0.0), (0.0, -0.5), (0.4, 0.4)])
def test_a_tilted_plate_on_a_tilted_bed_presses_with_force_over_area(slope):
    normal = (-slope[0], -slope[1], 1.0)
    middle = (0.01, 0.21, slope[0] * 0.01 + slope[1] * 0.21)
    hand = block(1, force_n=25.0, position_m=middle, normal=normal)
    made = pressed(hand, Bed.flat(cell_m=0.002, k_pa_m=K, slope=slope), patches=rigid())
    assert made.peak_pa.max() == pytest.approx(25.0 / (math.pi * 0.03**2), rel=0.01)


def test_a_plate_that_leans_presses_with_a_wedge():
    # Flat bed, disc tilted by a small angle t about y: d = D + t x, so over the whole disc F = k A D,
    # and the highest pressure is at its edge, k (D + t a); without friction nothing else acts.
    tilt, force_n, radius_m = 0.03, 200.0, 0.03
    hand = block(1, force_n=force_n, normal=(-tilt, 0.0, 1.0))
    made = pressed(hand, Bed.flat(cell_m=0.001, k_pa_m=K), patches=rigid())
    mean_pa = force_n / (math.pi * radius_m**2)
    edge_pa = K * tilt * radius_m
    row = made.peak_pa[np.argmax(made.peak_pa.max(axis=1))]
    x_m = made.bed.x_m
    inside = np.abs(x_m) < 0.8 * radius_m
    wedge_pa = mean_pa - edge_pa * x_m[inside] / radius_m  # tilted to the left, so deeper on the right
    assert row[inside] == pytest.approx(wedge_pa, rel=0.01)


@pytest.mark.parametrize("depth_m", [0.001, 0.003])
def test_a_ball_presses_with_pi_k_r_depth_squared(depth_m):
    ball_m, edge_m = 0.05, 0.03
    patches = rigid(dome_m=edge_m**2 / (2 * ball_m))
    force_n = math.pi * K * ball_m * depth_m**2
    made = pressed(block(1, force_n=force_n), Bed.flat(cell_m=0.001, k_pa_m=K), patches=patches)
    assert made.peak_pa.max() == pytest.approx(K * depth_m, rel=0.01)
    # Contact ends where the ball is as high as it is deep: radius sqrt(2 R d).
    touched_m2 = np.count_nonzero(made.peak_pa > 0) * 1e-6
    assert touched_m2 == pytest.approx(math.pi * 2 * ball_m * depth_m, rel=0.02)


def test_a_bed_that_stiffens_answers_with_both_terms():
    patches = rigid(half_length_m=0.0095, half_width_m=0.0095)  # smaller than a thumb: no spreading
    depth_m, k2 = 0.004, 2e9
    force_n = (K * depth_m + k2 * depth_m**2) * math.pi * 0.0095**2
    bed = Bed.flat(cell_m=0.0005, width_m=0.1, length_m=0.1, k_pa_m=K, k2_pa_m2=k2)
    made = pressed(block(1, force_n=force_n, position_m=(0.0, 0.05, 0.0)), bed, patches=patches)
    assert made.peak_pa.max() == pytest.approx(K * depth_m + k2 * depth_m**2, rel=0.01)


def test_two_hands_that_overlap_add():
    bed = Bed.flat(cell_m=0.002, k_pa_m=K)
    left = block(1, force_n=20.0, position_m=(0.010, 0.2, 0.0))
    right = block(1, force_n=30.0, position_m=(-0.010, 0.2, 0.0))
    together = press([(left, right)], bed=bed, patches=rigid())
    area_m2 = math.pi * 0.03**2
    assert together.peak_pa.max() == pytest.approx(50.0 / area_m2, rel=0.01)
    alone = [press([pair], bed=bed, patches=rigid()) for pair in ((left, lifted(1)), (lifted(1), right))]
    both = alone[0].peak_pa + alone[1].peak_pa
    assert_allclose(together.peak_pa, both, rtol=1e-5)
    assert_allclose(together.impulse_pa_s, both / RATE_HZ, rtol=1e-5)
    assert together.presses.total_n.value.max() == pytest.approx(50.0)


def test_hands_that_lie_there_one_after_the_other_do_not_add_in_the_peak():
    bed = Bed.flat(cell_m=0.004, k_pa_m=K)
    first = (block(1, force_n=20.0), lifted(1))
    second = (lifted(1), block(1, force_n=30.0))
    made = press([first, second], bed=bed, patches=rigid())
    assert made.peak_pa.max() == pytest.approx(30.0 / (math.pi * 0.03**2), rel=0.01)


def test_a_softer_hand_sinks_with_the_skin_in_series():
    # A flat plate on springs k with its own padding h: the same pressure, at F / (A k h / (k + h)).
    bed = Bed.flat(cell_m=0.002, k_pa_m=K)
    hard = pressed(block(1), bed, patches=rigid())
    soft = pressed(block(1), bed, patches=rigid(stiffness_pa_m=1e6))
    assert soft.peak_pa.max() == pytest.approx(hard.peak_pa.max(), rel=1e-3)
