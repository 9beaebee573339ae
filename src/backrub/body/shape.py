"""Which of the baked bodies somebody has: from sex, age, height and mass to coordinates in the asset's
grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from backrub.body.asset import Array, Asset
from backrub.model.base import Sex

_BREADTH: Final[Mapping[Sex, tuple[float, float, float]]] = MappingProxyType(
    {
        "male": (0.1546, 0.1486, 0.0162),
        "female": (0.1028, 0.1612, 0.0151),
        "unspecified": (0.1287, 0.1549, 0.0151),
    }
)
"""Biacromial breadth on stature, measured (clinical notes 3.3): intercept [m], slope, residual spread [m].
For unspecified, half way between both lines, the smaller spread."""

_NARROWEST = -1.999
"""The narrowest shoulders, in spreads from that line. Two are the goal; the rest is for rounding."""

SEX: Final[Mapping[Sex, float]] = MappingProxyType({"male": 0.0, "unspecified": 0.5, "female": 1.0})
"""Where each sex lies on the model's axis; unspecified is the mean of both."""

YOUNG_YEARS, OLD_YEARS = 25.0, 90.0
"""The ages of the model's "young" and "old" shapes (MakeHuman's anchors). Younger people get the young
shape."""

NEAR_HEIGHT_M = 0.005
NEAR_MASS_FRAC = 0.03
"""A body this near to what was asked for counts as the one asked for."""

_STEPS = 33
_HALVINGS = 20


@dataclass(frozen=True, slots=True)
class Shape:
    """A body of the grid: where it lies on each axis, and how tall and heavy it is there."""

    sex_frac: float
    build_frac: float
    tall_frac: float
    old_frac: float
    height_m: float
    mass_kg: float


def shape_of(asset: Asset, sex: Sex, *, age_years: float, height_m: float, mass_kg: float) -> Shape:
    """Return the body of this height [m] and mass [kg], or the nearest one: height first, then mass.

    Where age makes the shoulders narrower than measured people's, it goes only as far as they allow: thin
    women who are tall and old.

    >>> from backrub.body.asset import read_asset
    >>> shape = shape_of(read_asset(), "female", age_years=34, height_m=1.68, mass_kg=64.0)
    >>> round(shape.height_m, 3), round(shape.mass_kg, 1)
    (1.68, 64.0)
    """
    young, oldest = float(asset.old_frac[0]), float(asset.old_frac[-1])
    ageing = np.clip((age_years - YOUNG_YEARS) / (OLD_YEARS - YOUNG_YEARS), 0.0, 1.0)

    def fitted(old_frac: float) -> Shape:
        return _fitted(asset, SEX[sex], old_frac, height_m=height_m, mass_kg=mass_kg)

    shape = fitted(float(young + (oldest - young) * ageing))
    if not _is_narrow(asset, sex, shape):
        return shape
    # Between the same two ages for everybody, so that who is still older has the same body.
    low, high = young, oldest
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _is_narrow(asset, sex, fitted(middle)) else (middle, high)
    return fitted(low)


def _is_narrow(asset: Asset, sex: Sex, shape: Shape) -> bool:
    """Say whether a shape's shoulders are narrower than measured people's of its height."""
    intercept_m, slope, spread_m = _BREADTH[sex]
    half_m = float(np.einsum("s,b,h,a,sbha->", *_weights(asset, shape), asset.half_biacromial_m))
    return 2 * half_m < intercept_m + slope * shape.height_m + _NARROWEST * spread_m


def _fitted(asset: Asset, sex_frac: float, old_frac: float, *, height_m: float, mass_kg: float) -> Shape:
    """Return the body of a sex and an age on the model's axes that is as tall and as heavy as wished."""
    by_sex = quadratic(asset.sex_frac, np.array([sex_frac]))[0]
    by_age = quadratic(asset.old_frac, np.array([old_frac]))[0]
    # What is left after sex and age: tables (builds, heights).
    height_table = np.einsum("s,sbha,a->bh", by_sex, asset.height_m, by_age)
    mass_table = np.einsum("s,sbha,a->bh", by_sex, asset.mass_kg, by_age)

    def reached(build: Array) -> tuple[Array, Array, Array]:
        """Return where each build is as tall as wished (or nearest), its height and its mass."""
        by_build = quadratic(asset.build_frac, build)
        heights = by_build @ height_table
        tall = _tall_of(heights, asset.tall_frac, height_m=height_m)
        by_tall = quadratic(asset.tall_frac, tall)
        stature = np.einsum("kh,kh->k", heights, by_tall)
        return tall, stature, np.einsum("kh,kh->k", by_build @ mass_table, by_tall)

    low, high = float(asset.build_frac[0]), float(asset.build_frac[-1])
    for _ in range(3):  # each time between two steps of the time before
        build = np.linspace(low, high, _STEPS)
        heaviest = np.maximum.accumulate(reached(build)[2])
        place = int(np.searchsorted(heaviest, mass_kg).clip(1, _STEPS - 1))
        low, high = float(build[place - 1]), float(build[place])
    build = np.array([low, high])
    tall, stature, mass = reached(build)
    best = int(np.abs(mass - mass_kg).argmin())
    return Shape(
        sex_frac, float(build[best]), float(tall[best]), old_frac, float(stature[best]), float(mass[best])
    )


