"""What a researcher scripts against: the stages as plain functions, with the shipped catalog by default.

docs/python.md documents exactly these names; `import backrub` loads them when they are first used.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from backrub import planning
from backrub.app import stages
from backrub.app.changing import changed
from backrub.app.matching import SCREEN_AGAIN, wider
from backrub.body import ReceiverBody
from backrub.catalog import Catalog
from backrub.catalog import load as load_catalog
from backrub.errors import DataError, Problem
from backrub.model.clearance import Clearance
from backrub.model.cohort import CohortReport
from backrub.model.dose import DoseReport
from backrub.model.options import Options
from backrub.model.plan import Edit, Infeasible, Plan
from backrub.model.practice import Practice, PractiseBody
from backrub.model.read import MAX_BYTES, read_text
from backrub.model.request import HalfRequest, Request
from backrub.model.routine import Routine
from backrub.model.score import Score

V = TypeVar("V", bound=BaseModel)

__all__ = [
    "body_of", "check", "cohort_of", "compose", "dose_map", "load_catalog", "options", "plan", "practise",
    "read_plan", "read_request", "read_score", "replan", "routine_of", "screen", "verify",
]  # fmt: skip


def read_request(source: str | Path) -> Request:
    """Return the request in a file (a Path) or in text (a str: TOML or JSON); raises DataError.

    >>> read_request("receiver = {age_years = 34, height_m = 1.68, mass_kg = 64}").wishes.style
    'relaxation'
    """
    return _read(Request, source)


def read_plan(source: str | Path) -> Plan:
    """Return the plan in a file (a Path) or in text (a str); raises DataError with every problem."""
    return _read(Plan, source)


def read_score(source: str | Path) -> Score:
    """Return the score in a file (a Path) or in text (a str); raises DataError with every problem."""
    return _read(Score, source)


def screen(request: Request, *, day: date, catalog: Catalog | None = None) -> Clearance:
    """Return what screening allows on a day; raises DataError when the request can't be judged.

    >>> asked = read_request("receiver = {age_years = 34, height_m = 1.68, mass_kg = 64}")
    >>> screen(asked, day=date(2026, 11, 20)).tier
    'clear'
    """
    return stages.screen_request(request, catalog=catalog or load_catalog(), day=day)


def options(request: HalfRequest, *, day: date, catalog: Catalog | None = None) -> Options:
    """Return what may be chosen tonight, and where something may not, why and what would.

    The request may be half-finished: what is not answered yet narrows nothing. Raises DataError for what the
    catalog doesn't know and for days to come.

    >>> options(HalfRequest(), day=date(2026, 11, 20)).max_level
    4
    """
    return stages.options_for(request, catalog=catalog or load_catalog(), day=day)


def plan(
    request: Request,
    clearance: Clearance | None = None,
    *,
    day: date,
    catalog: Catalog | None = None,
    routine: Routine | None = None,
) -> Plan | Infeasible:
    """Return the plan for a request, or why none fits. It screens in any case.

    A clearance that is given may only allow less. A routine's pieces are kept where these people may have
    them; it widens nothing. Raises DataError when the request can't be judged, when screening has no massage
    for it, and for a clearance of another day or one that allows more than these answers do.
    """
    catalog = catalog or load_catalog()
    fresh = _cleared(request, day=day, catalog=catalog)
    if clearance is not None:
        _check_clearance(clearance, fresh, request=request, day=day)
    return stages.plan_within(request, clearance or fresh, catalog=catalog, day=day, routine=routine)


def routine_of(made: Plan, *, name: str) -> Routine:
    """Return a plan's pieces under a name, without anybody in them; raises DataError for an unusable name."""
    return stages.routine_of(made, name=name)


def replan(
    made: Plan, edits: Sequence[Edit], *, request: Request, day: date, catalog: Catalog | None = None
) -> Plan | Infeasible:
    """Return the plan made anew round what a person changed, or why none fits. It screens first.

    What was made gentler on the same back stays so. Raises DataError as `plan` does, and for an edit that
    can't be done.
    """
    catalog = catalog or load_catalog()
    clearance = _cleared(request, day=day, catalog=catalog)
    return changed(made, edits, request=request, clearance=clearance, catalog=catalog, day=day)


def verify(made: Plan, *, catalog: Catalog | None = None) -> list[Problem]:
    """Return every limit that a plan breaks: an empty list for a plan of ours that nobody edited."""
    return planning.verify(made, catalog=catalog or load_catalog())


