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
    >>> amount(0.554, "m"), amount(0.0004, "m")
    ('55.4 cm', '0.4 mm')
    """
    if unit == "1":
        return f"{100 * value:.0f} %"
    if unit == "m" and 0 < value < 0.001:
        return f"{1000 * value:.1g} mm"
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

    `worst` is 0 where nothing came near. `place` is the zone that the limit is of, or else the place under
    the hand; None off them all. `at_s` counts from the score's start [s]; `step` is the plan's, `stroke` the
    score's. A time that adds up has the moment and the stroke with which it passes its limit, or else the
    last ones. `unit` is SI's own, "level" of Walton's five, or "1" for a share. `way_out` says
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
    reached, and the highest pressure [Pa].

    Means over all of its skin are `dose_pa_s`, the pressure over time [Pa s], `passes`, how often a hand came
    over, and `level_s`, the time under any hand at each of Walton's five levels, both hands counted [s].
    `balance_frac` is |L - R| / (L + R) of force over time, the same for both sides of a place. `heat_frac` is
    the share of the heat which its warmest skin may take that stones gave it.
    """

    place: str
    side: str
    workable_m2: float
    coverage_frac: float
    dose_pa_s: float
    peak_pa: float
    passes: float
    level_s: tuple[float, float, float, float, float]
    balance_frac: float
    heat_frac: float


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


class Lightened(Value):
    """A step that is well below the force it asks for, and for which share of its time: the skin there bears
    no more."""

    step: int
    lightened_frac: Annotated[float, Field(ge=0, le=1)]


class DoseReport(File):
    """Every limit, every place, how evenly both sides were served, and what it asks of the giver.

    `balance_frac` is |L - R| / (L + R) of force over time. `nearest`: no body of that height and mass is
    within reach, and this is the nearest one's. `missed_s` is how long a hand pressed where there is no skin,
    both hands together [s]. `elapsed_s` is how long the check took. `moved` are the steps whose strokes were
    moved a little on this back, clear of what they may not touch or of the other hand; `lightened` are those
    whose hands are for a good while much lighter than their pressure asks for.
    """

    limits: tuple[LimitCheck, ...]
    places: tuple[PlaceDose, ...]
    giver: GiverLoad
    balance_frac: float
    cells: int
    rate_hz: float
    nearest: bool
    missed_s: Annotated[float, Field(ge=0)]
    elapsed_s: float
    moved: tuple[Moved, ...] = ()
    lightened: tuple[Lightened, ...] = ()

    @property
    def broken(self) -> tuple[LimitCheck, ...]:
        """The limits that don't hold."""
        return tuple(each for each in self.limits if not each.ok)
