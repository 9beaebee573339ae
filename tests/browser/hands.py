"""Where hands are by the score, worked out apart from the pages."""

import math
from itertools import pairwise
from typing import Any

from backrub.model.scale import Scale


def hand_at(score: dict[str, Any], hand: str, at_s: float, scale: Scale) -> list[tuple[float, float]]:
    """Return where a hand is at a moment of a score, worked out anew: an even pace on the skin. [mm]"""
    for stroke in score["strokes"]:
        share = (at_s - stroke["start_s"]) / stroke["duration_s"]
        for each in stroke["hands"]:
            if not 0 <= share <= 1 or each["hand"] != hand:
                continue
            points = [(x * scale.half_biacromial_m * 1e3, y * scale.c7_psis_m * 1e3) for x, y in each["path"]]
            left_mm = share * sum(math.dist(a, b) for a, b in pairwise(points))
            for a, b in pairwise(points):
                leg_mm = math.dist(a, b)
                if leg_mm >= left_mm > 0:
                    part = left_mm / leg_mm
                    return [(a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part)]
                left_mm -= leg_mm
            return [points[0] if share < 0.5 else points[-1]]
    return []
