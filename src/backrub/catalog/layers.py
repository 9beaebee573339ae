"""How a back gives way under a patch, by place: `layers.toml` as values."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field, NonNegativeFloat, PositiveFloat, field_validator

from backrub.catalog.atlas import read_atlas
from backrub.catalog.files import package_text
from backrub.model.base import File, Value
from backrub.model.read import read_text


class Moduli(Value):
    """Stiffness of the materials when squeezed a little. [Pa]"""

    skin_pa: PositiveFloat
    fat_pa: PositiveFloat
    muscle_pa: PositiveFloat


class Thumb(Value):
    """The indenter that `thumb_n_m` speaks of: its area [m2] and its force [N]."""

    area_m2: PositiveFloat
    force_n: PositiveFloat


class PlaceLayers(Value):
    """Thickness of skin, fat and muscle [m], and force over depth of a thumb there [N/m]."""

    skin_m: PositiveFloat
    fat_m: PositiveFloat
    muscle_m: PositiveFloat
    thumb_n_m: PositiveFloat


class ReceiverScale(Value):
    """What sex, age and body mass index change, as fractions; sources in `layers.toml`."""

    sex_frac: Annotated[float, Field(ge=0, lt=0.5)]
    age_frac: NonNegativeFloat
    age_years: PositiveFloat
    fat_frac: NonNegativeFloat
    bmi: int
    fat_low_frac: PositiveFloat
    fat_high_frac: PositiveFloat


class Friction(Value):
    """Hand over skin, with oil and without."""

    oiled_frac: PositiveFloat
    dry_frac: PositiveFloat


class Layers(File):
    """The bed of springs, by place; `spine` and `elsewhere` stand for what is no working place."""

    moduli: Moduli
    thumb: Thumb
    receiver: ReceiverScale
    places: dict[str, PlaceLayers] = Field(min_length=1)
    friction: Friction

    @field_validator("places")
    @classmethod
    def _are_those_of_the_back(cls, places: dict[str, PlaceLayers]) -> dict[str, PlaceLayers]:
        due = {*(name for name, _ in read_atlas().place_sides), "spine", "elsewhere"}
        if missing := due - places.keys():
            raise ValueError(f"has no {', '.join(sorted(missing))}: give every place its layers")
        if unknown := places.keys() - due:
            raise ValueError(f"has {', '.join(sorted(unknown))}, which is no place: keep to the atlas")
        return places


@cache
def read_layers() -> Layers:
    """Return the layers that ship with the package.

    >>> read_layers().places["low-back"].muscle_m
    0.032
    """
    return read_text(Layers, package_text("layers.toml"), name="layers.toml")
