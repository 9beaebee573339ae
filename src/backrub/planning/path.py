"""From one notation line to the path that a hand wishes to take, in the chart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backrub.catalog.atlas import Array
from backrub.model.base import Span
from backrub.model.scale import Scale
from backrub.notation import StrokeLine
from backrub.planning.fit import STEP_M

LOOP_M = 0.05
"""The size of a circle or kneading loop whose line gives none. [m]"""
STILL_FRAC = (0.85, 1.25)
"""How much shorter or longer than written a hold or press may be."""
TIMED_FRAC = (1.0, 1.04)
"""... and where the times are the rule: a held spot's raise, hold, release and rest."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A wished path: (n, 2) chart points on the receiver's right, and its time at the technique's tempo. [s]

    `length_m` is the length of a line, at the larger end [m]; `middle` where each point's circle has its
    middle, for circles.
    """

    points: Array
    low_s: float
    high_s: float
    length_m: float = 0.0
    middle: Array | None = None

    def mirrored(self) -> Wish:
        """Return the same wish on the receiver's left."""
        flip = np.array([-1.0, 1.0])
        middle = None if self.middle is None else self.middle * flip
        return Wish(self.points * flip, self.low_s, self.high_s, self.length_m, middle)


def wishes(
    line: StrokeLine,
    anchors: Mapping[str, tuple[float, float]],
    *,
    speed_m_s: Span | None,
    rate_hz: Span | None,
    scale: Scale,
    opposite: bool,
    is_timed: bool = False,
) -> list[Wish]:
    """Return the paths of one line: one for a moving line, one for each place of a still one.

    `anchors` hold every name of the route, `here` included. `opposite` starts a to-and-fro at its other end
    (the second hand when wringing). `is_timed` keeps the line's times as written.
    """
    route = np.array([anchors[name] for name in line.route])
    if line.motion == "still":
        low, high = (fraction * line.duration_s for fraction in (TIMED_FRAC if is_timed else STILL_FRAC))
        return [Wish(point[None, :], low, high) for point in route]
    if line.motion == "loop":
        assert rate_hz is not None
        loops = max(1, round(line.duration_s * (rate_hz.low + rate_hz.high) / 2))
        points, middle = _loops(route, loops, line.size_m or LOOP_M, scale=scale)
        return [Wish(points, loops / rate_hz.high, loops / rate_hz.low, middle=middle)]
    assert speed_m_s is not None
    if line.motion == "to-and-fro":
        route = np.concatenate([route, route[-2::-1]])
        route = np.roll(route[:-1], -(len(route) // 2), axis=0) if opposite else route[:-1]
        route = np.concatenate([route, route[:1]])
    points = densified(route, scale=scale)
    length_m = scale.length_high_m(points)
    return [Wish(points, length_m / speed_m_s.high, length_m / speed_m_s.low, length_m)]


def densified(route: Array, *, scale: Scale) -> Array:
    """Return the polyline with samples at most STEP_M apart, its corners kept."""
    low_m = scale.to_low_m(route)
    pieces = [route[:1]]
    for start, end, length_m in zip(route[:-1], route[1:], np.hypot(*np.diff(low_m, axis=0).T), strict=True):
        count = max(1, int(np.ceil(length_m / STEP_M)))
        pieces.append(start + (end - start) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(pieces)


def _loops(route: Array, loops: int, size_m: float, *, scale: Scale) -> tuple[Array, Array]:
    """Circles that start at the spine side, outwards and up first, their middle drifting along the route."""
    around = 12
    turn = np.arange(loops * around + 1) / around
    way = turn / loops
    if len(route) > 1:
        stations = np.linspace(0.0, 1.0, len(route))
        middle = np.stack([np.interp(way, stations, route[:, axis]) for axis in (0, 1)], axis=1)
    else:
        middle = np.repeat(route, len(turn), axis=0)
    radius = scale.to_chart(np.array([size_m / 2, size_m / 2]))
    circle = np.stack([-np.cos(2 * np.pi * turn), -np.sin(2 * np.pi * turn)], axis=1)
    return middle + circle * radius, middle
