"""The article's last technique and its word on training, sentence by sentence."""

from itertools import pairwise

import numpy as np
import pytest

from article.evenings import ADULTS, CATALOG, EIGHT, evening
from backrub.body import body_of
from backrub.motion import move

adults = pytest.mark.parametrize(("sex", "height_m"), ADULTS)


def classic(**more):
    return evening(30, "classic", 3, **more)


@adults
def test_technique_8_goes_from_fingers_to_heels_to_whole_hands(sex, height_m):
    strokes = classic(sex=sex, height_m=height_m).strokes("finish")
    parts = [stroke.hands[0].part for stroke in strokes]
    assert list(dict.fromkeys(parts)) == ["flat-fingers", "heel", "palm"]
    assert parts == sorted(parts, key=["flat-fingers", "heel", "palm"].index)


@adults
def test_technique_8_grows_ever_lighter(sex, height_m):
    finish = CATALOG.techniques["finish"]
    strokes = classic(sex=sex, height_m=height_m).strokes("finish")
    levels = [stroke.level for stroke in strokes]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] == 2
    assert levels[-1] == 1
    forces_n = [finish.force_n[level] for level in levels]
    assert forces_n[-1] <= 0.5 * forces_n[0]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_technique_8_each_of_the_three_is_lighter_than_the_one_before(level):
    made = evening(30, "classic", level)
    pressed = {part: pressed_n(made, "finish", part) for part in ("flat-fingers", "heel", "palm")}
    for before, after in pairwise(pressed.values()):
        assert after.max() < before.max()
        assert after.mean() < before.mean()
    assert pressed["palm"].max() <= 0.85 * pressed["flat-fingers"].max()


def pressed_n(made, technique, part):
    """Return the forces with which a technique's strokes of one part press on the receiver's own back. [N]"""
    mine = [
        number for number, each in enumerate(made.score.strokes)
        if not each.link and each.hands[0].part == part and made.plan.steps[each.step].technique == technique
    ]  # fmt: skip
    back = body_of(made.plan.body).back
    blocks = move(made.plan, made.score, back=back, catalog=CATALOG, rate_hz=10.0)
    found_n = [
        hand.force_n[np.isin(hand.stroke, mine) & (hand.force_n > 0)] for both in blocks for hand in both
    ]
    return np.concatenate(found_n)


@pytest.mark.parametrize(
    ("style", "minutes"),
    [("classic", 30), ("relaxation", 20), ("relaxation", 60), ("deep-tissue", 20), ("deep-tissue", 60)],
)
def test_technique_8_ends_with_some_quiet_minutes(style, minutes):
    made = evening(minutes, style, 2)
    *_, last, rest = made.plan.steps
    assert last.phase == "closing"
    assert (rest.technique, rest.phase) == ("rest", "rest")
    assert 120 <= rest.duration_s <= 240
    cue = made.score.cues[-1]
    assert cue.kind == "rest"
    assert "quiet" in cue.say


def test_technique_8_works_through_clothes_too():
    made = evening(20, "clothed", 2)
    closing = [step.technique for step in made.working if step.phase == "closing"]
    assert "finish" in closing
    parts = [stroke.hands[0].part for stroke in made.strokes("finish")]
    assert list(dict.fromkeys(parts)) == ["flat-fingers", "heel", "palm"]


# The article's aside on training: what a lesson will need of each of the eight


@pytest.mark.parametrize("identity", EIGHT)
def test_training_each_technique_says_what_it_is_for_how_it_feels_and_one_mistake(identity):
    technique = CATALOG.techniques[identity]
    told = [technique.purpose, technique.feel, technique.mistake]
    assert all(len(words.split()) >= 5 for words in told)
    assert len(set(told)) == 3
    assert set(technique.stance) == {"bed", "mat", "table", "chair"}
