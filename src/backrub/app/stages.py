"""The stages from a request to a score, each one call of the engine below, with the day passed in."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from backrub.app.asking import judged
from backrub.app.bodies import body_of_request, felt_body
from backrub.app.within import within
from backrub.catalog import Catalog
from backrub.errors import DataError, Problem
from backrub.model.clearance import Clearance
from backrub.model.options import Options
from backrub.model.plan import Edit, Infeasible, Plan
from backrub.model.practice import Practice, PractiseBody
from backrub.model.read import problem_of
from backrub.model.request import HalfRequest, Request
from backrub.model.routine import Routine
from backrub.model.score import Score

Stands = Clearance | tuple[str, ...]
"""Techniques that may stand in for another, or the clearance of people for whom there is no massage."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of a request: the clearance, and a plan or why none fits; None where there is no massage."""

    clearance: Clearance
    outcome: Plan | Infeasible | None


def screen_request(request: Request, *, catalog: Catalog, day: date) -> Clearance:
    """Return what screening allows; raises DataError with everything that is wrong with the request."""
    return _clearance(request, catalog=catalog, day=day, to_plan=False)


def clear_to_plan(request: Request, *, catalog: Catalog, day: date) -> Clearance:
    """Screen for a plan: where there is a massage, every condition with a place must have it marked.

    Raises DataError with everything that is wrong with the request, and each place that is still to be
    marked: a plan asks rather than guesses.
    """
    return _clearance(request, catalog=catalog, day=day, to_plan=True)


def _clearance(request: Request, *, catalog: Catalog, day: date, to_plan: bool) -> Clearance:
    clearance, problems = judged(request, catalog=catalog, day=day, to_plan=to_plan)
    if clearance is None or problems:
        raise DataError(problems)
    return clearance


def make_plan(request: Request, *, catalog: Catalog, day: date, routine: Routine | None = None) -> Planned:
    """Screen, then plan where there is a massage to plan. Raises DataError with every problem.

    A routine's pieces are kept where these people may have them; it widens nothing.
    """
    clearance = clear_to_plan(request, catalog=catalog, day=day)
    if not clearance.may_plan:
        return Planned(clearance, None)
    started_s = time.perf_counter()
    outcome = plan_within(request, clearance, catalog=catalog, day=day, routine=routine)
    return Planned(clearance, _timed(outcome, started_s))


def plan_within(
    request: Request, clearance: Clearance, *, catalog: Catalog, day: date, routine: Routine | None = None
) -> Plan | Infeasible:
    """Plan what a clearance allows; raises DataError where a landmark can't be where it was felt."""
    from backrub import planning

    if request.receiver.corrections:
        body_of_request(request)  # says which landmark it is
    if routine is None:
        outcome = planning.plan(request, clearance, catalog=catalog, day=day)
    else:
        outcome = planning.plan_routine(request, clearance, routine=routine, catalog=catalog, day=day)
    return _felt(outcome, request)


def routine_of(made: Plan, *, name: str) -> Routine:
    """Return the routine of a plan; raises DataError where nothing is left without its people."""
    from backrub import planning

    try:
        return planning.routine_of(made, name)
    except ValidationError as error:
        raise DataError(problem_of(each, model=Routine) for each in error.errors()) from None


def options_for(half: HalfRequest, *, catalog: Catalog, day: date) -> Options:
    """Return what is possible for two people who may still be answering.

    Raises DataError for what the catalog doesn't know and for days to come; never for a mark that is missing
    or wishes that contradict each other: those are what it tells about.
    """
    from backrub.planning import options
    from backrub.screening import screen
    from backrub.screening.questions import problems_of
    from backrub.screening.wishes import unknown_wishes

    request = half.filled()
    problems = [
        *problems_of(request, day=day, conditions=catalog.conditions),
        *unknown_wishes(request, catalog),
    ]
    if problems:
        raise DataError(problems)
    lying = request.model_copy(update={"wishes": request.wishes.model_copy(update={"position": "prone"})})
    return options(request, screen(lying, day=day, conditions=catalog.conditions), catalog=catalog)


def practise(technique: str, *, body: PractiseBody, duration_s: float, catalog: Catalog) -> Practice:
    """Return one technique to practise; raises DataError where there is none of that id. [s]"""
    from backrub import score

    return score.practise(technique, body=body, duration_s=duration_s, catalog=catalog)


def alternatives(made: Plan, step: int, *, request: Request, catalog: Catalog, day: date) -> Stands:
    """Return what may take a step's place, or the clearance where there is no massage; raises DataError.

    What broke a limit there on this very back is not offered.
    """
    from backrub import planning
    from backrub.app.changing import without_what_broke

    with within("request"):
        clearance = clear_to_plan(request, catalog=catalog, day=day)
    if not clearance.may_plan:
        return clearance
    if step >= len(made.steps):
        way_out = f"Steps go from 0 to {len(made.steps) - 1}."
        raise DataError([Problem("step", f"there is no step {step}", way_out)])
    found = planning.alternatives(made, step, request=request, clearance=clearance, catalog=catalog)
    return without_what_broke(found, made, step=step, request=request)


def replan(made: Plan, edits: Sequence[Edit], *, request: Request, catalog: Catalog, day: date) -> Planned:
    """Screen again, then plan again round what a person changed. Raises DataError with every problem.

    What was made gentler on the same back stays so, and its notices with it.
    """
    from backrub.app.changing import changed

    with within("request"):
        clearance = clear_to_plan(request, catalog=catalog, day=day)
    if not clearance.may_plan:
        return Planned(clearance, None)
    started_s = time.perf_counter()
    outcome = changed(made, edits, request=request, clearance=clearance, catalog=catalog, day=day)
    return Planned(clearance, _timed(outcome, started_s))


def compose(plan: Plan, *, catalog: Catalog) -> Score:
    """Return a plan's score; raises DataError where the plan breaks its limits."""
    from backrub import score

    check_plan(plan, catalog=catalog)
    return score.compose(plan, catalog=catalog)


def check_plan(plan: Plan, *, catalog: Catalog) -> None:
    """Raise DataError with everything in a plan that breaks its limits; files get edited by hand."""
    from backrub.planning import verify

    # Two rules may refuse the same value with the same way out: it is told once.
    told = {(each.where, each.way_out): each for each in reversed(verify(plan, catalog=catalog))}
    if told:
        raise DataError(reversed(told.values()))


def _felt(outcome: Plan | Infeasible, request: Request) -> Plan | Infeasible:
    """Return a plan that knows which landmarks were felt elsewhere: it is pressed on that back."""
    if isinstance(outcome, Infeasible) or not request.receiver.corrections:
        return outcome
    return outcome.model_copy(update={"body": felt_body(outcome.body, request)})


def _timed(outcome: Plan | Infeasible, started_s: float) -> Plan | Infeasible:
    """Return the outcome; a plan tells how long it took since `started_s` on the performance counter. [s]"""
    if isinstance(outcome, Infeasible):
        return outcome
    return outcome.model_copy(update={"solve_s": round(time.perf_counter() - started_s, 4)})
