"""Which steps make way on a back, and how far, is told."""

from types import SimpleNamespace

import numpy as np
import pytest

from backrub.catalog import load
from backrub.dose import check
from backrub.dose.aside import moved_steps
from backrub.model.score import HandPath, Score, Stroke
from motion.conftest import PEOPLE, evening

BACK = SimpleNamespace(half_biacromial_m=0.2, c7_psis_m=0.5)
PATH = ((0.3, 0.2), (0.3, 0.6))


def stroke(step: int) -> Stroke:
    hand = HandPath(hand="right", part="palm", level=1, path=PATH)
    return Stroke(start_s=8.0 * step, duration_s=8.0, step=step, level=1, hands=(hand,))


def told(*charts):
    """What is told of steps of one stroke each, that lie on the skin as these chart points."""
    score = Score(
        duration_s=8.0 * len(charts), strokes=tuple(stroke(step) for step in range(len(charts))), cues=()
    )
    right = [
        SimpleNamespace(stroke=number, way=SimpleNamespace(chart=np.array(chart)))
        for number, chart in enumerate(charts)
    ]
    moved = moved_steps(score, segments={"left": [], "right": right}, back=BACK)
    return [(each.step, each.moved_m) for each in moved]


def test_a_path_that_lies_as_written_is_not_told():
    assert told(PATH) == []


def test_a_moved_path_is_told_with_how_far():
    # 0.03 of half a shoulder's breadth of 20 cm is 6 mm; 0.016 of 50 cm is 8 mm: 10 mm in all.
    aside, both = ((0.33, 0.2), (0.33, 0.6)), ((0.33, 0.216), (0.33, 0.616))
    assert told(PATH, aside, both) == [(1, pytest.approx(0.006)), (2, pytest.approx(0.010))]


def test_a_path_that_only_ends_at_the_trunks_edge_was_not_moved():
    assert told(((0.3, 0.2), (0.25, 0.6))) == []


def test_a_check_tells_it():
    plan, score = evening(30, "deep-tissue", 3)
    moved = {}
    for name in ("mean woman", "small woman"):
        own = plan.model_copy(update={"body": PEOPLE[name]})
        moved[name] = check(own, score, catalog=load(), rate_hz=10.0).moved
    # Two kneading hands on the shoulders' top make room for each other and for the edge, more on narrow ones.
    for steps in moved.values():
        assert {plan.steps[each.step].technique for each in steps} <= {
            "shoulder-top-kneading",
            "shoulder-top-thumbs",
            "reinforced-palm-circles",
        }
    most_m = {name: max((each.moved_m for each in steps), default=0.0) for name, steps in moved.items()}
    assert most_m["mean woman"] < most_m["small woman"] < 0.02
