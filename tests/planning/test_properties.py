"""What holds for any plan: mirrored requests, wider clearances, the same request twice, the solver's own
claim."""

import importlib
import itertools
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from statistics import median
from unittest.mock import patch

import pytest

from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.base import BareCircle
from backrub.model.clearance import Clearance
from backrub.model.plan import Plan
from backrub.planning.known import forget
from backrub.planning.plan import plan
from backrub.score.compose import compose
from judge.judge_all import judge
from judge.judge_case import Case
from judge.judge_evenings import Evening, dumped, evening_of
from judge.judge_hands import had
from judge.judge_requests import TODAY, mirrored, request
from judge.judge_room import may_touch

GAP, LEAST_WORTH, HELPED_WORTH = 0.01, 1.0, 10.0
HELP_S = 870.0  # a quarter of an hour, and what a plan may be off by
TOUCH_ALL_FROM_MINUTES = 20
OTHER = {"left": "right", "right": "left"}
SIDES = {"left": ("left", "both"), "right": ("right", "both"), "both": ("left", "right", "both")}
ORDER_FRAC = 0.1
"""What the order of an evening's steps may cost of its worth."""
ORDER = "whole passes and order cost a tenth at most"
SEEDS, PROVED, ASKED = 4, 200, 800
"""So many requests that have a plan, here and in `make prove`, and so many that are looked at there."""
LEAST = 3
"""So many comparisons at least of each way to narrow a clearance; a property of nothing is no property."""


def mirrored_plan(made: Plan) -> dict:
    """Return a plan as a dict with left and right changed about."""
    other = dumped(made)
    for step in other["steps"]:
        step["side"] = OTHER.get(step["side"], step["side"])
        step["stand"] = OTHER.get(step["stand"], step["stand"])
        step["spot"] = step["spot"] and [-step["spot"][0], step["spot"][1]]
    for circle in other["limits"]["avoid"]:
        circle["across"] = -circle["across"]
    for points in ("slow_at", "gentle_at"):
        other[points] = [[-across, along] for across, along in other.get(points, ())]
    other["giver"]["handed"] = OTHER[other["giver"]["handed"]]
    return other


@cache
def evening(seed: int, *, is_mirrored: bool = False) -> Evening:
    asked = request(seed)
    return evening_of(mirrored(asked) if is_mirrored else asked, load())


@cache
def planned(count: int) -> tuple[int, ...]:
    """Return the first seeds whose request has a plan."""
    has_plan = (seed for seed in itertools.count() if isinstance(evening(seed).made, Plan))
    return tuple(itertools.islice(has_plan, count))


@cache
def short(count: int) -> tuple[int, ...]:
    """Return the first seeds with a plan too short for every place to be touched."""
    has_plan = (seed for seed in itertools.count() if isinstance(evening(seed).made, Plan))
    return tuple(itertools.islice((seed for seed in has_plan if _is_short(evening(seed))), count))


def _is_short(each: Evening) -> bool:
    return min(each.request.wishes.minutes, each.clearance.max_minutes) < TOUCH_ALL_FROM_MINUTES


@cache
def bound(seed: int) -> float:
    """Return what no plan for a request is worth more than: the first programme's bound.

    It knows nothing yet of what whole passes and the order of the steps will cost.
    """
    planning, firsts = importlib.import_module("backrub.planning.choose"), []

    def first(made, **more):
        firsts.append(solve(made))  # with its proof, which planning leaves out where more rows are to come
        return solve(made, **more)

    each, solve = evening(seed), planning.solve
    with patch.object(planning, "solve", first):
        made = plan(each.request, each.clearance, catalog=load(), day=TODAY)
    assert made == each.made
    # Where not all sore spots can be helped, or a pool leaves nothing, a later programme counts.
    sore = each.request.wishes.sore
    return max(first.worth + first.gap_frac * own_worth(made, sore) for first in firsts if first is not None)


def order_cost_frac(seed: int) -> float:
    """Return what whole passes and the order cost a plan at most, of its worth."""
    made = evening(seed).made
    return (bound(seed) - made.objective) / own_worth(made, evening(seed).request.wishes.sore)


def own_worth(made: Plan, sore) -> float:
    """Return what a plan is worth without what it got for helping sore places: the gap is of that."""
    if made.duration_s < HELP_S:
        return max(abs(made.objective), LEAST_WORTH)
    focus = {(step.place, side) for step in made.steps if step.phase == "focus" for side in SIDES[step.side]}
    helped = {
        key
        for key in {load().atlas.place_at(each.across, each.along) for each in sore} - {None}
        if key in focus or ("back", key[1]) in focus
    }
    return max(abs(made.objective - HELPED_WORTH * len(helped)), LEAST_WORTH)


def within_the_gap(one: Plan, other: Plan, sore) -> bool:
    """Whether two plans are as good as each other, as far as a plan is proven."""
    worse, better = sorted((one, other), key=lambda each: each.objective)
    return better.objective <= worse.objective + GAP * own_worth(worse, sore) + 1e-5


