"""Where pressing begins to hurt, by place and sex, and what share of that a hand reaches."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt
from statistics import NormalDist
from types import MappingProxyType
from typing import Final

from backrub.model.cohort import Person

# Pain thresholds under a probe of 1 cm2, (men, women) each as mean and standard deviation [Pa]: clinical
# notes 2.7, stand-in values of low trust. Age has an effect of unknown size there, and none here.
_SITES: Final[Mapping[str, tuple[tuple[float, float], tuple[float, float]]]] = MappingProxyType(
    {
        "upper trapezius": ((300e3, 120e3), (220e3, 90e3)),
        "rhomboid": ((350e3, 140e3), (270e3, 110e3)),
        "infraspinatus": ((340e3, 140e3), (260e3, 110e3)),
        "beside T7-T10": ((400e3, 150e3), (310e3, 120e3)),
        "beside L3": ((450e3, 180e3), (350e3, 150e3)),
        "gluteus medius": ((450e3, 180e3), (340e3, 140e3)),
    }
)
# Each place has the muscle under it. The neck, which was not measured, has the most sensitive one's; over
# bone people feel less, which is no licence: sacrum and spine have what lies beside L3 (clinical notes 2.7).
_SITE_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "neck": "upper trapezius",
        "shoulder-top": "upper trapezius",
        "upper-back": "rhomboid",
        "shoulder-blade": "infraspinatus",
        "mid-back": "beside T7-T10",
        "low-back": "beside L3",
        "hip": "gluteus medius",
        "sacrum": "beside L3",
        "spine": "beside L3",
    }
)
PROBE_M2 = 1e-4
SUMMATION = -0.3
"""A larger patch hurts at less: threshold x area^-0.3, area over the probe's (clinical notes 2.7, ours)."""

WALTON_FRAC: Final = (0.05, 0.15, 0.40, 0.70, 1.00)
"""The share of the pain threshold that each of the five levels stands for (clinical notes 2.6, ours)."""


def threshold_pa(person: Person, place: str, *, area_m2: float) -> float:
    """Return the mean pressure at which a patch of that size begins to hurt a person at a place. [Pa]

    The spread between people is log-normal, and whoever is tender at one place is at all of them
    [engineering judgement].

    >>> middle = Person(seed=0, number=0, sex="male", age_years=40, height_m=1.8, mass_kg=80.0,
    ...                 tolerance_frac=0.5)
    >>> round(threshold_pa(middle, "low-back", area_m2=1e-4), -3)
    418000.0
    """
    mean_pa, deviation_pa = _SITES[_SITE_OF[place]][person.sex == "female"]
    spread = log(1 + (deviation_pa / mean_pa) ** 2)
    deviate = NormalDist().inv_cdf(min(max(person.tolerance_frac, 1e-6), 1 - 1e-6))
    own_pa = mean_pa * exp(deviate * sqrt(spread) - spread / 2)
    return float(own_pa * max(area_m2 / PROBE_M2, 1.0) ** SUMMATION)


def most_sensitive(place: str | None) -> str:
    """Return a place that thresholds are known for: a hand between places counts as on the tenderest.

    >>> most_sensitive("hip"), most_sensitive(None)
    ('hip', 'shoulder-top')
    """
    return place if place is not None and place in _SITE_OF else "shoulder-top"
