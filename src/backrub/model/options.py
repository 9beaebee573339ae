"""What two people may choose tonight, each choice with its reason where it is not possible."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import BareCircle, File, Level, Position, Surface, Value
from backrub.model.clearance import Tier
from backrub.model.request import Id


class Possible(Value):
    """Whether something may be chosen; where not, why, and what would help. Both are empty where it may.

    `lacks` is what of the kit would do, where nothing else stands against it.
    """

    possible: bool
    why: str = ""
    way_out: str = ""
    lacks: Literal["stones", "massager"] | None = None


class LevelChoice(Possible):
    """One of the five pressure levels."""

    value: Level


class IdChoice(Possible):
    """A style or an oil, by its id; "none" is no oil."""

    value: Id


class PositionChoice(Possible):
    """How they lie or sit."""

    value: Position


class SurfaceChoice(Possible):
    """What they lie or sit on."""

    value: Surface


class MostMinutes(Value):
    """The longest evening, and why it is no longer; the why is empty where nothing shortens it. [min]"""

    most: Annotated[float, Field(ge=0, le=120)]
    why: str = ""


class Options(File):
    """What is possible for these two people with the kit at hand, by the rules that plans keep.

    `max_level`, `max_minutes`, `forbidden_places`, `place_max_level` and `avoid` are the clearance's;
    `position` is the one they will have.
    """

    tier: Tier
    max_level: Annotated[int, Field(ge=0, le=4)]
    max_minutes: Annotated[float, Field(ge=0, le=120)]
    position: Position
    levels: tuple[LevelChoice, ...]
    styles: tuple[IdChoice, ...]
    oils: tuple[IdChoice, ...]
    positions: tuple[PositionChoice, ...]
    surfaces: tuple[SurfaceChoice, ...]
    minutes: MostMinutes
    stones: Possible
    massager: Possible
    forbidden_places: tuple[str, ...] = ()
    place_max_level: dict[str, Annotated[int, Field(ge=0, le=4)]] = {}
    avoid: tuple[BareCircle, ...] = ()
