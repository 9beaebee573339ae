"""Both hands over whole evenings: nothing jumps, nothing leaves the skin, everything is in time."""

import itertools

import numpy as np
import pytest

from backrub.catalog import load
from backrub.errors import DataError
from backrub.motion.hands import within_m
from backrub.motion.join import FREE_M_S, JUMP_M, SLIDE_S
from backrub.motion.move import move, segments_of
from backrub.motion.samples import LIFTED, PARTS, problems_of
from dose.people import Evening, planned
from motion.conftest import PEOPLE, body, evening

STYLES = {
    "relaxation": lambda: evening(20, "relaxation", 3),
    "classic": lambda: evening(30, "classic", 3),
    "deep-tissue": lambda: evening(20, "deep-tissue", 4),
    "clothed": lambda: evening(15, "clothed", 2),
    "hot-stone": lambda: planned(Evening(6, "hot-stone", 3)),
    "massager": lambda: planned(Evening(0, "massager", 1)),
}
EVENINGS = [(20, "relaxation", 3), (30, "classic", 3), (20, "deep-tissue", 4), (15, "clothed", 2)]


def sampled(made, *, name="mean woman", **options):
    """Return both hands over an evening as (2, n, ...) arrays by field."""
    plan, score = made
    blocks = list(move(plan, score, back=body(name).back, catalog=load(), **options))
    fields = ("position_m", "normal", "heading", "speed_m_s", "force_n", "part", "level", "stroke")
    return {
        field: np.stack([np.concatenate([getattr(pair[hand], field) for pair in blocks]) for hand in (0, 1)])
        for field in fields
    }


@pytest.mark.parametrize("asked", EVENINGS, ids=lambda asked: asked[1])
@pytest.mark.parametrize("name", ["small woman", "heavy tall man"])
def test_hands_lie_on_the_skin_and_never_jump(asked, name):
    rate_hz = 60.0
    hands = sampled(evening(*asked), name=name, rate_hz=rate_hz)
    back = body(name).back
    for hand in (0, 1):
        down = hands["part"][hand] != LIFTED
        where = hands["position_m"][hand][down]
        on_skin = back.at(back.chart_of(where)).position_m
        assert abs(where - on_skin).max() < 2e-4
        both = down[1:] & down[:-1]
        step_m = np.linalg.norm(np.diff(hands["position_m"][hand], axis=0), axis=1)[both]
        most_m_s = max(FREE_M_S, 2 * JUMP_M / SLIDE_S)
        assert step_m.max() <= most_m_s / rate_hz
        # The speed that is told is the speed that is made.
        told = 0.5 * (hands["speed_m_s"][hand][1:] + hands["speed_m_s"][hand][:-1])[both]
        assert abs(step_m * rate_hz - told).mean() < 0.002


@pytest.mark.parametrize("asked", EVENINGS, ids=lambda asked: asked[1])
def test_in_any_closing_each_stroke_is_lighter_than_the_one_before(asked):
    plan, score = evening(*asked)
    hands = sampled((plan, score), rate_hz=10.0)
    closing = [
        number for number, each in enumerate(score.strokes)
        if plan.steps[each.step].phase == "closing" and not each.link
    ]  # fmt: skip
    down = hands["part"] != LIFTED
    heaviest_n = [hands["force_n"][down & (hands["stroke"] == number)].max() for number in closing]
    assert len(heaviest_n) >= 5
    assert (np.diff(heaviest_n) < 0).all()
    assert heaviest_n[-1] <= 0.75 * heaviest_n[0]


@pytest.mark.parametrize("asked", EVENINGS, ids=lambda asked: asked[1])
def test_what_is_told_of_a_hand_is_whole(asked):
    plan, score = evening(*asked)
    seen = 0
    for pair in move(plan, score, back=body().back, catalog=load(), rate_hz=30.0):
        for block in pair:
            assert problems_of(block) == []
        assert len(pair[0]) == len(pair[1])
        seen += len(pair[0])
    assert seen == int(np.ceil(score.duration_s * 30 - 1e-9))