def compose(made: Plan, *, catalog: Catalog | None = None) -> Score:
    """Return a plan's score: every stroke and cue. Raises DataError where the plan breaks its limits."""
    return stages.compose(made, catalog=catalog or load_catalog())


def cohort_of(
    made: Plan,
    *,
    bodies: int,
    seed: int = 0,
    rate_hz: float = 30.0,
    folder: Path | None = None,
    catalog: Catalog | None = None,
) -> CohortReport:
    """Return what a plan does to the first bodies of a seed's cohort, judged one by one. [Hz]

    With a folder, finished bodies are kept there and not judged again. Raises DataError where the plan breaks
    its limits, the folder holds another cohort, or packages are missing; Refused for somebody seated.
    """
    from backrub.app.cohorts import run_cohort

    return run_cohort(
        made, bodies=bodies, seed=seed, rate_hz=rate_hz, folder=folder, catalog=catalog or load_catalog()
    )


def practise(
    technique: str,
    *,
    duration_s: float = 300.0,
    body: PractiseBody | None = None,
    catalog: Catalog | None = None,
) -> Practice:
    """Return one technique over and over at its own tempo, lightly; a back of middle height unless asked. [s]

    Five minutes unless asked, and never longer than hands may work so at a stretch. Raises DataError for a
    technique that there isn't, or for which that back has no room.

    >>> practise("thumb-stripping", duration_s=60.0).level
    2
    """
    catalog = catalog or load_catalog()
    return stages.practise(technique, body=body or PractiseBody(), duration_s=duration_s, catalog=catalog)


def body_of(request: Request) -> ReceiverBody:
    """Return the body of a request's receiver: measures, landmarks, the skin, the working back.

    Sex, age, height and mass are all it needs; no answer about health changes it.

    >>> asked = read_request("receiver = {age_years = 34, height_m = 1.68, mass_kg = 64}")
    >>> round(body_of(asked).height_m, 2)
    1.68
    """
    from backrub.app.bodies import body_of_request

    return body_of_request(request)


def check(made: Plan, *, catalog: Catalog | None = None) -> DoseReport:
    """Return what a plan does to its receiver's skin, limit by limit, pressed on that back.

    Raises DataError where the plan breaks its own limits already, and Refused for somebody seated.
    """
    from backrub.app.checking import check_on_body

    return check_on_body(made, catalog=catalog or load_catalog())


def dose_map(made: Plan, *, catalog: Catalog | None = None) -> str:
    """Return the dose map of a plan as SVG text: the whole and each technique; raises as `check` does."""
    from backrub.app.mapping import dose_sheet_of
    from backrub.export.drawing import svg_of

    return svg_of(dose_sheet_of(made, catalog=catalog or load_catalog()))


def _cleared(request: Request, *, day: date, catalog: Catalog) -> Clearance:
    """Return today's clearance; raises DataError where there is no massage, or something is missing."""
    # A place that is not marked is missing, whoever made a clearance.
    clearance = stages.clear_to_plan(request, catalog=catalog, day=day)
    _check_may_plan(clearance)
    return clearance


def _check_may_plan(clearance: Clearance) -> None:
    if not clearance.may_plan:
        way_out = "Read the clearance's reasons: screen(request, day=...)."
        raise DataError([Problem("request", f"screening says {clearance.tier}: there is no plan", way_out)])


def _check_clearance(given: Clearance, fresh: Clearance, *, request: Request, day: date) -> None:
    """Raise DataError where a clearance has no massage, is not of this day, or allows more than today's."""
    _check_may_plan(given)
    if given.lapses_on <= day:
        what = f"{given.lapses_on} has come: that clearance holds no more"
        raise DataError([Problem("clearance.lapses_on", what, SCREEN_AGAIN)])
    if problems := wider(given, fresh, request=request):
        raise DataError(problems)


def _read(model: type[V], source: str | Path) -> V:
    if isinstance(source, str):
        return read_text(model, source, name="text")
    try:
        with source.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError:
        raise DataError([Problem(str(source), "can't be read", "Check the name and the folder.")]) from None
    except UnicodeDecodeError:
        raise DataError([Problem(source.name, "is not UTF-8 text", "Save it as UTF-8.")]) from None
    return read_text(model, text, name=source.name)
