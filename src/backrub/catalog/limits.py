"""The caps of `limits.toml` as values."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from backrub.catalog.files import package_text
from backrub.model.base import File, HandPart, Value
from backrub.model.read import read_text


class PartLimits(Value):
    """One part of the hand: half its patch [m], pressing area [m2], most force of one hand [N], most mean
    pressure [Pa]."""

    half_across_m: float
    half_along_m: float
    area_m2: float
    force_n: float
    pressure_pa: float
    max_level: int


class ZoneLimits(Value):
    """Where and how hard each part may touch a zone; both sides alike.

    `inner_m`/`outer_m` are distances from the midline on the skin, `outer_across` and `along_*` chart
    coordinates. `only` narrows the rule to one part. Parts missing from `allow` may not touch it.
    """

    says: str
    allow: dict[HandPart, int]
    inner_m: float | None = None
    outer_m: float | None = None
    outer_across: float | None = None
    along_low: float | None = None
    along_high: float | None = None
    only: HandPart | None = None


class ThumbLimits(Value):
    """All thumb work: share of hands-on time, total [s], longest burst [s]."""

    most_frac: float
    most_s: float
    burst_s: float


class StretchLimits(Value):
    """The longest stretch of one other part. [s]"""

    most_s: float


class MassagerLimits(Value):
    """The massager's longest time at a place and in all. [s]"""

    place_s: float
    total_s: float


class StoneLimits(Value):
    """Hot stones: surface [C] moving and placed, longest times [s], how long a reading holds [s], looks at
    the skin [s]."""

    moving_c: float
    placed_c: float
    placed_s: float
    spot_s: float
    reading_s: float
    look_s: float


class AreaLimits(Value):
    """A place's own cap: force [N] and mean pressure [Pa] where they are given."""

    force_n: float | None = None
    pressure_pa: float | None = None


class ForceLimits(Value):
    """Both hands together: usual and highest total force. [N]"""

    default_n: float
    most_n: float


class Limits(File):
    """Every cap by hand part and place. Sources stand in `limits.toml`."""

    parts: dict[HandPart, PartLimits]
    zones: dict[str, ZoneLimits] = Field(min_length=1)
    thumbs: ThumbLimits
    stretch: StretchLimits
    massager: MassagerLimits
    stones: StoneLimits
    neck: AreaLimits
    kidneys: AreaLimits
    strip: AreaLimits
    forces: ForceLimits


@cache
def read_limits() -> Limits:
    """Return the limits that ship with the package.

    >>> read_limits().thumbs.burst_s
    30.0
    """
    return read_text(Limits, package_text("limits.toml"), name="limits.toml")
