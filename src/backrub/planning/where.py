"""Where on the back hands work: the share of each path in each place and side, and how deep in it it gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.atlas import Array, Atlas, inside
from backrub.model.scale import Scale
from backrub.planning.ground import distance
from backrub.planning.stroke import Key


class Within(NamedTuple):
    """How much of a path lies in a place, and how far from the place's edge the deepest of it is. [m]"""

    share: float
    deep_m: float


def places_of(paths: Sequence[Array], *, atlas: Atlas, scale: Scale) -> list[dict[Key, Within]]:
    """Return what of each (n, 2) chart path lies in each place and side that it reaches."""
    found: list[dict[Key, Within]] = [{} for _ in paths]
    if not paths:
        return found
    finer = [_halved(path) for path in paths]
    points = np.concatenate(finer)
    sizes = np.array([len(path) for path in finer])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    folded = np.stack([np.abs(points[:, 0]), points[:, 1]], axis=1)
    on_right = points[:, 0] >= 0
    for place in atlas.places.values():
        ring = place.rings["right" if place.is_paired else "middle"]
        within = _within(ring, folded)
        deep_m = np.zeros(len(folded))
        edge_m = scale.to_low_m(np.concatenate([ring, ring[:1]]))
        deep_m[within] = distance(scale.to_low_m(folded[within]), edge_m)
        halves = (("right", within & on_right), ("left", within & ~on_right))
        for side, mask in halves if place.is_paired else (("both", within),):
            counts = np.add.reduceat(mask.astype(np.int64), starts)
            deepest_m = np.maximum.reduceat(np.where(mask, deep_m, 0.0), starts)
            for index in np.flatnonzero(counts).tolist():
                share = float(counts[index] / sizes[index])
                found[index][place.id, side] = Within(share, float(deepest_m[index]))
    return found


def _halved(path: Array) -> Array:
    """Return the path with a point between every two: samples half a centimetre apart miss no corner."""
    out = np.empty((2 * len(path) - 1, 2))
    out[::2], out[1::2] = path, (path[:-1] + path[1:]) / 2
    return out


def _within(ring: Array, points: Array) -> NDArray[np.bool_]:
    """Return which points lie inside; only those in the ring's box are looked at closely."""
    within = ((points >= ring.min(axis=0)) & (points <= ring.max(axis=0))).all(axis=1)
    near = np.flatnonzero(within)
    within[near] = inside(ring, points[near])
    return np.asarray(within)
