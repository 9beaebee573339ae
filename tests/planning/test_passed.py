"""Short evenings: strokes that end short of what they only pass are tried, where that could be worth more."""

import importlib
from unittest.mock import patch

import pytest

from backrub.catalog import load
from backrub.model.request import Request
from backrub.planning.plan import plan
from backrub.screening.screen import screen
from judge.judge_requests import TODAY, request
from playing import request_of

CLASSIC = 889
"""The seed of a short request that is worth more with shorter strokes."""


def chosen(asked):
    """Return the plan of a request, and each choice on the way: what it was to be above, and its worth."""
    catalog, planning = load(), importlib.import_module("backrub.planning.plan")
    choose, choices = planning.choose, []

    def spy(*found, **more):
        solved = choose(*found, **more)
        choices.append((more["above"], None if solved is None else solved.solution.worth))
        return solved

    with patch.object(planning, "choose", spy):
        made = plan(
            asked, screen(asked, day=TODAY, conditions=catalog.conditions), catalog=catalog, day=TODAY
        )
    return made, choices


def test_shorter_strokes_are_taken_where_they_are_worth_more():
    made, ((_, passing), (above, ending)) = chosen(request(CLASSIC))
    assert made.unwarmed
    assert made.objective == pytest.approx(ending, abs=1e-6)
    assert ending > passing
    assert passing < above < ending  # by more than what a plan may fall short of the best


def test_they_are_left_where_they_are_not_worth_more():
    asked = Request.model_validate(request_of(minutes=15, style="deep-tissue", level=4))
    made, ((_, passing), (above, ending)) = chosen(asked)
    assert ending is None
    assert above == pytest.approx(passing * 1.01)
    assert made.objective == pytest.approx(passing, abs=1e-6)
