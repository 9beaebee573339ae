"""The contact grid: the working back as even cells in the world, seen from above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.body.asset import Array

CELL_M = 0.004
"""The side of a cell, seen from above. A fingertip's patch (clinical notes 2.2, about 2 cm) holds twenty of
them."""

MARGIN_M = 0.02
"""How far the grid goes on past the skin, so that a hand at the edge has something under all of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """Even cells of a back, rows down y (ny), columns to the receiver's left (nx). All arrays are read-only.

    `x0_m`, `y0_m` are the middle of the first cell, `cell_x_m` and `cell_y_m` its sides. `z_m` (ny, nx) is
    the skin's height in each middle, also past the edge, where it falls steeply; `is_skin` (ny, nx) says
    which cells belong to the working back. `area_m2` (ny, nx) is the true skin area of a cell. `across` and
    `along` (ny, nx) are the chart point of each.
    """

    x0_m: float
    y0_m: float
    cell_x_m: float
    cell_y_m: float
    z_m: NDArray[np.float32]
    is_skin: NDArray[np.bool_]
    area_m2: NDArray[np.float32]
    across: NDArray[np.float32]
    along: NDArray[np.float32]


def columns_of(reach_m: float, cell_m: float) -> Array:
    """Return the middles (nx,) of columns out to a reach [m] on both sides, symmetric about the midline.

    >>> columns_of(0.02, 0.02).round(3).tolist()
    [-0.03, -0.01, 0.01, 0.03]
    """
    half = int(np.ceil((reach_m + MARGIN_M) / cell_m))
    return np.asarray((np.arange(2 * half) - half + 0.5) * cell_m)


def rows_of(top_m: float, bottom_m: float, *, cell_m: float) -> Array:
    """Return the middles (ny,) of rows from top to bottom [m]."""
    count = int(np.ceil((bottom_m - top_m + 2 * MARGIN_M) / cell_m))
    return np.asarray(top_m - MARGIN_M + (np.arange(count) + 0.5) * cell_m)
