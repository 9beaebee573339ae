"""Where the giver is, and what they reach from there: worked out by hand, mirrored, on real plans."""

import math

import numpy as np
import pytest

from backrub.body import body_of
from backrub.catalog import load
from backrub.model.plan import Body
from backrub.model.score import HandPath, Score, Stroke
from backrub.motion import giver
from backrub.motion.giver import reach_m, stances_of
from backrub.motion.hands import WITHIN_M
from backrub.motion.move import segments_of
from backrub.motion.reach import CROSSED_M, reached
from motion.conftest import PEOPLE, body, evening


def one_stroke(*hands, stand="any", surface="mat", name="mean woman"):
    """A plan on somebody, and a score of one stroke in its first step of work; with its ways."""
    plan, _ = evening()
    index = next(i for i, each in enumerate(plan.steps) if each.level is not None)
    steps = list(plan.steps)
    steps[index] = steps[index].model_copy(update={"stand": stand})
    kit = plan.kit.model_copy(update={"surface": surface})
    plan = plan.model_copy(update={"steps": tuple(steps), "kit": kit})
    paths = tuple(HandPath(hand=hand, part=part, level=1, path=path) for hand, part, path in hands)
    one = Stroke(start_s=0.0, duration_s=8.0, step=index, level=1, hands=paths)
    score = Score(duration_s=10.0, strokes=(one,), cues=())
    return segments_of(plan, score, back=body(name).back, catalog=load()), plan, score


def beyond_m(who, surface):
    """How much further than an arm the worst stroke of an evening is on somebody's back. [m]"""
    plan, score = evening(30, "relaxation", 2)
    plan = plan.model_copy(update={"body": who, "kit": plan.kit.model_copy(update={"surface": surface})})
    back = body_of(who).back
    segments = segments_of(plan, score, back=back, catalog=load())
    return max(each.beyond_m for each in reached(segments, plan, score=score, back=back))


def asked(*hands, name="mean woman", **where):
    """What is seen of one stroke."""
    segments, plan, score = one_stroke(*hands, name=name, **where)
    return reached(segments, plan, score=score, back=body(name).back)


def test_an_arm_is_as_long_as_the_survey_says():
    # ANSUR II, women: C7 139.6, the shoulder's corner 6.1 lower, wrist 79.4 cm; stature 162.9, 5th 152.5.
    assert pytest.approx(0.541 * 152.5 / 162.9, abs=1e-4) == giver.ARM_M
    # Half a palm (10.9 cm) more, less what a wrist bent by 20 degrees takes off.
    assert reach_m("palm") == pytest.approx(0.50646 + 0.05102 * 0.93969, abs=1e-4)
    assert reach_m("two-fingers") > reach_m("flat-fingers") > reach_m("knuckles") > reach_m("palm")
    assert reach_m("palm") > reach_m("heel") > reach_m("forearm")


def test_the_shoulders_are_where_a_ruler_puts_them():
    back = body().back
    (mat,) = stances_of("mat", "left", back=back)
    wide_m = back.half_biacromial_m * max(-back.edge_low.min(), back.edge_high.max())
    knees_m = wide_m + 0.2
    upright_m = 0.05 + 0.245 * 1.525 + 0.288 * 1.525
    assert mat.middle_m[0, 0] == pytest.approx([knees_m, 0.0, upright_m])
    # Leaning by 60 degrees, towards the receiver: half of the trunk's height is left.
    lean = mat.middle_m[0, giver.STEPS - 1]
    trunk_m = 0.288 * 1.525
    forward_m = trunk_m * math.sin(math.pi / 3)
    assert lean == pytest.approx([knees_m - forward_m, 0.0, upright_m - trunk_m / 2])
    # Who faces across from the receiver's left has their own left hand on the head's side.
    assert mat.leftward_m[0] == pytest.approx([0.0, -0.335 / 2, 0.0], abs=1e-12)
    (table,) = stances_of("table", "left", back=back)
    assert table.middle_m[0, 0, 2] == pytest.approx((0.530 + 0.288) * 1.525 - 0.71)
    head = stances_of("mat", "head", back=back)[0]
    assert head.middle_m[0, 0] == pytest.approx([0.0, -0.35, upright_m])
    assert head.leftward_m[0] == pytest.approx([-0.335 / 2, 0.0, 0.0])
    on_bed, on_floor = stances_of("bed", "left", back=back)
    assert on_floor.middle_m[..., 2] == pytest.approx(on_bed.middle_m[..., 2] - 0.55)


