"""Tell which steps lie a little aside of where they are written, because this back's own zones ask for it."""

from __future__ import annotations

import math

from backrub.body import Back
from backrub.model.dose import Moved
from backrub.model.score import Score
from backrub.motion.track import Segments

LEAST_M = 0.0005
"""Less than this is no move: paths are laid this finely. [m]"""


def moved_steps(score: Score, *, segments: Segments, back: Back) -> tuple[Moved, ...]:
    """Return each step of which a stroke was moved as it is on this back, and how far at most. [m]

    A path that only ends on the trunk's edge, or begins there, was not.
    """
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
            away_m = min(
                math.hypot(
                    (across - written[0]) * back.half_biacromial_m, (along - written[1]) * back.c7_psis_m
                )
                for (across, along), written in ((way.chart[0], path[0]), (way.chart[-1], path[-1]))
            )
            most_m[stroke.step] = max(most_m.get(stroke.step, 0.0), away_m)
    return tuple(
        Moved(step=step, moved_m=round(far_m, 4))
        for step, far_m in sorted(most_m.items())
        if far_m >= LEAST_M
    )
