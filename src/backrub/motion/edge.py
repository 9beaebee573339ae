"""How far out on a trunk the middle of a hand may be."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back

Array = NDArray[np.float64]

EDGE_M = 0.005
"""A hand's middle stays this far inside the trunk's edge. [m]"""


def inside(back: Back, along: Array) -> tuple[Array, Array]:
    """Return how far across a hand's middle may be at some places along (n,): the least and the most.

    >>> from backrub.body import example_body
    >>> low, high = inside(example_body().back, np.array([0.5]))
    >>> bool(-1.2 < low[0] < -0.5), bool(0.5 < high[0] < 1.2)
    (True, True)
    """
    edge = EDGE_M / back.half_biacromial_m
    return (
        np.interp(along, back.along, back.edge_low) + edge,
        np.interp(along, back.along, back.edge_high) - edge,
    )