def test_a_point_at_a_known_distance():
    # A forearm laid at one point, from the far side: the nearest shoulder that there is, by plain search.
    (seen,) = asked(("left", "forearm", ((-0.8, 0.5),)), stand="right")
    back = body().back
    # Where it lies on this back: clear of what a forearm may not touch.
    place_m = one_stroke(("left", "forearm", ((-0.8, 0.5),)))[0]["left"][0].way.position_m[0]
    (mat,) = stances_of("mat", "right", back=back)
    shoulders_m = mat.middle_m + mat.leftward_m[:, None] + [0.0, place_m[1], 0.0]
    apart_m = np.linalg.norm(shoulders_m - place_m, axis=2)
    low_m = giver.ABOVE_M - (shoulders_m - place_m)[..., 2]
    assert seen.beyond_m == pytest.approx(np.maximum(apart_m - reach_m("forearm"), low_m).min(), abs=1e-9)
    assert seen.beyond_m > 0.01
    (near,) = asked(("left", "forearm", ((-0.8, 0.5),)), stand="left")
    assert near.beyond_m < -0.05


@pytest.mark.parametrize("surface", ["bed", "mat", "table"])
def test_a_mirrored_giver_gets_the_mirrored_answer(surface):
    hands = (
        ("left", "palm", ((-0.3, 0.9), (-0.4, 0.2))),
        ("right", "palm", ((0.35, 0.8), (0.5, 0.3))),
    )
    other = tuple(
        ({"left": "right", "right": "left"}[hand], part, tuple((-x, y) for x, y in path))
        for hand, part, path in hands
    )
    for stand, turned in (("left", "right"), ("right", "left")):
        (one,) = asked(*hands, stand=stand, surface=surface)
        (two,) = asked(*other, stand=turned, surface=surface)
        assert one.beyond_m == pytest.approx(two.beyond_m, abs=2e-4)
        assert one.within_m == pytest.approx(two.within_m, abs=2e-4)
        assert (one.spot, two.spot) == (stand, turned)


def test_both_hands_of_a_reinforced_part_have_to_come_there():
    # At the far side's upper corner one shoulder is nearer than the other: the further one counts.
    path = ((-0.9, 0.05),)
    for hand in ("left", "right"):
        (both,) = asked((hand, "reinforced-thumb", path), stand="right")
        (one,) = asked((hand, "thumb", path), stand="right")
        assert both.beyond_m >= one.beyond_m - 1e-9
    left, right = (asked((hand, "reinforced-thumb", path), stand="right")[0] for hand in ("left", "right"))
    # So it is the same for who is left-handed, whichever hand is below.
    assert left.beyond_m == pytest.approx(right.beyond_m)


def test_where_the_plan_does_not_say_both_sides_count():
    seen = asked(("left", "palm", ((-0.3, 0.5),)))
    assert [each.spot for each in seen] == ["left", "right"]
    assert [each.spot for each in asked(("left", "palm", ((-0.3, 0.5),)), stand="head")] == ["head"]


def test_hands_in_one_place_are_seen():
    (far,) = asked(("left", "palm", ((-0.5, 0.5),)), ("right", "palm", ((0.5, 0.5),)), stand="left")
    assert far.within_m < -0.05
    (one,) = asked(("left", "palm", ((0.1, 0.5),)), ("right", "palm", ((0.1, 0.5),)), stand="left")
    # Two palms, each 8.1 cm broad.
    assert one.within_m > 0.08
    (beside,) = asked(("left", "palm", ((-0.2, 0.5),)), ("right", "palm", ((0.2, 0.5),)), stand="left")
    half_m = 0.2 * body().back.half_biacromial_m
    assert beside.within_m == pytest.approx(0.081 - 2 * half_m, abs=2e-3)


