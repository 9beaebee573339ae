"""Beds and blocks that can't be are refused with all that is wrong."""

import numpy as np
import pytest

from backrub.contact.bed import Bed
from backrub.contact.press import press
from backrub.errors import DataError
from contact.hands import block, lifted

GOOD = {
    "x0_m": 0.0, "y0_m": 0.0, "cell_x_m": 0.004, "cell_y_m": 0.005, "z_m": np.zeros((4, 3)),
    "area_m2": 2e-5, "k_pa_m": 4e5, "k2_pa_m2": 0.0, "place": -1,
}  # fmt: skip


def refusals(make, *words, **values):
    with pytest.raises(DataError) as refused:
        make(*words, **values)
    return {problem.where: problem.what for problem in refused.value.problems}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("x0_m", np.nan, "not a number"),
        ("cell_y_m", 5.0, "no size"),
        ("z_m", np.zeros(12), "shape"),
        ("z_m", [[0.0, np.inf]] * 2, "not a number at row 0, column 1"),
        ("area_m2", -2e-5, "no area"),
        ("area_m2", 0.0, "0 everywhere"),
        ("area_m2", np.ones((3, 4)), "shape"),
        ("k_pa_m", 0.0, "not stiff"),
        ("k2_pa_m2", -1.0, "no stiffening"),
        ("k2_pa_m2", np.nan, "no stiffening"),
        ("place", -2, "no place"),
    ],
)
def test_a_bed_that_can_not_be(field, value, says):
    assert says in refusals(Bed.of, **{**GOOD, field: value})[field]


def test_all_that_is_wrong_with_a_bed_comes_at_once():
    found = refusals(Bed.of, **{**GOOD, "cell_x_m": 0.0, "area_m2": -1.0, "k2_pa_m2": -1.0, "place": -9})
    assert set(found) == {"cell_x_m", "area_m2", "place"}  # where there is no skin stiffness is not read


def test_a_bed_may_have_holes_without_height_or_stiffness():
    area = np.full((4, 3), 2e-5)
    area[0, 0] = 0.0
    z, k = np.zeros((4, 3)), np.full((4, 3), 4e5)
    z[0, 0] = k[0, 0] = np.nan
    made = press([(block(1, position_m=(0.004, 0.01, 0.0)), lifted(1))],
                 bed=Bed.of(**{**GOOD, "z_m": z, "area_m2": area, "k_pa_m": k}))  # fmt: skip
    assert np.isfinite(made.impulse_pa_s).all()
    assert made.impulse_pa_s[0, 0] == 0
    assert (made.impulse_pa_s * made.bed.area_m2).sum() * 60 == pytest.approx(20.0, rel=1e-3)


def test_hands_that_do_not_fit_together():
    bed = Bed.flat(cell_m=0.01)
    assert "3 and 4 samples" in refusals(press, [(block(3), block(4))], bed=bed)["block 0"]
    slow = block(3, rate_hz=30.0)
    assert "changes" in refusals(press, [(block(3), lifted(3)), (slow, slow)], bed=bed)["block 1 rate_hz"]


def test_a_block_that_was_never_checked_is_checked_here():
    good = block(4)
    bad = type(good)(
        **{**{name: getattr(good, name) for name in good.__slots__}, "force_n": np.full(4, np.nan)}
    )
    assert (
        "not a number" in refusals(press, [(good, bad)], bed=Bed.flat(cell_m=0.01))["block 0 right.force_n"]
    )


def test_zones_of_another_shape():
    assert (
        "shape" in refusals(press, [], bed=Bed.flat(cell_m=0.01), zones=np.zeros((2, 2), np.uint32))["zones"]
    )


def test_cells_too_fine_for_any_hand():
    bed = Bed.flat(cell_m=0.0005, width_m=0.1, length_m=0.1)
    assert "cells" in refusals(press, [(block(1), lifted(1))], bed=bed)["bed"]
