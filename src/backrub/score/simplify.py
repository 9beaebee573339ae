"""Paths with no more points than they need."""

from __future__ import annotations

import numpy as np

from backrub.catalog.atlas import Array

TOLERANCE = 0.0015
"""How far a written path may lie beside the traced one, in chart units: under a millimetre on any back."""
DIGITS = 4


def simplified(points: Array) -> tuple[tuple[float, float], ...]:
    """Return the (n, 2) path's corners (Ramer-Douglas-Peucker), rounded.

    >>> import numpy as np
    >>> simplified(np.array([[0.0, 0.0], [0.1, 0.0], [0.2, 0.0], [0.2, 0.1]]))
    ((0.0, 0.0), (0.2, 0.0), (0.2, 0.1))
    """
    keep = np.zeros(len(points), dtype=np.bool_)
    keep[[0, -1]] = True
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        chord = points[last] - points[first]
        inner = points[first + 1 : last] - points[first]
        length2 = float(chord @ chord)
        if length2 > 0:
            along = np.clip(inner @ chord / length2, 0.0, 1.0)
            inner = inner - along[:, None] * chord
        beside = np.hypot(inner[:, 0], inner[:, 1])
        if beside.max() > TOLERANCE:
            middle = first + 1 + int(beside.argmax())
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    kept = np.round(points[keep], DIGITS) + 0.0
    return tuple((float(across), float(along)) for across, along in kept)
