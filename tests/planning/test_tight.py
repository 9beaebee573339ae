"""Rows that are there only to make the programme tighter: no plan is lost, and it relaxed comes nearer."""

import importlib
from copy import deepcopy
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import numpy as np
import pytest

from backrub.catalog import load
from backrub.model.request import Request
from backrub.planning.plan import plan
from backrub.planning.rows import Rows
from backrub.planning.solve import GAP_FRAC, relaxed_worth, solve
from backrub.screening.screen import screen
from playing import request_of

DAY = date(2026, 11, 2)
ONE_SPOT = [{"across": 0.3, "along": 0.3, "pain_nrs": 3}]
TWO_SPOTS = [{"across": 0.35, "along": 0.2, "pain_nrs": 4}, {"across": -0.4, "along": 0.6, "pain_nrs": 4}]
EVENINGS = (
    {"minutes": 15, "style": "deep-tissue", "level": 4},
    {"minutes": 17, "style": "deep-tissue", "level": 3, "sore": TWO_SPOTS},
    {"minutes": 16, "style": "relaxation", "level": 3, "sore": ONE_SPOT},
)
NEARER_FRAC = 0.7
"""The relaxed programme is so much nearer to the best plan at least; 0.27 to 0.5 when this was set."""


def programme_of(wishes):
    """Return the first programme of an evening."""
    catalog, choosing = load(), importlib.import_module("backrub.planning.choose")
    asked = Request.model_validate(request_of(**wishes))
    made = []

    def spy(programme, **more):
        made.append(programme)
        return solve(programme, **more)

    with patch.object(choosing, "solve", spy):
        plan(asked, screen(asked, day=DAY, conditions=catalog.conditions), catalog=catalog, day=DAY)
    return made[0]


def loose(programme):
    """Return the same without what is there only to be tight, and how many rows that were."""
    rows, left_out, begin = Rows(), 0, 0
    for name, end, low, high in zip(
        programme.rows.names, programme.rows.ends, programme.rows.low, programme.rows.high, strict=True
    ):
        columns, values = programme.rows.columns[begin:end], programme.rows.values[begin:end]
        terms, begin = dict(zip(columns, values, strict=True)), end
        yes = [column for column in terms if programme.is_binary[column]]
        if name.startswith(("place:", "variety:")) and yes:
            left_out += 1
            continue
        if name.startswith("warm:") and low > 0:
            (ready,) = yes
            terms[ready], low = terms[ready] - low, 0.0
        rows.add(name, terms, low=low, high=high)
    return replace(programme, rows=rows), left_out


@pytest.fixture(params=EVENINGS, ids=lambda wishes: f"{wishes['minutes']}-{wishes['style']}", scope="module")
def evening(request):
    tight = programme_of(request.param)
    without, left_out = loose(deepcopy(tight))
    assert left_out > 5
    return tight, without, solve(tight), solve(without)


def test_tight_rows_take_no_plan_away(evening):
    tight, _, best, other = evening
    assert abs(best.worth - other.worth) <= GAP_FRAC * max(best.own_worth, other.own_worth)
    begin = 0
    for name, end, low, high in zip(
        tight.rows.names, tight.rows.ends, tight.rows.low, tight.rows.high, strict=True
    ):
        at = float(np.dot(other.x[tight.rows.columns[begin:end]], tight.rows.values[begin:end]))
        begin = end
        assert low - 1e-4 <= at <= high + 1e-4, name


def test_the_relaxed_programme_comes_nearer(evening):
    tight, without, best, other = evening
    most = max(best.worth, other.worth)
    assert relaxed_worth(tight) - most <= NEARER_FRAC * (relaxed_worth(without) - most)
