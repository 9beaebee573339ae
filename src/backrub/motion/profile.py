"""A hand's speed over one stroke: from rest to rest, exactly over its way, in its time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RAMP_S = 0.4
"""A calm hand takes this long to come up to its speed, where the stroke has the time [engineering judgement].
"""
RAMP_FRAC = 0.25
"""No ramp takes more of a stroke than this."""
LEAST_RAMP_FRAC = 0.02
"""However fast a stroke has to be, so much of it is left to start and to stop."""


def ramp_of(length_m: float, duration_s: float, *, most_m_s: float) -> float:
    """Return how long the hand takes to come up to speed, and as long to stop. [s]

    As long as is calm, but no longer than keeps the speed between at `most_m_s` or less, where the way can be
    made so at all.

    >>> ramp_of(0.5, 10.0, most_m_s=0.10), round(ramp_of(0.5, 5.2, most_m_s=0.10), 3)
    (0.4, 0.2)
    """
    calm_s = min(RAMP_S, RAMP_FRAC * duration_s)
    return max(min(calm_s, duration_s - length_m / most_m_s), LEAST_RAMP_FRAC * duration_s)


def rest_to_rest(
    at_s: Array, length_m: float | Array, *, duration_s: float | Array, ramp_s: float | Array
) -> tuple[Array, Array]:
    """Return the way made and the speed at moments of a stroke.

    The speed rises as half a cosine, stays, and falls as it rose; so the acceleration is never more than
    pi / 2 times speed over ramp, and way, speed and time fit exactly.

    Parameters
    ----------
    at_s : (n,) float array
        Moments since the stroke's start, 0 to `duration_s`. [s]
    length_m, duration_s : float or (n,) float array
        The whole way [m] and its time [s].
    ramp_s : float or (n,) float array
        The time to come up to speed, at most half of the whole. [s]

    Returns
    -------
    (n,), (n,) float arrays
        Way [m] and speed [m/s].

    >>> way_m, speed_m_s = rest_to_rest(np.array([0.0, 2.0, 4.0]), 0.3, duration_s=4.0, ramp_s=1.0)
    >>> way_m.round(6).tolist(), speed_m_s.round(6).tolist()
    ([0.0, 0.15, 0.3], [0.0, 0.1, 0.0])
    """
    top_m_s = length_m / (duration_s - ramp_s)
    # Both ends alike: the time to the nearer end tells the way made from it.
    near_s = np.minimum(at_s, duration_s - at_s)
    rising_s = np.minimum(near_s, ramp_s)
    turn = np.pi * rising_s / ramp_s
    made_m = top_m_s * (0.5 * rising_s - 0.5 * ramp_s / np.pi * np.sin(turn) + (near_s - rising_s))
    way_m = np.where(at_s <= 0.5 * duration_s, made_m, length_m - made_m)
    return way_m, 0.5 * top_m_s * (1.0 - np.cos(turn))
