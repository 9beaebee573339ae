"""A stroke's path on one receiver's skin, read by the way made along it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.model.base import Point
from backrub.motion.edge import inside
from backrub.motion.loops import laid_round, loops_of

Array = NDArray[np.float64]

STEP_M = 0.0015
"""How finely a path is laid on the skin: on a curve of 3 cm the chord then lies 0.01 mm beside it. [m]"""
ROUND_M = 0.006
"""Corners of a written path are rounded over this length, half of it on each side. [m]"""


@dataclass(frozen=True, slots=True)
class Way:
    """A path on the skin at even steps: `position_m` (m, 3) [m], `normal` (m, 3), `chart` (m, 2).

    `step_m` lies between two of them; a hand that stays has one place and no length. `is_round` where it goes
    round in circles.
    """

    position_m: Array
    normal: Array
    chart: Array
    step_m: float
    is_round: bool = False

    @property
    def length_m(self) -> float:
        """How long the path is on the skin. [m]"""
        return self.step_m * (len(self.position_m) - 1)


def way_of(path: tuple[Point, ...], back: Back) -> Way:
    """Lay a chart path on a receiver's skin.

    Straight pieces of the chart become nearly the shortest lines on the skin of the back, for the chart is
    even in both directions and the back bends little under one stroke (`docs/physics.md` has by how much, and
    that along a flank they are not); corners are rounded; circles are laid as circles on the skin; and what
    would leave the trunk is kept on its edge.

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
    circles = {
        index: found
        for index, path in enumerate(paths)
        if (found := loops_of(path, unit_m=unit_m)) is not None
    }
    written = [np.array(path, np.float64) for path in paths]
    for index, corners in zip(circles, laid_round(list(circles.values()), back), strict=True):
        written[index] = corners
    whole = _Rows(np.concatenate(written), [len(each) for each in written])
    is_round = np.isin(np.arange(len(paths)), list(circles))
    drawn = _rounded(_even(whole, whole.rows * unit_m, least=2), but=is_round)
    points = drawn.rows
    low, high = inside(back, points[:, 1])
    points[:, 0] = np.clip(points[:, 0], low, high)
    even = _even(drawn, back.places_m(points), least=1)
    skin = back.at(even.rows)
    return [
        Way(position_m, normal, chart, length_m / (len(chart) - 1) if len(chart) > 1 else 0.0, is_circle)
        for position_m, normal, chart, length_m, is_circle in zip(
            *(even.split(each) for each in (skin.position_m, skin.normal, even.rows)),
            even.length_m.tolist(),
            is_round.tolist(),
            strict=True,
        )
    ]


class _Rows:
    """Paths as one table: the points (n, 2) of one after the other, and how many each has (k,).

    `path` (n,) is which one a point is of, `first` (k,) where each begins, `length_m` (k,) how long it is.
    """

    def __init__(self, rows: Array, counts: Sequence[int] | NDArray[np.int64], length_m: Array | None = None):
        self.rows = rows
        self.counts = np.asarray(counts, np.int64)
        self.path = np.repeat(np.arange(len(self.counts)), self.counts)
        self.first = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        self.length_m = np.zeros(len(self.counts)) if length_m is None else length_m

    def split(self, values: Array) -> list[Array]:
        """Return values of the points (n, ...), path by path."""
        return np.split(values, self.first[1:])


def _even(paths: _Rows, places_m: Array, *, least: int) -> _Rows:
    """Return paths as points about `STEP_M` apart, over places (n, d) [m]; with so many steps at least.

    A path of no length has one point where no step is asked for.
    """
    step_m = np.zeros(len(places_m))
    step_m[1:] = np.sqrt(np.square(np.diff(places_m, axis=0)).sum(axis=1))
    # All the ways are one line, each path a metre behind the last one's end.
    step_m[paths.first] = 1.0
    made_m = np.cumsum(step_m)
    begins_m = made_m[paths.first]
    length_m = made_m[paths.first + paths.counts - 1] - begins_m
    steps = np.maximum(least, np.rint(length_m / STEP_M).astype(np.int64))
    if least == 1:
        steps[length_m < 1e-6] = 0
    counts = steps + 1
    found = _Rows(np.empty((int(counts.sum()), 2)), counts, length_m)
    share = (np.arange(len(found.path)) - found.first[found.path]) / np.maximum(steps, 1)[found.path]
    at_m = begins_m[found.path] + share * length_m[found.path]
    for axis in (0, 1):
        found.rows[:, axis] = np.interp(at_m, made_m, paths.rows[:, axis])
    return found


def _rounded(paths: _Rows, *, but: NDArray[np.bool_]) -> _Rows:
    """Return paths whose corners are drawn round, but for some (k,); their ends stay."""
    half = round(0.5 * ROUND_M / STEP_M)
    first, last = paths.first[paths.path], (paths.first + paths.counts - 1)[paths.path]
    here = np.arange(len(paths.path))
    total = np.zeros_like(paths.rows)
    for beside in range(-half, half + 1):
        near = here + beside
        # Reflected through its ends, the mean leaves them where they are.
        before, behind = near < first, near > last
        inner = np.where(before, 2 * first - near, np.where(behind, 2 * last - near, near))
        inner = np.clip(inner, first, last)
        value = paths.rows[inner]
        value[before] = 2 * paths.rows[first[before]] - value[before]
        value[behind] = 2 * paths.rows[last[behind]] - value[behind]
        total += value
    is_long = ((paths.counts >= 4 * half) & ~but)[paths.path]
    total[~is_long] = (2 * half + 1) * paths.rows[~is_long]
    return _Rows(total / (2 * half + 1), paths.counts)
