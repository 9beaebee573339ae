"""Practising one technique: strokes over and over on a back that needs no answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backrub.model.base import File, Level, Point, Sex, Side, Value
from backrub.model.request import Age, Height, Id, Mass
from backrub.model.score import Score


class PractiseBody(Value):
    """The back that is practised on: by default a grown person of middle height. [m], [kg], [years]"""

    sex: Sex = "unspecified"
    height_m: Height = 1.7
    mass_kg: Mass = 70.0
    age_years: Age = 40


class Practice(File):
    """One technique at one place, over and over at its own tempo.

    `spot` stands in for the place that a receiver would show; `says` tells in words what is assumed, and is
    empty where nothing is.
    """

    technique: Id
    place: str
    side: Side
    level: Annotated[Level, Field(le=2)]
    spot: Point | None
    says: str
    score: Score
