"""Two hands at once: how far one lies in the other's place, and the step aside that keeps them apart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.patches import read_patches
from backrub.model.base import Hand, HandPart
from backrub.motion.ground import ASTRAY_M, SIDEWAYS
from backrub.motion.way import Way

Array = NDArray[np.float64]
Places = Mapping[Hand, Array]
Parts = Mapping[Hand, HandPart]

EVERY_M = 0.02
"""A way is looked at this often: between two looks no hand gets further than half of it. [m]"""
WITHIN_M = 0.02
"""So far two hands' outlines may lie in each other: side by side, thumb over thumb, a thumb's breadth of
`catalog/patches.toml` [engineering judgement]. [m]"""
CLEAR_M = 0.0005
"""A hand that makes way makes so much more than it has to: the chart bends a little on the way. [m]"""


def looks_of(ways: Mapping[Hand, Way]) -> tuple[Array, Places]:
    """Return where each hand is (n, 3) [m] at even shares (n,) of its way, at least every `EVERY_M` of it."""
    count = 1 + max(int(np.ceil(way.length_m / EVERY_M)) for way in ways.values())
    share = np.linspace(0.0, 1.0, count)
    return share, {
        hand: way.position_m[np.rint(share * (len(way.position_m) - 1)).astype(np.int64)]
        for hand, way in ways.items()
    }


def within_m(places_m: Places, parts: Parts) -> Array:
    """Return how far the outlines of two hands lie in each other at each look (n,); below 0 what is between.

    >>> side_by_side = {"left": np.array([[-0.05, 0.0, 0.0]]), "right": np.array([[0.02, 0.0, 0.0]])}
    >>> within_m(side_by_side, {"left": "palm", "right": "palm"}).round(3).tolist()  # each 8.1 cm broad
    [0.011]
    """
    between_m = places_m["left"] - places_m["right"]
    apart_m = np.linalg.norm(between_m, axis=1)
    towards = between_m[:, :2] / np.maximum(apart_m, 1e-9)[:, None]
    need_m = np.zeros(len(apart_m))
    for part in parts.values():
        patch = read_patches().parts[part]
        half_m = np.array([patch.half_row_m, patch.half_length_m])
        if part in SIDEWAYS:
            half_m = half_m[::-1]
        # an ellipse's radius that way
        need_m += 1.0 / np.maximum(np.linalg.norm(towards / half_m, axis=1), 1e-9)
    return np.asarray(np.minimum(need_m, 1.0) - apart_m)


def aside_m(ways: Mapping[Hand, Way], parts: Parts) -> Mapping[Hand, tuple[float, float]]:
    """Return how far each of two hands steps aside (x, y) so that they no longer lie in each other. [m]

    Both make way alike. Nothing where they are clear, or where it would take more than `ground.ASTRAY_M` of
    each: that is no matter of a narrow back but a fault of the plan, for `dose` to see.
    """
    _, places_m = looks_of(ways)
    over_m = within_m(places_m, parts)
    look = int(over_m.argmax())
    half_m = (over_m[look] - WITHIN_M) / 2 + CLEAR_M
    away_m = (places_m["left"] - places_m["right"])[look, :2]
    apart_m = float(np.linalg.norm(away_m))
    if over_m[look] <= WITHIN_M or half_m > ASTRAY_M or apart_m < CLEAR_M:
        return {}
    x_m, y_m = (half_m / apart_m * away_m).tolist()
    return {"left": (x_m, y_m), "right": (-x_m, -y_m)}
