"""Bodies of every size in every style at every level: no limit broken by any plan that there is."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from typing import NamedTuple

import pytest

from backrub.catalog import load
from backrub.dose import check
from dose.people import LEVELS, Evening, evenings, person, planned

BODIES = 20
PROVED = 200
RATE_HZ = 10.0
PROVED_HZ = 20.0


class Judged(NamedTuple):
    """What became of one evening: whether there was a plan, what broke, and how near every limit came."""

    evening: Evening
    is_planned: bool
    nearest: bool
    broken: tuple[str, ...]
    used_frac: dict[str, float]


def judged(evening: Evening, rate_hz: float = RATE_HZ) -> Judged:
    made = planned(evening)
    if made is None:
        return Judged(evening, is_planned=False, nearest=False, broken=(), used_frac={})
    plan, score = made
    report = check(plan, score, catalog=load(), rate_hz=rate_hz, threads=1)
    broken = tuple(
        f"{each.name} {each.worst:g} for {each.limit:g} in {plan.steps[each.step].technique}"
        if each.step is not None
        else f"{each.name} {each.worst:g} for {each.limit:g}"
        for each in report.broken
    )
    used = {each.name: each.worst / each.limit for each in report.limits if each.limit > 0}
    return Judged(evening, is_planned=True, nearest=report.nearest, broken=broken, used_frac=used)


def sample() -> list[Evening]:
    """Each style at each level once, spread over the bodies."""
    pairs = product(load().styles, LEVELS)
    return [Evening(7 * number % BODIES, style, level) for number, (style, level) in enumerate(pairs)]


@pytest.mark.slow
@pytest.mark.parametrize("style", load().styles)
def test_no_limit_is_broken_on_any_body(style):
    looked = [judged(each) for each in sample() if each.style == style]
    assert sum(each.is_planned for each in looked) >= 2
    assert {each.evening: each.broken for each in looked if each.broken} == {}


@pytest.mark.parametrize(
    "evening",
    [
        Evening(1, "clothed", 1),
        Evening(8, "classic", 2),
        Evening(31, "hot-stone", 1),
        Evening(24, "hot-stone", 1),
        Evening(35, "deep-tissue", 1),
        Evening(37, "relaxation", 1),
        Evening(91, "relaxation", 1),
    ],
    ids=(
        "hands in each other",
        "a rest of rounded times",
        "hands on a narrow neck",
        "a hand beside one that rested",
        "a strip touched between two places",
        "a nape under a large back",
        "a palm that lies on few cells",
    ),
)
def test_what_once_broke_a_limit_no_longer_does(evening):
    assert judged(evening, rate_hz=PROVED_HZ).broken == ()


def test_the_bodies_leave_no_size_out():
    people = [person(seed) for seed in range(BODIES)]
    assert {each.sex for each in people} == {"female", "male", "unspecified"}
    for values, low, high in (
        ([each.height_m for each in people], 1.52, 1.98),
        ([each.mass_kg / each.height_m**2 for each in people], 18.0, 40.0),
        ([each.age_years for each in people], 25, 78),
    ):
        assert min(values) < low
        assert max(values) > high


@pytest.mark.prove
def test_two_hundred_bodies_in_every_style_at_every_level(proof_table):
    with ProcessPoolExecutor() as pool:
        looked = list(pool.map(_proved, evenings(range(PROVED)), chunksize=24))
    planned_ones = [each for each in looked if each.is_planned]
    broken = [f"{each.evening}: {one}" for each in planned_ones for one in each.broken]
    by_style = Counter(each.evening.style for each in planned_ones)
    rows = [
        {"what": f"plans of {style}, {PROVED} bodies, levels 1 to 4", "how many": count}
        for style, count in sorted(by_style.items())
    ]
    rows.append({"what": "for a shape out of reach, judged on the nearest", "how many": sum(
        each.nearest for each in planned_ones)})  # fmt: skip
    rows.append({"what": "broken limits", "how many": len(broken)})
    for name in sorted({name for each in planned_ones for name in each.used_frac}):
        most = max(each.used_frac.get(name, 0.0) for each in planned_ones)
        if most > 0:
            rows.append({"what": f"most used of {name}", "how many": f"{100 * most:.1f} %"})
    proof_table("bodies-hold-every-limit", rows)
    assert broken == []


def _proved(evening: Evening) -> Judged:
    return judged(evening, rate_hz=PROVED_HZ)
