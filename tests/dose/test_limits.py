"""Limits that take a hand of its own to break: each is caught by name, with place, moment and stroke."""

from functools import cache

import numpy as np
import pytest

from backrub.catalog import load
from backrub.contact import press
from backrub.dose import check, skin_of
from backrub.dose.check import report_of
from backrub.model.score import HandPath, Score, Stroke
from backrub.motion.samples import PARTS
from contact.hands import block, lifted
from dose.people import Evening, planned
from motion.conftest import evening

RATE_HZ = 20.0
HIP, BLADE, EDGE = (0.42, 1.0), (0.6, 0.3), (0.85, 0.25)


@cache
def own():
    plan, _ = evening(30, "classic", 3)
    return plan, skin_of(plan, catalog=load())


def plan_of(technique, *, level=3):
    """The classic half hour with its first working step another technique's, and that step."""
    plan, _ = own()
    index = next(index for index, each in enumerate(plan.steps) if each.level is not None)
    steps = list(plan.steps)
    steps[index] = steps[index].model_copy(update={"technique": technique})
    limits = plan.limits.model_copy(update={"max_level": level})
    return plan.model_copy(update={"steps": tuple(steps), "limits": limits, "level": level}), index


def scored(technique, part, *strokes, level=2):
    """A plan and a score of the left hand's strokes: each with where, from when, how long."""
    plan, index = plan_of(technique, level=max(3, level))
    made = tuple(
        Stroke(
            start_s=start_s, duration_s=duration_s, step=index, level=level,
            hands=(HandPath(hand="left", part=part, level=level, path=path),),
        )
        for path, start_s, duration_s in strokes
    )  # fmt: skip
    return plan, Score(duration_s=plan.duration_s, strokes=made, cues=())


def limit(name, plan, score, **options):
    report = check(plan, score, catalog=load(), skin=own()[1], rate_hz=RATE_HZ, **options)
    return next(each for each in report.limits if each.name == name)


def pressed(part, *, seconds=2.0, **hand):
    """The limits, by name, and the whole report, of a left hand laid on this back's cells, past motion."""
    plan, score = scored("thumb-stripping", part, (((0.3, 0.4),), 0.0, seconds))
    skin, count = own()[1], round(seconds * RATE_HZ)
    blocks = [(block(count, part=part, rate_hz=RATE_HZ, **hand), lifted(count, rate_hz=RATE_HZ))]
    contact = press(blocks, bed=skin.bed, zones=skin.bits, threads=1)
    report = report_of(
        contact, plan, score=score, skin=skin, catalog=load(), segments={"left": [], "right": []}
    )
    return {each.name: each for each in report.limits}, report


def on_skin(x_m, y_m):
    """The skin's point and normal over a place seen from above."""
    bed = own()[1].bed
    row, column = round((y_m - bed.y0_m) / bed.cell_y_m), round((x_m - bed.x0_m) / bed.cell_x_m)
    slope_y, slope_x = np.gradient(np.nan_to_num(bed.z_m), bed.cell_y_m, bed.cell_x_m)
    normal = (-slope_x[row, column], -slope_y[row, column], 1.0)
    return {"position_m": (x_m, y_m, float(bed.z_m[row, column])), "normal": normal}


def test_a_massager_that_comes_back_to_a_place_is_seen_by_all_its_time_there():
    # Five times 50 s on one hip, lifted for ten between: no stay is too long, and 250 s are.
    stays = [((HIP,), 60.0 * number, 50.0) for number in range(5)]
    plan, score = scored("massager-hold", "massager", *stays)
    report = check(plan, score, catalog=load(), skin=own()[1], rate_hz=RATE_HZ)
    found = {each.name: each for each in report.broken}
    assert "stay-massager" not in found
    told = found["stay-massager-place"]
    assert (told.limit, told.worst) == (60.0, pytest.approx(250.0, abs=1.0))
    # Fifty seconds of the first stay and ten of the second.
    assert (told.place, told.stroke, told.at_s) == ("hip", 1, pytest.approx(70.0, abs=0.1))
    assert told.step == score.strokes[1].step
    # A side at a time: one stay on each hip is no fault.
    both = scored("massager-hold", "massager", ((HIP,), 0.0, 50.0), (((-HIP[0], HIP[1]),), 60.0, 50.0))
    assert limit("stay-massager-place", *both).ok


