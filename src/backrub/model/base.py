"""What every value that crosses an edge shares, and the small types used everywhere."""

from __future__ import annotations

from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, model_validator

SCHEMA: Literal[1] = 1
"""The version of every file and body that this release reads and writes."""

HandPart = Literal[
    "palm",
    "heel",
    "flat-fingers",
    "reinforced-fingers",
    "two-fingers",
    "thumb",
    "reinforced-thumb",
    "knuckles",
    "forearm",
    "stone",
    "massager",
]
Side = Literal["left", "right", "both"]
Hand = Literal["left", "right"]
Phase = Literal["opening", "warm-up", "focus", "closing", "rest"]
Position = Literal["prone", "seated"]
Sex = Literal["female", "male", "unspecified"]
Surface = Literal["bed", "mat", "table", "chair"]
Tempo = Literal["slow", "usual", "brisk"]
Stand = Literal["left", "right", "head", "any"]
Level = Annotated[int, Field(ge=1, le=5, strict=True)]
"""Walton's five pressure levels (after MacDonald and Nelson): the only pressure that a person sees."""
LEVEL_WORDS: Final = ("no pressure", "very light", "light", "medium", "firm", "deep")
"""What each level is called; none is the first."""

Across = Annotated[float, Field(ge=-1.6, le=1.6)]
"""Lateral chart coordinate: -1 at the receiver's left acromion, +1 at the right."""

Along = Annotated[float, Field(ge=-0.35, le=1.35)]
"""Chart coordinate down the spine: 0 at C7, 1 at the line through both PSIS, negative on the neck."""

Point = tuple[Across, Along]


class Value(BaseModel):
    """A frozen value that refuses unknown keys, NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, ser_json_inf_nan="null")


class File(Value):
    """A value that is a whole file or body, and so names its schema."""

    schema_: Annotated[Literal[1], Field(alias="schema")] = SCHEMA
    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


class Span(Value):
    """A closed range, in the unit that the owning field's name ends with."""

    low: PositiveFloat
    high: PositiveFloat

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.high < self.low:
            raise ValueError(f"high ({self.high:g}) is below low ({self.low:g})")
        return self

    def clamp(self, value: float) -> float:
        """Return the nearest value inside.

        >>> Span(low=0.01, high=0.03).clamp(0.05)
        0.03
        """
        return min(max(value, self.low), self.high)


class AvoidCircle(Value):
    """A round place to leave alone, in chart coordinates with its radius on the skin [m].

    `why` is free words or the id of the condition that it stands for; it never leaves the request.
    """

    across: Across
    along: Along
    radius_m: Annotated[float, Field(ge=0.002, le=0.6)]
    why: Annotated[str, Field(max_length=200)] = ""


class BareCircle(Value):
    """An avoid circle without its reason: all that a plan may carry. `radius_m` holds every margin."""

    across: Across
    along: Along
    radius_m: Annotated[float, Field(gt=0, le=0.8)]
