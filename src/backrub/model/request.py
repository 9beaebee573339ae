"""Who lies down, who gives, and what they wish: the request file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import Field

from backrub.model.base import (
    Across,
    Along,
    AvoidCircle,
    File,
    Level,
    Point,
    Position,
    Sex,
    Surface,
    Tempo,
    Value,
)
from backrub.model.details import Details

STAND_IN: Final[Mapping[str, object]] = MappingProxyType({"age_years": 40, "height_m": 1.7, "mass_kg": 70})
"""Stands in for what is not said or can't be read, so that the rest can be looked at: no plan comes of it."""

Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class ClinicianYes(Value):
    """A clinician has said yes to massage with this condition, on this day."""

    condition: Id
    on: date


Age = Annotated[int, Field(ge=0, le=120)]
Height = Annotated[float, Field(ge=0.8, le=2.3)]
Mass = Annotated[float, Field(ge=12, le=300)]


Corrections = Annotated[dict[Id, Point], Field(max_length=2)]
"""Landmarks by name, each with the chart point at which it was felt; one or two, as a hand finds them."""


Calibration = Annotated[float, Field(ge=0.5, le=1.0)]
"""How much of every technique's force is, for a receiver, the level that it stands for.

Pain thresholds differ, and the notes ask to calibrate to the person (clinical notes 2.7). Never above 1, so
that it widens nothing; below half the force it is another level [engineering judgement]."""


class HalfReceiver(Value):
    """The person who lies down, as far as they have answered. Lengths [m], mass [kg], age [years].

    `corrections` are landmarks of their back that the giver has felt elsewhere than the body has them;
    `calibration_frac` is how much of every technique's force they take at each level.
    """

    name: Annotated[str, Field(max_length=80)] = ""
    age_years: Age | None = None
    sex: Sex = "unspecified"
    height_m: Height | None = None
    mass_kg: Mass | None = None
    back_pain: Literal["none", "known", "new", "worsening"] = "none"
    guardian: bool = False
    conditions: Annotated[tuple[Id, ...], Field(max_length=40)] = ()
    cleared_by_clinician: Annotated[tuple[ClinicianYes, ...], Field(max_length=40)] = ()
    details: Details = Details()
    corrections: Corrections = {}
    calibration_frac: Calibration = 1.0


class Receiver(HalfReceiver):
    """The person who lies down. Lengths [m], mass [kg], age [years]."""

    age_years: Age
    height_m: Height
    mass_kg: Mass


class Giver(Value):
    """The person who gives."""

    hands: Literal["healthy", "sore"] = "healthy"
    experience: Literal["first", "some", "trained"] = "some"
    handed: Literal["right", "left"] = "right"


class SoreSpot(Value):
    """A tender place, with the receiver's own 0-10 number (numeric rating scale)."""

    across: Across
    along: Along
    pain_nrs: Annotated[int, Field(ge=0, le=10)]


class Wishes(Value):
    """What the two people would like. `tempo` moves within each technique's own range of speeds."""

    minutes: Annotated[float, Field(ge=5, le=120)] = 30
    style: Id = "relaxation"
    level: Level = 2
    position: Position = "prone"
    tempo: Tempo = "usual"
    sore: Annotated[tuple[SoreSpot, ...], Field(max_length=12)] = ()
    avoid: Annotated[tuple[AvoidCircle, ...], Field(max_length=24)] = ()


class Kit(Value):
    """What is at hand. `stones_c` is the surface of a stone as read now; above 45 it is refused
    (clinical notes 2.5: skin at 45 degrees burns in hours, at 49 in minutes; our cap for gliding is 45)."""

    surface: Surface = "bed"
    oil: Id = "none"
    stones_c: Annotated[float, Field(ge=20, le=45)] | None = None
    massager: bool = False


class HalfRequest(File):
    """A request while people are still answering: age, height and weight may be missing."""

    receiver: HalfReceiver = HalfReceiver()
    giver: Giver = Giver()
    wishes: Wishes = Wishes()
    kit: Kit = Kit()

    def filled(self) -> Request:
        """Return the request with a grown person of middle height where nothing is said yet.

        It narrows nothing; no plan is made of it.

        >>> HalfRequest().filled().receiver.age_years
        40
        """
        said = self.model_dump(exclude={"receiver"})
        receiver = self.receiver.model_dump(exclude_none=True)
        return Request.model_validate({**said, "receiver": {**STAND_IN, **receiver}})


class Request(HalfRequest):
    """One request file: receiver, giver, wishes and kit.

    >>> Request(receiver=Receiver(age_years=34, height_m=1.68, mass_kg=64)).wishes.minutes
    30
    """

    receiver: Receiver
