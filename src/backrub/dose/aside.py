"""Tell which steps lie a little aside of where they are written, because this back's own zones ask for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.model.dose import Moved
from backrub.model.score import Score
from backrub.motion.track import Segments

LEAST_M = 0.0005
"""Less than this is no move: paths are laid this finely. [m]"""


def moved_steps(score: Score, *, segments: Segments, back: Back) -> tuple[Moved, ...]:
    """Return each step of which a stroke was moved as it is on this back, and how far at most. [m]

    A path that only ends on the trunk's edge, or begins there, was not; nor was one that is laid rounder than
    it is written, or stops short at both its ends: its middle stays.
    """
    unit_m = np.array([back.half_biacromial_m, back.c7_psis_m])
    most_m: dict[int, float] = {}
    seen: set[tuple[int, int]] = set()  # passes share their ways
    for hand, mine in segments.items():
        # The last of a hand's segments in a stroke is the stroke itself, after what brings the hand there.
        for number, way in {each.stroke: each.way for each in mine}.items():
            stroke = score.strokes[number]
            if (stroke.step, id(way)) in seen:
                continue
            seen.add((stroke.step, id(way)))
            path = next(each.path for each in stroke.hands if each.hand == hand)
            away_m = _away_m(np.array(path), way.chart, unit_m=unit_m)
            most_m[stroke.step] = max(most_m.get(stroke.step, 0.0), away_m)
    return tuple(
        Moved(step=step, moved_m=round(far_m, 4))
        for step, far_m in sorted(most_m.items())
        if far_m >= LEAST_M
    )


def _away_m(written: NDArray[np.float64], laid: NDArray[np.float64], *, unit_m: NDArray[np.float64]) -> float:
    """Return how far a way (m, 2) lies from its path (k, 2): of ends and middle what moved least. [m]"""
    pairs = (
        (written[0], laid[0]),
        (written[-1], laid[-1]),
        (_middle(written * unit_m) / unit_m, _middle(laid * unit_m) / unit_m),
    )
    return min(float(np.linalg.norm((here - there) * unit_m)) for here, there in pairs)


def _middle(places_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the middle (2,) of a line through places (k, 2), each piece of it by its length. [m]"""
    length_m = np.linalg.norm(np.diff(places_m, axis=0), axis=1)
    if length_m.sum() < LEAST_M:
        return np.asarray(places_m.mean(axis=0))
    return np.asarray(np.average((places_m[1:] + places_m[:-1]) / 2, axis=0, weights=length_m))
