"""The nominal scale: how long one unit of the chart is on a person, before anybody has a body.

Rules in centimetres (the strip, a hand's width, an avoid circle, a speed) need metres above the body layer.
The smaller end of the spread is used where a rule keeps something away from the midline or a circle, the
larger for outer bounds and speeds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.model.base import Sex

CREST_FRAC = 0.861
"""The line through the iliac crests (L4), as a part of C7-PSIS: Ernst 2013, BMC Res Notes 6:58 (n=22)."""

SPREAD_SD = 1.0
"""How many residual standard deviations count as the spread: the pages give every length as mean and SD."""

# ANSUR II 2012 (4,082 men, 1,986 women; Gordon 2014), regressions on stature computed from the raw files:
# (intercept [m], slope, residual standard deviation [m]). Clinical notes 3.3.
_BIACROMIAL = {"male": (0.1546, 0.1486, 0.0162), "female": (0.1028, 0.1612, 0.0151)}
_C7_CREST = {"male": (0.0722, 0.2183, 0.0202), "female": (0.0676, 0.2041, 0.0181)}

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """Half the biacromial breadth and the C7-PSIS length: low, mean and high end. [m]"""

    half_biacromial_low_m: float
    half_biacromial_m: float
    half_biacromial_high_m: float
    c7_psis_low_m: float
    c7_psis_m: float
    c7_psis_high_m: float

    @classmethod
    def of(cls, sex: Sex, height_m: float) -> Scale:
        """Return the scale of a person of this sex and height [m]; "unspecified" spans both sexes.

        Sources: see the module's constants.

        >>> scale = Scale.of("female", 1.63)
        >>> round(2 * scale.half_biacromial_m, 3), round(scale.c7_psis_m, 3)
        (0.366, 0.465)
        """
        sexes = ("female", "male") if sex == "unspecified" else (sex,)
        breadth = [_spread(_BIACROMIAL[each], height_m) for each in sexes]
        crest = [_spread(_C7_CREST[each], height_m) for each in sexes]
        low, mean, high = (_combined(breadth, end) / 2 for end in range(3))
        return cls(low, mean, high, *(_combined(crest, end) / CREST_FRAC for end in range(3)))

    def to_low_m(self, chart: Array) -> Array:
        """Return (..., 2) chart points in metres at the smaller end: what keeps a distance."""
        return np.asarray(chart * np.array([self.half_biacromial_low_m, self.c7_psis_low_m]))

    def to_chart(self, low_m: Array) -> Array:
        """Return (..., 2) chart points of metres at the smaller end: the inverse of `to_low_m`."""
        return np.asarray(low_m / np.array([self.half_biacromial_low_m, self.c7_psis_low_m]))

    def to_high_m(self, chart: Array) -> Array:
        """Return (..., 2) chart points in metres at the larger end: what a speed is judged by."""
        return np.asarray(chart * np.array([self.half_biacromial_high_m, self.c7_psis_high_m]))

    def length_high_m(self, path: Array) -> float:
        """Return the length of a (n, 2) chart path at the larger end. [m]"""
        steps = path[1:] - path[:-1]
        return float(
            np.hypot(steps[:, 0] * self.half_biacromial_high_m, steps[:, 1] * self.c7_psis_high_m).sum()
        )


def _spread(line: tuple[float, float, float], height_m: float) -> tuple[float, float, float]:
    intercept_m, slope_frac, sd_m = line
    mean_m = intercept_m + slope_frac * height_m
    return mean_m - SPREAD_SD * sd_m, mean_m, mean_m + SPREAD_SD * sd_m


def _combined(spreads: list[tuple[float, float, float]], end: int) -> float:
    ends_m = [spread[end] for spread in spreads]
    return (min(ends_m), sum(ends_m) / len(ends_m), max(ends_m))[end]
