"""How hard a palm may lie on one back's spine: by how much of it touches there.

Over a ridge or across a hollow a palm touches with a part of itself only, and that part carries all of the
force. How much it is follows from the back's own shape, so it is worked out on it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.body import Field
from backrub.body.relief import relief_of
from backrub.catalog.patches import Patch

Array = NDArray[np.float64]

YIELD_M = 0.00095
"""Skin over the spine and the palm's own padding give way by so much on average under 2.5 kPa, on the
stiffest receiver: what is softer touches with more. A test works it out of `layers.toml`. [m]"""

SCALE_M = 0.024
"""A palm settles on the skin's slope and curve at this scale: half its size. [m]"""

DEEP_M = 0.025
"""Skin further than this from the palm's plane is round a corner [engineering judgement]. [m]"""

SURE_FRAC = 0.6
"""So much of what is worked out is used: the cells here are as coarse as the answer is rough
[engineering judgement]."""

STEEPEST = 0.75
"""The least that skin of the spine may look up (41 degrees) for a palm to lie on it: beside a steep hump
the cells here are too coarse to tell [engineering judgement]."""

LEAST_N = 1.2
"""A hand that would have to be lighter than this passes over in the air [engineering judgement]. [N]"""

ROWS = 2
"""Middles of the palm are looked at in every so many rows."""

AT_ONCE = 64
"""So many middles are looked at in one go: what is between stays in the processor's own memory."""


