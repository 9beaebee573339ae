"""The skin gives back what the hand was asked to press with, in every sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrub.catalog.patches import read_patches
from backrub.contact.press import press
from backrub.motion.samples import PARTS
from contact.hands import RATE_HZ, barrel, block, curved, lifted, on_barrel, tangent, unit

BEDS = {cell_m: curved(cell_m=cell_m) for cell_m in (0.003, 0.005)}


def given_back_n(made, normal):
    """Return the force of all cells along a normal, by the surface's own slopes. [N]"""
    x_m, y_m = np.meshgrid(made.bed.x_m, made.bed.y_m)
    _, slope_x, slope_y = barrel(x_m, y_m)
    toward = np.stack([-slope_x, -slope_y, np.ones_like(slope_x)], axis=-1) @ normal
    cell_m2 = made.bed.cell_x_m * made.bed.cell_y_m
    return float((made.impulse_pa_s * toward).sum() * cell_m2 * RATE_HZ)


@settings(max_examples=80)
@given(
    part=st.sampled_from(PARTS),
    force_n=st.floats(0.5, 120.0),
    x_m=st.floats(-0.12, 0.12),
    y_m=st.floats(0.05, 0.38),
    turn=st.floats(-np.pi, np.pi),
    lean=st.tuples(st.floats(-0.1, 0.1), st.floats(-0.1, 0.1)),
    cell_m=st.sampled_from(sorted(BEDS)),
)
def test_every_part_anywhere_at_any_force_turned_and_leaning(part, force_n, x_m, y_m, turn, lean, cell_m):
    at = on_barrel(x_m, y_m)
    normal = unit(at["normal"] + np.array([*lean, 0.0]))
    hand = block(
        1, part=part, force_n=force_n, position_m=at["position_m"], normal=normal,
        heading=tangent(normal, (np.cos(turn), np.sin(turn), 0.0)),
    )  # fmt: skip
    made = press([(hand, lifted(1))], bed=BEDS[cell_m])
    assert given_back_n(made, normal) == pytest.approx(force_n, rel=2e-3)
    assert made.hands.missed_s.max() == 0


def test_every_sample_of_a_glide():
    # From sample to sample the depth starts where the last one ended; that may not show.
    count = 300
    t = np.linspace(0, 1, count)
    at = on_barrel(0.08 * np.sin(5 * t), 0.08 + 0.25 * t)
    force_n = 5 + 60 * t**2
    bed = BEDS[0.005]
    together = press([(block(count, force_n=force_n, speed_m_s=0.05, **at), lifted(count))], bed=bed)
    assert together.hands.force_time_n_s[0, 0] == pytest.approx(force_n.sum() / RATE_HZ)
    single = np.zeros(bed.z_m.shape)
    for i in range(0, count, 7):
        one = {name: value[i] for name, value in at.items()}
        made = press([(block(1, force_n=force_n[i], **one), lifted(1))], bed=bed)
        assert given_back_n(made, at["normal"][i]) == pytest.approx(force_n[i], rel=2e-3)
        single = np.maximum(single, made.peak_pa)
    # Alone or in a row, each sample's pressures are the same.
    assert (together.peak_pa >= single * (1 - 1e-3) - 1.0).all()


def test_where_there_is_no_skin_nothing_is_pressed_and_it_is_said():
    bed = BEDS[0.005]
    hand = block(30, force_n=20.0, position_m=(0.5, 0.2, 0.0), stroke=4)
    made = press([(hand, lifted(30))], bed=bed)
    assert made.impulse_pa_s.max() == 0
    assert made.hands.missed_s.tolist() == [0.5, 0.0]
    assert made.hands.missed_n.value[0] == 20.0
    assert made.hands.missed_n.stroke[0] == 4
    assert made.hands.worked_s.sum() == 0


@pytest.mark.parametrize("part", PARTS)
def test_half_over_the_edge_the_rest_carries_it_all(part):
    bed = BEDS[0.003]
    at = on_barrel(bed.x_m[-1], 0.2)
    made = press([(block(1, part=part, force_n=10.0, **at), lifted(1))], bed=bed)
    assert given_back_n(made, at["normal"]) == pytest.approx(10.0, rel=2e-3)
    middle = press([(block(1, part=part, force_n=10.0, **on_barrel(0.05, 0.2)), lifted(1))], bed=bed)
    assert made.peak_pa.max() > middle.peak_pa.max()
    assert read_patches().parts[part].half_row_m > 0
