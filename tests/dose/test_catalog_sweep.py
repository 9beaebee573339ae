"""The catalog passes its own check: every technique at every place and level it allows, on drawn bodies."""

import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import pytest

from backrub.catalog import load
from backrub.cohort.people import body_of_person, person_of
from backrub.dose.skin import Skin
from backrub.model.plan import Body
from backrub.motion.ground import ground_of
from backrub.motion.samples import PARTS
from dose.sweeping import allowed, swept
from motion.conftest import PEOPLE

SEED, SAMPLE, BODIES = 20261126, 24, 3
PROVED_BODIES, PROVED_HZ = 20, 60.0
NO_CAPS_N = dict.fromkeys(PARTS, 90.0)


def test_every_technique_is_swept_at_every_place_but_the_barred():
    cases = set(allowed())
    assert {name for name, _, _ in cases} == set(load().techniques)
    assert ("thumb-stripping", "back", 3) in cases
    assert not any(place == "spine" for _, place, _ in cases)
    assert len(cases) > 200


@pytest.mark.slow
@pytest.mark.parametrize("number", range(BODIES))
def test_a_sample_of_the_catalog_breaks_no_limit(number):
    dice = random.Random(SEED + number)
    cases = dice.sample(sorted(allowed()), SAMPLE)
    found, judged, at_level = swept(cases, body_of_person(person_of(1, number)), rate_hz=10.0)
    assert judged >= at_level >= SAMPLE // 2
    assert found == {}


def test_knuckles_on_few_cells_of_a_heavy_back_hold_the_ceiling():
    """On her they would press with 103 kPa in the mean and 263 kPa in one cell."""
    woman = Body(height_m=1.66, mass_kg=157.0, sex="female", age_years=35)
    found, judged, _ = swept([("knuckle-glide", "low-back", 3)], woman, rate_hz=20.0)
    assert (found, judged) == ({}, 1)


def test_a_case_that_breaks_a_limit_is_named(monkeypatch):
    """A sweep that could find nothing would prove nothing: a thumb that is three times too strong."""
    case, body = ("thumb-press", "upper-back", 3), PEOPLE["mean woman"]
    technique = load().techniques[case[0]]
    heavier = technique.model_copy(update={"force_n": {**technique.force_n, 3: 90.0}})
    monkeypatch.setitem(load().techniques, case[0], heavier)
    # Motion keeps to the caps by itself: here it knows none, nor what the skin bears.
    monkeypatch.setattr(Skin, "bears", lambda _, touches: [laid.force_n for _, laid, _ in touches])
    monkeypatch.setattr(
        sys.modules["backrub.motion.move"],
        "ground_of",
        lambda *args, **how: replace(ground_of(*args, **how), most_n=NO_CAPS_N),
    )
    found, judged, _ = swept([case, ("finger-circles", "hip", 2)], body, rate_hz=10.0)
    assert judged == 2
    assert list(found) == [case]
    assert any(told.startswith("force-reinforced-thumb") for told in found[case])


def _proved(number):
    body = body_of_person(person_of(1, number))
    return body, *swept(sorted(allowed()), body, rate_hz=PROVED_HZ)


@pytest.mark.prove
def test_every_technique_at_every_level_it_allows(proof_table):
    cases = len(list(allowed()))
    with ProcessPoolExecutor() as pool:
        looked = list(pool.map(_proved, range(PROVED_BODIES)))
    rows = []
    for body, found, judged, at_level in looked:
        who = f"{body.sex}, {body.age_years} years, {body.height_m:.2f} m, {body.mass_kg:.0f} kg"
        told = "; ".join(
            f"{name} at {place}, level {level}: {', '.join(what)}"
            for (name, place, level), what in sorted(found.items())
        )
        rows.append({"body": who, "with room": f"{judged} of {cases}", "of them not made lighter": at_level,
            "what breaks": told or "nothing"})  # fmt: skip
    proof_table("catalog-holds-every-limit", rows)
    assert [found for _, found, *_ in looked if found] == []
