"""How the skin slopes and curves at a hand's own scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TIGHTEST = 3.0
"""No part moulds itself to a curve whose radius is less than so many of its scales [engineering
judgement]."""


def relief_of(z: Array, cell_m: tuple[float, float], *, scale_m: float) -> Array:
    """Return slopes and curves of skin that is smoothed over a scale, as a hand settles on it.

    Parameters
    ----------
    z : (ny, nx) float array
        Heights on even cells of `cell_m` (x, y). [m]
    scale_m : float
        The bell's standard deviation. [m]

    Returns
    -------
    (5, ny, nx) float array
        First derivatives by x and y [1], second ones by xx, xy and yy [1/m], these no tighter than
        `TIGHTEST` scales.

    >>> bowl = np.add.outer((0.005 * np.arange(-20.0, 21.0)) ** 2, np.zeros(41))
    >>> relief_of(bowl, (0.005, 0.005), scale_m=0.012)[4, 20, 20].round(2)
    np.float64(2.0)
    """
    smooth = z
    cell_x_m, cell_y_m = cell_m
    for axis, side_m in ((0, cell_y_m), (1, cell_x_m)):
        reach = min(max(1, round(3 * scale_m / side_m)), z.shape[axis] - 1)
        steps = np.arange(-reach, reach + 1)
        bell = np.exp(-0.5 * (steps * side_m / scale_m) ** 2)
        bell /= bell.sum()
        # Past the edge the last slope goes on: a plane stays a plane.
        beyond = [(reach, reach) if each == axis else (0, 0) for each in (0, 1)]
        wide = np.pad(smooth, beyond, mode="reflect", reflect_type="odd")
        line = np.moveaxis(wide, axis, 0)
        count = z.shape[axis]
        spread = bell[reach] * line[reach : reach + count]
        for step in range(reach):  # the bell is even
            spread += bell[step] * (line[step : step + count] + line[2 * reach - step :][:count])
        smooth = np.moveaxis(spread, 0, axis)
    slope_y, slope_x = np.gradient(smooth, cell_y_m, cell_x_m)
    yy, xy = np.gradient(slope_y, cell_y_m, cell_x_m)
    xx = np.gradient(slope_x, cell_x_m, axis=1)
    most = 1 / (TIGHTEST * scale_m)
    return np.stack([slope_x, slope_y, *(np.clip(each, -most, most) for each in (xx, xy, yy))])
