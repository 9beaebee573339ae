"""Left and right changed about: the mirrored plan gives the mirrored score."""

import numpy as np
import pytest

from backrub.model.plan import PAUSES, Plan, Step
from backrub.model.score import Score, Stroke
from backrub.score import compose
from score.score_evenings import CATALOG, EVENINGS, evening

OTHER = {"left": "right", "right": "left", "both": "both", "head": "head", "any": "any"}
OFF = 0.002
"""How far two mirrored paths may differ, in chart units: digits and corners left out, under a millimetre."""


def is_one_handed_in_itself(step: Step) -> bool:
    """Whether a step is not its own mirror image: wringing begins with one hand, the middle has one hand."""
    technique = CATALOG.techniques.get(step.technique)
    if technique is None:
        return False
    wrings = any(line.verb == "wring" for line in technique.strokes_for(step.place or ""))
    return wrings or technique.working == "middle"


def alike(plan: Plan) -> Plan:
    """Return the plan without the steps that are not their own mirror image."""
    return plan.model_copy(
        update={"steps": tuple(step for step in plan.steps if not is_one_handed_in_itself(step))}
    )


def mirrored(plan: Plan) -> Plan:
    """Return the plan for the mirrored person."""

    def flipped(step: Step) -> Step:
        spot = None if step.spot is None else (-step.spot[0], step.spot[1])
        return step.model_copy(update={"side": OTHER[step.side], "stand": OTHER[step.stand], "spot": spot})

    circles = tuple(circle.model_copy(update={"across": -circle.across}) for circle in plan.limits.avoid)
    change = {
        "slow_at": tuple((-across, along) for across, along in plan.slow_at),
        "gentle_at": tuple((-across, along) for across, along in plan.gentle_at),
        "steps": tuple(flipped(step) for step in plan.steps),
        "limits": plan.limits.model_copy(update={"avoid": circles}),
    }
    return plan.model_copy(update=change)


def sampled(path: tuple[tuple[float, float], ...]) -> np.ndarray:
    points = np.array(path)
    way = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    at = np.linspace(0.0, way[-1], 50)
    return np.stack([np.interp(at, way, points[:, axis]) for axis in (0, 1)], axis=1)


def assert_mirrors(stroke: Stroke, image: Stroke) -> None:
    assert (image.step, image.level, image.link) == (stroke.step, stroke.level, stroke.link)
    assert image.start_s == pytest.approx(stroke.start_s, abs=0.02)
    assert image.duration_s == pytest.approx(stroke.duration_s, abs=0.02)
    other = {hand.hand: hand for hand in image.hands}
    assert len(other) == len(stroke.hands)
    for hand in stroke.hands:
        there = other[OTHER[hand.hand]]
        assert (there.part, there.level) == (hand.part, hand.level)
        apart = sampled(there.path) * [-1.0, 1.0] - sampled(hand.path)
        assert np.abs(apart).max() <= OFF


@pytest.mark.parametrize("name", EVENINGS)
def test_a_mirrored_plan_gives_the_mirrored_score(name: str) -> None:
    plan = alike(evening(name).plan)
    assert sum(step.technique not in PAUSES for step in plan.steps) >= 2
    score: Score = compose(plan, catalog=CATALOG)
    image = compose(mirrored(plan), catalog=CATALOG)
    assert len(image.strokes) == len(score.strokes)
    for stroke, its_image in zip(score.strokes, image.strokes, strict=True):
        assert_mirrors(stroke, its_image)
    swap = str.maketrans({"\x00": "left", "\x01": "right"})
    for cue, its_image in zip(score.cues, image.cues, strict=True):
        said = cue.say.replace("left", "\x01").replace("right", "\x00").translate(swap)
        assert its_image.say == said
        assert its_image.at_s == pytest.approx(cue.at_s, abs=0.02)
