"""Paths with no more points than they need."""

from __future__ import annotations

import numpy as np
import shapely

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
    if len(points) > 2:
        points = shapely.get_coordinates(
            # Ends that are apart by next to nothing are one: no direction can be told from them.
            shapely.LineString(np.round(points, 2 * DIGITS)).simplify(TOLERANCE, preserve_topology=False)
        )
    kept = np.round(points, DIGITS) + 0.0
    return tuple((float(across), float(along)) for across, along in kept)