@pytest.mark.parametrize(
    ("part", "level", "is_ok"),
    [("reinforced-thumb", 4, False), ("reinforced-thumb", 3, True), ("heel", 4, True), ("stone", 3, False)],
)
def test_no_part_goes_above_its_own_level_even_where_the_evening_may(part, level, is_ok):
    # Level 4 is for broad parts (design 5 and 8a), whatever the clearance and the wish allow.
    made = scored("thumb-stripping", part, (((0.3, 0.38), (0.3, 0.28)), 0.0, 20.0), level=level)
    told = limit("level-part", *made)
    assert told.ok is is_ok
    if not is_ok:
        assert (told.worst, told.part, told.stroke, told.place) == (1.0, part, 0, "upper-back")
        assert limit("level", *made).ok


@pytest.mark.parametrize(
    ("part", "out_m", "missing_m"),
    [
        ("thumb", 0.0305, 0.0), ("thumb", 0.0295, 0.0005), ("two-fingers", -0.024, 0.006),
        ("reinforced-thumb", -0.0295, 0.0005), ("reinforced-fingers", 0.0, 0.03), ("palm", 0.0, 0.0),
    ],
)  # fmt: skip
def test_thumbs_and_fingertips_keep_three_centimetres_from_the_midline(part, out_m, missing_m):
    told = pressed(part, **on_skin(out_m, 0.2), force_n=5.0)[0]["zone-midline"]
    assert told.worst == pytest.approx(missing_m, abs=1e-6)
    assert told.ok is (missing_m == 0)
    assert told.part == (part if missing_m else None)


@pytest.mark.parametrize(("force_n", "is_ok"), [(39.0, True), (41.0, False)])
def test_a_palm_on_the_shoulder_blades_edge_presses_with_forty_newtons_at_most(force_n, is_ok):
    skin = own()[1]
    blade = skin.receiver.back.at(np.array([BLADE])).position_m[0]
    found, _ = pressed("palm", **on_skin(*blade[:2]), force_n=force_n)
    for name in ("force-shoulder-blade-border", "force-bone"):
        assert found[name].worst == force_n
        assert found[name].ok is is_ok
    assert found["force-palm"].ok


@pytest.mark.parametrize(("force_n", "is_ok"), [(4.0, True), (38.0, False)])
def test_a_palm_on_the_shoulder_blades_edge_presses_with_ten_kilopascals_at_most(force_n, is_ok):
    skin = own()[1]
    x_m, y_m, _ = skin.receiver.back.at(np.array([EDGE])).position_m[0]
    found, _ = pressed("palm", **on_skin(x_m, y_m), force_n=force_n)
    told = found["pressure-bone"]
    assert (told.limit, told.ok) == (10e3, is_ok)
    assert told.worst == pytest.approx(found["pressure-palm"].worst)
    assert found["force-bone"].ok


@pytest.mark.parametrize(("point", "is_ok"), [((-0.28, -0.192), False), ((0.0, -0.1), True)])
def test_a_hand_with_its_middle_on_the_side_of_the_neck_is_seen(point, is_ok):
    # High up, 5 cm out: nearer the strip on skin so steep motion lifts a palm by itself.
    bed, back = own()[1].bed, own()[1].receiver.back
    x_m, y_m, _ = back.at(np.array([point])).position_m[0]
    row, column = round((y_m - bed.y0_m) / bed.cell_y_m), round((x_m - bed.x0_m) / bed.cell_x_m)
    steep_rad = np.arccos(bed.cell_x_m * bed.cell_y_m / bed.area_m2[row, column])
    assert bool(steep_rad < np.radians(45.0)) is is_ok
    told = limit("zone-neck-side", *scored("neck-rest", "palm", ((point,), 0.0, 10.0), level=1))
    assert told.ok is is_ok
    if not is_ok:
        assert (told.worst, told.part, told.place, told.stroke) == (1.0, "palm", "neck", 0)


@pytest.mark.parametrize("is_link", [False, True])
@pytest.mark.parametrize(
    ("point", "place"),
    [((0.4, 1.25), "buttocks"), ((-0.4, 1.35), "buttocks"), ((0.0, -0.24), "head"), ((0.4, 1.09), None)],
)
def test_no_hand_works_on_the_head_or_the_buttocks(point, place, is_link):
    # The places end at -0.20 and 1.12 (decision 0029). Half a palm, 5 cm, lies past 1.12 in the last case.
    plan, score = scored("neck-rest", "palm", ((point,), 0.0, 10.0), level=1)
    strokes = tuple(each.model_copy(update={"link": is_link}) for each in score.strokes)
    told = limit("zone-outside", plan, score.model_copy(update={"strokes": strokes}))
    assert told.ok is (place is None)
    if place is not None:
        assert (told.worst, told.part, told.place, told.stroke) == (1.0, "palm", place, 0)


