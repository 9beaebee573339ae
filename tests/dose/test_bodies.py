"""Bodies of every size in every style at every level: no limit broken by any plan that there is."""

import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import product
from typing import NamedTuple

import pytest

from backrub.app.checking import narrow_on_body
from backrub.body import body_of
from backrub.catalog import load
from backrub.dose import check
from dose.people import (
    FAR,
    LEVELS,
    OUT_OF_REACH,
    Evening,
    evenings,
    is_allowed,
    person,
    planned,
)

BODIES = 20
PROVED = 200
RATE_HZ, ONCE_HZ, PROVED_HZ = 10.0, 20.0, 60.0
"""Each day's sample; what once broke a limit; all bodies, as finely as before any massage. [Hz]"""


class Judged(NamedTuple):
    """What became of one evening: whether there was a plan, what broke, how near every limit came, and how
    long a core was at work on it. [s]

    Where somebody is out of reach the planner never had their shape: what breaks there is first made gentler,
    as before any massage, and what that comes to is judged.
    """

    evening: Evening
    is_planned: bool
    nearest: bool
    is_gentler: bool
    broken: tuple[str, ...]
    used_frac: dict[str, float]
    work_s: float


def judged(evening: Evening, rate_hz: float = RATE_HZ) -> Judged:
    began_s = time.process_time()
    made = planned(evening)
    if made is None:
        work_s = time.process_time() - began_s
        return Judged(
            evening, is_planned=False, nearest=False, is_gentler=False, broken=(), used_frac={}, work_s=work_s
        )
    plan, score = made
    report = check(plan, score, catalog=load(), rate_hz=rate_hz, threads=1)
    is_gentler = report.nearest and bool(report.broken)
    if is_gentler:
        held = narrow_on_body(plan, catalog=load(), threads=1)
        plan, report = held.plan, held.report
    broken = tuple(
        f"{each.name} {each.worst:g} for {each.limit:g} in {plan.steps[each.step].technique}"
        if each.step is not None
        else f"{each.name} {each.worst:g} for {each.limit:g}"
        for each in report.broken
    )
    used = {each.name: each.worst / each.limit for each in report.limits if each.limit > 0}
    work_s = time.process_time() - began_s
    return Judged(
        evening, is_planned=True, nearest=report.nearest, is_gentler=is_gentler, broken=broken,
        used_frac=used, work_s=work_s,
    )  # fmt: skip


@cache
def sample() -> tuple[Evening, ...]:
    """Each of the twenty bodies in each style once, at a level that they may have."""
    found = []
    for seed in range(BODIES):
        for number, style in enumerate(load().styles):
            levels = [LEVELS[(seed + number + more) % len(LEVELS)] for more in range(len(LEVELS))]
            asked = (Evening(seed, style, level) for level in levels)
            found += [next((each for each in asked if is_allowed(each)), Evening(seed, style, levels[0]))]
    return tuple(found)


def test_each_days_sample_is_every_body_in_every_style_and_every_style_at_every_level():
    assert {(each.seed, each.style) for each in sample()} == {*product(range(BODIES), load().styles)}
    allowed = [each for each in sample() if is_allowed(each)]
    assert {(each.style, each.level) for each in allowed} == {*product(load().styles, LEVELS)}
    assert len(allowed) >= 100


@pytest.mark.slow
@pytest.mark.parametrize("style", load().styles)
def test_no_limit_is_broken_in_any_style_on_twenty_bodies(style):
    """Each body at one level, not at every one: that is proved, at full size."""
    looked = [judged(each) for each in sample() if each.style == style]
    assert [each.is_planned for each in looked] == [is_allowed(each.evening) for each in looked]
    assert {each.evening: each.broken for each in looked if each.broken} == {}


@pytest.mark.slow
def test_no_limit_is_broken_on_the_nearest_shape_to_somebody_out_of_reach():
    looked = judged(Evening(OUT_OF_REACH[0], "deep-tissue", 3))
    assert (looked.is_planned, looked.nearest, looked.broken) == (True, True, ())


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
        Evening(91, "clothed", 1),
        Evening(94, "clothed", 3),
        Evening(104, "clothed", 3),
    ],
    ids=(
        "hands in each other",
        "a rest of rounded times",
        "hands on a narrow neck",
        "a hand beside one that rested",
        "a strip touched between two places",
        "a nape under a large back",
        "a palm that lies on few cells",
        "hands rocking on a broad back",
        "a far hip under a forearm",
        "a far hip of somebody tall",
    ),
)
def test_what_once_broke_a_limit_no_longer_does(evening):
    assert judged(evening, rate_hz=ONCE_HZ).broken == ()


