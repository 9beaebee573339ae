"""Tell in which steps hands are much lighter than asked, because the skin there bears no more."""

from __future__ import annotations

import numpy as np

from backrub.model.dose import Lightened
from backrub.model.score import Score
from backrub.motion.track import Segments

WELL_BELOW_FRAC = 2 / 3
"""A hand that has less than this of the force it was asked for is felt as a lighter one [engineering
judgement]: levels differ by a half."""
LEAST_FRAC = 0.1
"""For less of a step's time than this nobody need be told [engineering judgement]."""


def lightened_steps(score: Score, *, segments: Segments) -> tuple[Lightened, ...]:
    """Return each step that is well below what it asks for, and for which share of its hands' time.

    Places of a way are evenly apart, and a hand goes over them at one speed.
    """
    all_s: dict[int, float] = {}
    below_s: dict[int, float] = {}
    for mine in segments.values():
        # The last of a hand's segments in a stroke is the stroke itself, after what brings the hand there.
        for number, segment in {each.stroke: each for each in mine}.items():
            stroke, laid = score.strokes[number], segment.laid
            if stroke.link or laid.asked_n is None:
                continue
            is_below = laid.force_n < WELL_BELOW_FRAC * laid.asked_n
            all_s[stroke.step] = all_s.get(stroke.step, 0.0) + segment.duration_s
            below_s[stroke.step] = below_s.get(stroke.step, 0.0) + segment.duration_s * float(
                np.mean(is_below)
            )
    shares = {step: below_s[step] / whole_s for step, whole_s in sorted(all_s.items())}
    return tuple(
        Lightened(step=step, lightened_frac=round(share, 4))
        for step, share in shares.items()
        if share > LEAST_FRAC
    )