def test_thumbs_that_last_too_long_are_told_by_the_stroke_that_makes_it_too_much():
    bursts = [(((0.3, 0.5), (0.3, 0.3)), 60.0 * number, 20.0) for number in range(3)]
    told = limit("thumbs-time", *scored("thumb-stripping", "reinforced-thumb", *bursts))
    # A fifth of a minute's hands-on time are 12 s, eight seconds before the first burst ends.
    assert (told.worst, told.limit) == (60.0, pytest.approx(12.0, abs=0.1))
    assert (told.stroke, told.at_s, told.place) == (0, pytest.approx(12.0, abs=0.1), "upper-back")
    # With palms before, a fifth is 40 s or more: the third burst's, or none's at all.
    plan, score = scored("thumb-stripping", "reinforced-thumb", *bursts)
    palms = scored("thumb-stripping", "palm", (((0.3, 0.5), (0.3, 0.3)), 200.0, 190.0))[1].strokes
    longer = score.model_copy(update={"strokes": (*score.strokes, *palms)})
    told = limit("thumbs-time", plan, longer)
    assert (told.stroke, told.limit) == (2, pytest.approx(50.0, abs=0.1))
    assert told.at_s == pytest.approx(130.0, abs=0.1)


def test_a_massager_that_lasts_too_long_is_told_by_the_stroke_that_makes_it_too_much():
    sides = [((((1, -1)[number % 2] * HIP[0], HIP[1]),), 60.0 * number, 50.0) for number in range(13)]
    told = limit("massager-time", *scored("massager-hold", "massager", *sides))
    assert told.worst == pytest.approx(650.0, abs=2.0)
    # Twelve are ten minutes to the second: the thirteenth is too much from its first moment on.
    assert (told.stroke, told.at_s, told.place) == (12, pytest.approx(720.0, abs=0.1), "hip")


def test_heat_is_told_where_it_is_and_by_the_stroke_that_stayed_longest():
    short, long = ((0.3, 0.4),), 4 * ((0.3, 0.4),)
    plan, score = scored("placed-stones", "stone", (short, 0.0, 30.0), (long[:1], 60.0, 300.0))
    plan = plan.model_copy(update={"kit": plan.kit.model_copy(update={"stones_c": 46.0})})
    told = limit("heat", plan, score)
    assert not told.ok
    assert (told.place, told.stroke, told.step) == ("upper-back", 1, score.strokes[1].step)
    assert 60.0 < told.at_s <= 360.1


@pytest.mark.parametrize("asked", [Evening(6, "hot-stone", 3), Evening(0, "massager", 1)], ids=str)
def test_whatever_came_near_a_limit_is_told_with_its_place_its_moment_and_its_stroke(asked):
    plan, score = planned(asked)
    report = check(plan, score, catalog=load(), rate_hz=RATE_HZ, threads=1)
    assert any(each.name.startswith(("stay-massager", "stone-")) and each.worst > 0 for each in report.limits)
    places = {each.place for each in report.places} | set(load().limits.zones)
    for each in report.limits:
        if each.worst > 0:
            assert each.place in places, each
            assert each.at_s is not None, each
            stroke = score.strokes[each.stroke]
            assert each.step == stroke.step, each
            if each.part is not None:
                assert each.part in {hand.part for hand in stroke.hands}, each


def test_the_place_is_the_one_under_the_hand():
    # Two hands at once, the right one harder: both hands' force is told where that one lies.
    plan, score = scored("palm-compression", "palm", (((0.42, 0.95),), 0.0, 20.0))
    left = score.strokes[0].hands[0].model_copy(update={"level": 1})
    right = HandPath(hand="right", part="palm", level=2, path=((0.45, 0.3),))
    both = score.strokes[0].model_copy(update={"hands": (left, right)})
    told = limit("force-both-hands", plan, score.model_copy(update={"strokes": (both,)}))
    assert told.place == "upper-back"
    alone = limit("force-both-hands", plan, score)
    assert alone.place == "hip"
    assert limit("stretch", plan, score).place == "hip"
    press = scored("thumb-press", "reinforced-thumb", (((0.3, 0.35),), 0.0, 20.0))
    for name in ("peak-pressure", "stay-thumb", "thumbs-burst", "pressure-reinforced-thumb"):
        told = limit(name, *press)
        assert (told.place, told.stroke) == ("upper-back", 0)


def test_force_that_meets_no_skin_is_told():
    assert pressed("palm", **on_skin(0.08, 0.2), force_n=5.0)[1].missed_s == 0.0
    beside = {"position_m": (0.6, 0.2, 0.0), "normal": (0.0, 0.0, 1.0)}
    assert pressed("palm", seconds=2.0, **beside, force_n=5.0)[1].missed_s == 2.0


def test_points_are_every_part_that_is_a_thumb_or_a_fingertip():
    points = {part for part in PARTS if "thumb" in part or "finger" in part}
    assert set(load().limits.points.parts) == points
