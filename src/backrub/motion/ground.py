"""What each part of the hand may do with its middle anywhere on one receiver's own back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back, Field
from backrub.body.zones import zones_of
from backrub.catalog.limits import AreaLimits, Limits
from backrub.catalog.patches import read_patches
from backrub.model.base import BareCircle, HandPart
from backrub.motion.ridge import ridge_n
from backrub.motion.samples import PARTS

Array = NDArray[np.float64]
Bits = NDArray[np.uint32]

CELL_M = 0.0025
"""How finely zones are drawn on a back. [m]"""

PAD = 48
"""Cells round the back that nothing lies in: a patch with its middle on the edge reaches no further."""

COARSE_M = 0.005
"""How finely it is looked at how a palm lies on the spine. [m]"""

MARGIN_M = 0.001
"""Kept free round a patch: the zones' edges are as coarse. [m]"""

STEEP_M = 0.018
"""Kept free beside the neck and the kidneys, whose caps are of force: on steep, hollow skin, as between neck
and shoulder, a hand reaches further than seen from above. There it only gets lighter a little early. [m]"""

ASTRAY_M = 0.010
"""So far a path that is right on planning's nominal back may lie off on a real one: motion makes good for it.
What is further off is a fault of the plan, which is pressed as it is written, for `dose` to see. [m]"""

TIE_M = 1e-6
"""What lies so near to halfway between two cells belongs to both. [m]"""

TURNS = 8
"""In so many directions motion looks for a way out."""

_ANGLES = 2 * np.pi * np.arange(TURNS) / TURNS
_ASTRAY = np.concatenate(
    [share * ASTRAY_M * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1) for share in (0.5, 1.0)]
)
# Where it is looked round a place, and half as far. [m]

SIDEWAYS: tuple[HandPart, ...] = ("reinforced-fingers", "two-fingers", "knuckles")
"""These point across the back, so that their row lies along the spine, as `limits.toml` measures them."""

_CAPPED = {"strip": "strip", "kidney-outer": "kidneys", "neck": "neck"}
# Zones of `limits.toml` that have a cap of force or pressure, and its table: design 8a.

_RINGS = ((1.0, 24), (0.66, 16), (0.33, 8), (0.0, 1))
# Where under a patch it is looked for zones: shares of its size, and how many points.


@dataclass(frozen=True, slots=True)
class Ground:
    """What each part may do with its middle on one back, drawn over even cells (ny, nx) from `x0_m`, `y0_m`.

    `allowed` is the highest level by part, 0 none; `cap_n` the most force by part [N]; `spine_n` (rows,
    columns) the most force of a palm on the spine, over the coarser cells of `field` [N].
    """

    x0_m: float
    y0_m: float
    allowed: Mapping[HandPart, NDArray[np.int8]]
    cap_n: Mapping[HandPart, Array]
    field: Field
    spine_n: Array

    def levels(self, part: HandPart, position_m: Array, *, wished: int) -> NDArray[np.int8]:
        """Return at which level (k,) a part presses at world places (k, 3) [m]; 0 not at all.

        The wished one or what is allowed; and the wished one as it is where that is no matter of millimetres.
        """
        here = self._allowed(part, position_m)
        short = here < wished
        if not short.any():
            return np.full(len(here), wished, dtype=np.int8)
        beside_m = (position_m[short, None, :2] + _ASTRAY).reshape(-1, 2)
        nearby = self._allowed(part, beside_m).reshape(-1, len(_ASTRAY)).max(axis=1)
        here[short] = np.where(np.maximum(nearby, here[short]) < wished, wished, here[short])
        return np.minimum(here, wished).astype(np.int8)

    def most_n(self, part: HandPart, position_m: Array) -> Array:
        """Return the most force (k,) of a part at world places (k, 3) [m]. [N]"""
        cap_n = self.cap_n[part]
        most_n = cap_n[_cells(position_m, x0_m=self.x0_m, y0_m=self.y0_m, cell_m=CELL_M, shape=cap_n.shape)]
        if part == "palm":
            here = _cells(
                position_m, x0_m=self.field.x0_m, y0_m=self.field.y0_m, cell_m=COARSE_M,
                shape=self.spine_n.shape,
            )  # fmt: skip
            np.minimum(most_n, self.spine_n[here], out=most_n)
        return most_n

    def _allowed(self, part: HandPart, position_m: Array) -> NDArray[np.int8]:
        """Return the highest level (k,) that the zones which a patch touches allow it."""
        most = self.allowed[part]
        return most[_cells(position_m, x0_m=self.x0_m, y0_m=self.y0_m, cell_m=CELL_M, shape=most.shape)]


