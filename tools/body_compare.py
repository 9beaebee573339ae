"""Compare two bakes of the body asset, table by table: what bake_body.py --check prints and exits by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

APART_M = 0.05e-3
"""The most that skin, back, lengths and statures may be apart. [m]"""
APART_M3 = 1e-5
"""The most that volumes may be apart, a hundredth of a litre. [m3]"""
REBUILT = ("directions", "coordinates", "mean")
"""Of a group these are compared by the bodies that they give together: a direction may turn its sign."""


def rebuilt(arrays: Arrays, group: str) -> NDArray[np.float64]:
    """Return one group of every grid body's numbers as the asset gives them, (bodies, n). [m]"""
    coordinates = np.asarray(arrays[f"{group}_coordinates"], dtype=np.float64)
    directions = arrays[f"{group}_directions"]
    return np.asarray(coordinates.reshape(-1, len(directions)) @ directions + arrays[f"{group}_mean"])


def compared(made: Arrays, kept: Arrays) -> Iterator[tuple[str, str, bool]]:
    """Yield what is compared, what came out, and whether it is the same bake: every table of both.

    >>> bake = {"groups": np.array([]), "height_m": np.array([1.70]), "volume_m3": np.array([0.065])}
    >>> [*compared(bake, {**bake, "height_m": np.array([1.7002])})][:2]
    [('height_m', '0.2000 mm apart at worst', False), ('volume_m3', '0.0000 l apart at worst', True)]
    """
    groups = sorted({str(each) for arrays in (made, kept) for each in arrays["groups"]})
    for group in groups:
        held = [all(f"{group}_{part}" in arrays for part in REBUILT) for arrays in (made, kept)]
        if all(held):
            yield _apart(group, rebuilt(made, group), rebuilt(kept, group), most=APART_M, unit=(1e3, "mm"))
        else:
            yield group, "is in one of them only", False
    together = {f"{group}_{part}" for group in groups for part in REBUILT}
    named = [name for name in {**made, **kept} if name not in together]
    for name in sorted(named, key=lambda name: (name not in ("height_m", "volume_m3"), name)):
        if name not in made or name not in kept:
            yield name, "is in one of them only", False
        elif name == "height_m":
            yield _apart(name, made[name], kept[name], most=APART_M, unit=(1e3, "mm"))
        elif name == "volume_m3":
            yield _apart(name, made[name], kept[name], most=APART_M3, unit=(1e3, "l"))
        else:
            same = np.array_equal(made[name], kept[name])
            yield name, "the same" if same else "not the same", same


def _apart(
    name: str, one: NDArray[Any], other: NDArray[Any], *, most: float, unit: tuple[float, str]
) -> tuple[str, str, bool]:
    if one.shape != other.shape:
        return name, f"{one.shape} against {other.shape}", False
    apart = float(np.abs(np.asarray(one, dtype=np.float64) - other).max(initial=0.0))
    return name, f"{unit[0] * apart:.4f} {unit[1]} apart at worst", apart <= most
