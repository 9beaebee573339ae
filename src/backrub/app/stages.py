"""The stages from a request to a score, each one call of the engine below, with the day passed in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backrub.app.within import within
from backrub.catalog import Catalog
from backrub.errors import DataError
from backrub.model.clearance import Clearance
from backrub.model.plan import Edit, Infeasible, Plan
from backrub.model.request import Request
from backrub.model.score import Score


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of a request: the clearance, and a plan or why none fits; None where there is no massage."""

    clearance: Clearance
    outcome: Plan | Infeasible | None


def screen_request(request: Request, *, catalog: Catalog, day: date) -> Clearance:
    """Return what screening allows; raises DataError when the request can't be judged."""
    from backrub.screening import screen

    return screen(request, day=day, conditions=catalog.conditions)


def clear_to_plan(request: Request, *, catalog: Catalog, day: date) -> Clearance:
    """Screen for a plan: where there is a massage, every condition with a place must have it marked.

    Raises DataError with each place that is still to be marked: a plan asks rather than guesses.
    """
    from backrub.screening import questions_left

    clearance = screen_request(request, catalog=catalog, day=day)
    if clearance.may_plan and (left := questions_left(request, conditions=catalog.conditions)):
        raise DataError(left)
    return clearance


def make_plan(request: Request, *, catalog: Catalog, day: date) -> Planned:
    """Screen, then plan where there is a massage to plan. Raises DataError with every problem."""
    from backrub.planning import plan

    clearance = clear_to_plan(request, catalog=catalog, day=day)
    if not clearance.may_plan:
        return Planned(clearance, None)
    started_s = time.perf_counter()
    return Planned(clearance, _timed(plan(request, clearance, catalog=catalog, day=day), started_s))


def replan(made: Plan, edits: Sequence[Edit], *, request: Request, catalog: Catalog, day: date) -> Planned:
    """Screen again, then plan again round what a person changed. Raises DataError with every problem."""
    from backrub import planning

    with within("request"):
        clearance = clear_to_plan(request, catalog=catalog, day=day)
    if not clearance.may_plan:
        return Planned(clearance, None)
    started_s = time.perf_counter()
    outcome = planning.replan(made, edits, request=request, clearance=clearance, catalog=catalog, day=day)
    return Planned(clearance, _timed(outcome, started_s))


def compose(plan: Plan, *, catalog: Catalog) -> Score:
    """Return a plan's score; raises DataError where the plan breaks its limits."""
    from backrub import score

    check_plan(plan, catalog=catalog)
    return score.compose(plan, catalog=catalog)


def check_plan(plan: Plan, *, catalog: Catalog) -> None:
    """Raise DataError with everything in a plan that breaks its limits; files get edited by hand."""
    from backrub.planning import verify

    if problems := verify(plan, catalog=catalog):
        raise DataError(problems)


def _timed(outcome: Plan | Infeasible, started_s: float) -> Plan | Infeasible:
    """Return the outcome; a plan tells how long it took since `started_s` on the performance counter. [s]"""
    if isinstance(outcome, Infeasible):
        return outcome
    return outcome.model_copy(update={"solve_s": round(time.perf_counter() - started_s, 4)})
