"""Where a height over an even grid lies above a level, as areas with holes: marching squares."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Array = NDArray[np.float64]

_TOP, _RIGHT, _BOTTOM, _LEFT = range(4)
_SIDES = {
    1: ((_LEFT, _TOP),), 2: ((_TOP, _RIGHT),), 3: ((_LEFT, _RIGHT),), 4: ((_RIGHT, _BOTTOM),),
    6: ((_TOP, _BOTTOM),), 7: ((_LEFT, _BOTTOM),), 8: ((_BOTTOM, _LEFT),), 9: ((_BOTTOM, _TOP),),
    11: ((_BOTTOM, _RIGHT),), 12: ((_RIGHT, _LEFT),), 13: ((_RIGHT, _TOP),), 14: ((_TOP, _LEFT),),
    5: ((_LEFT, _TOP), (_RIGHT, _BOTTOM)), 10: ((_TOP, _RIGHT), (_BOTTOM, _LEFT)),
}  # fmt: skip
"""Which sides of a square a line joins, by which of its corners are above: 1 top left, 2 top right, 4 bottom
right, 8 bottom left. For 5 and 10 the middle of the square decides; here it is below."""
_SADDLE = {5: _SIDES[10], 10: _SIDES[5]}
"""The same where the middle is above."""


def area_above(values: Array, level: float, *, x: Array, y: Array) -> BaseGeometry:
    """Return where the values lie above a level, straight between the grid's points, as areas with holes.

    Parameters
    ----------
    values : (ny, nx) float array
        Heights at the grid's points, all finite. What lies outside the grid counts as below.
    level : float
        In the unit of the values; above zero.
    x, y : (nx,), (ny,) float array
        Where columns and rows lie; evenly spaced.

    >>> x = np.linspace(-2.0, 2.0, 81)
    >>> cone = 2.0 - np.hypot(x[None, :], x[:, None])
    >>> round(area_above(cone, 1.0, x=x, y=x).area, 1)  # a circle of radius 1
    3.1
    """
    # A rim as far below as the highest is above: a line that leaves the grid ends within a cell of it.
    low = level - (np.abs(values).max(initial=level) + level)
    grid = np.pad(values, 1, constant_values=low)
    xs = np.concatenate([[2 * x[0] - x[1]], x, [2 * x[-1] - x[-2]]])
    ys = np.concatenate([[2 * y[0] - y[1]], y, [2 * y[-1] - y[-2]]])
    above = grid > level
    squares = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    middle = (grid[:-1, :-1] + grid[:-1, 1:] + grid[1:, 1:] + grid[1:, :-1]) / 4
    # Where the level is met on each side of the grid, once for both squares that share it.
    with np.errstate(divide="ignore", invalid="ignore"):
        along_x = xs[:-1] + (level - grid[:, :-1]) / (grid[:, 1:] - grid[:, :-1]) * np.diff(xs)
        along_y = ys[:-1, None] + (level - grid[:-1]) / (grid[1:] - grid[:-1]) * np.diff(ys)[:, None]

    def met(side: int, *, row: NDArray[np.int64], column: NDArray[np.int64]) -> Array:
        if side in (_TOP, _BOTTOM):
            line = row + (side == _BOTTOM)
            return np.stack([along_x[line, column], ys[line]], axis=1)
        line = column + (side == _RIGHT)
        return np.stack([xs[line], along_y[row, line]], axis=1)

    pieces: list[Array] = []
    for case, joined in _SIDES.items():
        here = squares == case
        for is_high in (False, True) if case in _SADDLE else (False,):
            chosen = here & ((middle > level) == is_high) if case in _SADDLE else here
            row, column = np.nonzero(chosen)
            for start, end in _SADDLE[case] if is_high else joined:
                pieces.append(
                    np.stack([met(start, row=row, column=column), met(end, row=row, column=column)], axis=1)
                )
    lines = np.concatenate(pieces)
    lines = lines[(lines[:, 0] != lines[:, 1]).any(axis=1)]
    if not len(lines):
        return shapely.Polygon()
    area: BaseGeometry = shapely.build_area(shapely.multilinestrings(list(shapely.linestrings(lines))))
    return area


def filled(values: Array, known: NDArray[np.bool_]) -> Array:
    """Return the values with what is not known taken from the nearest known of its row, else from the
    nearest row that knows any: so that no line bends where the knowledge ends.

    >>> known = np.array([[False, True, False], [False, False, False]])
    >>> filled(np.array([[0.0, 2.0, 0.0], [0.0, 0.0, 0.0]]), known).tolist()
    [[2.0, 2.0, 2.0], [2.0, 2.0, 2.0]]
    """
    rows = np.flatnonzero(known.any(axis=1))
    if not len(rows):
        return np.asarray(values, dtype=np.float64)
    columns = np.arange(values.shape[1])
    out = np.empty(values.shape)
    for row in rows:
        mine = known[row]
        out[row] = np.interp(columns, columns[mine], values[row, mine])
    nearest = rows[np.abs(np.arange(len(values))[:, None] - rows[None, :]).argmin(axis=1)]
    return np.asarray(out[nearest])