def ridge_n(field: Field, palm: Patch, *, pressure_pa: float, near: NDArray[np.bool_]) -> Array:
    """Return the force at which a palm's mean pressure gets to `pressure_pa`, by its middle's cell. [N]

    The palm points to the head and is pressed in until the skin that touches is squeezed by `YIELD_M` on
    average; the area in contact is then what the pressure acts on. Of all forces that answer to it the
    smallest counts, so that it holds while the palm sets in, too; and of a cell and its neighbours the
    smallest.

    Parameters
    ----------
    field : Field
        The skin as even cells (ny, nx).
    palm : Patch
        The part that lies there.
    pressure_pa : float
        The most mean pressure. [Pa]
    near : (ny, nx) bool array
        Where an answer is wanted.

    Returns
    -------
    (ny, nx) float array
        0 where not even the lightest hand keeps the pressure; infinite where nothing was asked. [N]
    """
    z = np.asarray(field.z_m, dtype=np.float64)
    found = np.full(z.shape, np.inf)
    reach = (
        int(palm.half_length_m / field.cell_y_m) + 2,
        int(palm.half_row_m / field.cell_x_m) + 2,
    )
    inner = np.zeros(z.shape, dtype=np.bool_)
    inner[reach[0] : -reach[0] : ROWS, reach[1] : -reach[1]] = True
    asked = near & inner
    if not asked.any():
        return found
    is_even = np.array_equal(z, z[:, ::-1]) and np.array_equal(field.is_skin, field.is_skin[:, ::-1])
    if is_even:  # what holds for one side holds for the other
        asked = asked | asked[:, ::-1]
        asked[:, (z.shape[1] + 1) // 2 :] = False
    row, column = np.nonzero(asked)
    settled = _settled(z, (field.cell_x_m, field.cell_y_m), row=row, column=column)
    for first in range(0, len(row), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        gap_m, area_m2 = _gaps(
            field, z, palm, row=row[some], column=column[some], reach=reach,
            settled=_Settled(*(each[some] for each in settled)),
        )  # fmt: skip
        found[row[some], column[some]] = pressure_pa * _touching_m2(gap_m, area_m2)
    if is_even:
        found[row, -1 - column] = found[row, column]
        found[~(near & inner)] = np.inf
    least = _least_nearby(found)
    usable = np.where(least < LEAST_N / SURE_FRAC, 0.0, SURE_FRAC * least)
    return np.where(near, usable, np.inf)


class _Settled(NamedTuple):
    """How a palm lies that points to the head: its axes, the lean of what it settles on along them (k,) and
    the curve there (k, 2, 2), by its middle."""

    heading: Array
    side: Array
    normal: Array
    lean_u: Array
    lean_v: Array
    curve: Array


def _settled(
    z: Array, cell_m: tuple[float, float], *, row: NDArray[np.int64], column: NDArray[np.int64]
) -> _Settled:
    """Return how a palm lies with its middle in each of some cells (k,)."""
    slope = np.asarray(np.gradient(z, cell_m[1], cell_m[0]))[:, row, column]
    relief = relief_of(z, cell_m, scale_m=SCALE_M)[:, row, column]
    normal = _outward(slope[1], slope[0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    heading = np.array([0.0, -1.0, 0.0]) + normal[:, 1:2] * normal
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    side = np.cross(normal, heading)
    settled = _outward(relief[0], relief[1])
    upright = np.einsum("ki,ki->k", settled, normal)
    lean_u, lean_v = (-np.einsum("ki,ki->k", settled, axis) / upright for axis in (heading, side))
    bend = np.moveaxis(np.stack([relief[[2, 3]], relief[[3, 4]]]), 2, 0)
    turned = np.stack([heading[:, :2], side[:, :2]], axis=1)
    curve = np.asarray(np.einsum("k,kai,kij,kbj->kab", normal[:, 2], turned, bend, turned))
    return _Settled(heading, side, normal, lean_u, lean_v, curve)


def _gaps(
    field: Field, z: Array, palm: Patch, *, row: NDArray[np.int64], column: NDArray[np.int64],
    reach: tuple[int, int], settled: _Settled,
) -> tuple[Array, Array]:  # fmt: skip
    """Return how far a settled palm stands off each cell under it (k, n) [m], 1 m where it has none, and the
    area of each such cell (k,) [m2].

    The shape is that of `docs/physics.md`: the palm's own rim, and what it takes on of the skin's slope and
    curve.
    """
    down, over = (grid.ravel() for grid in np.mgrid[-reach[0] : reach[0] + 1, -reach[1] : reach[1] + 1])
    around = (row * z.shape[1] + column)[:, None] + (down * z.shape[1] + over)
    height = z.ravel()[around] - z[row, column][:, None]
    x, y = over * field.cell_x_m, down * field.cell_y_m
    u, v, w = (
        axis[:, :1] * x + axis[:, 1:2] * y + axis[:, 2:] * height
        for axis in (settled.heading, settled.side, settled.normal)
    )
    uu, vv = u * u, v * v
    level = uu / palm.half_length_m**2 + vv / palm.half_row_m**2
    curve = settled.curve[:, :, :, None]
    gap = 0.5 * curve[:, 0, 0] * uu + 0.5 * curve[:, 1, 1] * vv
    gap += u * (settled.lean_u[:, None] + curve[:, 0, 1] * v)
    gap += settled.lean_v[:, None] * v
    gap *= palm.mould_frac
    gap += level * (palm.dome_m + palm.rim_m * level)
    gap -= w
    reached = (level < 1) & (np.abs(w) < DEEP_M) & field.is_skin.ravel()[around]
    gap[~reached] = 1.0
    # Seen along the hand's normal, which the skin's is near to.
    upright = settled.normal[:, 2]
    area_m2 = np.where(upright < STEEPEST, 0.0, field.cell_x_m * field.cell_y_m / upright)
    return gap, area_m2


def _outward(slope_x: Array, slope_y: Array) -> Array:
    return np.stack([-slope_x, -slope_y, np.ones_like(slope_x)], axis=1)


def _touching_m2(gap_m: Array, area_m2: Array) -> Array:
    """Return the area (k,) in contact when what touches is first squeezed by `YIELD_M` on average. [m2]

    Of gaps (k, n) [m] and the area of one cell of each (k,) [m2].
    """
    gap_m = np.sort(gap_m, axis=1)
    # Just before the next cell is reached, the others are squeezed by its gap less their mean gap.
    squeezed = np.pad(gap_m[:, 1:], ((0, 0), (0, 1)), constant_values=1.0)
    squeezed -= np.cumsum(gap_m, axis=1) / np.arange(1, gap_m.shape[1] + 1)
    first = (squeezed > YIELD_M).argmax(axis=1)
    touches = gap_m[:, 0] < 1.0
    return np.asarray(np.where(touches, (first + 1) * area_m2, 0.0))


def _least_nearby(values: Array) -> Array:
    """Return the least of each cell and its neighbours, which also fills the rows between."""
    padded = np.pad(values, 1, constant_values=np.inf)
    rows, columns = values.shape
    near = [padded[down : down + rows, over : over + columns] for down in range(3) for over in range(3)]
    return np.asarray(np.min(near, axis=0))
