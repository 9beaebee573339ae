"""The strip along the spine: worked by hand on the careful end of the nominal scale.

A woman of 1.65 m: biacromial 0.1028 + 0.1612 x 1.65 = 0.36878 m, less one residual deviation of 0.0151 m =
0.35368 m, half of it 0.17684 m; 2 cm are 0.1131 of that.
"""

import pytest

from backrub.model.base import AvoidCircle
from backrub.model.request import SoreSpot
from backrub.model.scale import Scale
from backrub.screening import screen
from backrub.screening.strip import is_upper_spine, touches_strip
from strategies import CONDITIONS, TODAY, plain

SCALE = Scale.of("female", 1.65)


@pytest.mark.parametrize(
    ("across", "along", "inside"),
    [
        (0.0, 0.3, True),
        (0.113, 0.3, True),
        (-0.113, 0.3, True),
        (0.114, 0.3, False),
        (0.0, 0.0, True),
        (0.0, -0.001, False),
        (0.0, 0.653, True),
        (0.0, 0.654, False),
    ],
)
def test_a_sore_spot_on_the_upper_spine(across, along, inside):
    assert is_upper_spine(SoreSpot(across=across, along=along, pain_nrs=3), SCALE) is inside


@pytest.mark.parametrize(
    ("across", "along", "radius_m", "touches"),
    [
        (0.0, -0.2, 0.01, True),  # over the neck: the strip runs from the skull
        (0.0, 0.955, 0.01, True),  # S1
        (0.0, 1.1, 0.01, False),  # 0.145 of at least 0.40 m below S1
        (0.3, 0.5, 0.03, False),  # 5.31 cm out: 3.31 from the strip
        (0.3, 0.5, 0.0331, True),
        (-0.3, 0.5, 0.0331, True),
    ],
)
def test_a_mark_that_touches_the_strip(across, along, radius_m, touches):
    assert touches_strip(AvoidCircle(across=across, along=along, radius_m=radius_m), SCALE) is touches


def test_the_margin_round_a_mark_does_not_bring_it_over_the_spine():
    # 5 cm wide of the skin itself at 7.6 cm out: with its margin it would touch, the graze itself does not.
    circle = {"across": 0.45, "along": 0.5, "radius_m": 0.03, "why": "broken-skin"}
    request = plain("broken-skin", wishes={"avoid": [circle]}, height_m=1.65)
    assert screen(request, day=TODAY, conditions=CONDITIONS).tier == "adapt"


def test_an_unknown_sex_is_read_as_the_narrower_back():
    spot = SoreSpot(across=0.11, along=0.3, pain_nrs=3)
    assert not is_upper_spine(spot, Scale.of("male", 1.80))
    assert is_upper_spine(spot, Scale.of("unspecified", 1.65))
