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
from backrub.catalog import Catalog
from backrub.catalog import load as load_catalog
from backrub.errors import DataError, Problem
from backrub.model.clearance import Clearance
from backrub.model.plan import Edit, Infeasible, Plan
from backrub.model.read import MAX_BYTES, read_text
from backrub.model.request import Request
from backrub.model.score import Score

V = TypeVar("V", bound=BaseModel)

__all__ = [
    "compose", "load_catalog", "plan", "read_plan", "read_request", "read_score",
    "replan", "screen", "verify",
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


def plan(
    request: Request, clearance: Clearance | None = None, *, day: date, catalog: Catalog | None = None
) -> Plan | Infeasible:
    """Return the plan for a request, or why none fits. Without a clearance it screens first.

    Raises DataError when the request can't be judged or when screening has no massage for it.
    """
    catalog = catalog or load_catalog()
    # Asked in any case: a place that is not marked is missing, whoever made the clearance.
    allowed = stages.clear_to_plan(request, catalog=catalog, day=day)
    allowed = clearance or allowed
    if not allowed.may_plan:
        way_out = "Read the clearance's reasons: screen(request, day=...)."
        raise DataError([Problem("request", f"screening says {allowed.tier}: there is no plan", way_out)])
    return planning.plan(request, allowed, catalog=catalog, day=day)


def replan(
    made: Plan, edits: Sequence[Edit], *, request: Request, day: date, catalog: Catalog | None = None
) -> Plan | Infeasible:
    """Return the plan made anew round what a person changed, or why none fits. It screens first."""
    catalog = catalog or load_catalog()
    clearance = stages.clear_to_plan(request, catalog=catalog, day=day)
    if not clearance.may_plan:
        way_out = "Read the clearance's reasons: screen(request, day=...)."
        raise DataError([Problem("request", f"screening says {clearance.tier}: there is no plan", way_out)])
    return planning.replan(made, edits, request=request, clearance=clearance, catalog=catalog, day=day)


def verify(made: Plan, *, catalog: Catalog | None = None) -> list[Problem]:
    """Return every limit that a plan breaks: an empty list for a plan of ours that nobody edited."""
    return planning.verify(made, catalog=catalog or load_catalog())


def compose(made: Plan, *, catalog: Catalog | None = None) -> Score:
    """Return a plan's score: every stroke and cue. Raises DataError where the plan breaks its limits."""
    return stages.compose(made, catalog=catalog or load_catalog())


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
