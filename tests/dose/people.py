"""Seeded people of every size, and their evenings in every style at every level that screening allows."""

import random
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from backrub.catalog import load
from backrub.model.base import Surface
from backrub.model.clearance import Clearance
from backrub.model.plan import Body, Plan
from backrub.model.request import Request
from backrub.model.score import Score
from backrub.planning.plan import plan
from backrub.score import compose
from backrub.screening.screen import screen
from motion.conftest import DAY
from playing import request_of

LEVELS = (1, 2, 3, 4)
SURFACES: tuple[Surface, ...] = ("bed", "mat", "table")
FAR = (
    Body(sex="female", height_m=1.66, mass_kg=157.0, age_years=35),
    Body(sex="male", height_m=1.70, mass_kg=146.0, age_years=40),
    Body(sex="male", height_m=1.85, mass_kg=44.0, age_years=25),
    Body(sex="female", height_m=2.10, mass_kg=200.0, age_years=45),
    Body(sex="male", height_m=1.35, mass_kg=40.0, age_years=30),
)
"""No body has these heights and masses: who is as heavy, as thin, as tall or as short has the nearest."""
OUT_OF_REACH = range(-len(FAR), 0)
"""Their seeds."""


class Evening(NamedTuple):
    """What one person of a seed wishes for."""

    seed: int
    style: str
    level: int


def person(seed: int) -> Body:
    """Return somebody of 1.45-2.05 m with a body mass index of 16-42, any sex, 18 to 85 years; or one of
    `FAR` for a seed of `OUT_OF_REACH`."""
    if seed < 0:
        return FAR[seed]
    dice = random.Random(seed)
    height_m = round(dice.uniform(1.45, 2.05), 2)
    return Body(
        sex=dice.choice(("female", "male", "unspecified")),
        height_m=height_m,
        mass_kg=round(dice.uniform(16.0, 42.0) * height_m**2, 1),
        age_years=dice.randint(18, 85),
    )


def evenings(seeds: Iterable[int]) -> Iterator[Evening]:
    """Yield every style at every level for each person."""
    for seed in seeds:
        for style in load().styles:
            for level in LEVELS:
                yield Evening(seed, style, level)


@cache
def asked(evening: Evening) -> Request:
    """Return the request: surface, minutes and sore spots are drawn, too, the same for the same evening."""
    dice = random.Random(f"{evening.seed} {evening.style} {evening.level}")
    body = person(evening.seed)
    wishes = request_of(
        minutes=dice.randrange(10, 61, 5), style=evening.style, level=evening.level,
        sore=[{"across": round(dice.choice((-1, 1)) * dice.uniform(0.2, 0.6), 2),
               "along": round(dice.uniform(0.1, 0.5), 2), "pain_nrs": 3}] if dice.random() < 0.3 else [],
    )  # fmt: skip
    wishes["receiver"] = {**wishes["receiver"], **body.model_dump()}
    oil, surface = "none" if evening.style == "clothed" else "coconut", dice.choice(SURFACES)
    if surface == "table" and not load().limits.table.is_in_reach(
        height_m=body.height_m, mass_kg=body.mass_kg
    ):
        surface = "mat"  # as its refusal says
    wishes["kit"] = {
        "surface": surface, "oil": oil,
        "stones_c": 43.0 if evening.style == "hot-stone" and body.age_years <= 70 else None,
        "massager": evening.style == "massager",
    }  # fmt: skip
    return Request.model_validate(wishes)


def is_allowed(evening: Evening) -> bool:
    """Say whether screening allows that level, or any massage at all."""
    return _is_allowed(evening, screen(asked(evening), day=DAY, conditions=load().conditions))


def _is_allowed(evening: Evening, clearance: Clearance) -> bool:
    return clearance.tier in ("clear", "adapt") and clearance.max_level >= evening.level


def planned(evening: Evening) -> tuple[Plan, Score] | None:
    """Return the plan and its score, or None where there is none: not allowed, or it does not fit."""
    catalog, request = load(), asked(evening)
    clearance = screen(request, day=DAY, conditions=catalog.conditions)
    if not _is_allowed(evening, clearance):
        return None
    made = plan(request, clearance, catalog=catalog, day=DAY)
    return (made, compose(made, catalog=catalog)) if isinstance(made, Plan) else None
