"""What a step that was cut short still did: only strokes that were made relieve the hand before."""

import numpy as np
import pytest

from backrub.catalog import load
from backrub.model.plan import Step
from backrub.planning.candidate import lead_s
from backrub.planning.stroke import HandTrace, Trace, TracedStroke
from backrub.session.work import _begun

HEEL_S, GLIDE_S, PALM_S = 10.0, 1.0, 5.0
"""A pass: the heel works, hands glide, the palm works. [s]"""
TECHNIQUE = load().techniques["heel-effleurage"]
LEAD_S = lead_s(TECHNIQUE)


def stroke(part, seconds_s, *, is_link=False):
    hand = HandTrace("right", part, 1, np.array([[0.3, 0.5], [0.3, 0.4]]))
    return TracedStroke((hand,), seconds_s, seconds_s, 0, is_link)


PASS = (stroke("heel", HEEL_S), stroke("palm", GLIDE_S, is_link=True), stroke("palm", PALM_S))
PASS_S = HEEL_S + GLIDE_S + PALM_S
TRACE = Trace(PASS, PASS_S, PASS_S, {}, {}, 1.0, 0.0, frozenset({"heel", "palm"}))
STEP = Step(
    technique=TECHNIQUE.id, place="low-back", side="both", level=1, passes=2, start_s=0.0,
    duration_s=LEAD_S + 2 * PASS_S, phase="focus", why="", stand="any",
)  # fmt: skip


@pytest.mark.parametrize(
    ("played_s", "worked"),
    [
        (0.5 * LEAD_S, []),
        (LEAD_S + 9.9, []),
        (LEAD_S + 10.1, [("heel", 10.0)]),
        (LEAD_S + 11.5, [("heel", 10.0)]),
        (LEAD_S + 16.1, [("heel", 10.0), ("palm", 5.0)]),
        (LEAD_S + 26.1, [("heel", 10.0), ("palm", 5.0), ("heel", 10.0)]),
    ],
)
def test_only_whole_strokes_count(played_s, worked):
    made = [*_begun(TECHNIQUE, TRACE, STEP, duration_s=played_s)]
    assert [(each.first, pytest.approx(each.whole_s)) for each in made] == worked
