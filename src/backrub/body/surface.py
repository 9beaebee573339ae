"""Smooth surfaces and lines through even grids: values with first derivatives, at many points at once.

Catmull and Rom's cubic (1974): it goes through every node, its slope is continuous, and it looks no further
than two nodes, so that a kernel can follow it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

AT_ONCE = 4096
"""So many points are read in one go, so that what they need does not follow their number."""


def even_cubic(values: Array, at: Array) -> tuple[Array, Array]:
    """Return a line through even nodes, and its slope per node.

    Parameters
    ----------
    values : (n,) float array
        What the line passes through at 0, 1, ... n - 1.
    at : (k,) float array
        Where to read it, in nodes. Past the ends it goes on straight.

    Returns
    -------
    (k,), (k,) float arrays
        Value and slope.

    >>> even_cubic(np.array([0.0, 1.0, 4.0, 9.0]), np.array([1.0, 1.5, 4.0]))[0].tolist()
    [1.0, 2.25, 15.0]
    """
    inside = np.clip(at, 0.0, len(values) - 1.0)
    first, weight, slope_weight = _weights(inside, len(values))
    near = _padded(values)[first[:, None] + np.arange(4)]
    slope = np.einsum("kj,kj->k", near, slope_weight)
    value = np.einsum("kj,kj->k", near, weight) + slope * (at - inside)
    return value, slope


def even_bicubic(values: Array, *, rows: Array, columns: Array) -> tuple[Array, Array, Array]:
    """Return a surface through an even grid, and its slopes per row and per column.

    Parameters
    ----------
    values : (n, m) float array
        What the surface passes through at each node.
    rows, columns : (k,) float arrays
        Where to read it, in nodes. Past the ends it goes on straight.

    Returns
    -------
    (k,), (k,), (k,) float arrays
        Value, slope down the rows, slope along the columns.

    >>> plane = np.add.outer(10 * np.arange(4.0), np.arange(5.0))
    >>> [each.tolist() for each in even_bicubic(plane, rows=np.array([1.5]), columns=np.array([2.25]))]
    [[17.25], [10.0], [1.0]]
    """
    count_rows, count_columns = values.shape
    padded = _padded(_padded(values).T).T
    flat = padded.ravel()
    value, down, along = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros(len(rows))
    for first in range(0, len(rows), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        row_in, column_in = (
            np.clip(at[some], 0, count - 1.0) for at, count in ((rows, count_rows), (columns, count_columns))
        )
        row, row_weight, row_slope = _weights(row_in, count_rows)
        column, column_weight, column_slope = _weights(column_in, count_columns)
        start = row * padded.shape[1] + column
        for step in range(4):
            near = flat[(start + step * padded.shape[1])[:, None] + np.arange(4)]
            here = np.einsum("kj,kj->k", near, column_weight)
            value[some] += row_weight[:, step] * here
            down[some] += row_slope[:, step] * here
            along[some] += row_weight[:, step] * np.einsum("kj,kj->k", near, column_slope)
        value[some] += down[some] * (rows[some] - row_in) + along[some] * (columns[some] - column_in)
    return value, down, along


def even_bicubic_grid(values: Array, *, rows: Array, columns: Array) -> tuple[Array, Array, Array]:
    """Return what `even_bicubic` does where each of some rows meets each of some columns, as (r, c) arrays.

    Down the rows first and then along the columns: most of the work is done once for each of them.

    >>> plane = np.add.outer(10 * np.arange(4.0), np.arange(5.0))
    >>> value, down, along = even_bicubic_grid(plane, rows=np.array([1.5, 9.0]), columns=np.array([2.25]))
    >>> value.tolist(), down.tolist(), along.tolist()
    ([[17.25], [92.25]], [[10.0], [10.0]], [[1.0], [1.0]])
    """
    count_rows, count_columns = values.shape
    row_in, column_in = np.clip(rows, 0, count_rows - 1.0), np.clip(columns, 0, count_columns - 1.0)
    row, row_weight, row_slope = _weights(row_in, count_rows)
    column, column_weight, column_slope = _weights(column_in, count_columns)
    padded = _padded(values)
    line, steep = np.zeros((len(rows), count_columns)), np.zeros((len(rows), count_columns))
    for step in range(4):
        near = padded[row + step]
        line += row_weight[:, step, None] * near
        steep += row_slope[:, step, None] * near
    line, steep = (_padded(each.T).T for each in (line, steep))
    shape = (len(rows), len(columns))
    value, down, along = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for step in range(4):
        near = line[:, column + step]
        value += column_weight[:, step] * near
        along += column_slope[:, step] * near
        down += column_weight[:, step] * steep[:, column + step]
    value += down * (rows - row_in)[:, None] + along * (columns - column_in)
    return value, down, along


def _padded(values: Array) -> Array:
    """Return the values with one more at each end, so that the line there is a parabola."""
    first = 3 * (values[0] - values[1]) + values[2]
    last = 3 * (values[-1] - values[-2]) + values[-3]
    return np.concatenate([[first], values, [last]])


def _weights(at: Array, count: int) -> tuple[NDArray[np.int64], Array, Array]:
    """Return the first of four padded nodes, and the weights of all four in value and slope."""
    cell = np.minimum(at.astype(np.int64), count - 2)
    t = at - cell
    t2, t3 = t * t, t * t * t
    weight = 0.5 * np.stack([-t3 + 2 * t2 - t, 3 * t3 - 5 * t2 + 2, -3 * t3 + 4 * t2 + t, t3 - t2], axis=1)
    slope = 0.5 * np.stack(
        [-3 * t2 + 4 * t - 1, 9 * t2 - 10 * t, -9 * t2 + 8 * t + 1, 3 * t2 - 2 * t], axis=1
    )
    return cell, weight, slope
