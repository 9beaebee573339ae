"""One body: its row holds what the whole check says, and nothing else."""

import numpy as np
import pytest

from backrub.catalog import load
from backrub.cohort.judge import Work, near_frac, outline_m2, own_places, pain_of, point_of
from backrub.cohort.people import body_of_person, person_of
from backrub.dose import check
from backrub.model.dose import LimitCheck
from backrub.model.score import HandPath, Score, Stroke
from cohort.conftest import RATE_HZ, SEED, judged, own, work


def score_of(*paths, part="palm", duration_s=20.0):
    strokes = tuple(
        Stroke(
            start_s=duration_s * number, duration_s=duration_s, step=0, level=2,
            hands=(HandPath(hand="left", part=part, level=2, path=path),),
        )
        for number, path in enumerate(paths)
    )  # fmt: skip
    return Score(duration_s=duration_s * len(paths), strokes=strokes, cues=())


def pressed(worst_pa, *, part, at_s=10.0):
    return LimitCheck(
        name=f"pressure-{part}", says="", limit=1e5, worst=worst_pa, unit="Pa", ok=True, part=part, at_s=at_s,
        step=0, stroke=0,
    )  # fmt: skip


def test_the_row_is_what_the_whole_check_says_of_that_body():
    plan, score = own()
    person, row = person_of(SEED, 2), judged(2).row
    itself = plan.model_copy(update={"body": body_of_person(person)})
    report = check(itself, score, catalog=load(), rate_hz=RATE_HZ)
    for limit in report.limits:
        assert row[f"worst:{limit.name}"] == limit.worst
        assert row[f"limit:{limit.name}"] == limit.limit
        assert row[f"ok:{limit.name}"] is limit.ok
    for place in report.places:
        assert row[f"coverage:{place.place}:{place.side}"] == place.coverage_frac
        assert row[f"peak:{place.place}:{place.side}"] == place.peak_pa
    assert row["broken"] == len(report.broken)
    assert row["peak_pa"] == max(place.peak_pa for place in report.places)
    assert (row["mass_kg"], row["age_years"]) == (person.mass_kg, person.age_years)


def test_other_bodies_are_other_backs():
    assert judged(0).row["peak_pa"] != judged(1).row["peak_pa"]


def test_what_breaks_comes_before_what_is_only_near():
    for number in range(4):
        row = judged(number).row
        if row["broken"]:
            assert row[f"ok:{row['near']}"] is False
        assert row["near_frac"] == row[f"near:{row['near']}"]


def test_near_is_worst_over_limit():
    held = pressed(4e4, part="palm")
    assert near_frac(held) == 0.4
    nothing = held.model_copy(update={"limit": 0.0, "worst": 0.0})
    assert near_frac(nothing) == 0.0
    assert near_frac(nothing.model_copy(update={"worst": 1.0, "ok": False})) == 2.0


def test_the_share_of_pain_is_that_of_the_place_the_part_and_the_person():
    # A man in the middle, at the hip: 450 kPa on 1 cm2 (clinical notes 2.7), log-normal.
    person = person_of(SEED, 0).model_copy(update={"sex": "male", "tolerance_frac": 0.5})
    score = score_of(((0.45, 1.05), (0.45, 1.05)), part="thumb")
    share, level = pain_of(pressed(5e4, part="thumb"), person, score=score, atlas=load().atlas)
    area_cm2 = np.pi * 1.1 * 1.0  # the thumb's outline in the catalog, 1.1 x 1.0 cm
    middle_kpa = 450 / np.sqrt(1 + (180 / 450) ** 2)
    assert share == pytest.approx(50 / (middle_kpa * area_cm2**-0.3), rel=1e-3)
    assert level == 2
    tender, _ = pain_of(
        pressed(5e4, part="thumb"), person.model_copy(update={"tolerance_frac": 0.1}), score=score,
        atlas=load().atlas,
    )  # fmt: skip
    assert tender > share


def test_a_hand_is_where_its_even_pace_has_brought_it():
    hand = HandPath(hand="left", part="palm", level=1, path=((0.0, 0.0), (0.0, 0.3), (0.4, 0.3)))
    assert point_of(hand, 0.0) == (0.0, 0.0)
    assert point_of(hand, 3 / 7) == pytest.approx((0.0, 0.3))
    assert point_of(hand, 1.0) == (0.4, 0.3)
    assert point_of(hand.model_copy(update={"path": ((0.2, 0.5),)}), 0.5) == (0.2, 0.5)


def test_the_places_of_a_score_are_where_it_stays():
    assert own_places(score_of(((0.45, 1.05),)), atlas=load().atlas) == ("hip",)
    assert own_places(score_of(((0.3, 0.25),), ((0.3, 0.25),)), atlas=load().atlas) == ("upper-back",)
    assert own_places(Score(duration_s=1.0, strokes=(), cues=()), atlas=load().atlas) == ()


def test_a_palms_outline_is_the_catalogs():
    assert outline_m2("palm") == pytest.approx(np.pi * 0.0485 * 0.0405)


def test_work_finds_its_own_places():
    assert set(work().places) <= set(load().atlas.places)
    assert Work.of(*own(), seed=1, rate_hz=10.0, catalog=load()).places == work().places
