"""Faults planted into whole evenings, step by step: each is caught, whatever the style allows elsewhere."""

import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import pytest

from backrub.catalog import load
from backrub.dose import skin_of
from dose.people import Evening, evenings, planned
from dose.planting import ON_LEVELS, Planted, broken, checked, planted, raised, rise_of, worked

RATE_HZ = 10.0
EVENINGS = (
    Evening(0, "deep-tissue", 4), Evening(1, "relaxation", 3), Evening(2, "classic", 3),
    Evening(6, "hot-stone", 3),
)  # fmt: skip
PROVED, TRIED = 200, 3
"""So many bodies in `make prove`, and so many steps of an evening."""
FAULTS = {
    "level": "a level raised by two, from level 4 by one to the end of the scale",
    "spine": "a lane moved onto the spine",
    "stone": "a stone three degrees warmer",
    "hold": "a hold of 200 s",
    "half": "a patch half its area",
}

OF_A_PART = ("hold", "half")


@cache
def made(evening):
    found = planned(evening)
    assert found is not None
    return *found, skin_of(found[0], catalog=load())


def missed_of(evening, *, steps, once=OF_A_PART):
    """Every fault in the steps, with what its limits missed; some once an evening for each limit that
    catches them, in each phase."""
    plan, score, skin = made(evening)
    seen = set()
    for index in steps:
        for fault in planted(plan, score, index):
            own = fault.fault, fault.caught_by, fault.fault in OF_A_PART or plan.steps[index].phase
            if fault.fault in once and own in seen:
                continue
            seen.add(own)
            is_caught = any(
                name.startswith(fault.caught_by) for name in broken(fault, skin=skin, rate_hz=RATE_HZ)
            )
            step = plan.steps[index]
            yield (
                fault.fault,
                "" if is_caught else f"{fault.fault} in {evening}: {index} {step.technique} {step.phase}",
            )


def id_of(evening):
    return evening.style


@pytest.mark.parametrize("evening", EVENINGS, ids=id_of)
def test_an_evening_without_a_fault_breaks_nothing(evening):
    plan, score, skin = made(evening)
    assert broken(Planted("", plan, score, ()), skin=skin, rate_hz=RATE_HZ) == set()


@pytest.mark.parametrize("evening", [EVENINGS[0], EVENINGS[-1]], ids=id_of)
def test_faults_are_seen_in_every_phase(evening):
    plan, score, _ = made(evening)
    tried = list(missed_of(evening, steps=worked(plan, score), once=FAULTS))
    assert [missed for _, missed in tried if missed] == []
    assert {"level", "spine"} <= {fault for fault, _ in tried}


def test_each_fault_is_planted_somewhere():
    found = {
        fault.fault
        for evening in EVENINGS
        for index in worked(*made(evening)[:2])
        for fault in planted(*made(evening)[:2], index)
    }
    assert found == set(FAULTS)


@pytest.mark.parametrize("evening", EVENINGS, ids=id_of)
def test_half_a_patch_presses_nearly_twice_as_hard(evening):
    # Not only its table says so. A whole palm presses hardest where it lies on an edge, with a part of it,
    # and half of one lies there better: tests/dose/test_check.py has one that lies well.
    plan, score, skin = made(evening)
    half = {
        fault.halved: fault
        for index in reversed(worked(plan, score))
        for fault in planted(plan, score, index)
        if fault.fault == "half" and fault.halved != "palm"
    }
    assert len(half) >= 3
    for part, fault in half.items():
        assert rise_of(fault, skin=skin, rate_hz=RATE_HZ) >= 1.4, part


@pytest.mark.parametrize("evening", EVENINGS, ids=id_of)
def test_a_finish_that_grows_firmer_is_seen(evening):
    plan, score, skin = made(evening)
    closing = [index for index in worked(plan, score) if plan.steps[index].phase == "closing"]
    assert closing
    for index in closing[1:]:
        firmer = raised(plan, score, index, 3 - plan.steps[index].level)
        assert "finish" in broken(Planted("", *firmer, ON_LEVELS), skin=skin, rate_hz=RATE_HZ)


def test_a_first_touch_that_is_firm_is_seen_in_deep_tissue_too():
    plan, score, skin = made(EVENINGS[0])
    first = worked(plan, score)[0]
    firm = raised(plan, score, first, 3 - plan.steps[first].level)
    found = broken(Planted("", *firm, ON_LEVELS), skin=skin, rate_hz=RATE_HZ)
    assert "light-first" in found
    assert "level" not in found  # the evening may have level 4, later


def test_a_palm_with_its_middle_on_the_spine_is_seen_though_this_back_would_make_it_weightless():
    evening = Evening(17, "relaxation", 4)  # 127 kg at 1.76 m: there the spine lies in a furrow
    plan, score, skin = made(evening)
    index = next(each for each in worked(plan, score) if plan.steps[each].technique == "kneading")
    fault = next(each for each in planted(plan, score, index) if each.fault == "spine")
    limits = {each.name: each for each in checked(fault, skin=skin, rate_hz=RATE_HZ).limits}
    strip = limits["zone-strip"]
    assert (strip.ok, strip.worst, strip.part, strip.step) == (False, 1.0, "palm", index)
    assert limits["pressure-strip"].ok


@pytest.mark.prove
def test_faults_planted_on_two_hundred_bodies(proof_table):
    with ProcessPoolExecutor() as pool:
        tried = [one for some in pool.map(_on_one_body, range(PROVED), chunksize=5) for one in some]
    count = Counter(fault for fault, _ in tried)
    missed = [missed for _, missed in tried if missed]
    proof_table(
        "planted-faults",
        [
            {"fault": says, "planted": count[fault], "caught by its limit": count[fault] - sum(
                one == fault and bool(what) for one, what in tried)}
            for fault, says in FAULTS.items()
        ],
    )  # fmt: skip
    assert all(count[fault] for fault in FAULTS)
    assert missed == []


def _on_one_body(seed):
    """One evening of a body in each style, at a level that goes; the faults of some steps of each."""
    dice, found = random.Random(seed), []
    for style in load().styles:
        levels = [each for each in evenings(range(seed, seed + 1)) if each.style == style]
        evening = next((each for each in dice.sample(levels, len(levels)) if planned(each)), None)
        if evening is not None:
            steps = worked(*made(evening)[:2])
            found += missed_of(evening, steps=dice.sample(steps, min(TRIED, len(steps))))
    made.cache_clear()
    return found
