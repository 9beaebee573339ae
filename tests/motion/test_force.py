"""Forces on the way, against caps retyped from the pages."""

import numpy as np
import pytest

from backrub.catalog import load
from backrub.motion.force import LINK_N, closing_frac, force_along
from backrub.motion.ground import ground_of
from backrub.motion.way import way_of
from motion.conftest import body, evening


def forces(technique, part, level, *path, calibration_frac=1.0):
    back, catalog = body().back, load()
    way = way_of(path, back)
    found = force_along(
        way, part, level=level, technique=technique and catalog.techniques[technique],
        ground=ground_of(back, limits=catalog.limits), calibration_frac=calibration_frac,
    )  # fmt: skip
    return way, found[1]


def test_a_level_has_the_techniques_own_force():
    assert forces("thumb-stripping", "reinforced-thumb", 3, (0.3, 0.5), (0.3, 0.3))[1] == pytest.approx(24.0)
    assert forces("thumb-stripping", "reinforced-thumb", 2, (0.3, 0.5), (0.3, 0.3))[1] == pytest.approx(14.0)


def test_a_calibration_moves_no_cap():
    softer = forces("thumb-stripping", "reinforced-thumb", 3, (0.3, 0.4), calibration_frac=0.5)[1]
    assert softer == pytest.approx(12.0)
    # A braced thumb: 35 N, design 8a and clinical notes 2.9.
    assert forces("thumb-stripping", "reinforced-thumb", 3, (0.3, 0.4), calibration_frac=2.0)[1].max() == 35.0


def test_a_palm_that_only_glides_over_rests_lightly():
    assert forces(None, "palm", 1, (0.45, 0.6), (0.45, 0.2))[1] == pytest.approx(LINK_N)


def test_the_closing_falls_to_three_fifths_of_its_force_and_nothing_else_does():
    made, _ = evening()
    starts_s = next(each.start_s for each in made.steps if each.phase == "closing")
    ends_s = next(each.start_s for each in made.steps if each.phase == "rest")
    moments_s = np.array([0.0, starts_s, starts_s + 0.5 * (ends_s - starts_s), ends_s])
    assert closing_frac(made, moments_s) == pytest.approx([1.0, 1.0, 0.8, 0.6])
