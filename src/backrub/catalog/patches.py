"""The parts of the giver's hand as things that press: `patches.toml` as values."""

from __future__ import annotations

from functools import cache
from math import pi
from typing import Annotated, Literal, get_args

from pydantic import Field, NonNegativeFloat, PositiveFloat, field_validator

from backrub.catalog.files import package_text
from backrub.model.base import File, HandPart, Value
from backrub.model.read import read_text

ContactKind = Literal["broad", "finger", "thumb", "knuckle", "stone", "massager"]
"""What a time on one spot is counted as."""


class Patch(Value):
    """One part's outline [m], its own rise at the outline [m], padding [Pa/m] and how far it moulds itself.

    `half_length_m` runs the way the fingers point, `half_width_m` across it, both of one pad. A part without
    `stiffness_pa_m` is rigid. Sources and judgement stand in `patches.toml`.
    """

    half_length_m: PositiveFloat
    half_width_m: PositiveFloat
    pads: Annotated[int, Field(ge=1, le=5)] = 1
    pitch_m: NonNegativeFloat = 0.0
    dome_m: NonNegativeFloat = 0.0
    rim_m: NonNegativeFloat = 0.0
    stiffness_pa_m: PositiveFloat | None = None
    mould_frac: Annotated[float, Field(ge=0, le=1)] = 0.0
    contact: ContactKind
    typical_n: PositiveFloat

    @property
    def half_row_m(self) -> float:
        """Half the width of the whole row of pads. [m]"""
        return self.half_width_m + self.pitch_m * (self.pads - 1) / 2

    @property
    def area_m2(self) -> float:
        """What lies within the outlines of all its pads. [m2]

        >>> round(1e4 * read_patches().parts["palm"].area_m2, 1)
        61.7
        """
        return self.pads * pi * self.half_length_m * self.half_width_m


class Patches(File):
    """Every part as a patch."""

    parts: dict[HandPart, Patch]

    @field_validator("parts")
    @classmethod
    def _has_all(cls, parts: dict[HandPart, Patch]) -> dict[HandPart, Patch]:
        missing = [part for part in get_args(HandPart) if part not in parts]
        if missing:
            raise ValueError(f"has no {', '.join(missing)}: give every part of the hand an outline")
        return parts


@cache
def read_patches() -> Patches:
    """Return the patches that ship with the package.

    >>> read_patches().parts["knuckles"].pads
    4
    >>> round(read_patches().parts["knuckles"].half_row_m, 3)
    0.033
    """
    return read_text(Patches, package_text("patches.toml"), name="patches.toml")
