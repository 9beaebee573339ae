"""Who lies down: bodies drawn from published tables. Body k of a seed depends on (seed, k) alone.

Sexes and ages are those of the United States on 1 July 2022 (Census Bureau, NC-EST2024-AGESEX-RES, public
domain), the middle of the survey that the rest is from. Heights and body mass indices are the percentiles of
the National Health and Nutrition Examination Survey, August 2021 to August 2023 (Fryar 2025, Vital and Health
Statistics 3(50), 10.15620/cdc/174595, tables 7 and 10; public domain), by sex and decade of age. Mass is
index x height squared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from hashlib import blake2b
from itertools import accumulate
from math import exp, log
from statistics import NormalDist
from types import MappingProxyType
from typing import Final, Literal

from backrub.model.cohort import Person
from backrub.model.plan import Body

Sexes = Literal["female", "male"]
Row = tuple[float, ...]

DRAWN: Final = 2
"""The version of the draw. A change of these tables or of how they are drawn from is another cohort."""

YOUNGEST_YEARS = 20
HEIGHT_M = (1.45, 2.05)
BMI = (16.0, 60.0)
"""Drawn people are held within these: beyond the tables' own ends nothing is known. [m], [kg/m2]"""

POPULATION: Final = "people of 20 to 79 years in the United States, 2022"
"""Whose percentiles a cohort's are."""

GROUP_YEARS = 5
# How many there are, one number for five years of age, from 20; [thousands].
RESIDENTS: Final[Mapping[Sexes, tuple[int, ...]]] = MappingProxyType(
    {
        "male": (11090, 11299, 11853, 11337, 10828, 9827, 10418, 10388, 10345, 8934, 7066, 4911),
        "female": (10657, 10953, 11619, 11104, 10727, 9875, 10468, 10691, 10922, 9845, 8159, 5935),
    }
)

TABLE_PERCENTILES = (5, 10, 15, 25, 50, 75, 85, 90, 95)

# One row a decade of age, from 20; [m].
HEIGHTS_M: Final[Mapping[Sexes, tuple[Row, ...]]] = MappingProxyType(
    {
        "male": (
            (1.620, 1.677, 1.693, 1.713, 1.761, 1.810, 1.847, 1.859, 1.881),
            (1.636, 1.666, 1.680, 1.713, 1.764, 1.809, 1.834, 1.851, 1.871),
            (1.623, 1.669, 1.695, 1.711, 1.762, 1.826, 1.850, 1.868, 1.899),
            (1.630, 1.647, 1.672, 1.690, 1.745, 1.790, 1.813, 1.836, 1.856),
            (1.618, 1.652, 1.670, 1.697, 1.750, 1.798, 1.825, 1.841, 1.866),
            (1.595, 1.626, 1.646, 1.675, 1.727, 1.769, 1.798, 1.816, 1.841),
        ),
        "female": (
            (1.532, 1.551, 1.561, 1.584, 1.633, 1.682, 1.708, 1.719, 1.746),
            (1.501, 1.528, 1.548, 1.582, 1.628, 1.674, 1.695, 1.708, 1.729),
            (1.498, 1.523, 1.537, 1.572, 1.620, 1.663, 1.690, 1.704, 1.721),
            (1.504, 1.526, 1.544, 1.564, 1.608, 1.662, 1.684, 1.704, 1.724),
            (1.496, 1.516, 1.534, 1.556, 1.604, 1.651, 1.676, 1.694, 1.712),
            (1.486, 1.507, 1.522, 1.544, 1.579, 1.623, 1.644, 1.662, 1.682),
        ),
    }
)

