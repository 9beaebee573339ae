"""The scales that dose maps are drawn by: their colours, and where one colour ends and the next begins."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from backrub.model.dose_map import DoseScale, Quantity

Array = NDArray[np.floating[Any]]


DAY = (
    "#efc983", "#ddad64", "#cb9146", "#b5752b", "#9f5d23", "#89451b", "#6f3316", "#562313", "#3f140d",
)  # fmt: skip
"""From little to much on paper: the five levels' colours of the pages and a lighter one before them, nine
steps that are equally far from each other in CIE Lab, darker at every step for all kinds of sight."""
EVENING = (
    "#94452f", "#af5632", "#cb6834", "#e08037", "#f09d44", "#f7b65b", "#fcca7b", "#fedb9b", "#ffebbb",
)  # fmt: skip
"""The same on a dark ground, brighter at every step."""
CLAY = "#eaddcb"
"""Skin that gets less than the first step: the pages' own clay."""

_ROUND = (1.0, 2.0, 5.0)


def impulse_scale(impulse_pa_s: Array) -> DoseScale:
    """Return the scale of pressure over time in kPa s, from what each cell got [Pa s].

    >>> impulse_scale(np.array([0.0, 2325e3])).edges
    (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 1280.0)
    """
    return _doubling("impulse", "kPa s", values=impulse_pa_s)


def peak_scale(peak_pa: Array) -> DoseScale:
    """Return the scale of the highest pressure in kPa, from what each cell felt [Pa].

    >>> peak_scale(np.array([0.0, 90e3])).edges[:4]
    (0.2, 0.4, 0.8, 1.6)
    """
    return _doubling("peak", "kPa", values=peak_pa)


def _doubling(quantity: Quantity, unit: Literal["kPa s", "kPa"], *, values: Array) -> DoseScale:
    """Return steps of which each is twice the one before: a hand's weight and a thumb are seen in one
    picture. The last one is the round number that holds the highest spots alone."""
    most = float(np.asarray(values, dtype=np.float64).max(initial=0.0)) / 1e3
    doubled = 2.0 ** (len(DAY) - 1)
    power = 10.0 ** np.floor(np.log10(most / doubled)) if most > 0 else 1.0
    first = float(max((each for each in _ROUND if each * power * doubled <= most), default=1.0) * power)
    edges = tuple(float(f"{first * 2.0**index:.6g}") for index in range(len(DAY)))
    return DoseScale(quantity=quantity, unit=unit, edges=edges, most=most)
