"""What is said of a whole cohort: from its columns, read one at a time, to a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.cohort.table import Columns
from backrub.model.cohort import (
    PERCENTILES,
    CohortGroup,
    CohortLimit,
    CohortPlace,
    CohortReport,
    Person,
    Spread,
    WorstBody,
)

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]

BUILDS = (("BMI under 25", 0.0, 25.0), ("BMI 25 to 30", 25.0, 30.0), ("BMI 30 and over", 30.0, np.inf))
SEXES = (("women", "female"), ("men", "male"))
WORST = 10
"""So many bodies are told one by one."""


def report_of(columns: Columns, *, fingerprint: Mapping[str, Any]) -> CohortReport:
    """Return the report of a cohort's table."""
    groups = _groups(columns)
    broken = columns.numbers("broken")
    near = columns.numbers("near_frac")
    return CohortReport(
        version=fingerprint["version"],
        plan_sha256=fingerprint["plan_sha256"],
        seed=fingerprint["seed"],
        bodies=len(broken),
        rate_hz=fingerprint["rate_hz"],
        broken=int((broken > 0).sum()),
        nearest=int(columns.numbers("nearest").sum()),
        walton=int(columns.numbers("walton").sum()),
        limits=tuple(_limit(columns, name, groups) for name in columns.starting("worst:")),
        groups=tuple(
            CohortGroup(says=says, bodies=int(mask.sum()), broken=int((mask & (broken > 0)).sum()))
            for says, mask in groups.items()
        ),
        places=tuple(
            CohortPlace(
                place=name.partition(":")[0],
                side=name.partition(":")[2],
                coverage_frac=spread(columns.numbers(f"coverage:{name}")),
                peak_pa=spread(columns.numbers(f"peak:{name}"), digits=1),
            )
            for name in columns.starting("coverage:")
        ),
        coverage_frac=spread(columns.numbers("coverage_frac")),
        peak_pa=spread(columns.numbers("peak_pa"), digits=1),
        balance_frac=spread(columns.numbers("balance_frac")),
        pain_frac=spread(columns.numbers("pain_frac")),
        worst=_worst(columns, near, broken, rate_hz=fingerprint["rate_hz"]),
    )


def spread(values: Numbers, *, digits: int = 4) -> Spread:
    """Return numbers at PERCENTILES, those that are not there left out; 0 where there are none.

    >>> spread(np.arange(101.0))
    (5.0, 25.0, 50.0, 75.0, 95.0, 100.0)
    """
    known = values[~np.isnan(values)]
    found = np.percentile(known, PERCENTILES) if len(known) else np.zeros(len(PERCENTILES))
    a, b, c, d, e, f = (round(float(each), digits) for each in found)
    return a, b, c, d, e, f


def group_of(person: Person) -> str:
    """Return which group somebody is in.

    >>> group_of(Person(seed=0, number=0, sex="male", age_years=40, height_m=1.8, mass_kg=97.3,
    ...                 tolerance_frac=0.5))
    'men, BMI 30 and over'
    """
    bmi = person.mass_kg / person.height_m**2
    build = next(says for says, low, high in BUILDS if low <= bmi < high)
    return f"{next(says for says, sex in SEXES if sex == person.sex)}, {build}"


def _groups(columns: Columns) -> dict[str, Mask]:
    """Return who is in each group."""
    bmi = columns.numbers("mass_kg") / columns.numbers("height_m") ** 2
    sex = np.array(columns.words("sex"))
    return {
        f"{who}, {build}": (sex == is_sex) & (bmi >= low) & (bmi < high)
        for who, is_sex in SEXES
        for build, low, high in BUILDS
    }


def _limit(columns: Columns, name: str, groups: Mapping[str, Mask]) -> CohortLimit:
    says, unit = columns.told(name)
    near = columns.numbers(f"near:{name}")
    worst, limit = columns.numbers(f"worst:{name}"), columns.numbers(f"limit:{name}")
    holds = columns.numbers(f"ok:{name}")
    index = int(np.nan_to_num(near, nan=-1.0).argmax())
    return CohortLimit(
        name=name,
        says=says,
        unit=unit,
        limit=float(limit[index]),
        worst=float(worst[index]),
        number=int(columns.numbers("number")[index]),
        broken=int((holds == 0).sum()),
        near_frac=spread(near),
        by_group_frac=tuple(
            round(float(np.nanmax(near[mask])), 4) if (mask & ~np.isnan(near)).any() else None
            for mask in groups.values()
        ),
    )


def _worst(columns: Columns, near: Numbers, broken: Numbers, *, rate_hz: float) -> tuple[WorstBody, ...]:
    """Return those with most limits broken; among as many, those who come nearest to any; then the first."""
    order = np.lexsort((np.arange(len(near)), -near, -broken))[:WORST]
    return tuple(_worst_body(columns, int(index), rate_hz=rate_hz) for index in order)


def _worst_body(columns: Columns, index: int, *, rate_hz: float) -> WorstBody:
    row = columns.row(index)
    person = Person(**{name: row[name] for name in Person.model_fields})
    name = row["near"]
    return WorstBody(
        person=person,
        nearest=row["nearest"],
        broken=row["broken"],
        near_frac=row["near_frac"],
        name=name,
        limit=row[f"limit:{name}"],
        worst=row[f"worst:{name}"],
        unit=columns.told(name)[1],
        command=f"backrub check PLAN --body-seed {person.seed}:{person.number} --rate {rate_hz:g}",
    )
