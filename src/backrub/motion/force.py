"""How hard a hand presses on its way: its technique's force at its level, under every cap of the place."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from backrub.catalog.technique import Technique
from backrub.model.base import HandPart, Level
from backrub.model.plan import Plan
from backrub.motion.ground import Ground
from backrub.motion.way import Way

Array = NDArray[np.float64]

LINK_N = 3.0
"""A palm that only glides to where the next stroke begins rests with less than the hand's own weight, 4 N of
0.4 kg; every technique presses with more, and what fades, fades alike [engineering judgement]. [N]"""

EASE_M = 0.03
"""The hand gets lighter over this length before a cap sets in on its way [engineering judgement]. [m]"""

LEAST_CLOSING_FRAC = 0.6
"""So much of its force is left at the end of the closing, which falls evenly from all of it, whatever the
techniques and levels: the finish ends with 4.8 N, hardly more than a hand's own weight, 4 N [engineering
judgement]."""


def force_along(
    way: Way,
    part: HandPart,
    *,
    level: Level,
    technique: Technique | None,
    ground: Ground,
    calibration_frac: float = 1.0,
) -> tuple[NDArray[np.int8], Array]:
    """Return the level and the normal force, (m,) each, that a hand aims at on its way. [N]

    Where a zone that the patch touches by some millimetres allows this part no more, the level is the lower
    one: the receiver's own back may be narrower than the plan's scale. The force is the least of the
    technique's at that level (times the receiver's own calibration), the part's cap, and its pressure cap
    over its area: design 5 and 8a, `limits.toml`; what zones bear is for who knows how the skin gives way
    (`move.segments_of`). Where the part may not press at all it passes over in the air. Without a technique
    the palm only glides over.
    """
    levels = ground.levels(part, way.position_m, wished=level)
    wished_n = np.full(len(levels), LINK_N)
    if technique is not None:
        for each in np.unique(levels):
            wished_n[levels == each] = _force_n(technique, int(each)) * calibration_frac
    force_n = np.minimum(wished_n, ground.most_n[part])
    force_n[levels == 0] = 0.0
    return np.maximum(levels, 1).astype(np.int8), eased(force_n, step_m=way.step_m)


def closing_frac(plan: Plan, at_s: Array) -> Array:
    """Return how much of its force a hand has left at moments (n,) of a plan, less in all the closing. [s]

    What comes before it has all of its force, what comes after it no more than its end. No force grows by it.
    """
    closing = [each for each in plan.steps if each.phase == "closing"]
    if not closing:
        return np.ones_like(at_s)
    start_s, end_s = closing[0].start_s, closing[-1].start_s + closing[-1].duration_s
    return np.interp(at_s, [start_s, end_s], [1.0, LEAST_CLOSING_FRAC])


def eased(force_n: Array, *, step_m: float) -> Array:
    """Return forces that change gradually along a way (m,), nowhere above what they were. [N]"""
    half = round(0.5 * EASE_M / step_m) if step_m > 0 else 0
    if half == 0 or force_n.min() == force_n.max():
        return force_n
    # The mean of minima: each of them holds for all of its own surroundings.
    least_n = sliding_window_view(np.pad(force_n, half, mode="edge"), 2 * half + 1).min(axis=1)
    return np.asarray(sliding_window_view(np.pad(least_n, half, mode="edge"), 2 * half + 1).mean(axis=1))


def _force_n(technique: Technique, level: int) -> float:
    """Return a technique's force at a level; else at the nearest below, or its least."""
    below = [each for each in technique.levels if each <= level]
    return technique.force_n[below[-1] if below else technique.levels[0]]
