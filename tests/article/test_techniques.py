"""The article's eight techniques, sentence by sentence, in the evenings that two people really get."""

from itertools import pairwise

import numpy as np
import pytest

from article.evenings import ADULTS, CATALOG, EIGHT, Evening, evening, wish
from skin_judge import Skin, complaints

C7, T11, L3, L4 = 0.0, 0.597, 0.81, 0.861
"""Levels along the chart, retyped from docs/clinical.md 3.1."""
THUMBS = {"thumb", "reinforced-thumb"}
adults = pytest.mark.parametrize(("sex", "height_m"), ADULTS)


def classic(**more):
    return evening(30, "classic", 3, **more)


def way(run, hand=0):
    """The path of one hand through a run of strokes."""
    return np.concatenate([np.array(each.hands[hand].path) for each in run])


def lasting_s(strokes):
    return sum(each.duration_s for each in strokes)


# The half hour itself


@adults
def test_the_classic_half_hour_has_the_eight_in_their_order(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    numbers = [CATALOG.techniques[step.technique].article for step in made.working]
    assert numbers == sorted(numbers)
    assert list(dict.fromkeys(numbers)) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert made.plan.duration_s == pytest.approx(1800, rel=0.02)
    assert made.plan.notices == ()


def test_each_number_of_the_article_is_one_technique():
    found = {each.article: each.id for each in CATALOG.techniques.values() if each.article}
    assert tuple(found[number] for number in range(1, 9)) == EIGHT


# 1. The whole hand


def test_technique_1_warms_oil_in_the_hands_before_the_first_stroke():
    made = classic()
    first = made.plan.steps[0]
    assert first.technique == "oil"
    assert made.score.strokes[0].start_s >= first.duration_s
    cue = next(cue for cue in made.score.cues if cue.kind == "oil")
    assert cue.at_s == 0
    assert "warm" in cue.say.lower()
    assert made.plan.steps[1].technique == "whole-hand-effleurage"


@adults
def test_technique_1_strokes_with_both_whole_hands_from_the_lower_back_up_to_the_neck(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    first = made.strokes("whole-hand-effleurage", place="back")[0]
    assert [each.hand for each in first.hands] == ["left", "right"]
    assert {each.part for each in first.hands} == {"palm"}
    for hand in first.hands:
        along = [point[1] for point in hand.path]
        assert along[0] > L4
        # The palm's middle stays below C7; its fingers reach the base of the neck.
        assert along[-1] * made.scale.c7_psis_m - 0.05 < C7
        assert along == sorted(along, reverse=True)


@adults
def test_technique_1_then_draws_growing_circles_on_and_around_the_lower_back(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    strokes = made.strokes("whole-hand-effleurage", place="low-back")
    long_ones = made.strokes("whole-hand-effleurage", place="back")
    assert strokes[0].start_s > long_ones[-1].start_s
    sizes_m = []
    for stroke in strokes[:3]:
        path = np.array(stroke.hands[0].path)
        assert path[0] == pytest.approx(path[-1], abs=0.01)
        assert path[:, 1].min() > 0.65
        assert path[:, 1].max() < 1.0
        sizes_m.append(float(np.ptp(path[:, 1])) * made.scale.c7_psis_m)
    assert sizes_m[0] < 0.8 * sizes_m[1] < 0.8 * 0.8 * sizes_m[2]
    assert max(stroke.level for stroke in strokes) == 2


@pytest.mark.parametrize("minutes", [60, 75, 90])
def test_technique_1_takes_five_to_ten_minutes_when_time_allows_with_heels_between(minutes):
    made = evening(minutes, "relaxation", 2)
    steps = made.steps("whole-hand-effleurage")
    assert 300 <= sum(step.duration_s for step in steps) <= 600.5
    blocks = [step.technique for step in made.working if step.phase in ("opening", "warm-up")]
    first_s, last_s = steps[0].start_s, steps[-1].start_s
    assert any(first_s < step.start_s < last_s for step in made.steps("heel-effleurage"))
    assert blocks[0] == "whole-hand-effleurage"


@adults
def test_technique_1_is_one_block_of_about_five_minutes_in_the_classic_half_hour(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    steps = made.steps("whole-hand-effleurage")
    assert 270 <= sum(step.duration_s for step in steps) <= 300
    for before, after in pairwise(steps):
        assert after.start_s == pytest.approx(before.start_s + before.duration_s, abs=0.2)


# 2. The heel of the hand


@pytest.mark.parametrize(("sex", "height_m"), ADULTS[1:])
def test_technique_2_moves_outwards_then_upwards_and_home_to_the_centre(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    heels = made.runs("heel-effleurage", "heel", place="low-back")
    rounds = made.runs("heel-effleurage", "palm", place="low-back")
    assert len(heels) >= 3
    assert len(heels) == len(rounds)
    for heel, after in zip(heels, rounds, strict=True):
        assert way(heel)[:, 1].min() > L3
        for hand in (0, 1):
            path = np.abs(way(after, hand))
            across, along = path.T
            widest, up = float(across.max()), int(along.argmin())
            out = int((across > across[0] + 0.8 * (widest - across[0])).argmax())
            assert 0 < out < up < len(path) - 1
            risen = along[0] - along.min()
            assert risen > 0.25
            assert along[0] - along[out] < 0.5 * risen  # outwards comes first
            assert across[-1] < widest - 0.1
            assert along[-1] == pytest.approx(along[0], abs=0.03)


@adults
def test_technique_2_lays_the_open_palm_where_kidneys_or_bone_lie_under_the_round(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    heel_m = 0.015  # half a heel's length
    for place in ("low-back", "upper-back"):
        for stroke in made.strokes("heel-effleurage", place=place):
            for hand in stroke.hands:
                along = np.array(hand.path)[:, 1] * made.scale.c7_psis_low_m
                if hand.part == "heel":
                    above = along.max() + heel_m <= T11 * made.scale.c7_psis_low_m + 1e-3
                    below = along.min() - heel_m >= L3 * made.scale.c7_psis_low_m - 1e-3
                    assert above or below
                else:
                    assert hand.part == "palm"
                    assert hand.level <= 2


@adults
def test_technique_2_goes_from_the_lower_back_to_the_upper_back_several_times(sex, height_m):
    steps = classic(sex=sex, height_m=height_m).steps("heel-effleurage")
    places = [step.place for step in steps if step.phase == "warm-up"]
    assert places == ["low-back", "upper-back"]
    for place in places:
        assert sum(step.passes for step in steps if step.place == place) >= 3


def test_technique_2_is_there_for_those_who_want_more_pressure_than_whole_hands_give():
    whole, heel = (CATALOG.techniques[name] for name in EIGHT[:2])
    assert max(heel.levels) > max(whole.levels)
    assert heel.force_n[2] / heel.contact_m2 > whole.force_n[2] / whole.contact_m2
    made = classic()
    assert any(step.level == 3 for step in made.steps(heel.id))
    assert evening(30, "relaxation", 1).plan.level == 1
    assert all(stroke.level == 1 for stroke in evening(30, "relaxation", 1).score.strokes)


@pytest.mark.parametrize("height_m", [1.50, 1.55])
def test_technique_2_has_open_hands_where_a_small_back_leaves_the_heel_no_room(height_m):
    made = classic(height_m=height_m)
    low = next(step for step in made.steps("heel-effleurage") if step.place == "low-back")
    index = made.plan.steps.index(low)
    assert {hand.part for each in made.score.strokes if each.step == index for hand in each.hands} == {"palm"}
    first = next(cue for cue in made.score.cues if cue.at_s >= low.start_s)
    assert first.show == "Open hands, not the heels"


# 3. Reinforced fingers


@adults
def test_technique_3_is_given_from_the_other_side_and_first_from_the_receivers_right(sex, height_m):
    steps = classic(sex=sex, height_m=height_m).steps("reinforced-fingers")
    assert [(step.stand, step.side) for step in steps] == [("right", "left"), ("left", "right")]


def test_technique_3_walks_round_between_its_sides():
    made = classic()
    first, second = made.steps("reinforced-fingers")
    between = made.plan.steps[made.plan.steps.index(first) + 1]
    assert (between.technique, between.stand) == ("walk", "left")
    assert made.plan.steps.index(second) == made.plan.steps.index(between) + 1
    assert any(cue.kind == "walk" and cue.at_s == between.start_s for cue in made.score.cues)


@adults
def test_technique_3_pushes_the_flats_of_the_fingers_away_from_the_spine(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for side, sign in (("left", -1), ("right", 1)):
        strokes = made.strokes("reinforced-fingers", side=side)
        assert strokes
        for stroke in strokes:
            (hand,) = stroke.hands
            assert hand.part == "reinforced-fingers"
            start, end = hand.path[0][0] * sign, hand.path[-1][0] * sign
            assert end > start > 0
            assert start * made.scale.half_biacromial_low_m >= 0.03 - 1e-4


@adults
def test_technique_3_goes_from_the_upper_back_to_the_lower_back(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    (step,) = made.steps("reinforced-fingers", side="left")
    starts = [stroke.hands[0].path[0][1] for stroke in made.strokes("reinforced-fingers", side="left")]
    one_pass = starts[: len(starts) // step.passes]
    assert one_pass == sorted(one_pass)
    assert one_pass[0] < 0.21  # above T4
    assert one_pass[-1] > 0.653  # below T12


def test_technique_3_takes_five_minutes_when_time_allows():
    steps = classic().steps("reinforced-fingers")
    assert sum(step.duration_s for step in steps) == pytest.approx(300, abs=6)


@adults
def test_technique_3_never_massages_deeply_on_bone(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    skin = Skin.of(made.scale)
    for stroke in made.strokes("reinforced-fingers"):
        for hand in stroke.hands:
            assert complaints(skin, part=hand.part, level=hand.level, path=hand.path) == []


# 4. Stripping with reinforced thumbs


@adults
def test_technique_4_strips_both_sides_three_times_with_one_thumb_on_the_other(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for side in ("left", "right"):
        runs = made.runs("thumb-stripping", "reinforced-thumb", side=side)
        assert len(runs) == 3
        (step,) = made.steps("thumb-stripping", side=side)
        assert step.passes == 3


@adults
def test_technique_4_runs_the_full_length_of_the_spine(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for run in made.runs("thumb-stripping", "reinforced-thumb"):
        along = way(run)[:, 1]
        assert along[0] >= L4
        assert along[-1] <= 0.05
        assert (np.diff(along) <= 1e-6).all()


@adults
def test_technique_4_presses_less_towards_the_neck_and_over_the_kidneys(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for run in made.runs("thumb-stripping", "reinforced-thumb"):
        assert run[-1].level < max(stroke.level for stroke in run) == 3
        for stroke in run:
            along = [point[1] for point in stroke.hands[0].path]
            if min(along) < 0.10 or any(T11 < each < L3 for each in along):
                assert stroke.level <= 2


@adults
def test_technique_4_is_slow(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for run in made.runs("thumb-stripping", "reinforced-thumb"):
        speed_m_s = made.scale.length_high_m(way(run)) / lasting_s(run)
        assert 0.01 <= speed_m_s <= 0.03 + 1e-3


@pytest.mark.parametrize("spot", [(0.22, 0.30), (-0.18, 0.52), (0.25, 0.86)])
def test_technique_4_goes_slower_and_lighter_at_a_sore_spot(spot):
    made = Evening(wish(sore=[{"across": spot[0], "along": spot[1], "pain_nrs": 4}]))
    side = "right" if spot[0] > 0 else "left"
    slowest_m_s = CATALOG.techniques["thumb-stripping"].speed_m_s.low
    at, elsewhere = [], []
    for run in made.runs("thumb-stripping", "reinforced-thumb", side=side):
        for stroke in run:
            path = np.array(stroke.hands[0].path)
            away_m = np.hypot(*made.scale.to_low_m(path.mean(axis=0) - np.array(spot)))
            speed_m_s = made.scale.length_high_m(path) / stroke.duration_s
            (at if away_m < 0.02 else elsewhere).append((speed_m_s, stroke.level))
    assert len(at) >= 3  # once a pass
    assert all(speed_m_s == pytest.approx(slowest_m_s, rel=0.03) for speed_m_s, _ in at)
    assert all(level <= 2 for _, level in at)
    assert max(speed_m_s for speed_m_s, _ in elsewhere) > 1.2 * slowest_m_s


def test_technique_4_says_that_it_is_slow_where_it_is_sore():
    made = classic()
    step = made.steps("thumb-stripping")[0]
    said = [cue.show for cue in made.score.cues if step.start_s <= cue.at_s < step.start_s + step.duration_s]
    assert any("slower" in show for show in said)


def test_a_mole_beside_the_low_spine_shortens_strokes_and_takes_none_of_the_eight():
    made = Evening(wish(avoid=[{"across": -0.3, "along": 0.8, "radius_m": 0.03, "why": "mole"}]))
    numbers = {CATALOG.techniques[step.technique].article for step in made.working} - {None}
    assert numbers == {1, 2, 3, 4, 5, 6, 7, 8}
    for side in ("left", "right"):
        thumbs_s = lasting_s(
            each for run in made.runs("thumb-stripping", "reinforced-thumb", side=side) for each in run
        )
        assert thumbs_s <= 0.5 * sum(step.duration_s for step in made.steps("thumb-stripping", side=side))


@adults
def test_technique_4_smooths_with_a_palm_after_every_pass_as_long_as_the_thumbs_worked(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for side in ("left", "right"):
        thumbs = made.runs("thumb-stripping", "reinforced-thumb", side=side)
        palms = made.runs("thumb-stripping", "palm", side=side)
        assert len(palms) == len(thumbs)
        for thumb, palm in zip(thumbs, palms, strict=True):
            assert palm[0].start_s > thumb[-1].start_s
            assert lasting_s(thumb) <= 30
            assert lasting_s(palm) >= lasting_s(thumb) - 0.1


@pytest.mark.parametrize("giver", [{"hands": "sore"}, {"experience": "first"}])
def test_technique_4_is_done_with_the_knuckles_when_thumbs_are_sore_or_new_to_it(giver):
    made = classic(**giver)
    assert not any(hand.part in THUMBS for stroke in made.score.strokes for hand in stroke.hands)
    for side in ("left", "right"):
        assert len(made.runs("thumb-stripping", "knuckles", side=side)) == 3
    assert any(notice.code == "technique-replaced" for notice in made.plan.notices)


# 5. The two middle fingers


@adults
def test_technique_5_moves_two_fingers_beside_the_spine_from_low_to_high(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for side, sign in (("left", -1), ("right", 1)):
        for run in made.runs("middle-finger-friction", "two-fingers", side=side):
            across, along = way(run).T
            assert along[0] >= L4
            assert along[-1] < 0.1
            assert (np.diff(along) <= 1e-6).all()
            assert (across * sign * made.scale.half_biacromial_low_m >= 0.03 - 1e-4).all()


@adults
def test_technique_5_applies_five_frictions_on_each_side(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for side in ("left", "right"):
        assert len(made.runs("middle-finger-friction", "two-fingers", side=side)) == 5


def test_technique_5_is_firm():
    fingers = classic().strokes("middle-finger-friction")
    assert max(stroke.level for stroke in fingers) == 3


# 6. The forearms


@adults
def test_technique_6_lays_the_forearm_between_the_spine_and_the_shoulder_blade(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    skin = Skin.of(made.scale)
    for stroke in made.strokes("forearm-glide"):
        (hand,) = stroke.hands
        assert hand.part == "forearm"
        assert all(0.1 <= along <= 0.47 for _, along in hand.path)  # T2 to below the blade's tip
        assert complaints(skin, part=hand.part, level=hand.level, path=hand.path) == []


@pytest.mark.parametrize(("style", "level"), [("classic", 3), ("classic", 4), ("deep-tissue", 4)])
def test_technique_6_is_gentle_however_firm_the_rest_is(style, level):
    made = evening(30, style, level)
    assert all(stroke.level <= 2 for stroke in made.strokes("forearm-glide"))


@adults
def test_technique_6_needs_no_more_than_five_or_six_strokes(sex, height_m):
    made = classic(sex=sex, height_m=height_m)
    for side in ("left", "right"):
        assert len(made.runs("forearm-glide", "forearm", side=side)) in (5, 6)


# 8. The finish (technique 7 has a file of its own)