@pytest.mark.parametrize("number", range(SEEDS))
def test_a_mirrored_request_is_worth_as_much(number):
    seed = planned(SEEDS)[number]
    one, two = evening(seed).made, evening(seed, is_mirrored=True).made
    assert isinstance(two, Plan)
    assert max(one.mip_gap, two.mip_gap) <= GAP
    assert within_the_gap(one, two, evening(seed).request.wishes.sore), (seed, one.objective, two.objective)


@pytest.mark.parametrize("number", range(SEEDS))
def test_whole_passes_and_order_cost_little(number):
    seed = planned(SEEDS)[number]
    assert order_cost_frac(seed) <= ORDER_FRAC


@pytest.mark.parametrize("number", range(SEEDS))
def test_a_mirrored_plan_fits_the_mirrored_request(number):
    seed = planned(SEEDS)[number]
    assert broken_in_the_mirror(seed) == []


def test_strokes_on_the_midline_turn_as_the_mirror_does_beside_a_circle():
    # Next to a place to leave alone on one side, circles turned the other way keep less.
    assert any(step.place == "sacrum" for step in evening(96).made.steps)
    assert broken_in_the_mirror(96) == []


def broken_in_the_mirror(seed: int) -> list[str]:
    one, two = evening(seed), evening(seed, is_mirrored=True)
    other = Plan.model_validate(mirrored_plan(one.made))
    try:
        score = compose(other, catalog=load())
    except DataError as error:
        return [str(error)]
    found = judge(dumped(two.request), dumped(two.clearance), dumped(other), dumped(score))
    # Which side comes first is the one thing that is not mirrored: the third technique begins from the
    # receiver's right.
    return [str(each) for each in found if "receiver's right" not in each.what]


@pytest.mark.parametrize("number", range(SEEDS))
def test_the_same_request_has_the_same_plan(number):
    seed = planned(SEEDS)[number]
    first = evening(seed)
    forget()
    left, right = (dumped(each.made) for each in (first, evening_of(request(seed), load())))
    for each in (left, right):
        each.pop("solve_s", None)
    assert left == right


