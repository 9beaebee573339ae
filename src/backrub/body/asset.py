"""The baked bodies, read once and checked: what tools/bake_body.py wrote."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from backrub.errors import DataError, Problem

Array = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)

DENSITY_KG_M3 = 985.0
"""A living body's mass over what its skin encloses, air in the lungs included: engineering judgement (people
just float in fresh water). [kg/m3]"""


@dataclass(frozen=True, slots=True)
class Group:
    """Some lengths of every body on the grid: `coordinates_frac` (s, b, h, a, d) in `directions_m` (d, n)
    from `mean_m` (n,); `parts` says which of the n is what. All arrays are read-only."""

    coordinates_frac: Array
    directions_m: NDArray[np.float32]
    mean_m: NDArray[np.float32]
    parts: Mapping[str, slice]


@dataclass(frozen=True, slots=True)
class Asset:
    """Bodies on a grid. All arrays are read-only.

    `sex_frac` (0 male, 1 female), `build_frac` (thin to heavy), `tall_frac` and `old_frac` are the grid's
    lines, (s,), (b,), (h,) and (a,); `height_m`, `mass_kg` and `half_biacromial_m` are (s, b, h, a).
    `across` (half of it) and `along` are the chart's lines of the height field; `faces` (f, 3) are triangles
    of the left half of the display skin, whose first `middle` vertices lie on the midline; `rests` (v,) says
    which of its vertices may lie on the table. C7 is at x = y = z = 0.
    """

    sex_frac: Array
    build_frac: Array
    tall_frac: Array
    old_frac: Array
    height_m: Array
    mass_kg: Array
    half_biacromial_m: Array
    groups: tuple[Group, ...]
    across: Array
    along: Array
    faces: NDArray[np.int64]
    middle: int
    rests: NDArray[np.bool_]


@cache
def read_asset() -> Asset:
    """Return the bodies that ship with the package; raises DataError where the file is not the one that was
    baked.

    >>> read_asset().height_m.shape
    (3, 11, 3, 3)
    """
    root = files("backrub.body")
    return asset_of(root.joinpath("body.npz").read_bytes(), root.joinpath("body.sha256").read_text().strip())


def asset_of(content: bytes, checksum: str) -> Asset:
    """Return the asset in a file's bytes; raises DataError where its SHA-256 is another."""
    if hashlib.sha256(content).hexdigest() != checksum:
        raise DataError([Problem("body.npz", "is not the file that was baked", "Install the package again.")])
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        held = {name: archive[name] for name in archive.files}
    groups = tuple(_group(held, str(name)) for name in held["groups"])
    return Asset(
        sex_frac=_frozen(held["sexes"]),
        build_frac=_frozen(held["builds"]),
        tall_frac=_frozen(held["heights"]),
        old_frac=_frozen(held["ages"]),
        height_m=_frozen(held["height_m"]),
        mass_kg=_frozen(held["volume_m3"] * DENSITY_KG_M3),
        half_biacromial_m=_table(groups, "half_biacromial_m"),
        groups=groups,
        across=_frozen(held["across"]),
        along=_frozen(held["along"]),
        faces=frozen(held["faces"].astype(np.int64)),
        middle=int(held["middle"]),
        rests=frozen(held["rests"]),
    )


def _group(held: Mapping[str, NDArray[Any]], name: str) -> Group:
    ends = np.cumsum(held[f"{name}_sizes"])
    parts = {
        str(part): slice(int(end - size), int(end))
        for part, size, end in zip(held[f"{name}_names"], held[f"{name}_sizes"], ends, strict=True)
    }
    return Group(
        coordinates_frac=_frozen(held[f"{name}_coordinates"]),
        directions_m=frozen(held[f"{name}_directions"]),
        mean_m=frozen(held[f"{name}_mean"]),
        parts=MappingProxyType(parts),
    )


def _table(groups: Sequence[Group], name: str) -> Array:
    """Return one length of every body on the grid. [m]"""
    group = next(each for each in groups if name in each.parts)
    where = group.parts[name].start
    directions_m = group.directions_m[:, where].astype(np.float64)
    # Not by `@`: see `lengths_of`.
    return frozen(np.einsum("sbhad,d->sbha", group.coordinates_frac, directions_m) + group.mean_m[where])


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return the array, no longer writable."""
    array.flags.writeable = False
    return array


def _frozen(array: NDArray[Any]) -> Array:
    return frozen(np.array(array, dtype=np.float64))
