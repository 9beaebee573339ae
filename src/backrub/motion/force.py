"""How hard a hand presses on its way: its technique's force at its level, under every cap of the place."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from backrub.catalog.limits import AreaLimits, Limits, ZoneLimits
from backrub.catalog.technique import Technique
from backrub.model.base import HandPart, Level
from backrub.motion.way import Way

Array = NDArray[np.float64]

LINK_N = 5.0
"""A palm that only glides to where the next stroke begins rests with little more than the hand's own weight
[engineering judgement]. [N]"""

RIDGE_FRAC = 0.3
"""Over the ridge of the spine a palm touches with about a third of its area, so its mean pressure is thrice
that of a flat place: what `dose.check` measures on bodies of every size."""

EASE_M = 0.03
"""The hand gets lighter over this length before a cap sets in on its way [engineering judgement]. [m]"""

_ZONES = {"strip": "strip", "kidney-outer": "kidneys", "neck": "neck"}
"""Zones of `limits.toml` that have a cap of force or pressure, and its table: design 8a."""


def force_along(
    way: Way,
    part: HandPart,
    *,
    level: Level,
    technique: Technique | None,
    limits: Limits,
    c7_psis_m: float,
    calibration_frac: float = 1.0,
) -> Array:
    """Return the normal force (m,) that a hand aims at on its way. [N]

    The least of the technique's force at that level (times the receiver's own calibration), the part's cap,
    its pressure cap over its area, and the caps of every zone that its patch touches there: design 5 and 8a,
    `limits.toml`. Without a technique the palm only glides over.
    """
    hand = limits.parts[part]
    wished_n = LINK_N if technique is None else _force_n(technique, level) * calibration_frac
    force_n = np.full(len(way.position_m), min(wished_n, hand.force_n, hand.pressure_pa * hand.area_m2))
    out_m = np.abs(way.position_m[:, 0])
    half_along = hand.half_along_m / c7_psis_m
    for name, table in _ZONES.items():
        zone, area = limits.zones[name], getattr(limits, table)
        cap_n = _cap_n(area, area_m2=hand.area_m2 * (RIDGE_FRAC if name == "strip" else 1.0))
        touched = _touches(zone, out_m, way.chart[:, 1], hand.half_across_m, half_along)
        np.minimum(force_n, cap_n, out=force_n, where=touched)
    return _eased(force_n, step_m=way.step_m)


def _eased(force_n: Array, *, step_m: float) -> Array:
    """Return forces that change gradually along a way (m,), nowhere above what they were. [N]"""
    half = round(0.5 * EASE_M / step_m) if step_m > 0 else 0
    if half == 0:
        return force_n
    # The mean of minima: each of them holds for all of its own surroundings.
    least_n = sliding_window_view(np.pad(force_n, half, mode="edge"), 2 * half + 1).min(axis=1)
    return np.asarray(sliding_window_view(np.pad(least_n, half, mode="edge"), 2 * half + 1).mean(axis=1))


def _force_n(technique: Technique, level: Level) -> float:
    """Return a technique's force at a level; else at the nearest below, or its least."""
    below = [each for each in technique.levels if each <= level]
    return technique.force_n[below[-1] if below else technique.levels[0]]


def _cap_n(area: AreaLimits, *, area_m2: float) -> float:
    caps = [area.force_n, area.pressure_pa * area_m2 if area.pressure_pa is not None else None]
    return min(cap for cap in caps if cap is not None)


def _touches(
    zone: ZoneLimits, out_m: Array, along: Array, half_across_m: float, half_along: float
) -> NDArray[np.bool_]:
    """Return where a patch touches a zone: distances from the midline [m], chart `along`."""
    inner_m, outer_m = zone.inner_m or 0.0, zone.outer_m if zone.outer_m is not None else np.inf
    low = zone.along_low if zone.along_low is not None else -np.inf
    high = zone.along_high if zone.along_high is not None else np.inf
    return np.asarray(
        (out_m + half_across_m > inner_m)
        & (out_m - half_across_m < outer_m)
        & (along + half_along > low)
        & (along - half_along < high)
    )
