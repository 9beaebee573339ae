"""Paths with no more points than they need."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely

from backrub.catalog.atlas import Array

TOLERANCE = 0.0015
"""How far a written path may lie beside the traced one, in chart units: under a millimetre on any back."""
DIGITS = 4


def simplified(points: Array) -> tuple[tuple[float, float], ...]:
    """Return the (n, 2) path's corners (Ramer-Douglas-Peucker, from turn to turn), rounded.

    Where a path turns back it has a corner, also where it then lies on itself.

    >>> import numpy as np
    >>> simplified(np.array([[0.0, 0.0], [0.1, 0.0], [0.2, 0.0], [0.2, 0.1]]))
    ((0.0, 0.0), (0.2, 0.0), (0.2, 0.1))
    >>> simplified(np.array([[0.0, 0.0], [0.3, 0.0], [0.1, 0.0], [0.2, 0.0], [0.3, 0.0]]))
    ((0.0, 0.0), (0.3, 0.0), (0.1, 0.0), (0.3, 0.0))
    """
    if len(points) > 2:
        # Ends that are apart by next to nothing are one: no direction can be told from them.
        points = np.round(points, 2 * DIGITS)
        is_new = np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))
        points = points[is_new]
        ways = np.diff(points, axis=0)
        turns = np.flatnonzero((ways[1:] * ways[:-1]).sum(axis=1) <= 0) + 1
        ends = np.unique([0, *turns, len(points) - 1])
        corners = [_corners(points[begin : end + 1]) for begin, end in pairwise(ends)]
        points = np.concatenate([points[:1], *(each[1:] for each in corners)])
    kept = np.round(points, DIGITS) + 0.0
    return tuple((float(across), float(along)) for across, along in kept)


def _corners(way: Array) -> Array:
    """Return the corners of a way that never turns back."""
    if len(way) == 2:
        return way
    return np.array(
        shapely.get_coordinates(shapely.LineString(way).simplify(TOLERANCE, preserve_topology=False))
    )
