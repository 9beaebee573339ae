"""Laying a stroke's path on one receiver's own back: clear of what its part may not touch there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.body import Back
from backrub.catalog.technique import Technique
from backrub.model.base import HandPart, Level, Point
from backrub.motion.force import force_along
from backrub.motion.ground import ASTRAY_M, TURNS, Ground
from backrub.motion.way import Way, way_of, ways_of

Array = NDArray[np.float64]
Key = tuple[tuple[Point, ...], HandPart, Level, str | None]

STEP_M = 0.002
"""Ways out are tried this far apart. [m]"""

MIDDLE_M = 0.005
"""A path whose mean is nearer to the midline than this belongs to both sides, and is moved along it only."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A path in the chart, and what goes along it; without a technique the palm only glides over."""

    path: tuple[Point, ...]
    part: HandPart
    level: Level
    technique: Technique | None

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return self.path, self.part, self.level, self.technique.id if self.technique is not None else None


class Touch(NamedTuple):
    """What is laid on the skin, the part of the hand that lies there (`samples.PARTS`), and whether it only
    glides over to where the next stroke begins."""

    part: int
    laid: Laid
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A path on the skin with the hand's level (m,) and force (m,) [N] at each of the way's places.

    `asked_n` (m,) is the force before the skin made it lighter, where it was asked what it bears. [N]
    """

    way: Way
    level: NDArray[np.int8]
    force_n: Array
    asked_n: Array | None = None

    def without_ends(self, steps: int) -> Laid:
        """Return it stopped short by so many steps at both its ends; one place is left at least."""
        inner = slice(steps, max(len(self.force_n) - steps, steps + 1))
        way = replace(
            self.way,
            position_m=self.way.position_m[inner],
            normal=self.way.normal[inner],
            chart=self.way.chart[inner],
        )
        return Laid(way, self.level[inner], self.force_n[inner])


def laid(
    path: tuple[Point, ...],
    part: HandPart,
    *,
    level: Level,
    technique: Technique | None,
    back: Back,
    ground: Ground,
    calibration_frac: float = 1.0,
) -> Laid:
    """Return a path laid on the skin where its part may press, or as near as can be.

    Planning knows a nominal back; on this one the same path may reach some millimetres into a zone that is
    barred to the part. The whole path is then moved, as it is, by the least that gets it clear, so that
    circles stay round. Where nothing within `ground.ASTRAY_M` does, the hand passes over in the air there.
    """
    asked = Asked(path, part, level, technique)
    return laid_all([asked], back=back, ground=ground, calibration_frac=calibration_frac)[0]


def laid_all(
    asked: Sequence[Asked], *, back: Back, ground: Ground, calibration_frac: float = 1.0
) -> list[Laid]:
    """Return paths laid on the skin, all of them in one go; `laid` says how."""
    found = []
    for way, each in zip(ways_of([each.path for each in asked], back), asked, strict=True):
        way_here = way
        if (
            each.technique is not None
            and not ground.levels(each.part, way.position_m, wished=each.level).all()
        ):
            way_here = _cleared(way, each.path, each.part, level=each.level, back=back, ground=ground)
        levels, force_n = force_along(
            way_here, each.part, level=each.level, technique=each.technique, ground=ground,
            calibration_frac=calibration_frac,
        )  # fmt: skip
        found.append(Laid(way_here, levels, force_n))
    return found


def moved(path: tuple[Point, ...], by_m: tuple[float, float], *, back: Back) -> tuple[Point, ...]:
    """Return a chart path moved as it is by (x, y) in the world. [m]"""
    shift = np.array([-by_m[0] / back.half_biacromial_m, by_m[1] / back.c7_psis_m])
    return tuple((float(across), float(along)) for across, along in np.array(path) + shift)


def _cleared(
    way: Way, path: tuple[Point, ...], part: HandPart, *, level: Level, back: Back, ground: Ground
) -> Way:
    """Return the path's way after the shortest move that clears it of what is barred; as it is if none does.

    Tried first where the way lies, then as it would lie.
    """
    mean_x_m = float(way.position_m[:, 0].mean())
    outward = np.sign(mean_x_m) if abs(mean_x_m) > MIDDLE_M else 0.0
    for step in range(1, round(ASTRAY_M / STEP_M) + 1):
        for turn in range(TURNS):
            # Straight outward first; both sides alike, so that what is mirrored stays so.
            angle = np.pi * ((turn + 1) // 2 * (-1) ** turn) / (TURNS / 2)
            x_m, y_m = step * STEP_M * outward * np.cos(angle), step * STEP_M * np.sin(angle)
            if not ground.is_clear(part, way.position_m + np.array([x_m, y_m, 0.0]), wished=level):
                continue
            found = way_of(moved(path, (x_m, y_m), back=back), back)
            if ground.is_clear(part, found.position_m, wished=level):
                return found
    return way