def lengths_of(asset: Asset, shape: Shape) -> dict[str, Array]:
    """Return all lengths that the asset gives for a shape, by name. [m]"""
    weights = _weights(asset, shape)
    found: dict[str, Array] = {}
    for group in asset.groups:
        # Axis after axis, from the outermost in: a few numbers are left of the whole grid.
        coordinates = group.coordinates_frac
        for each in weights:
            coordinates = np.tensordot(each, coordinates, axes=1)
        # In the directions' own precision: a metre to a tenth of a micrometre. Not by `@`, whose sums hang on
        # how many threads share them: one person has one body, on every machine of a cohort.
        along = np.einsum("c,cn->n", coordinates.astype(np.float32), group.directions_m)
        numbers = along + group.mean_m
        found |= {name: numbers[where].astype(np.float64) for name, where in group.parts.items()}
    return found


def _weights(asset: Asset, shape: Shape) -> tuple[Array, Array, Array, Array]:
    """Return the weights of the grid's lines at a shape: sex, build, height, age."""
    return (
        quadratic(asset.sex_frac, np.array([shape.sex_frac]))[0],
        quadratic(asset.build_frac, np.array([shape.build_frac]))[0],
        quadratic(asset.tall_frac, np.array([shape.tall_frac]))[0],
        quadratic(asset.old_frac, np.array([shape.old_frac]))[0],
    )


def size_at(asset: Asset, shape: Shape) -> tuple[float, float]:
    """Return the stature [m] and the mass [kg] that the asset gives at a shape's place on its axes."""
    weights = _weights(asset, shape)
    height_m, mass_kg = (
        np.einsum("s,b,h,a,sbha->", *weights, table) for table in (asset.height_m, asset.mass_kg)
    )
    return float(height_m), float(mass_kg)


def is_far(shape: Shape, *, height_m: float, mass_kg: float) -> bool:
    """Say whether a shape is only the nearest one to a height [m] and a mass [kg]."""
    off_m, off_kg = abs(shape.height_m - height_m), abs(shape.mass_kg - mass_kg)
    return off_m > NEAR_HEIGHT_M or off_kg > NEAR_MASS_FRAC * mass_kg


def quadratic(nodes: Array, at: Array) -> Array:
    """Return the weights of the nodes at some points: parabolas through three nodes, piece after piece.

    Parameters
    ----------
    nodes : (2 p + 1,) float array
        Growing; every other one is a bend, where two parabolas meet.
    at : (k,) float array
        Inside the nodes, or on the outermost parabolas past them.

    Returns
    -------
    (k, 2 p + 1) float array
        Three weights a row that add to 1.

    >>> quadratic(np.array([0.0, 1.0, 2.0]), np.array([0.5])).tolist()
    [[0.375, 0.75, -0.125]]
    """
    piece = np.clip(np.searchsorted(nodes[::2], at, side="right") - 1, 0, len(nodes) // 2 - 1)
    where = 2 * piece[:, None] + np.arange(3)
    left, middle, right = nodes[where].T
    three = (
        (at - middle) * (at - right) / ((left - middle) * (left - right)),
        (at - left) * (at - right) / ((middle - left) * (middle - right)),
        (at - left) * (at - middle) / ((right - left) * (right - middle)),
    )
    weights = np.zeros((len(at), len(nodes)))
    weights[np.arange(len(at))[:, None], where] = np.stack(three, axis=1)
    return weights


def _tall_of(heights: Array, lines: Array, *, height_m: float) -> Array:
    """Return where rows of statures (k, h) at the axis' lines reach a height [m], held inside the axis."""
    # Nearly straight, so the chord's first answer needs two corrections.
    span = lines[-1] - lines[0]
    slope = (heights[:, -1] - heights[:, 0]) / span
    tall = lines[0] + (height_m - heights[:, 0]) / slope
    for _ in range(2):
        tall = tall + (height_m - np.einsum("kh,kh->k", heights, quadratic(lines, tall))) / slope
    return np.asarray(np.clip(tall, lines[0], lines[-1]))
