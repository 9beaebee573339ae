"""How hard a palm may lie on one back's spine: by how much of it touches there.

Over a ridge or across a hollow a palm touches with a part of itself only, and that part carries all of the
force. How much it is follows from the back's own shape, so it is worked out on it.
"""

from __future__ import annotations

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
    row, column = np.nonzero(near & inner)
    if not len(row):
        return found
    gap_m, area_m2 = _gaps(field, z, palm, row=row, column=column, reach=reach)
    found[row, column] = pressure_pa * _touching_m2(gap_m, area_m2)
    least = _least_nearby(found)
    usable = np.where(least < LEAST_N / SURE_FRAC, 0.0, SURE_FRAC * least)
    return np.where(near, usable, np.inf)


def _gaps(
    field: Field, z: Array, palm: Patch, *, row: NDArray[np.int64], column: NDArray[np.int64],
    reach: tuple[int, int],
) -> tuple[Array, Array]:  # fmt: skip
    """Return how far a settled palm stands off each cell under it (k, n) [m], and the cells' areas [m2].

    The shape is that of `docs/physics.md`: the palm's own rim, and what it takes on of the skin's slope and
    curve.
    """
    cell_x_m, cell_y_m = field.cell_x_m, field.cell_y_m
    slope = np.asarray(np.gradient(z, cell_y_m, cell_x_m))[:, row, column]
    relief = relief_of(z, (cell_x_m, cell_y_m), scale_m=SCALE_M)[:, row, column]
    normal = _outward(slope[1], slope[0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    heading = np.array([0.0, -1.0, 0.0]) + normal[:, 1:2] * normal
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    side = np.cross(normal, heading)

    down, over = (grid.ravel() for grid in np.mgrid[-reach[0] : reach[0] + 1, -reach[1] : reach[1] + 1])
    around_row, around_column = row[:, None] + down, column[:, None] + over
    height = z[around_row, around_column] - z[row, column][:, None]
    x, y = over * cell_x_m, down * cell_y_m
    u, v, w = (axis[:, :1] * x + axis[:, 1:2] * y + axis[:, 2:] * height for axis in (heading, side, normal))

    level = (u / palm.half_length_m) ** 2 + (v / palm.half_row_m) ** 2
    settled = _outward(relief[0], relief[1])
    upright = np.einsum("ki,ki->k", settled, normal)
    lean_u, lean_v = (-np.einsum("ki,ki->k", settled, axis) / upright for axis in (heading, side))
    bend = np.moveaxis(np.stack([relief[[2, 3]], relief[[3, 4]]]), 2, 0)
    turned = np.stack([heading[:, :2], side[:, :2]], axis=1)
    curve = np.asarray(np.einsum("k,kai,kij,kbj->kab", normal[:, 2], turned, bend, turned))
    taken = lean_u[:, None] * u + lean_v[:, None] * v
    taken += 0.5 * curve[:, 0, 0, None] * u * u + curve[:, 0, 1, None] * u * v
    taken += 0.5 * curve[:, 1, 1, None] * v * v
    gap = level * (palm.dome_m + palm.rim_m * level) + palm.mould_frac * taken - w
    reached = (level < 1) & (np.abs(w) < DEEP_M) & field.is_skin[around_row, around_column]
    # Seen along the hand's normal, which the skin's is near to.
    area = np.where(reached, cell_x_m * cell_y_m / normal[:, 2:], 0.0)
    area[normal[:, 2] < STEEPEST] = 0.0
    return np.where(reached, gap, 1.0), area


def _outward(slope_x: Array, slope_y: Array) -> Array:
    return np.stack([-slope_x, -slope_y, np.ones_like(slope_x)], axis=1)


def _touching_m2(gap_m: Array, area_m2: Array) -> Array:
    """Return the area (k,) in contact when what touches is first squeezed by `YIELD_M` on average. [m2]"""
    order = np.argsort(gap_m, axis=1)
    gap_m, area_m2 = (np.take_along_axis(each, order, axis=1) for each in (gap_m, area_m2))
    touching = np.cumsum(area_m2, axis=1)
    mean_m = np.cumsum(area_m2 * gap_m, axis=1) / np.maximum(touching, 1e-12)
    # Just before the next cell is reached, the others are squeezed by its gap less their mean gap.
    squeezed = np.pad(gap_m[:, 1:], ((0, 0), (0, 1)), constant_values=1.0) - mean_m
    first = (squeezed > YIELD_M).argmax(axis=1)
    return np.asarray(touching[np.arange(len(first)), first])


def _least_nearby(values: Array) -> Array:
    """Return the least of each cell and its neighbours, which also fills the rows between."""
    padded = np.pad(values, 1, constant_values=np.inf)
    rows, columns = values.shape
    near = [padded[down : down + rows, over : over + columns] for down in range(3) for over in range(3)]
    return np.asarray(np.min(near, axis=0))
