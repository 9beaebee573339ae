"""What holds for any plan: mirrored requests, wider clearances, the same request twice, the solver's own
claim."""

import contextlib
import importlib
import itertools
from unittest.mock import patch

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.plan import Plan
from backrub.planning.plan import plan
from backrub.score.compose import compose
from backrub.screening.screen import screen
from judge.judge_all import judge
from judge.judge_case import Case
from judge.judge_evenings import dumped, evening_of
from judge.judge_hands import may_touch
from judge.judge_requests import TODAY, mirrored, request

GAP = 0.01
OTHER = {"left": "right", "right": "left"}
PLANNED = tuple(seed for seed in range(40) if seed % 3)[:12]
"""Seeds without the walk through the conditions: most of them have a plan."""
EXHAUSTED = 20
MOST_BINARIES = 8
ENDS = (
    ("rocking", "finish"),
    ("settling-hands", "feather-strokes"),
    ("sacrum-hold", "rocking", "finish"),
    ("smoothing-strokes",),
    ("rocking", "trembling-palms"),
    ("neck-rest", "rocking"),
    ("sacrum-hold", "rocking"),
)
"""A few techniques that begin and end a short evening."""


def mirrored_plan(made: Plan) -> dict:
    """Return a plan as a dict with left and right changed about."""
    other = dumped(made)
    for step in other["steps"]:
        step["side"] = OTHER.get(step["side"], step["side"])
        step["stand"] = OTHER.get(step["stand"], step["stand"])
        step["spot"] = step["spot"] and [-step["spot"][0], step["spot"][1]]
    for circle in other["limits"]["avoid"]:
        circle["across"] = -circle["across"]
    other["giver"]["handed"] = OTHER[other["giver"]["handed"]]
    return other


@pytest.mark.parametrize("seed", PLANNED)
def test_a_mirrored_request_is_worth_as_much(seed):
    one = evening_of(request(seed), load())
    two = evening_of(mirrored(request(seed)), load())
    assert type(one.made) is type(two.made)
    if isinstance(one.made, Plan):
        most = max(abs(one.made.objective), abs(two.made.objective))
        assert abs(one.made.objective - two.made.objective) <= 2 * GAP * most + 1e-6


@pytest.mark.parametrize("seed", PLANNED)
def test_a_mirrored_plan_fits_the_mirrored_request(seed):
    one = evening_of(request(seed), load())
    if not isinstance(one.made, Plan):
        return
    two = evening_of(mirrored(request(seed)), load())
    other = Plan.model_validate(mirrored_plan(one.made))
    score = compose(other, catalog=load())
    found = judge(dumped(two.request), dumped(two.clearance), dumped(other), dumped(score))
    # Which side comes first is the one thing that is not mirrored: the third technique begins from the
    # receiver's right.
    assert [each for each in found if "receiver's right" not in each.what] == []


@pytest.mark.parametrize("seed", PLANNED)
def test_the_same_request_has_the_same_plan(seed):
    one, two = (evening_of(request(seed), load()) for _ in range(2))
    if one.made is None:
        assert two.made is None
        return
    left, right = dumped(one.made), dumped(two.made)
    for each in (left, right):
        each.pop("solve_s", None)
    assert left == right


@pytest.mark.parametrize("seed", PLANNED)
def test_more_clearance_never_makes_a_worse_plan(seed):
    wide = evening_of(request(seed), load())
    catalog = load()
    if not isinstance(wide.made, Plan):
        return
    used = [step.technique for step in wide.made.steps if step.level is not None]
    for out in dict.fromkeys(used[1:4]):
        narrow = wide.clearance.model_copy(
            update={"forbidden_techniques": (*wide.clearance.forbidden_techniques, out)}
        )
        made = plan(wide.request, narrow, catalog=catalog, day=TODAY)
        if not isinstance(made, Plan):
            continue
        if _touch(wide.request, narrow, made) != _touch(wide.request, wide.clearance, wide.made):
            continue
        assert made.objective <= wide.made.objective * (1 + GAP) + 1e-6


def _touch(asked, clearance, made):
    return may_touch(Case(dumped(asked), dumped(clearance), dumped(made)))


class _EnoughError(Exception):
    """The programme has been seen; nothing more is needed of the planner."""


def small_programmes():
    """Yield (seed, programme, solution) of requests for which few techniques are left."""
    catalog = load()
    names = sorted(catalog.techniques)
    planning = importlib.import_module("backrub.planning.plan")
    solve, seen = planning.solve, []

    def spy(made, **more):
        seen.append((made, solve(made, **more) if 2 <= made.count <= MOST_BINARIES else None))
        raise _EnoughError

    count = 0
    for seed in range(1, 400):
        if count == EXHAUSTED:
            return
        asked = request(seed)
        update = {"minutes": 5.0 + seed % 8, "style": "clothed", "sore": (), "avoid": asked.wishes.avoid[:1]}
        asked = asked.model_copy(update={"wishes": asked.wishes.model_copy(update=update)})
        kept = {*ENDS[seed % len(ENDS)], names[seed % len(names)]}
        cleared = _clear(asked, catalog, set(names) - kept)
        if cleared is None:
            continue
        seen.clear()
        with patch.object(planning, "solve", spy), contextlib.suppress(_EnoughError):
            plan(asked, cleared, catalog=catalog, day=TODAY)
        for made, solution in seen:
            if solution is not None:
                count += 1
                yield seed, made, solution


def _clear(asked, catalog, out):
    try:
        clearance = screen(asked, day=TODAY, conditions=catalog.conditions)
    except DataError:
        return None
    if not clearance.may_plan:
        return None
    return clearance.model_copy(update={"forbidden_techniques": tuple(sorted(out))})


def best_of_all(made) -> float:
    """Return the best worth over every choice of the yes-or-no columns, each with its own linear
    programme."""
    rows = made.rows
    entries = np.array(rows.entries)
    shape = (len(rows.names), len(made.worth))
    matrix = csr_array((entries[:, 2], (entries[:, 0].astype(int), entries[:, 1].astype(int))), shape=shape)
    low, high = np.array(rows.low), np.array(rows.high)
    above, below = np.isfinite(low), np.isfinite(high)
    upper = np.concatenate([high[below], -low[above]])
    both = csr_array(np.vstack([matrix.toarray()[below], -matrix.toarray()[above]]))
    free = np.flatnonzero(made.is_binary)
    best = -np.inf
    for choice in itertools.product((0.0, 1.0), repeat=len(free)):
        lowest, highest = made.low.copy(), made.high.copy()
        if (np.array(choice) < lowest[free]).any() or (np.array(choice) > highest[free]).any():
            continue
        lowest[free] = highest[free] = choice
        found = linprog(-made.worth, A_ub=both, b_ub=upper, bounds=np.stack([lowest, highest], axis=1))
        if found.status == 0:
            best = max(best, -found.fun)
    return best


def test_twenty_small_requests_have_no_better_plan():
    checked = 0
    for seed, made, solution in small_programmes():
        best = best_of_all(made)
        assert solution.worth <= best + 1e-6, seed
        assert best - solution.worth <= GAP * abs(best) + 1e-6, (seed, best, solution.worth)
        checked += 1
    assert checked == EXHAUSTED
