"""Which steps are much lighter on a back than they ask for is told."""

from types import SimpleNamespace

import numpy as np

from backrub.catalog import load
from backrub.dose import check
from backrub.dose.lightened import lightened_steps
from backrub.model.score import HandPath, Score, Stroke
from motion.conftest import PEOPLE, evening


def told(*works: tuple[int, list[float], list[float] | None], **more: object) -> list[tuple[int, float]]:
    """What is told of strokes of 8 s: their steps, the forces they have, and those that were asked for."""
    hand = HandPath(hand="right", part="palm", level=1, path=((0.3, 0.2), (0.3, 0.6)))
    strokes = tuple(
        Stroke(start_s=8.0 * number, duration_s=8.0, step=step, level=1, hands=(hand,), **more)
        for number, (step, _, _) in enumerate(works)
    )
    right = [
        SimpleNamespace(
            stroke=number, duration_s=8.0,
            laid=SimpleNamespace(force_n=np.array(given), asked_n=None if asked is None else np.array(asked)),
        )
        for number, (_, given, asked) in enumerate(works)
    ]  # fmt: skip
    score = Score(duration_s=8.0 * len(works), strokes=strokes, cues=())
    lightened = lightened_steps(score, segments={"left": [], "right": right})
    return [(each.step, each.lightened_frac) for each in lightened]


def test_a_step_with_the_force_it_asks_for_is_not_told():
    # 14 of 20 N is more than two thirds of it; in the air nothing was asked for.
    assert told((0, [20.0] * 5, [20.0] * 5), (1, [14.0] * 5, [20.0] * 5), (2, [0.0] * 5, [0.0] * 5)) == []
    assert told((0, [5.0] * 5, None)) == []


def test_a_lighter_one_is_told_with_its_share_of_the_time():
    # One of five places in one of two strokes is a tenth of the time, and not over it; two are a fifth.
    one, two = [13.0, 20.0, 20.0, 20.0, 20.0], [13.0, 13.0, 20.0, 20.0, 20.0]
    asked = [20.0] * 5
    assert told((0, one, asked), (0, asked, asked), (1, two, asked), (1, asked, asked)) == [(1, 0.2)]


def test_gliding_to_the_next_stroke_asks_for_nothing():
    assert told((0, [1.0] * 5, [3.0] * 5), link=True) == []


def test_a_check_tells_it():
    plan, score = evening(30, "deep-tissue", 3)
    own = plan.model_copy(update={"body": PEOPLE["mean woman"]})
    report = check(own, score, catalog=load(), rate_hz=10.0)
    places = {plan.steps[each.step].place for each in report.lightened}
    # A palm over the blade's edge, or against the foot of the neck; muscle beside the waist bears it all.
    assert {"shoulder-blade", "neck"} <= places
    assert "low-back" in {step.place for step in plan.steps} - places
