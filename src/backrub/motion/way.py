"""A stroke's path on one receiver's skin, read by the way made along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.model.base import Point

Array = NDArray[np.float64]

STEP_M = 0.0015
"""How finely a path is laid on the skin: on a curve of 3 cm the chord then lies 0.01 mm beside it. [m]"""
ROUND_M = 0.006
"""Corners of a written path are rounded over this length, half of it on each side. [m]"""
EDGE_M = 0.005
"""A hand's middle stays this far inside the trunk's edge. [m]"""


@dataclass(frozen=True, slots=True)
class Way:
    """A path on the skin at even steps: `position_m` (m, 3) [m], `normal` (m, 3), `chart` (m, 2).

    `step_m` lies between two of them; a hand that stays has one place and no length.
    """

    position_m: Array
    normal: Array
    chart: Array
    step_m: float

    @property
    def length_m(self) -> float:
        """How long the path is on the skin. [m]"""
        return self.step_m * (len(self.position_m) - 1)


def way_of(path: tuple[Point, ...], back: Back) -> Way:
    """Lay a chart path on a receiver's skin.

    Straight pieces of the chart become nearly the shortest lines on the skin, for the chart is even in both
    directions and the back bends little under one stroke; corners are rounded; and what would leave the trunk
    is kept on its edge.

    >>> from backrub.body import example_body
    >>> way = way_of(((0.2, 0.9), (0.2, 0.1)), example_body().back)
    >>> 0.3 < way.length_m < 0.5, bool((np.diff(way.position_m[:, 1]) < 0).all())
    (True, True)
    """
    return ways_of([path], back)[0]


def ways_of(paths: Sequence[tuple[Point, ...]], back: Back) -> list[Way]:
    """Lay chart paths on a receiver's skin, all of them in one go; `way_of` says how."""
    if not paths:
        return []
    unit_m = np.array([back.half_biacromial_m, back.c7_psis_m])
    drawn = [_rounded(_even(corners, corners * unit_m), unit_m=unit_m) for corners in map(np.array, paths)]
    points = np.concatenate(drawn)
    edge_m = EDGE_M / back.half_biacromial_m
    low = np.interp(points[:, 1], back.along, back.edge_low) + edge_m
    high = np.interp(points[:, 1], back.along, back.edge_high) - edge_m
    points[:, 0] = np.clip(points[:, 0], low, high)
    lengths_m, even = [], []
    for here, place_m in zip(
        *(_split(each, drawn) for each in (points, back.at(points).position_m)), strict=True
    ):
        made_m = _along(place_m)
        lengths_m.append(float(made_m[-1]))
        if made_m[-1] < 1e-6:
            even.append(here[:1])
            continue
        at_m = np.linspace(0.0, made_m[-1], max(1, round(float(made_m[-1]) / STEP_M)) + 1)
        even.append(np.stack([np.interp(at_m, made_m, here[:, axis]) for axis in (0, 1)], axis=1))
    skin = back.at(np.concatenate(even))
    return [
        Way(position_m, normal, chart, length_m / (len(chart) - 1) if len(chart) > 1 else 0.0)
        for position_m, normal, chart, length_m in zip(
            _split(skin.position_m, even), _split(skin.normal, even), even, lengths_m, strict=True
        )
    ]


def _split(rows: Array, like: Sequence[Array]) -> list[Array]:
    """Return rows in pieces as long as others are."""
    return np.split(rows, np.cumsum([len(each) for each in like])[:-1])


def _along(points_m: Array) -> Array:
    """Return the way made at each of (n, d) points. [m]"""
    steps_m = np.linalg.norm(np.diff(points_m, axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps_m)])


def _even(corners: Array, corners_m: Array) -> Array:
    """Return a path of corners as points about `STEP_M` apart."""
    made_m = _along(corners_m)
    at_m = np.linspace(0.0, made_m[-1], max(2, round(float(made_m[-1]) / STEP_M) + 1))
    return np.stack([np.interp(at_m, made_m, corners[:, axis]) for axis in (0, 1)], axis=1)


def _rounded(points: Array, *, unit_m: Array) -> Array:
    """Return a path whose corners are drawn round; its ends stay."""
    half = round(0.5 * ROUND_M / STEP_M)
    if len(points) < 4 * half:
        return points
    # Reflected through its ends, the mean leaves them where they are.
    before = 2 * points[0] - points[half:0:-1]
    after = 2 * points[-1] - points[-2 : -half - 2 : -1]
    sums = np.cumsum(np.concatenate([np.zeros((1, 2)), before, points, after]), axis=0)
    return np.asarray((sums[2 * half + 1 :] - sums[: -2 * half - 1]) / (2 * half + 1))
