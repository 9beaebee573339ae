"""A hand's speed over one stroke: from rest to rest, exactly over its way, in its time."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RAMP_S = 0.4
"""A calm hand takes this long to come up to its speed, where the stroke has the time [engineering judgement].
"""
RAMP_FRAC = 0.25
"""No ramp takes more of a stroke than this."""


def ramp_of(length_m: float, duration_s: float, *, most_m_s: float, most_m_s2: float) -> float:
    """Return how long the hand takes to come up to speed, and as long to stop. [s]

    As long as is calm, but no longer than keeps the speed between at `most_m_s` or less, and never so short
    that it takes more than `most_m_s2`. What is no longer than `longest_m` keeps both.

    >>> [round(ramp_of(0.5, each_s, most_m_s=0.10, most_m_s2=1.0), 3) for each_s in (10.0, 5.2, 5.16)]
    [0.4, 0.2, 0.16]
    >>> round(ramp_of(0.02, 0.4, most_m_s=0.10, most_m_s2=1.0), 3)  # in a quarter of it: too sudden
    0.107
    """
    calm_s = min(RAMP_S, RAMP_FRAC * duration_s)
    # ramp * (duration - ramp) is at least so much, or the ramp is half of the whole.
    room_s2 = 0.25 * duration_s**2 - 0.5 * math.pi * length_m / most_m_s2
    least_s = 0.5 * duration_s - math.sqrt(max(room_s2, 0.0))
    return max(min(calm_s, duration_s - length_m / most_m_s), least_s)


def longest_m(duration_s: float, *, most_m_s: float, most_m_s2: float) -> float:
    """Return how long a way is at most that is made from rest to rest in a time at such a speed [m/s] and
    acceleration [m/s2]. [m]

    >>> round(longest_m(5.0, most_m_s=0.10, most_m_s2=1.0), 3)  # 0.157 s of the five go to its ramps
    0.484
    >>> round(longest_m(0.2, most_m_s=0.10, most_m_s2=1.0), 4)  # the speed is never reached
    0.0064
    """
    ramp_s = 0.5 * math.pi * most_m_s / most_m_s2
    if 2 * ramp_s <= duration_s:
        return most_m_s * (duration_s - ramp_s)
    return most_m_s2 * duration_s**2 / (2 * math.pi)


def least_s(length_m: float, *, most_m_s2: float) -> float:
    """Return how long it takes at least to make a way from rest to rest at such an acceleration. [s]

    >>> round(least_s(0.10, most_m_s2=2.5), 2)
    0.5
    """
    return math.sqrt(2 * math.pi * length_m / most_m_s2)


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
