"""The caps of `limits.toml` as values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field, PositiveFloat

from backrub.catalog.files import package_text
from backrub.model.base import File, HandPart, Value
from backrub.model.read import read_text

HomeLevel = Annotated[int, Field(ge=1, le=4)]
"""Home plans never use level 5."""


class PartLimits(Value):
    """One part of the hand: half its patch [m], pressing area [m2], most force of one hand [N], most mean
    pressure [Pa]."""

    half_across_m: PositiveFloat
    half_along_m: PositiveFloat
    area_m2: PositiveFloat
    force_n: PositiveFloat
    pressure_pa: PositiveFloat
    max_level: HomeLevel


class ZoneLimits(Value):
    """Where and how hard each part may touch a zone; both sides alike.

    `inner_m`/`outer_m` are distances from the midline on the skin, `outer_across` and `along_*` chart
    coordinates. `only` narrows the rule to one part. Parts missing from `allow` may not touch it.
    """

    says: str
    allow: dict[HandPart, Annotated[int, Field(ge=0, le=4)]]
    inner_m: float | None = None
    outer_m: float | None = None
    outer_across: float | None = None
    along_low: float | None = None
    along_high: float | None = None
    only: HandPart | None = None


class ThumbLimits(Value):
    """All thumb work: share of hands-on time, total [s], longest burst [s]."""

    most_frac: Annotated[float, Field(gt=0, le=1)]
    most_s: PositiveFloat
    burst_s: PositiveFloat


class StretchLimits(Value):
    """The longest stretch of one other part. [s]"""

    most_s: PositiveFloat


class MassagerLimits(Value):
    """The massager's longest time at a place and in all. [s]"""

    place_s: PositiveFloat
    total_s: PositiveFloat


class StoneLimits(Value):
    """Hot stones: surface [C] moving and placed, longest times [s], how long a reading holds [s], looks at
    the skin [s]."""

    moving_c: PositiveFloat
    placed_c: PositiveFloat
    placed_s: PositiveFloat
    spot_s: PositiveFloat
    reading_s: PositiveFloat
    look_s: PositiveFloat


class TableLimits(Value):
    """Whose back is in reach on a table: up to a body mass index for small people and for tall ones
    [kg/m2], at two statures [m]; worked out with the arms of `motion.giver`, who is small."""

    small_m: PositiveFloat
    small_kg_m2: PositiveFloat
    tall_m: PositiveFloat
    tall_kg_m2: PositiveFloat

    def is_in_reach(self, *, height_m: float, mass_kg: float) -> bool:
        """Say whether a giver reaches all of somebody's back who lies on a table.

        >>> table = read_limits().table
        >>> table.is_in_reach(height_m=1.65, mass_kg=107.0), table.is_in_reach(height_m=1.95, mass_kg=150.0)
        (True, False)
        """
        share = min(max((height_m - self.small_m) / (self.tall_m - self.small_m), 0.0), 1.0)
        most_kg_m2 = self.small_kg_m2 + share * (self.tall_kg_m2 - self.small_kg_m2)
        return mass_kg <= most_kg_m2 * height_m**2


class AreaLimits(Value):
    """A place's own cap: force [N] and mean pressure [Pa] where they are given."""

    force_n: PositiveFloat | None = None
    pressure_pa: PositiveFloat | None = None


class PointLimits(Value):
    """Thumbs and fingertips: which `parts` of the hand they are, and how far from the midline their middle
    stays at least. [m]"""

    midline_m: PositiveFloat
    parts: tuple[HandPart, ...]


class ForceLimits(Value):
    """Both hands together: usual and highest total force. [N]"""

    default_n: PositiveFloat
    most_n: PositiveFloat


class Limits(File):
    """Every cap by hand part and place. Sources stand in `limits.toml`."""

    parts: dict[HandPart, PartLimits]
    zones: dict[str, ZoneLimits] = Field(min_length=1)
    thumbs: ThumbLimits
    stretch: StretchLimits
    massager: MassagerLimits
    stones: StoneLimits
    table: TableLimits
    neck: AreaLimits
    kidneys: AreaLimits
    strip: AreaLimits
    bones: AreaLimits
    points: PointLimits
    forces: ForceLimits

    @property
    def capped(self) -> Mapping[str, AreaLimits]:
        """The zones that have a cap of force or pressure of their own."""
        return {
            "strip": self.strip, "kidney-outer": self.kidneys, "neck": self.neck,
            "shoulder-blade-border": self.bones, "bone": self.bones,
        }  # fmt: skip


@cache
def read_limits() -> Limits:
    """Return the limits that ship with the package.

    >>> read_limits().thumbs.burst_s
    30.0
    """
    return read_text(Limits, package_text("limits.toml"), name="limits.toml")
