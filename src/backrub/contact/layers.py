"""How stiff a back is at each cell, from its layers there and from whose back it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.atlas import read_atlas
from backrub.catalog.layers import Layers, PlaceLayers, read_layers
from backrub.model.base import Sex

_SEX = {"male": 1.0, "female": -1.0, "unspecified": 0.0}


def stiffness(layers: Layers, place: PlaceLayers, *, fat_frac: float = 1.0) -> tuple[float, float]:
    """Return k [Pa/m] and k2 [Pa/m2] of one place's layers, its fat so many times as thick.

    k: skin, fat and muscle in series. k2: what makes a thumb-size indenter as stiff as the place's
    `thumb_n_m`.
    Sources in `catalog/layers.toml`.

    >>> layers = read_layers()
    >>> k, k2 = stiffness(layers, layers.places["low-back"])
    >>> round(k / 1e5, 2), round(k2 / 1e9, 2)
    (3.75, 4.39)
    """
    moduli, thumb = layers.moduli, layers.thumb
    k = 1 / (
        place.skin_m / moduli.skin_pa
        + fat_frac * place.fat_m / moduli.fat_pa
        + place.muscle_m / moduli.muscle_pa
    )
    depth_m = thumb.force_n / place.thumb_n_m
    k2 = (thumb.force_n / thumb.area_m2 - k * depth_m) / depth_m**2
    return k, max(0.0, k2)


def receiver_scale(*, sex: Sex, age_years: float, bmi: float) -> tuple[float, float]:
    """Return how many times as stiff this receiver's back is as the mean one, and how many times as fat.

    >>> receiver_scale(sex="male", age_years=25, bmi=23)
    (1.086, 1.0)
    >>> stiff, fat = receiver_scale(sex="female", age_years=70, bmi=33)
    >>> round(stiff, 3), round(fat, 2)
    (1.111, 1.9)
    """
    scale = read_layers().receiver
    stiff = (1 + scale.sex_frac * _SEX[sex]) * (1 + scale.age_frac * max(0.0, age_years - scale.age_years))
    fat = 1 + scale.fat_frac * (bmi - scale.bmi)
    return stiff, float(np.clip(fat, scale.fat_low_frac, scale.fat_high_frac))


def springs_of(
    place: NDArray[np.int16],
    *,
    bony: NDArray[np.bool_] | None = None,
    sex: Sex = "unspecified",
    age_years: float = 25.0,
    bmi: float = 23.0,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return k [Pa/m] and k2 [Pa/m2] for a grid of places (`Atlas.place_sides`, -1 none).

    `bony` marks the cells over the spine or another bone near the skin, which are stiffer than any place.

    >>> k, k2 = springs_of(np.array([[-1, 0]], dtype=np.int16), bony=np.array([[True, False]]))
    >>> bool(k[0, 0] > k[0, 1]), bool(k2[0, 0] > k2[0, 1])
    (True, True)
    """
    layers = read_layers()
    stiff, fat_frac = receiver_scale(sex=sex, age_years=age_years, bmi=bmi)
    names = [*(name for name, _ in read_atlas().place_sides), "elsewhere", "spine"]
    table = np.array([stiffness(layers, layers.places[name], fat_frac=fat_frac) for name in names]) * stiff
    which = np.where(place < 0, len(names) - 2, place)
    if bony is not None:
        which = np.where(bony, len(names) - 1, which)
    return table[which, 0].astype(np.float32), table[which, 1].astype(np.float32)