def ground_of(
    back: Back,
    *,
    limits: Limits,
    avoid: tuple[BareCircle, ...] = (),
    parts: Iterable[HandPart] = PARTS,
) -> Ground:
    """Return the ground of a back, for some parts.

    >>> from backrub.body import example_body
    >>> from backrub.catalog import load
    >>> back = example_body().back
    >>> ground = ground_of(back, limits=load().limits)
    >>> beside = back.at(np.array([[0.20, 0.5], [0.12, 0.5]])).position_m  # 3.6 and 2.2 cm out
    >>> ground.levels("thumb", beside, wished=1).tolist(), ground.levels("palm", beside, wished=1).tolist()
    ([1, 0], [1, 1])
    """
    fine, coarse = back.field((CELL_M, CELL_M)), back.field((COARSE_M, COARSE_M))
    zones = zones_of(back, fine, limits=limits, avoid=avoid)
    bits = np.zeros(fine.z_m.shape, dtype=np.uint32)
    for bit, mask in enumerate(zones.values()):
        bits |= mask.astype(np.uint32) << np.uint32(bit)
    padded, names = np.pad(bits, PAD), tuple(zones)
    allowed: dict[HandPart, NDArray[np.int8]] = {}
    cap_n: dict[HandPart, Array] = {}
    for part in dict.fromkeys(parts):
        touched = _touched(padded, part, margin_m=MARGIN_M)
        allowed[part] = _allowed(touched, part, zones=names, limits=limits)
        near = _touched(padded, part, margin_m=STEEP_M)
        cap_n[part] = _caps_n(touched, near, part=part, zones=names, limits=limits)
    spine_n = np.full(coarse.z_m.shape, np.inf)
    if limits.strip.pressure_pa is not None:
        x_m, y_m = (
            start_m + cell_m * np.arange(count)
            for start_m, cell_m, count in zip(
                (coarse.x0_m, coarse.y0_m),
                (coarse.cell_x_m, coarse.cell_y_m),
                coarse.z_m.shape[::-1],
                strict=True,
            )
        )
        middles_m = np.stack([np.tile(x_m, len(y_m)), np.repeat(y_m, len(x_m))], axis=1)
        touched = _touched(padded, "palm", margin_m=COARSE_M)
        near_strip = np.zeros(len(middles_m), dtype=np.bool_)
        # A middle may lie between two of the finer cells: then both count, so that no side is another.
        for aside_m in (-TIE_M, TIE_M):
            here = _cells(
                middles_m + np.array([aside_m, 0.0]),
                x0_m=fine.x0_m,
                y0_m=fine.y0_m,
                cell_m=CELL_M,
                shape=bits.shape,
            )
            near_strip |= _has(touched[here], names.index("strip"))
        spine_n = ridge_n(
            coarse, read_patches().parts["palm"], pressure_pa=limits.strip.pressure_pa,
            near=near_strip.reshape(coarse.z_m.shape),
        )  # fmt: skip
    return Ground(fine.x0_m, fine.y0_m, allowed, cap_n, coarse, spine_n)


def _touched(padded: Bits, part: HandPart, *, margin_m: float) -> Bits:
    """Return the zones under a patch with its middle in each cell (ny, nx), as bits; `padded` by `PAD`."""
    rows, columns = padded.shape[0] - 2 * PAD, padded.shape[1] - 2 * PAD
    found = np.zeros((rows, columns), dtype=np.uint32)
    for down, over in _points(part, margin_m):
        found |= padded[PAD + down : PAD + down + rows, PAD + over : PAD + over + columns]
    return found


def _allowed(touched: Bits, part: HandPart, *, zones: tuple[str, ...], limits: Limits) -> NDArray[np.int8]:
    """Return the highest level of a part where it touches such zones; circles to leave alone allow none."""
    most = np.full(touched.shape, limits.parts[part].max_level, dtype=np.int8)
    for bit, name in enumerate(zones):
        zone = limits.zones.get(name)
        if zone is None or zone.only in (None, part):
            allowed = zone.allow.get(part, 0) if zone is not None else 0
            if allowed < limits.parts[part].max_level:
                np.minimum(most, np.int8(allowed), out=most, where=_has(touched, bit))
    return most


def _caps_n(touched: Bits, near: Bits, *, part: HandPart, zones: tuple[str, ...], limits: Limits) -> Array:
    """Return the most force of a part where it touches such zones, or comes near them. [N]"""
    hand = limits.parts[part]
    most_n = np.full(touched.shape, min(hand.force_n, hand.pressure_pa * hand.area_m2))
    for bit, name in enumerate(zones):
        if name in _CAPPED:
            cap_n = _cap_n(getattr(limits, _CAPPED[name]), area_m2=hand.area_m2)
            where = _has(touched if name == "strip" else near, bit)
            np.minimum(most_n, cap_n, out=most_n, where=where)
    return most_n


def _cap_n(area: AreaLimits, *, area_m2: float) -> float:
    caps = [area.force_n, area.pressure_pa * area_m2 if area.pressure_pa is not None else None]
    return min(cap for cap in caps if cap is not None)


def _has(touched: Bits, bit: int) -> NDArray[np.bool_]:
    return (touched >> np.uint32(bit) & np.uint32(1)).astype(np.bool_)


def _cells(
    position_m: Array, *, x0_m: float, y0_m: float, cell_m: float, shape: tuple[int, ...]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and column (k,) of the cells at world places (k, 2 or 3) [m], the nearest inside a grid."""
    row = np.minimum(np.maximum(np.rint((position_m[:, 1] - y0_m) / cell_m), 0), shape[0] - 1)
    column = np.minimum(np.maximum(np.rint((position_m[:, 0] - x0_m) / cell_m), 0), shape[1] - 1)
    return row.astype(np.int64), column.astype(np.int64)


@cache
def _points(part: HandPart, margin_m: float) -> tuple[tuple[int, int], ...]:
    """Return the cells under a patch that are looked at, as rows and columns from its middle."""
    patch = read_patches().parts[part]
    down_m, over_m = patch.half_length_m + margin_m, patch.half_row_m + margin_m
    if part in SIDEWAYS:
        down_m, over_m = over_m, down_m
    points = []
    for share, count in _RINGS:
        for angle in 2 * np.pi * np.arange(count) / count:
            toward = np.array([np.sin(angle), np.cos(angle)])
            if patch.pads > 1:  # a row of pads has corners; one pad is an ellipse
                toward /= np.abs(toward).max()
            points.append(share * toward * [down_m, over_m])
    cells = np.rint(np.array(points) / CELL_M).astype(int).tolist()
    return tuple(dict.fromkeys((down, over) for down, over in cells))
