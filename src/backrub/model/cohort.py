"""A cohort: one plan on many bodies. Who they are, and what is said of them all."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import File, Value
from backrub.model.dose import Unit

Share = Annotated[float, Field(ge=0, le=1)]

PERCENTILES = (5, 25, 50, 75, 95, 100)
"""Where spreads are told: percentiles of the bodies; the last is the highest of all."""

Spread = tuple[float, float, float, float, float, float]
"""A number at each of PERCENTILES."""


class Person(Value):
    """Body `number` of the cohort of a `seed`: whoever asks for it gets the same.

    `tolerance_frac` is the share of people of that sex who feel pressing as pain sooner.
    """

    seed: Annotated[int, Field(ge=0)]
    number: Annotated[int, Field(ge=0)]
    sex: Literal["female", "male"]
    age_years: int
    height_m: float
    mass_kg: float
    tolerance_frac: Share


class CohortLimit(Value):
    """One limit on all bodies: how many break it, and how near to it the others come.

    `near_frac` is worst over limit, at PERCENTILES; for a limit of 0 (levels above what is allowed) it is 0
    where it holds, and 1 + the levels above where it breaks. `by_group_frac` is the highest for each of the
    report's groups, or null where nobody is in it. `worst` and `limit` are those of body `number`.
    """

    name: str
    says: str
    unit: Unit
    limit: float
    worst: float
    number: int
    broken: int
    near_frac: Spread
    by_group_frac: tuple[float | None, ...]


class CohortGroup(Value):
    """People alike in sex and build: how many there are, and how many break a limit."""

    says: str
    bodies: int
    broken: int


class CohortPlace(Value):
    """What one side of a place gets, at PERCENTILES: share reached of what hands may work on, and the highest
    pressure."""

    place: str
    side: str
    coverage_frac: Spread
    peak_pa: Spread


class WorstBody(Value):
    """One of the bodies that come nearest to a limit or break most, and the command that reruns it.

    `limit` and `worst` are those of the limit `name`, in `unit`.
    """

    person: Person
    nearest: bool
    broken: int
    near_frac: float
    name: str
    limit: float
    worst: float
    unit: Unit
    command: str


class CohortReport(File):
    """One plan on many bodies, in numbers.

    `coverage_frac` is the mean over the plan's own places; `pain_frac` the highest share of the local pain
    threshold that any part of a hand reaches; both at PERCENTILES, as `peak_pa` and `balance_frac` are.
    `walton` counts the bodies whose hands go beyond the share that their stroke's level stands for.
    `nearest`: for so many bodies no shape of that height and mass is within reach.
    """

    version: str
    plan_sha256: str
    seed: int
    bodies: int
    rate_hz: float
    broken: int
    nearest: int
    walton: int
    limits: tuple[CohortLimit, ...]
    groups: tuple[CohortGroup, ...]
    places: tuple[CohortPlace, ...]
    coverage_frac: Spread
    peak_pa: Spread
    balance_frac: Spread
    pain_frac: Spread
    worst: tuple[WorstBody, ...]
