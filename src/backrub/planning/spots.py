"""Whether strokes come to a sore spot itself: help for its place alone may pass by it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from backrub.model.base import Point
from backrub.planning.candidate import Candidate, Kitchen
from backrub.planning.ground import Ground, distance
from backrub.planning.stroke import Key, Trace

HELPS_FRAC = 0.1
"""Work helps a place if at least this much of it is there."""


def comes_to(traces: Iterable[Trace], spot: Point, *, ground: Ground) -> bool:
    """Say whether a part of the hand lies on a spot at some moment of some passes, links left out."""
    low_m = ground.scale.to_low_m(np.array([spot]))
    for trace in traces:
        for stroke in trace.strokes:
            for hand in () if stroke.is_link else stroke.hands:
                size = ground.limits.parts[hand.part]
                reach_m = np.array([size.half_across_m, size.half_along_m])
                if reach_m.min() <= 0:
                    continue
                path = ground.scale.to_low_m(hand.points) / reach_m
                line = path if len(path) > 1 else np.repeat(path, 2, axis=0)
                if distance(low_m / reach_m, line)[0] < 1.0:
                    return True
    return False


def helps(candidate: Candidate, spot: Point, *, at: Key, ground: Ground, least: float = HELPS_FRAC) -> bool:
    """Say whether a candidate is firmer work for a sore spot, which lies at a place and side `at`.

    A spot that is too sore to be pressed is helped by what works beside it.
    """
    is_there = candidate.phase == "focus" and candidate.share_frac.get(at, 0.0) > least
    return is_there and (spot in ground.gentle_at or comes_to(candidate.traces, spot, ground=ground))


def is_beside(candidate: Candidate, kitchen: Kitchen) -> bool:
    """Say whether a candidate is the extra for sore spots on one side, and comes to none of them."""
    if not candidate.is_one_sided or candidate.spot is not None:
        return False
    ground = kitchen.ground
    spots = {(sore.across, sore.along) for sore in kitchen.sore}
    mine = {spot for spot in spots if ground.atlas.place_at(*spot) == (candidate.place, *candidate.sides)}
    return not any(
        helps(candidate, spot, at=(candidate.place, candidate.sides[0]), ground=ground, least=0.0)
        for spot in mine
    )
