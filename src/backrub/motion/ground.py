"""What each part of the hand may do with its middle anywhere on one receiver's own back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.body.places import ends_of
from backrub.body.zones import zones_of
from backrub.catalog.atlas import read_atlas
from backrub.catalog.limits import Limits
from backrub.catalog.patches import read_patches
from backrub.model.base import BareCircle, HandPart
from backrub.motion.samples import PARTS

Array = NDArray[np.float64]
Bits = NDArray[np.uint32]

CELL_M = 0.0025
"""How finely zones are drawn on a back. [m]"""

PAD = 48
"""Cells round the back that nothing lies in: a patch with its middle on the edge reaches no further."""

MARGIN_M = 0.001
"""Kept free round a patch: the zones' edges are as coarse. [m]"""

ASTRAY_M = 0.010
"""So far a path that is right on planning's nominal back may lie off on a real one: motion makes good for it.
What is further off is a fault of the plan, which is pressed as it is written, for `dose` to see. [m]"""

TURNS = 8
"""In so many directions motion looks for a way out."""

_ANGLES = 2 * np.pi * np.arange(TURNS) / TURNS
_ASTRAY = np.concatenate(
    [share * ASTRAY_M * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1) for share in (0.5, 1.0)]
)
# Where it is looked round a place, and half as far. [m]

SIDEWAYS: tuple[HandPart, ...] = ("reinforced-fingers", "two-fingers", "knuckles")
"""These point across the back, so that their row lies along the spine, as `limits.toml` measures them."""

_RINGS = ((1.0, 24), (0.66, 16), (0.33, 8), (0.0, 1))
# Where under a patch it is looked for zones: shares of its size, and how many points.


@dataclass(frozen=True, slots=True)
class Ground:
    """What each part may do with its middle on one back, drawn over even cells (ny, nx) from `x0_m`, `y0_m`.

    `allowed` is the highest level by part, 0 none; `most_n` the most force of each part's hand [N].
    """

    x0_m: float
    y0_m: float
    allowed: Mapping[HandPart, NDArray[np.int8]]
    most_n: Mapping[HandPart, float]

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

    def is_clear(self, part: HandPart, position_m: Array, *, wished: int) -> bool:
        """Whether a part presses at all of some world places (k, 3) [m], at none above what is allowed."""
        levels = self.levels(part, position_m, wished=wished)
        return bool((levels > 0).all() and (levels <= self._allowed(part, position_m)).all())

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
    fine = back.field((CELL_M, CELL_M))
    zones = zones_of(back, fine, limits=limits, avoid=avoid)
    bits = np.zeros(fine.z_m.shape, dtype=np.uint32)
    for bit, mask in enumerate(zones.values()):
        bits |= mask.astype(np.uint32) << np.uint32(bit)
    padded, names = np.pad(bits, PAD), tuple(zones)
    first, last = ends_of(read_atlas())
    past_ends = (fine.along < first) | (fine.along > last)  # on head and buttocks no hand has its middle
    allowed: dict[HandPart, NDArray[np.int8]] = {}
    most_n: dict[HandPart, float] = {}
    for part in dict.fromkeys(parts):
        touched = _touched(padded, part, margin_m=MARGIN_M)
        allowed[part] = np.where(past_ends, np.int8(0), _allowed(touched, part, zones=names, limits=limits))
        hand = limits.parts[part]
        most_n[part] = min(hand.force_n, hand.pressure_pa * hand.area_m2)
    return Ground(fine.x0_m, fine.y0_m, allowed, most_n)


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