def test_between_two_places_that_were_tried_a_palm_stays_light_enough():
    # With 95 % of a cap aimed at, the skin over a bone had 100.3 % of it for one sample of sixty a second.
    assert judged(Evening(91, "deep-tissue", 3), rate_hz=PROVED_HZ).broken == ()


@pytest.mark.parametrize("evening", [Evening(36, "classic", 3), Evening(41, "massager", 4)])
def test_a_palm_that_comes_down_on_a_steep_flank_lies_on_enough_cells_from_the_first(evening):
    # A fifth of a newton lay on one cell over the hip's crest, for one sample of sixty a second.
    assert judged(evening, rate_hz=PROVED_HZ).broken == ()


def test_a_shape_out_of_reach_is_made_gentler_before_anything_is_played():
    """Somebody of 1.35 m, whose nearest shape is 10 cm taller."""
    looked = judged(Evening(OUT_OF_REACH[-1], "deep-tissue", 1))
    assert (looked.nearest, looked.is_gentler, looked.broken) == (True, True, ())


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


def test_those_out_of_reach_have_the_nearest_shape():
    assert [person(seed) for seed in OUT_OF_REACH] == [*FAR]
    assert all(body_of(each).nearest for each in FAR)
    assert not any(body_of(person(seed)).nearest for seed in range(BODIES))


@pytest.mark.prove
def test_two_hundred_bodies_in_every_style_at_every_level(proof_table):
    asked = list(evenings([*range(PROVED), *OUT_OF_REACH]))
    with ProcessPoolExecutor() as pool:
        looked = list(pool.map(_proved, asked, chunksize=24))
    proof_table("bodies-hold-every-limit", rows_of(looked))
    assert len(looked) == (PROVED + len(FAR)) * len(load().styles) * len(LEVELS)
    # Whoever may have that level has a plan of it, and so everybody has some.
    assert [each.evening for each in looked if not each.is_planned and is_allowed(each.evening)] == []
    assert {each.evening.seed for each in looked if each.is_planned} == {*range(PROVED), *OUT_OF_REACH}
    assert all(each.nearest for each in looked if each.is_planned and each.evening.seed in OUT_OF_REACH)
    broken = [f"{each.evening}: {one}" for each in looked for one in each.broken]
    assert not broken, "\n".join(broken)


def rows_of(looked: Sequence[Judged]) -> list[dict[str, object]]:
    """Return what is told of many evenings."""
    plans = [each for each in looked if each.is_planned]
    people = len({each.evening.seed for each in looked})
    without = [each.evening for each in looked if not each.is_planned]
    kinds = f"{len(load().styles)} styles and levels {LEVELS[0]} to {LEVELS[-1]}"
    told: list[tuple[str, object]] = [
        ("people, five of them out of reach", people),
        ("samples a second", f"{PROVED_HZ:g}"),
        (f"evenings asked for, {kinds}", len(looked)),
        ("of them not allowed: a clinician first", sum(not is_allowed(each) for each in without)),
        ("allowed, and without a plan", sum(is_allowed(each) for each in without)),
    ]
    by_style = Counter(each.evening.style for each in plans)
    told += [(f"plans of {style}", count) for style, count in sorted(by_style.items())]
    by_level = Counter(each.evening.level for each in plans)
    told += [(f"plans of level {level}", count) for level, count in sorted(by_level.items())]
    told += [
        ("plans for a shape out of reach, judged on the nearest", sum(each.nearest for each in plans)),
        ("of these made gentler before they are played", sum(each.is_gentler for each in plans)),
        ("plans judged, each limit", len(plans)),
        ("broken limits", sum(len(each.broken) for each in plans)),
        ("work of one core a person, planning and check [s]",
         f"{sum(each.work_s for each in looked) / people:.0f}"),
    ]  # fmt: skip
    for name in sorted({name for each in plans for name in each.used_frac}):
        most = max(each.used_frac.get(name, 0.0) for each in plans)
        if most > 0:
            told.append((f"most used of {name}", f"{100 * most:.1f} %"))
    return [{"what": what, "how many": many} for what, many in told]


def _proved(evening: Evening) -> Judged:
    return judged(evening, rate_hz=PROVED_HZ)
