"""What a mirrored evening is to the solver: the very same programme; and what is not proven on the way."""

import importlib
from unittest.mock import patch

import numpy as np
import pytest

from backrub.catalog import load
from backrub.planning.known import forget
from backrub.planning.plan import plan
from backrub.screening.screen import screen
from judge.judge_requests import TODAY, mirrored, request

CHOOSE = importlib.import_module("backrub.planning.choose")


def planned(asked):
    """Return the plan for a request, and each programme that was looked at with what was found."""
    solve, looked = CHOOSE.solve, []

    def spy(programme, **more):
        looked.append((programme, solve(programme, **more)))
        return looked[-1][1]

    clearance = screen(asked, day=TODAY, conditions=load().conditions)
    forget()
    with patch.object(CHOOSE, "solve", spy):
        return plan(asked, clearance, catalog=load(), day=TODAY), looked


@pytest.mark.parametrize("seed", [278, 290, 163, 47])
def test_the_solver_gets_the_same_programme_of_a_mirrored_evening(seed):
    """Sore on both sides, a circle on one, help for either side, sore where sides are alike."""
    asked = request(seed)
    assert asked.wishes.avoid or asked.wishes.sore
    one, two = planned(asked), planned(mirrored(asked))
    assert len(one[1]) == len(two[1])
    for (a, _), (b, _) in zip(one[1], two[1], strict=True):
        assert not_alike(a, b) == []
    assert one[0].objective == two[0].objective


def not_alike(one, other) -> list[str]:
    """Return what of two programmes differs."""
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in ("worth", "low", "high")}
    pairs |= {
        f"rows.{name}": (getattr(one.rows, name), getattr(other.rows, name)) for name in ("low", "high")
    }
    for name, a, b in zip(("row", "column", "value"), one.rows.entries(), other.rows.entries(), strict=True):
        pairs[f"rows.{name}"] = (a, b)
    return [name for name, (a, b) in pairs.items() if not np.array_equal(a, b)]


def test_a_plan_that_does_not_hold_in_order_is_not_proven_and_one_that_is_given_is():
    made, looked = planned(request(88))
    gaps = [found.gap_frac for _, found in looked]
    assert gaps[0] == np.inf
    assert gaps[-1] == pytest.approx(made.mip_gap, abs=1e-6)
    assert made.mip_gap <= 0.01


@pytest.mark.parametrize(("across", "along"), [(0.3, -0.06), (0.184, 0.528), (0.9, 0.3), (0.05, 1.05)])
def test_a_spot_is_in_the_same_place_left_and_right_also_on_an_edge(across, along):
    right, left = (load().atlas.place_at(x, along) for x in (across, -across))
    assert (right and right[0]) == (left and left[0])
    assert {right and right[1], left and left[1]} in ({"left", "right"}, {"both"}, {None})
