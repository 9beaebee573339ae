"""Where on one body's skin the rules for hands hold: masks over the back's cells, from `limits.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backrub.body.back import Back
from backrub.body.field import Field
from backrub.catalog.atlas import read_atlas
from backrub.catalog.broad import out_to
from backrub.catalog.limits import Limits, ZoneLimits
from backrub.model.base import BareCircle

Mask = NDArray[np.bool_]


def zones_of(
    back: Back, field: Field, *, limits: Limits, avoid: tuple[BareCircle, ...] = ()
) -> Mapping[str, Mask]:
    """Return each zone's cells (ny, nx), and those of each circle to leave alone (`circle-1`, ...).

    Distances from the midline are this body's own metres, seen from above. The circles stand as they are,
    without half a hand round them: here the hands have their real size.
    """
    out_m = np.abs(field.across) * back.half_biacromial_m
    found: dict[str, Mask] = {}
    for name, zone in limits.zones.items():
        found[name] = bony_cells(back, field) if name == "bone" else _zone(zone, out_m, field)
    for number, circle in enumerate(avoid, start=1):
        away_m = np.hypot(
            (field.across - circle.across) * back.half_biacromial_m,
            (field.along - circle.along) * back.c7_psis_m,
        )
        found[f"circle-{number}"] = np.asarray(away_m < circle.radius_m)
    return {name: np.asarray(mask & field.is_skin) for name, mask in found.items()}


def _zone(zone: ZoneLimits, out_m: NDArray[np.float64], field: Field) -> Mask:
    mask = np.ones(out_m.shape, dtype=np.bool_)
    for values, low, high in (
        (out_m, zone.inner_m, zone.outer_m),
        (np.abs(field.across), None, zone.outer_across),
        (field.along, zone.along_low, zone.along_high),
    ):
        if low is not None:
            mask &= values >= low
        if high is not None:
            mask &= values <= high
    return mask


def bony_cells(back: Back, field: Field) -> NDArray[np.bool_]:
    """Return which cells (ny, nx) lie over a bone that the atlas draws, on either side."""
    x_m = field.x0_m + field.cell_x_m * np.arange(field.z_m.shape[1])
    y_m = field.y0_m + field.cell_y_m * np.arange(field.z_m.shape[0])
    found = np.zeros(field.z_m.shape, dtype=bool)
    atlas = read_atlas()
    edges = ((1.0, back.edge_high), (-1.0, -back.edge_low))
    drawn = [
        (bone, out_to(np.stack([edge, back.along], axis=1), bone.line, atlas=atlas) * [side, 1.0])
        for bone in atlas.bones
        for side, edge in edges
    ]
    lines_m = back.at(np.concatenate([line for _, line in drawn])).position_m[:, :2]
    ends = np.cumsum([len(line) for _, line in drawn])
    for (bone, _), line_m in zip(drawn, np.split(lines_m, ends[:-1]), strict=True):
        for start, end in pairwise(line_m):
            way = end - start
            around = _window(field, start, end, reach_m=bone.half_width_m)
            x, y = x_m[None, around[1]] - start[0], y_m[around[0], None] - start[1]
            along = np.clip((x * way[0] + y * way[1]) / (way @ way), 0.0, 1.0)
            found[around] |= np.hypot(x - along * way[0], y - along * way[1]) <= bone.half_width_m
    return found


def _window(
    field: Field, start: NDArray[np.float64], end: NDArray[np.float64], *, reach_m: float
) -> tuple[slice, slice]:
    """Return the rows and columns that can lie within a reach [m] of a line between two places (2,) [m]."""
    low = (np.minimum(start, end) - reach_m - [field.x0_m, field.y0_m]) / [field.cell_x_m, field.cell_y_m]
    high = (np.maximum(start, end) + reach_m - [field.x0_m, field.y0_m]) / [field.cell_x_m, field.cell_y_m]
    first, last = np.maximum(np.floor(low), 0).astype(int), np.maximum(np.ceil(high), 0).astype(int) + 1
    return slice(first[1], last[1]), slice(first[0], last[0])
