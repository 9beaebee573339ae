"""How near a laid stroke comes to the shortest line on the skin between its two ends."""

from functools import cache

import numpy as np
import pytest

from backrub.motion.way import way_of
from motion.conftest import PEOPLE, body
from motion.shortest import Skin

ON_THE_BACK = {
    "beside the spine": ((0.2, 0.95), (0.2, 0.05)),
    "over the shoulder blade": ((0.45, 0.9), (0.45, 0.1)),
    "up and out": ((0.1, 0.95), (0.8, 0.2)),
    "across": ((-0.7, 0.5), (0.7, 0.5)),
    "across and up": ((-0.7, 0.9), (0.7, 0.1)),
    "from the neck": ((0.1, -0.15), (0.4, 0.3)),
}
OVER_THE_TOP = ((0.1, 0.02), (0.9, 0.1))
FLANK = ((0.75, 0.95), (0.8, 0.3))
FLANK_FRAC = {"small woman": 0.04, "mean woman": 0.04, "mean man": 0.09, "heavy tall man": 0.14}
"""A lane along the flank stays on the trunk's side, where it is written; the shortest line climbs up."""


@cache
def skin(name):
    field = body(name).back.field(0.006)
    rows, columns = field.z_m.shape
    return Skin(
        field.x0_m + field.cell_x_m * np.arange(columns), field.y0_m + field.cell_y_m * np.arange(rows),
        field.z_m.astype(np.float64),
    )  # fmt: skip


def longer_frac(path, name):
    """By which share of it a laid path is longer than the shortest line between its ends."""
    way = way_of(path, body(name).back)
    return way.length_m / skin(name).shortest_m(way.position_m[0, :2], way.position_m[-1, :2]) - 1.0


def test_the_shortest_line_on_a_barrel_is_a_helix():
    radius_m, cell_m = 0.15, 0.004
    x_m, y_m = np.arange(-0.13, 0.131, cell_m), np.arange(0.0, 0.401, cell_m)
    barrel = Skin(x_m, y_m, np.tile(np.sqrt(radius_m**2 - x_m**2), (len(y_m), 1)))
    start, end = np.array([-0.1, 0.05]), np.array([0.11, 0.35])
    turn_m = radius_m * (np.arcsin(0.11 / radius_m) + np.arcsin(0.1 / radius_m))
    assert barrel.shortest_m(start, end) == pytest.approx(np.hypot(turn_m, 0.3), rel=1e-3)


@pytest.mark.parametrize("name", PEOPLE)
def test_strokes_on_the_back_are_nearly_the_shortest(name):
    for lane, path in ON_THE_BACK.items():
        assert -0.003 < longer_frac(path, name) <= 0.015, lane
    assert -0.003 < longer_frac(OVER_THE_TOP, name) <= 0.04


@pytest.mark.parametrize("name", PEOPLE)
def test_strokes_along_the_flank_are_longer_by_what_is_said_of_them(name):
    assert 0.02 < longer_frac(FLANK, name) <= FLANK_FRAC[name]
