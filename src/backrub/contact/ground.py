"""From a bed and the parts of a hand to what the kernels read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.body.relief import relief_of
from backrub.catalog.layers import read_layers
from backrub.catalog.patches import Patch, read_patches
from backrub.contact.bed import Bed
from backrub.contact.kernels import WIDE
from backrub.contact.tables import KINDS, Ground, Shapes, in_strips
from backrub.model.base import HandPart
from backrub.motion.samples import PARTS

Array = NDArray[np.float64]

SCALES_M = (0.006, 0.012, 0.024)
"""Over how far the skin's slope and curve are taken before a part settles on it: a thumb, a heel, a palm.
Each
part has the nearest to half its size. [m]"""

DEEP_M = 0.025
"""Skin further than this from a patch's tangent plane is beside the hand or round a corner [engineering
judgement]. [m]"""


def shapes_of(bed: Bed, *, patches: Mapping[HandPart, Patch] | None = None) -> Shapes:
    """Return every part's shape for a grid; `patches` are the catalog's unless given."""
    all_patches = read_patches().parts if patches is None else patches
    row = [all_patches[part] for part in PARTS]

    def each(name: str) -> Array:
        return np.array([getattr(patch, name) for patch in row], dtype=np.float64)

    half_length, half_width = each("half_length_m"), each("half_width_m")
    size_m = np.sqrt(half_length * each("half_row_m"))
    cell_m = np.sqrt(bed.cell_x_m * bed.cell_y_m)
    return Shapes(
        half_length=half_length,
        half_width=half_width,
        pitch=each("pitch_m"),
        pads=each("pads"),
        dome=each("dome_m"),
        rim=each("rim_m"),
        # The outline fades over one cell, so that an area does not jump as the patch slides.
        edge=np.sqrt(half_length * half_width) / (2 * cell_m),
        mould=each("mould_frac"),
        scale=np.abs(size_m[:, None] / 2 - SCALES_M).argmin(axis=1),
        half_row=each("half_row_m"),
        kind=np.array([KINDS.index("hot-stone" if p.contact == "stone" else p.contact) for p in row]),
        thumb=np.array([patch.contact == "thumb" for patch in row], dtype=np.int64),
        leans=np.array([part in ("palm", "forearm") for part in PARTS], dtype=np.int64),
    )


def in_series(k: Array, k2: Array, *, padding_pa_m: float | None) -> tuple[Array, Array]:
    """Return the springs of skin and hand in series, to second order in the depth. [Pa/m], [Pa/m2]

    With the hand's own stiffness h: k h / (k + h), and k2 (h / (k + h))^3.

    >>> k, k2 = in_series(np.array([4e5]), np.array([1e9]), padding_pa_m=4e5)
    >>> float(k[0]), float(k2[0])
    (200000.0, 125000000.0)
    """
    if padding_pa_m is None:
        return k, k2
    share = padding_pa_m / (k + padding_pa_m)
    return k * share, k2 * share**3


def spread(patch: Patch) -> float:
    """Return by how much a part stiffens the bed less than a thumb does: the thumb's area over its own.

    Strain reaches about as deep as a patch is wide, so the same depth is less strain under a broad one; no
    part stiffens more than the thumb that the layers were measured with.

    >>> round(spread(read_patches().parts["palm"]), 3)
    0.049
    """
    area_m2 = np.pi * patch.half_length_m * patch.half_width_m * patch.pads
    return float(min(1.0, read_layers().thumb.area_m2 / area_m2))


def ground_of(
    bed: Bed,
    *,
    shapes: Shapes,
    patches: Mapping[HandPart, Patch] | None = None,
    zones: NDArray[np.uint32] | None = None,
) -> Ground:
    """Return the bed as the kernels read it; `zones` (ny, nx) holds bits of up to 32 zones a cell."""
    all_patches = read_patches().parts if patches is None else patches
    rows, columns = bed.z_m.shape
    behind = -columns % WIDE
    z = _filled(np.asarray(bed.z_m, dtype=np.float64))
    slope_y, slope_x = np.gradient(z, bed.cell_y_m, bed.cell_x_m)
    upright = 1 / np.sqrt(1 + slope_x**2 + slope_y**2)
    area = np.asarray(bed.area_m2, dtype=np.float64)
    followed = [relief_of(z, (bed.cell_x_m, bed.cell_y_m), scale_m=each) for each in SCALES_M]

    def flat(grid: NDArray[Any], kind: type, **how: Any) -> NDArray[Any]:
        return in_strips(np.pad(grid, ((0, 0), (0, behind)), **how).astype(kind))

    # Where there is no skin nothing is known of the layers, and nothing may come of it.
    stiff, stiffer = (np.where(bed.area_m2 > 0, each, 0.0) for each in (bed.k_pa_m, bed.k2_pa_m2))
    springs = [
        in_series(stiff, stiffer * spread(patch), padding_pa_m=patch.stiffness_pa_m)
        for patch in (all_patches[part] for part in PARTS)
    ]
    bits = np.zeros(bed.z_m.shape, np.int32) if zones is None else zones.astype(np.uint32).view(np.int32)
    return Ground(
        z=flat(z, np.float32),
        toward_x=flat(-slope_x * upright * area, np.float32),
        toward_y=flat(-slope_y * upright * area, np.float32),
        toward_z=flat(upright * area, np.float32),
        relief=np.stack(
            [np.stack([flat(one, np.float32, mode="edge") for one in each], axis=-1) for each in followed]
        ),
        k=np.stack([flat(k, np.float32) for k, _ in springs]),
        k2=np.stack([flat(k2, np.float32) for _, k2 in springs]),
        zone=flat(bits, np.int32),
        place=flat(bed.place, np.int32, constant_values=-1),
        x0=bed.x0_m,
        y0=bed.y0_m,
        cx=bed.cell_x_m,
        cy=bed.cell_y_m,
        deep=DEEP_M,
        rows=rows,
        columns=columns + behind,
    )


def _filled(z: Array) -> Array:
    """Return the heights with every unknown one made of its neighbours: the edge's slopes stay the skin's."""
    known = np.isfinite(z)
    value = np.where(known, z, 0.0)
    while not known.all():
        total, count = np.zeros_like(value), np.zeros_like(value)
        padded, there = np.pad(value * known, 1), np.pad(known, 1)
        for rows, columns in ((0, 1), (2, 1), (1, 0), (1, 2)):
            window = slice(rows, rows + z.shape[0]), slice(columns, columns + z.shape[1])
            total += padded[window]
            count += there[window]
        new = ~known & (count > 0)
        value[new] = total[new] / count[new]
        known |= new
    return value
