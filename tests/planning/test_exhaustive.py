"""The solver's own claim: small evenings, compared with every choice there is; and a machine without time."""

import contextlib
import importlib
import itertools
from unittest.mock import patch

import highspy
import numpy as np
import pytest

from backrub.catalog import load
from backrub.errors import DataError
from backrub.planning import solve as solving
from backrub.planning.plan import plan
from backrub.screening.screen import screen
from judge.judge_requests import TODAY, request
from planning.from_the_page import best
from planning.test_properties import GAP, LEAST_WORTH, evening, planned
from strategies import plain

EXHAUSTED = 20
MOST_BINARIES = 8
NEAR = 1e-5
TIES = 5e-4
"""What breaks ties between pieces that are worth the same."""
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


class _EnoughError(Exception):
    """The programme has been seen; nothing more is needed of the planner."""


def small_programmes():
    """Yield (seed, programme, solution) of requests for which few techniques are left."""
    catalog = load()
    names = sorted(catalog.techniques)
    planning = importlib.import_module("backrub.planning.choose")
    solve, seen = planning.solve, []

    def spy(made, **_):
        seen.append((made, solve(made) if 2 <= made.count <= MOST_BINARIES else None))
        raise _EnoughError

    count = 0
    for seed in range(1, 600):
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
        with patch.object(planning, "solve", spy), contextlib.suppress(_EnoughError, DataError):
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
    solver, free = highspy.Highs(), np.flatnonzero(made.is_binary).astype(np.int32)
    for name, value in {"output_flag": False}.items():
        solver.setOptionValue(name, value)
    solver.addVars(len(made.worth), made.low, made.high)
    solver.changeColsCost(len(made.worth), np.arange(len(made.worth), dtype=np.int32), -made.worth)
    terms = {row: {} for row in range(len(made.rows.names))}
    for row, column, value in zip(*made.rows.entries(), strict=True):
        terms[row][column] = value
    for row, low, high in zip(terms, made.rows.low, made.rows.high, strict=True):
        columns, values = np.array([*terms[row]], dtype=np.int32), np.array([*terms[row].values()])
        solver.addRow(low, high, len(columns), columns, values)
    best = -np.inf
    for choice in itertools.product((0.0, 1.0), repeat=len(free)):
        fixed = np.array(choice)
        if (fixed < made.low[free]).any() or (fixed > made.high[free]).any():
            continue
        solver.changeColsBounds(len(free), free, fixed, fixed)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            best = max(best, -solver.getInfo().objective_function_value)
    return best


def test_twenty_small_requests_have_no_better_plan():
    checked = 0
    for seed, made, solution in small_programmes():
        best = best_of_all(made)
        assert solution.worth <= best + 1e-6, seed
        assert best - solution.worth <= GAP * max(abs(best), LEAST_WORTH) + 1e-6, (seed, best, solution.worth)
        checked += 1
    assert checked == EXHAUSTED


@pytest.mark.parametrize(
    ("known", "style", "minutes"),
    [
        (("settling-hands", "sacrum-hold"), "relaxation", 5.0),
        (("settling-hands", "sacrum-hold"), "clothed", 5.5),
        (("settling-hands", "trembling-palms"), "clothed", 6.0),
        (("sacrum-hold", "trembling-palms"), "relaxation", 5.0),
        (("sacrum-hold", "rocking"), "clothed", 5.0),
    ],
)
def test_five_small_requests_are_worth_what_the_page_says(known, style, minutes):
    catalog = load()
    asked = plain(wishes={"minutes": minutes, "style": style, "level": 2}, kit={"oil": "none"})
    made = plan(asked, _clear(asked, catalog, {*catalog.techniques} - {*known}), catalog=catalog, day=TODAY)
    by_hand = best(known, style=style, minutes=minutes)
    assert made.objective <= by_hand + TIES
    assert by_hand <= made.objective * (1 + made.mip_gap) + TIES


def test_a_machine_without_time_still_finds_a_plan_or_proves_that_there_is_none():
    planning = importlib.import_module("backrub.planning.choose")
    seen = []
    with patch.object(planning, "solve", lambda made, **_: seen.append(made) or real(made)):
        real = importlib.import_module("backrub.planning.solve").solve
        plan(evening(planned(1)[0]).request, evening(planned(1)[0]).clearance, catalog=load(), day=TODAY)
    hurried = real(seen[0], limit_s=1e-9)
    assert hurried is not None
    assert 0 <= hurried.worth <= real(seen[0]).worth * (1 + GAP)


def test_the_plan_that_the_solver_begins_with_keeps_every_row_and_is_yes_or_no():
    begun = better = 0
    for seed, made, solution in small_programmes():
        relaxed = solving._relaxed(made)
        if relaxed is None:
            continue
        best = solving._solution(relaxed)
        first = solving._dive(relaxed, made)
        if first is None:
            continue
        begun += 1
        x, rows = solving._improved(first, best, made, limit_s=20.0), made.rows
        assert made.worth @ x >= made.worth @ first - NEAR, seed
        better += bool(made.worth @ x > made.worth @ first + NEAR)
        sums = np.zeros(len(rows.names))
        row, column, value = rows.entries()
        np.add.at(sums, row, value * x[column])
        for value, low, high in ((sums, rows.low, rows.high), (x, made.low, made.high)):
            short = np.maximum(np.array(low) - value, value - np.array(high))
            assert short.max() <= NEAR, seed
        yes = x[made.is_binary]
        assert np.minimum(yes, 1 - yes).max() <= NEAR, seed
        assert solution.worth >= made.worth @ x - GAP * max(solution.own_worth, LEAST_WORTH)
    assert begun >= EXHAUSTED // 2
    assert better
