"""The short list: what the programme without its yes or no says of each candidate, and who is on the list."""

import importlib
from unittest.mock import patch

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

from backrub.catalog import load
from backrub.planning.plan import plan
from backrub.planning.short_list import LOST_FRAC
from judge.judge_evenings import evening_of
from judge.judge_requests import TODAY, request


@pytest.fixture(scope="module")
def looked():
    """The first relaxed programme of a short evening: the programme, the least times, what is lost."""
    choose, seen = importlib.import_module("backrub.planning.choose"), []
    evening = evening_of(request(229), load())

    def spy(made, least_s):
        seen.append((made, least_s, lost(made, least_s)))
        return seen[-1][2]

    with patch.object(choose, "lost_frac", spy):
        lost = importlib.import_module("backrub.planning.solve").lost_frac
        plan(evening.request, evening.clearance, catalog=load(), day=TODAY)
    return seen[0]


def relaxed(made, *, low):
    """Return the least cost of a programme without its yes or no, and where; by another library's front."""
    rows = made.rows
    row, column, value = rows.entries()
    shape = (len(rows.names), len(made.worth))
    matrix = csr_array((value, (row, column)), shape=shape)
    lows, highs = np.array(rows.low), np.array(rows.high)
    above, below = np.isfinite(lows), np.isfinite(highs)
    dense = matrix.toarray()
    found = linprog(
        -made.worth,
        A_ub=np.vstack([dense[below], -dense[above]]),
        b_ub=np.concatenate([highs[below], -lows[above]]),
        bounds=np.stack([low, made.high], axis=1),
    )
    return found.fun if found.status == 0 else np.inf, found.x


def test_using_something_costs_the_relaxed_programme_at_least_what_is_lost_by_it(looked):
    made, _, lost = looked
    least, x = relaxed(made, low=made.low)
    costs = []
    for index in range(0, made.count, 5):
        low = made.low.copy()
        low[index] = 1.0
        cost, _ = relaxed(made, low=low)
        costs.append(cost - least)
        assert cost - least >= lost[index] * made.own_worth(x) - 1e-6
    assert max(costs) > 1.0


def test_what_the_relaxed_programme_uses_is_lost_by_nothing_and_comes_on_the_list(looked):
    made, _, lost = looked
    _, x = relaxed(made, low=made.low)
    used = [index for index in range(made.count) if x[index] > 1e-6]
    assert used
    assert all(lost[index] <= LOST_FRAC for index in used)
