"""Whether a mark lies on the strip along the spine, on the nominal scale's careful side."""

from __future__ import annotations

from math import hypot

from backrub.model.base import AvoidCircle
from backrub.model.request import SoreSpot
from backrub.model.scale import Scale

HALF_WIDTH_M = 0.02
"""Half the strip that nothing presses on. [m] Clinical notes 3.4: spinous processes and what lies between
(ours)."""

C7, T12, S1 = 0.0, 0.653, 0.955
"""Along the chart. Clinical notes 3.1: T12 and S1 interpolated from Ernst MJ 2013, BMC Res Notes 6:58."""

_ROUNDING = 1e-9
"""So that a mark put exactly on the edge counts as on it."""


def is_upper_spine(spot: SoreSpot, scale: Scale) -> bool:
    """Return whether a sore spot is upper-spine pain: within 2 cm of the midline, C7 to T12, edges included.

    The narrow end of the scale brings a spot nearer to the midline, and so is the careful one.

    >>> is_upper_spine(SoreSpot(across=0.1, along=0.4, pain_nrs=3), Scale.of("female", 1.65))
    True
    """
    across_m = abs(spot.across) * scale.half_biacromial_low_m
    return C7 - _ROUNDING <= spot.along <= T12 + _ROUNDING and across_m <= HALF_WIDTH_M + _ROUNDING


def touches_strip(circle: AvoidCircle, scale: Scale) -> bool:
    """Return whether a marked place reaches the strip, skull to S1; its own radius counts, no margin does.

    >>> touches_strip(AvoidCircle(across=0.3, along=0.5, radius_m=0.02), Scale.of("female", 1.65))
    False
    """
    aside_m = max(0.0, abs(circle.across) * scale.half_biacromial_low_m - HALF_WIDTH_M)
    below_m = max(0.0, (circle.along - S1) * scale.c7_psis_low_m)
    return hypot(aside_m, below_m) <= circle.radius_m + _ROUNDING
