"""The catalog passes its own check: every technique at every place and level it allows, on drawn bodies."""

import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from backrub.catalog import load
from backrub.cohort.people import body_of_person, person_of
from backrub.dose.skin import Skin
from backrub.model.plan import Body
from backrub.motion.force import closing_frac
from backrub.motion.ground import ground_of
from backrub.motion.samples import PARTS
from backrub.score import compose
from dose import sweeping
from dose.sweeping import allowed, closing, laid, plan_of, step_of, swept, swept_alone
from motion.conftest import PEOPLE

SEED, SAMPLE, BODIES = 20261126, 24, 3
PROVED_BODIES, PROVED_HZ = 20, 60.0
NO_CAPS_N = dict.fromkeys(PARTS, 90.0)
LIGHTER = {
    ("clothed-knuckles", "low-back", 4), ("kneading", "low-back", 3), ("kneading", "mid-back", 3),
    ("kneading", "shoulder-blade", 3), ("kneading", "upper-back", 3), ("knuckle-glide", "low-back", 4),
    ("reinforced-palm-circles", "low-back", 3), ("reinforced-palm-circles", "mid-back", 3),
    ("reinforced-palm-circles", "shoulder-blade", 3), ("reinforced-palm-circles", "upper-back", 3),
    ("settling-hands", "upper-back", 2), ("thumb-press", "low-back", 3),
    ("trigger-point-release", "low-back", 3),
}  # fmt: skip
"""Where planning makes the pass lighter on every body: kidneys, bone, a blade's edge or the spine's strip
are on the way, and allow less."""
ROOMLESS = {("neck-base-kneading", "neck", level) for level in (1, 2)}
"""What has no room on any body: circles of a palm on a neck. There the technique goes to the upper back."""


def test_every_technique_is_swept_at_every_place_but_the_barred():
    cases = set(allowed())
    assert {name for name, _, _ in cases} == set(load().techniques)
    assert ("thumb-stripping", "back", 3) in cases
    assert not any(place == "spine" for _, place, _ in cases)
    assert len(cases) > 200


def test_every_technique_is_judged_at_each_of_its_levels_and_the_rest_is_known():
    own = {case for number in range(BODIES) for case in unlightened(body_of_person(person_of(1, number)))}
    assert levels_of(own) == levels_of(allowed())
    assert {*allowed()} - own == LIGHTER | ROOMLESS


def test_every_technique_is_swept_with_its_whole_force_as_no_closing_fades_it():
    """From the first closing step on hands fade to 0.6, and what comes after stays there."""
    plan = laid(sorted(allowed()), PEOPLE["mean woman"])
    assert set(closing_frac(plan, np.linspace(0.0, plan.duration_s, 1000))) == {1.0}
    finish = step_of(("finish", "back", 1)).model_copy(update={"phase": "closing"})
    faded = plan_of([finish, *plan.steps[1:]], PEOPLE["mean woman"])
    assert closing_frac(faded, np.array([0.0, plan.duration_s])).tolist() == [1.0, 0.6]


def test_every_technique_at_each_of_its_levels_breaks_no_limit_at_one_place():
    body = PEOPLE["mean woman"]
    somewhere = [*{(name, level): (name, place, level) for name, place, level in unlightened(body)}.values()]
    assert levels_of(somewhere) == levels_of(allowed())
    assert swept(somewhere, body, rate_hz=5.0) == ({}, len(somewhere), {*somewhere})


def test_what_fades_in_a_closing_breaks_no_limit_for_being_lighter():
    """Fewer cells touch a lighter hand, so its mean may be higher: once early and once late in a closing."""
    for found, judged, _ in faded(PEOPLE["mean woman"], rate_hz=10.0):
        assert judged >= 30
        assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(BODIES))
def test_a_sample_of_the_catalog_breaks_no_limit(number):
    dice = random.Random(SEED + number)
    cases = dice.sample(sorted(allowed()), SAMPLE)
    body = body_of_person(person_of(1, number))
    found, judged, at_level = swept(cases, body, rate_hz=10.0)
    assert judged >= len(at_level) >= SAMPLE // 2
    assert found == {}
    alone = swept_alone(cases, body, rate_hz=10.0)
    assert alone.judged >= SAMPLE // 6
    assert alone.found == {}


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