def narrowed(what: str, wide: Evening) -> Clearance:
    """Return the evening's clearance with one thing less in it: something that the plan uses, or a technique
    that is named."""
    clearance, made = wide.clearance, wide.made
    used = [step for step in made.steps if step.level is not None]
    step = used[len(used) // 2]
    place = next((each.place for each in used[::-1] if each.place not in (None, "back")), "hip")
    part = load().techniques[step.technique].part
    if what in load().techniques:
        return clearance.model_copy(update={"forbidden_techniques": (*clearance.forbidden_techniques, what)})
    update = {
        "a technique": {"forbidden_techniques": (*clearance.forbidden_techniques, step.technique)},
        "the first technique": {"forbidden_techniques": (*clearance.forbidden_techniques, used[0].technique)},
        "a level": {"max_level": max(1, made.level - 1)},
        "a place": {"forbidden_places": (*clearance.forbidden_places, place)},
        "a part": {"forbidden_parts": (*clearance.forbidden_parts, part if part != "palm" else "knuckles")},
        "a place's level": {"place_max_level": {**clearance.place_max_level, "low-back": 1}},
        "a circle": {"avoid": (*clearance.avoid, CIRCLE)},
        "another circle": {"avoid": (*clearance.avoid, CIRCLE)},
    }[what]
    return clearance.model_copy(update=update)


CIRCLE = BareCircle(across=0.35, along=0.62, radius_m=0.015)
NARROWINGS = (
    "a technique",
    "a level",
    "a place",
    "a part",
    "a place's level",
    "another circle",
    "the first technique",
    "a circle",
)


def seeds_for(what: str, count: int) -> list[int]:
    """Return the seeds to compare with: for another circle, those that have one already; without a place
    other places are to be touched in most evenings, so that more are looked at."""
    if what == "another circle":
        return [seed for seed in planned(4 * count) if evening(seed).clearance.avoid]
    many = 2 * count if what == "a place" else count
    return sorted({*planned(many), *short(many // 2)})


def worth_more(what: str, seed: int) -> float | None:
    """Return by how much less clearance makes a better plan than the gap allows; None where they can't be
    compared: no plan, another style, or other places to touch."""
    wide = evening(seed)
    narrow = narrowed(what, wide)
    try:
        made = plan(wide.request, narrow, catalog=load(), day=TODAY)
    except DataError:  # too little of the back is left for any massage
        return None
    if narrow == wide.clearance or not isinstance(made, Plan) or made.style != wide.made.style:
        return None
    if not _is_short(wide) and _touch(wide.request, narrow, made) != _touch(
        wide.request, wide.clearance, wide.made
    ):
        return None
    most = wide.made.objective + GAP * own_worth(wide.made, wide.request.wishes.sore)
    return (made.objective - most) / abs(most)


@pytest.mark.parametrize("what", NARROWINGS)
def test_more_clearance_never_makes_a_worse_plan(what):
    found = {seed: worth_more(what, seed) for seed in seeds_for(what, SEEDS)}
    compared = {seed: more for seed, more in found.items() if more is not None}
    assert {seed: more for seed, more in compared.items() if more > 1e-5} == {}
    assert len(compared) >= LEAST


@pytest.mark.parametrize(
    ("what", "seed"),
    [
        ("trigger-point-release", 163),
        ("wringing", 290),
        ("a level", 52),
        ("a place's level", 98),
        ("the first technique", 229),
        ("a circle", 191),
        ("a circle", 311),
        ("a circle", 602),
        ("another circle", 408),
        ("another circle", 747),
        ("a circle", 47),
        ("a technique", 200),
        ("a part", 289),
        ("a place's level", 173),
    ],
)
def test_what_once_hid_something_better_hides_it_no_more(what, seed):
    """Something hidden by the short list, help for a sore place that was a must, others beside the eight,
    focus work that a circle alone kept from a place which a short evening does not warm, a circle on one side
    that unlike strokes lost more by than by a second one on the other, two sore spots that counted as one,
    shorter strokes that were not tried where a first plan left a place cold."""
    more = worth_more(what, seed)
    assert more is not None
    assert more <= 1e-5


def compared(seed: int) -> dict[str, float | None]:
    """Return by how much one seed breaks each property; None where there is nothing to compare."""
    one, two = evening(seed).made, evening(seed, is_mirrored=True).made
    is_alike = isinstance(two, Plan) and within_the_gap(one, two, evening(seed).request.wishes.sore)
    found: dict[str, float | None] = {
        "a mirrored request is worth as much": float(not is_alike),
        "a mirrored plan fits the mirrored request": float(len(broken_in_the_mirror(seed))),
        ORDER: order_cost_frac(seed) - ORDER_FRAC,
    }
    for what in NARROWINGS:
        if what != "another circle":
            found[f"without {what} no plan is worth more"] = worth_more(what, seed)
    if evening(seed).clearance.avoid:
        again, once = (f"without {what} no plan is worth more" for what in ("another circle", "a circle"))
        found[again] = found[once]
    return found


def has_plan_and_circle(seed: int) -> tuple[bool, bool]:
    """Return whether a request has a plan, and a circle to leave alone."""
    return isinstance(evening(seed).made, Plan), bool(evening(seed).clearance.avoid)


def circled(seed: int) -> dict[str, float | None]:
    """Return the same for another circle alone."""
    return {"without another circle no plan is worth more": worth_more("another circle", seed)}


@pytest.mark.prove
def test_properties_of_many_plans(proof_table):
    with ProcessPoolExecutor() as pool:
        both = zip(range(ASKED), pool.map(has_plan_and_circle, range(ASKED), chunksize=8), strict=True)
        found = [(seed, has_circle) for seed, (has_plan, has_circle) in both if has_plan]
        seeds = [seed for seed, _ in found[:PROVED]]
        more = [seed for seed, has_circle in found[PROVED:] if has_circle]
        looked = dict(zip(seeds, pool.map(compared, seeds, chunksize=4), strict=True))
        looked |= zip(more, pool.map(circled, more, chunksize=4), strict=True)
    rows, over = [], {}
    for name in dict.fromkeys(name for each in looked.values() for name in each):
        told = {seed: each[name] for seed, each in looked.items() if each.get(name) is not None}
        broken = {seed: by for seed, by in told.items() if by > 1e-5}
        worst = f"{100 * max(broken.values()):.1f} % (seed {max(broken, key=broken.get)})" if broken else ""
        rows.append({"property": name, "compared": len(told), "broken": len(broken), "by at most": worst})
        rows[-1] |= _costs(told) if name == ORDER else {"cost in the middle": "", "largest cost": ""}
        over |= {(name, seed): by for seed, by in broken.items()}
    proof_table("properties-of-plans", rows)
    assert over == {}
    assert min(row["compared"] for row in rows) >= PROVED // 4


def _costs(over_frac: dict[int, float]) -> dict[str, str]:
    """Return what whole passes and order cost the middle plan and the worst one, of its worth."""
    cost_frac = [each + ORDER_FRAC for each in over_frac.values()]
    told = {"cost in the middle": median(cost_frac), "largest cost": max(cost_frac)}
    return {name: f"{100 * each:.2f} %" for name, each in told.items()}


def test_the_costs_of_order_are_told_as_parts_of_the_worth():
    over_frac = {3: -0.09, 5: -0.075, 8: -0.02}
    assert _costs(over_frac) == {"cost in the middle": "2.50 %", "largest cost": "8.00 %"}


def _touch(asked, clearance, made):
    """Return the places that are to be touched: those where a palm may be, and those where some part was."""
    case = Case(dumped(asked), dumped(clearance), dumped(made), dumped(compose(made, catalog=load())))
    return may_touch(case), had(case)