def test_the_score_is_what_is_played():
    plan, score = evening(30, "classic", 3)
    hands = sampled((plan, score), rate_hz=20.0)
    for number, stroke in enumerate(score.strokes):
        middle = round((stroke.start_s + stroke.duration_s / 2) * 20)
        for each in stroke.hands:
            hand = ("left", "right").index(each.hand)
            assert hands["stroke"][hand][middle] == number
            assert PARTS[hands["part"][hand][middle]] == each.part
            assert hands["level"][hand][middle] == each.level
    busy = {(stroke.start_s, stroke.start_s + stroke.duration_s) for stroke in score.strokes}
    for before, after in itertools.pairwise(sorted(busy)):
        if after[0] - before[1] > 1.0:
            quiet = round((before[1] + after[0]) / 2 * 20)
            assert (hands["part"][:, quiet] == LIFTED).all()


@pytest.mark.parametrize("asked", EVENINGS, ids=lambda asked: asked[1])
def test_no_hand_presses_harder_than_its_technique(asked):
    plan, score = evening(*asked)
    hands = sampled((plan, score), rate_hz=20.0)
    catalog = load()
    for hand in (0, 1):
        for number in np.unique(hands["stroke"][hand][hands["part"][hand] != LIFTED]):
            mine = (hands["stroke"][hand] == number) & (hands["part"][hand] != LIFTED)
            technique = catalog.techniques[plan.steps[score.strokes[number].step].technique]
            assert hands["force_n"][hand][mine].max() <= max(technique.force_n.values()) + 1e-9


def test_a_coarser_sampling_is_the_same_motion():
    fine, coarse = (sampled(evening(), rate_hz=rate_hz) for rate_hz in (60.0, 20.0))
    for field in ("position_m", "force_n", "part"):
        assert np.allclose(fine[field][:, ::3], coarse[field], atol=1e-9), field


def test_the_size_of_a_block_changes_nothing():
    one, two = (sampled(evening(), rate_hz=20.0, block_s=block_s) for block_s in (10.0, 3.7))
    for field, values in one.items():
        assert np.array_equal(values, two[field]), field


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("style", STYLES)
def test_two_hands_never_lie_in_one_place(style, name):
    # Over the whole evening: also while one hand is in its next stroke and the other in its last.
    hands = sampled(STYLES[style](), name=name, rate_hz=10.0)
    both = (hands["part"] != LIFTED).all(axis=0)
    assert both.sum() > 1000
    places_m = {"left": hands["position_m"][0, both], "right": hands["position_m"][1, both]}
    assert np.linalg.norm(places_m["left"] - places_m["right"], axis=1).min() > 0.05
    parts = hands["part"][:, both]
    for left, right in np.unique(parts, axis=1).T:
        here = ((left, right) == parts.T).all(axis=1)
        inside_m = within_m(
            {hand: each[here] for hand, each in places_m.items()},
            {"left": PARTS[left], "right": PARTS[right]},
        )
        assert inside_m.max() <= 0.02, (PARTS[left], PARTS[right])


@pytest.mark.parametrize("name", PEOPLE)
def test_the_left_hand_stays_on_the_left_as_two_arms_do(name):
    hands = sampled(evening(30, "classic", 3), name=name, rate_hz=20.0)
    both = (hands["part"] != LIFTED).all(axis=0)
    assert (hands["position_m"][0, both, 0] > hands["position_m"][1, both, 0]).mean() > 0.9


def test_pressing_sets_in_and_fades_and_is_never_sudden():
    plan, score = evening(30, "classic", 3)
    for made in segments_of(plan, score, back=body().back, catalog=load()).values():
        assert made[0].from_n == 0.0
        for before, after in itertools.pairwise(made):
            assert before.to_n == pytest.approx(after.from_n if after.start_s - before.end_s < 0.05 else 0.0)
    force_n = sampled((plan, score), rate_hz=60.0)["force_n"]
    # 80 N, more than anything here, in 0.3 s with an eased start: at most 1.5 times its mean slope.
    assert abs(np.diff(force_n, axis=1)).max() * 60 <= 1.5 * 80 / 0.3


def test_bad_questions_are_answered_all_at_once():
    plan, score = evening()
    astray = score.model_copy(
        update={"strokes": (score.strokes[0].model_copy(update={"step": 999}), *score.strokes[1:])}
    )
    with pytest.raises(DataError) as caught:
        next(move(plan, astray, back=body().back, catalog=load(), rate_hz=float("nan"), calibration_frac=9.0))
    assert {problem.where for problem in caught.value.problems} == {
        "rate_hz", "calibration_frac", "strokes[0].step",
    }  # fmt: skip