def test_hands_that_pass_through_each_other_are_seen_on_the_way():
    # They start and end well apart.
    paths = (("left", "palm", ((-0.5, 0.5), (0.5, 0.5))), ("right", "palm", ((0.5, 0.5), (-0.5, 0.5))))
    (seen,) = asked(*paths, stand="left")
    assert seen.within_m > WITHIN_M


def test_hands_make_way_for_each_other_by_the_millimetres_that_it_takes():
    # A palm is 8.1 cm broad, and 2 cm may lie in each other: their middles are to be 6.1 cm apart.
    half_m = body("small woman").back.half_biacromial_m
    for apart_m, is_moved in ((0.070, False), (0.058, True), (0.048, True), (0.035, False)):
        across = apart_m / 2 / half_m
        hands = (("left", "palm", ((-across, 0.5),)), ("right", "palm", ((across, 0.5),)))
        segments, *_ = one_stroke(*hands, name="small woman")
        left, right = (segments[hand][0].way.position_m[0] for hand in ("left", "right"))
        # Both alike, to their own side.
        assert left * [-1, 1, 1] == pytest.approx(right, abs=1e-6)
        laid_m = float(np.linalg.norm(left - right))
        assert laid_m == pytest.approx(0.062 if is_moved else apart_m, abs=1e-3)
        (seen, *_) = asked(*hands, name="small woman")
        # One in the other by a whole hand's breadth is a fault of the plan.
        assert (seen.within_m <= WITHIN_M) == (apart_m > 0.04)


def test_crossed_arms_are_seen():
    # Each hand on the other's side, as far apart as they are: no way of facing uncrosses them.
    (seen,) = asked(("left", "palm", ((0.9, 0.5),)), ("right", "palm", ((-0.9, 0.5),)), stand="head")
    straight = asked(("left", "palm", ((-0.9, 0.5),)), ("right", "palm", ((0.9, 0.5),)), stand="head")[0]
    # Who is at the head looks to the feet: their left is the receiver's right.
    assert seen.crossed_m < 0 < CROSSED_M < straight.crossed_m


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("style", ["classic", "clothed"])
def test_whole_evenings_are_in_reach_from_any_side_on_anything(name, style):
    plan, score = evening(30 if style == "classic" else 15, style, 3 if style == "classic" else 2)
    back = body(name).back
    segments = segments_of(plan, score, back=back, catalog=load())
    for surface in ("bed", "mat", "table"):
        kit = plan.kit.model_copy(update={"surface": surface})
        seen = reached(segments, plan.model_copy(update={"kit": kit}), score=score, back=back)
        assert max(each.beyond_m for each in seen) <= 0
        assert max(each.crossed_m for each in seen) <= CROSSED_M
        assert max(each.within_m for each in seen) <= WITHIN_M


@pytest.mark.parametrize(
    ("height_m", "bmi"), [(1.55, 39.4), (1.65, 39.0), (1.80, 37.5), (1.95, 36.0), (2.05, 35.0)]
)
@pytest.mark.parametrize("sex", ["female", "male"])
def test_whose_back_is_let_onto_a_table_is_in_reach_there(sex, height_m, bmi):
    who = Body(sex=sex, height_m=height_m, mass_kg=round(bmi * height_m**2, 1), age_years=80)
    assert load().limits.table.is_in_reach(height_m=who.height_m, mass_kg=who.mass_kg)
    assert beyond_m(who, "table") <= 0


def test_who_is_larger_is_out_of_reach_on_a_table_and_in_reach_on_the_mat_that_the_refusal_names():
    who = Body(sex="female", height_m=1.95, mass_kg=155.0, age_years=80)
    assert not load().limits.table.is_in_reach(height_m=who.height_m, mass_kg=who.mass_kg)
    assert beyond_m(who, "table") > 0.01
    assert max(beyond_m(who, "mat"), beyond_m(who, "bed")) <= 0
