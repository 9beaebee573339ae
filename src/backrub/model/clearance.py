"""What screening allows, as of a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from backrub.model.base import BareCircle, File, HandPart, Position, Value

Tier = Literal["clear", "adapt", "not-today", "clinician", "urgent"]
TIERS: tuple[Tier, ...] = ("clear", "adapt", "not-today", "clinician", "urgent")
"""From best to worst; the worst reason's tier is the clearance's."""


class Reason(Value):
    """One answer and what it changes. `effects` are short sentences; `code` is stable, no diagnosis."""

    condition: str
    tier: Tier
    says: str
    effects: tuple[str, ...] = ()
    next: str
    source: str


class Clearance(File):
    """What screening allows, as of a day. It only ever narrows.

    `max_level` 1-4 (home plans never use 5), `max_minutes` [min], `avoid` circles in metres of skin with
    every margin included, `place_max_level` a lower level for single places, `lapses_on` the day from which
    it must be asked again.
    `when` is set for `urgent` alone.
    """

    tier: Tier
    when: Literal["now", "today"] | None = None
    as_of: date
    lapses_on: date
    max_level: Annotated[int, Field(ge=0, le=4)]
    max_minutes: Annotated[float, Field(ge=0, le=120)]
    position: Position
    reasons: tuple[Reason, ...] = ()
    avoid: tuple[BareCircle, ...] = ()
    forbidden_techniques: tuple[str, ...] = ()
    forbidden_places: tuple[str, ...] = ()
    forbidden_parts: tuple[HandPart, ...] = ()
    forbidden_oils: tuple[str, ...] = ()
    place_max_level: dict[str, Annotated[int, Field(ge=0, le=4)]] = {}

    @property
    def may_plan(self) -> bool:
        """Whether there is a massage to plan at all."""
        return self.tier in ("clear", "adapt")