@pytest.mark.parametrize(
    ("name", "slower", "broken"),
    [
        ("trigger-point-release", 1.5, "stay-thumb"),
        ("trigger-point-release", 1.5, "thumbs-burst"),
        ("placed-stones", 12.0, "stay-stone"),
        ("placed-stones", 60.0, "heat"),
    ],
)
def test_a_case_that_stays_too_long_by_itself_is_named(monkeypatch, name, slower, broken):
    # A thumb of 28 s takes 42 of the 30 s that are allowed; stones of 50 s lie 10 minutes, or nearly an hour.
    def slowly(plan, **how):
        score = compose(plan, **how)
        strokes = [
            each.model_copy(update={"start_s": slower * each.start_s, "duration_s": slower * each.duration_s})
            for each in score.strokes
        ]
        longer_s = slower * score.duration_s
        return score.model_copy(update={"strokes": tuple(strokes), "duration_s": longer_s})

    technique = load().techniques[name]
    case = name, technique.places[0], technique.levels[0]
    asked = [case, ("palm-compression", "hip", 1)]
    assert swept_alone(asked, PEOPLE["mean woman"], rate_hz=10.0) == ({}, 1, {case})
    monkeypatch.setattr(sweeping, "compose", slowly)
    found, judged, _ = swept_alone(asked, PEOPLE["mean woman"], rate_hz=10.0)
    assert judged == 1
    assert [*found] == [case]
    assert any(told.startswith(broken) for told in found[case]), found


def _proved(number):
    body = body_of_person(person_of(1, number))
    cases = sorted(allowed())
    together, alone = (each(cases, body, rate_hz=PROVED_HZ) for each in (swept, swept_alone))
    return body, together, alone, *faded(body, rate_hz=PROVED_HZ)


def faded(body, *, rate_hz):
    """Return what breaks in two closings of all that may be in one, each in the other's order."""
    return [swept(each, body, rate_hz=rate_hz, phase="closing") for each in (closing(), closing()[::-1])]


@pytest.mark.prove
def test_every_technique_at_every_level_it_allows(proof_table):
    with ProcessPoolExecutor() as pool:
        looked = list(pool.map(_proved, range(PROVED_BODIES)))
    proof_table("catalog-holds-every-limit", rows_of(looked))
    assert [made.found for _, *both in looked for made in both if made.found] == []
    # At some place on some body each technique is judged at each of its levels.
    assert levels_of(at_level(looked)) == levels_of(allowed())
    assert {*allowed()} - at_level(looked) == LIGHTER | ROOMLESS


def unlightened(body):
    """Return what planning lays on a body at the level that its file says, in order."""
    cases = sorted(allowed())
    own = {(step.technique, step.place, step.level) for step in laid(cases, body).steps}
    return [case for case in cases if case in own]


def levels_of(cases):
    """Return each technique with each of its levels."""
    return {(name, level) for name, _, level in cases}


def at_level(looked):
    """Return what was judged on some body at the level that its file says."""
    return {case for _, together, *_ in looked for case in together.at_level}


def rows_of(looked):
    """Return what is told of many bodies, and of what no body was judged at."""
    cases, rows = sorted(allowed()), []
    for body, together, alone, *fading in looked:
        broken = [each for made in (together, alone, *fading) for each in made.found.items()]
        breaks = "; ".join(
            f"{name} at {place}, level {level}: {', '.join(what)}"
            for (name, place, level), what in sorted(broken)
        )
        rows.append({
            "body": f"{body.sex}, {body.age_years} years, {body.height_m:.2f} m, {body.mass_kg:.0f} kg",
            "with room": f"{together.judged} of {len(cases)}",
            "of them not made lighter": len(together.at_level),
            "judged alone, too, for time and heat": alone.judged,
            "twice in a closing, too": fading[0].judged,
            "what breaks": breaks or "nothing",
        })  # fmt: skip
    judged = at_level(looked)
    rows += [
        last("techniques with each of their levels, judged at it on some body",
             f"{len(levels_of(judged))} of {len(levels_of(cases))}", heads=rows[0]),
        last("made lighter there on every body, because of what is on the way", told(LIGHTER), heads=rows[0]),
        last("no room there on anybody who lies", told(ROOMLESS), heads=rows[0]),
    ]  # fmt: skip
    return rows


def told(cases):
    return ", ".join(f"{name} at {place} {level}" for name, place, level in sorted(cases))


def last(what, said, *, heads):
    return {**dict.fromkeys(heads, ""), "body": what, "what breaks": said}