# The same for body mass index. [kg/m2]
BMIS: Final[Mapping[Sexes, tuple[Row, ...]]] = MappingProxyType(
    {
        "male": (
            (18.9, 19.9, 21.6, 23.3, 27.0, 31.1, 34.2, 36.1, 39.6),
            (21.2, 22.7, 23.3, 24.9, 27.8, 33.0, 35.6, 38.0, 42.5),
            (22.2, 23.3, 24.1, 25.7, 28.9, 33.5, 35.8, 39.2, 45.0),
            (21.6, 23.0, 24.1, 25.5, 29.0, 33.3, 36.6, 38.9, 44.6),
            (21.2, 22.7, 23.9, 25.2, 28.3, 32.1, 34.1, 36.0, 39.9),
            (21.6, 22.9, 23.9, 25.6, 28.8, 32.3, 34.6, 36.5, 39.2),
        ),
        "female": (
            (18.6, 19.9, 21.0, 22.2, 25.5, 31.6, 36.6, 39.7, 45.6),
            (19.7, 21.3, 22.3, 24.2, 28.6, 35.2, 40.4, 42.1, 47.4),
            (19.7, 21.9, 23.0, 24.6, 28.5, 35.1, 38.8, 41.0, 45.6),
            (20.8, 22.3, 23.4, 24.9, 30.0, 36.5, 40.2, 42.4, 45.9),
            (20.0, 22.0, 23.1, 24.8, 28.8, 34.5, 37.9, 40.0, 42.5),
            (20.7, 22.0, 23.2, 24.7, 28.0, 33.4, 36.5, 38.3, 42.2),
        ),
    }
)

_NORMAL = NormalDist()
_DEVIATES = tuple(_NORMAL.inv_cdf(each / 100) for each in TABLE_PERCENTILES)


def person_of(seed: int, number: int) -> Person:
    """Return body `number` of a seed's cohort.

    Each of the five chances comes from a hash of the seed, the number and the chance's own name, so that it
    is the same on every machine, in any order, and in every release that has the same DRAWN.

    >>> person_of(1, 0) == person_of(1, 0) != person_of(1, 1)
    True
    >>> person_of(1, 0).sex in ("female", "male")
    True
    """
    women, men = sum(RESIDENTS["female"]), sum(RESIDENTS["male"])
    sex: Sexes = "female" if _chance(seed, number, name="sex") * (women + men) < women else "male"
    age_years = age_at(RESIDENTS[sex], _chance(seed, number, name="age"))
    decade = (age_years - YOUNGEST_YEARS) // 10
    height_m = quantile(HEIGHTS_M[sex][decade], _chance(seed, number, name="height"))
    bmi = quantile(BMIS[sex][decade], _chance(seed, number, name="build"))
    height_m = min(max(height_m, HEIGHT_M[0]), HEIGHT_M[1])
    bmi = min(max(bmi, BMI[0]), BMI[1])
    return Person(
        seed=seed,
        number=number,
        sex=sex,
        age_years=age_years,
        height_m=round(height_m, 3),
        mass_kg=round(bmi * height_m**2, 1),
        tolerance_frac=round(_chance(seed, number, name="tolerance"), 6),
    )


def body_of_person(person: Person) -> Body:
    """Return what later stages know of a person."""
    return Body(sex=person.sex, height_m=person.height_m, mass_kg=person.mass_kg, age_years=person.age_years)


def age_at(groups: tuple[int, ...], chance: float) -> int:
    """Return the age that a share `chance` of people are younger than, from how many are in each group.

    Within a group each year is alike.

    >>> age_at((30, 10), 0.0), age_at((30, 10), 0.7), age_at((30, 10), 0.999)
    (20, 24, 29)
    """
    before = (0, *accumulate(groups))
    place = chance * before[-1]
    group = min(bisect_right(before, place), len(groups)) - 1
    along = (place - before[group]) / groups[group]
    return YOUNGEST_YEARS + GROUP_YEARS * group + min(int(GROUP_YEARS * along), GROUP_YEARS - 1)


def quantile(row: Row, chance: float) -> float:
    """Return the value that a share `chance` of people lie below, from a row at TABLE_PERCENTILES.

    Between the table's percentiles, and beyond its ends, the logarithm goes straight with the normal
    deviate: a log-normal piece between each two of them.

    >>> quantile(HEIGHTS_M["male"][0], 0.5)
    1.761
    """
    deviate = _NORMAL.inv_cdf(chance)
    last = len(_DEVIATES) - 2
    piece = min(max(sum(each <= deviate for each in _DEVIATES) - 1, 0), last)
    low, high = _DEVIATES[piece], _DEVIATES[piece + 1]
    along = (deviate - low) / (high - low)
    return round(exp((1 - along) * log(row[piece]) + along * log(row[piece + 1])), 9)


def _chance(seed: int, number: int, *, name: str) -> float:
    """Return an even chance between 0 and 1, both left out: 53 bits of a hash."""
    digest = blake2b(f"backrub cohort {DRAWN}: {seed} {number} {name}".encode(), digest_size=8).digest()
    return ((int.from_bytes(digest) >> 11) + 0.5) / 2**53
