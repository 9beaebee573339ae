"""Evenings to move to: planned and composed once."""

from datetime import date
from functools import cache

from backrub.body import ReceiverBody, body_of
from backrub.catalog import load
from backrub.model.plan import Body, Plan
from backrub.model.request import Request
from backrub.model.score import Score
from backrub.planning.plan import plan
from backrub.score import compose
from backrub.screening.screen import screen
from playing import request_of

DAY = date(2026, 11, 20)
PEOPLE = {
    "small woman": Body(sex="female", height_m=1.52, mass_kg=50.0, age_years=30),
    "mean woman": Body(sex="female", height_m=1.65, mass_kg=65.0, age_years=40),
    "mean man": Body(sex="male", height_m=1.76, mass_kg=80.0, age_years=40),
    "heavy tall man": Body(sex="male", height_m=1.92, mass_kg=125.0, age_years=50),
}


@cache
def body(name: str = "mean woman") -> ReceiverBody:
    return body_of(PEOPLE[name])


@cache
def evening(minutes: int = 20, style: str = "relaxation", level: int = 3) -> tuple[Plan, Score]:
    catalog = load()
    request = Request.model_validate(request_of(minutes=minutes, style=style, level=level))
    clearance = screen(request, day=DAY, conditions=catalog.conditions)
    made = plan(request, clearance, catalog=catalog, day=DAY)
    assert isinstance(made, Plan)
    return made, compose(made, catalog=catalog)
