"""What a massage does to one receiver's skin: every limit with its worst value, and every place's dose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import File, Hand, HandPart, Value

Unit = Literal["N", "Pa", "s", "C", "level", "1", "m"]


def amount(value: float, unit: Unit) -> str:
    """Return a value of a limit as people read it.

    >>> amount(24500.0, "Pa"), amount(20.06, "N"), amount(90.0, "s"), amount(2.0, "level"), amount(0.25, "1")
    ('24.5 kPa', '20.1 N', '90 s', '2 levels', '25 %')
    >>> amount(0.554, "m")
    '55.4 cm'
    """
    if unit == "1":
        return f"{100 * value:.0f} %"
    number = f"{value * SHOWN.get(unit, 1.0):.1f}".removesuffix(".0")
    if unit == "level":
        return f"{number} level{'' if number == '1' else 's'}"
    return f"{number} {NAMES.get(unit, unit)}"


NAMES = {"Pa": "kPa", "C": "°C", "m": "cm"}
"""What a unit is called where it is not called by itself."""
SHOWN = {"Pa": 1e-3, "m": 100.0}
"""How many of what it is called there are in it."""


class LimitCheck(Value):
    """One limit: what it allows, the worst that was met, and where and when that was.

    `worst` is 0 where nothing came near. `at_s` counts from the score's start [s]; `step` is the plan's,
    `stroke` the score's. `unit` is SI's own, "level" of Walton's five, or "1" for a share. `way_out` says
    what would mend it, where the check can tell.
    """

    name: str
    says: str
    limit: float
    worst: float
    unit: Unit
    ok: bool
    place: str | None = None
    at_s: Annotated[float, Field(ge=0)] | None = None
    step: int | None = None
    stroke: int | None = None
    part: str | None = None
    way_out: str | None = None


class PlaceDose(Value):
    """What one side of a place got: how much of its skin hands may work on [m2], the share of that which was
    reached, the mean pressure over time [Pa s], and the highest pressure [Pa]."""

    place: str
    side: str
    workable_m2: float
    coverage_frac: float
    dose_pa_s: float
    peak_pa: float


class HandLoad(Value):
    """What one part of one of the giver's hands did: force over time [N s], time at work [s]."""

    hand: Hand
    part: HandPart
    force_time_n_s: Annotated[float, Field(ge=0)]
    worked_s: Annotated[float, Field(ge=0)]


class HandStrain(Value):
    """The Strain Index of one hand (Moore and Garg 1995), and how hard it worked: its mean force over the
    greatest that its parts can give."""

    hand: Hand
    strain_index: Annotated[float, Field(ge=0)]
    intensity_frac: Annotated[float, Field(ge=0)]


class GiverLoad(Value):
    """What a massage asks of the giver: by hand and part, the strain of each hand, all thumbs' force over
    time [N s] and the time that thumbs have [s]. An estimate; no limit hangs on it but the thumbs' own."""

    hands: tuple[HandLoad, ...]
    strains: tuple[HandStrain, ...]
    thumbs_n_s: Annotated[float, Field(ge=0)]
    thumbs_budget_s: Annotated[float, Field(ge=0)]


class Moved(Value):
    """A step that lies aside of where it is written: its hands make way on this back, so far at most. [m]"""

    step: int
    moved_m: Annotated[float, Field(ge=0)]


class DoseReport(File):
    """Every limit, every place, how evenly both sides were served, and what it asks of the giver.

    `balance_frac` is |L - R| / (L + R) of force over time. `nearest`: no body of that height and mass is
    within reach, and this is the nearest one's. `elapsed_s` is how long the check took. `moved` are the steps
    whose strokes were moved a little on this back, clear of what they may not touch or of the other hand.
    """

    limits: tuple[LimitCheck, ...]
    places: tuple[PlaceDose, ...]
    giver: GiverLoad
    balance_frac: float
    cells: int
    rate_hz: float
    nearest: bool
    elapsed_s: float
    moved: tuple[Moved, ...] = ()

    @property
    def broken(self) -> tuple[LimitCheck, ...]:
        """The limits that don't hold."""
        return tuple(each for each in self.limits if not each.ok)
