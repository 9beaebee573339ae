"""What a felt landmark does to the chart: a smooth bend round it, which keeps the midline and can be undone.

Each correction adds a bump (Wendland's C2 function of compact support, 1995) to where chart points go. The
bumps' heights are solved so that every corrected landmark lands where it was felt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.body.asset import Array, frozen
from backrub.errors import DataError, Problem, did_you_mean

REACH_M = 0.30
"""How far from a felt landmark the chart still follows it: engineering judgement, about the length of a
shoulder blade and a hand's width more."""

MOST_M = 0.06
"""The furthest that a landmark may be felt from where it is expected. Palpation is right to one vertebral
level (clinical notes 3.2), about 3 cm; twice that is another bone."""

_MIDLINE = 0.25
"""How near the midline, in the chart, a bend across fades out."""

_ROOM_FRAC = 0.2
"""The least that a piece of the chart may be squeezed to."""

_STEPS = 40
"""So many steps an inverse takes at most; corrections of a centimetre or two take four or five."""


@dataclass(frozen=True, slots=True)
class Warp:
    """Where chart points go: `points` (b, 2) are the middles of bumps in the chart, `shifts` (b, 2) how high
    each is across and along, `unit_m` (2,) the metres in a unit across and along. Arrays are read-only."""

    points: Array
    shifts: Array
    unit_m: Array

    def forward(self, points: Array) -> Array:
        """Return where chart points (k, 2) go."""
        bump, _ = _bumps(self, points)
        part, _ = self._parts(points[:, 0])
        return np.asarray(points + np.einsum("kb,kbp,bp->kp", bump, part, self.shifts))

    def slopes(self, points: Array) -> Array:
        """Return the derivative (k, 2, 2) of `forward`: rows what moves, columns what it is moved by."""
        bump, slope = _bumps(self, points)
        part, parting = self._parts(points[:, 0])
        turned = np.einsum("kbc,kbp,bp->kpc", slope, part, self.shifts)
        turned[:, :, 0] += np.einsum("kb,kbp,bp->kp", bump, parting, self.shifts)
        return np.asarray(turned + np.eye(2))

    def _parts(self, across: Array) -> tuple[Array, Array]:
        """Return how much of each bump counts at each across (k, b, 2), and how fast that changes.

        Nothing moves off the midline, and what is beside the spine does not move its levels: they are counted
        on the spine itself.
        """
        fade = 1.0 - np.exp(-((across / _MIDLINE) ** 2))
        fading = 2.0 * across / _MIDLINE**2 * (1.0 - fade)
        is_on_spine = np.stack([np.zeros(len(self.points), dtype=bool), self.points[:, 0] == 0], axis=1)
        part = np.where(is_on_spine, 1.0, fade[:, None, None])
        return part, np.where(is_on_spine, 0.0, fading[:, None, None])

    def inverse(self, points: Array) -> Array:
        """Return which chart points (k, 2) go to these.

        Newton, where a step that brings a point no nearer is halved: the bend never folds, so that a short
        enough one always does.
        """
        found = np.array(points, dtype=np.float64)
        off = self.forward(found) - points
        share = np.ones((len(found), 1))
        for _ in range(_STEPS):
            if np.abs(off).max(initial=0.0) < 1e-12:
                break
            tried = found - share * np.linalg.solve(self.slopes(found), off[:, :, None])[:, :, 0]
            left = self.forward(tried) - points
            is_nearer = (np.square(left).sum(axis=1) < np.square(off).sum(axis=1))[:, None]
            found, off = np.where(is_nearer, tried, found), np.where(is_nearer, left, off)
            share = np.where(is_nearer, np.minimum(2.0 * share, 1.0), share / 2.0)
        return found


def warp_of(
    landmarks: Mapping[str, tuple[float, float]],
    felt: Mapping[str, tuple[float, float]],
    *,
    unit_m: tuple[float, float],
    holds: Callable[[Array], NDArray[np.bool_]],
) -> Warp:
    """Return the bend that brings each landmark's chart point to where it was felt.

    `unit_m` is how long a unit across and along is, `holds` says which chart points lie on the back. Raises
    DataError with every correction that can't be.
    """
    unit = np.array(unit_m)
    problems = list(_problems(landmarks, felt, unit=unit, holds=holds))
    if problems:
        raise DataError(problems)
    centre = np.array([landmarks[name] for name in felt])
    shift = np.array(list(felt.values())) - centre
    bare = Warp(frozen(centre), frozen(np.zeros_like(centre)), frozen(unit))
    counts = _bumps(bare, centre)[0][:, :, None] * bare._parts(centre[:, 0])[0]
    # On the midline nothing moves across, so there is nothing to solve for there.
    beside = centre[:, 0] != 0
    shifts = np.zeros_like(shift)
    shifts[beside, 0] = np.linalg.solve(counts[beside][:, beside, 0], shift[beside, 0])
    shifts[:, 1] = np.linalg.solve(counts[:, :, 1], shift[:, 1])
    warp = Warp(bare.points, frozen(shifts), bare.unit_m)
    folds = np.linalg.det(warp.slopes(_everywhere())).min() < _ROOM_FRAC
    if folds:
        names = " and ".join(felt)
        raise DataError(
            [Problem("corrections", f"{names} can't both be there", "Feel them again, one after the other.")]
        )
    return warp


def _problems(
    landmarks: Mapping[str, tuple[float, float]],
    felt: Mapping[str, tuple[float, float]],
    *,
    unit: Array,
    holds: Callable[[Array], NDArray[np.bool_]],
) -> Iterator[Problem]:
    for name, point in felt.items():
        where = f"corrections.{name}"
        if name not in landmarks:
            yield Problem(where, "is no landmark", did_you_mean(name, list(landmarks)))
            continue
        if not np.isfinite(point).all():
            yield Problem(where, "is not a point of the chart", "Give across and along as numbers.")
            continue
        off_m = float(np.hypot(*(unit * (np.array(point) - landmarks[name]))))
        if landmarks[name][0] == 0 and point[0] != 0:
            yield Problem(where, "lies beside the spine", "Give 0 for across: it is on the midline.")
        elif not holds(np.array([point]))[0]:
            yield Problem(where, "lies off the back", "Mark it on the back.")
        elif off_m > MOST_M:
            what = f"was felt {100 * off_m:.0f} cm from where it is expected"
            yield Problem(where, what, f"Feel for it again, within {100 * MOST_M:.0f} cm.")


def _bumps(warp: Warp, points: Array) -> tuple[Array, Array]:
    """Return each bump's height (k, b) at chart points, and its slope (k, b, 2) there."""
    apart = (points[:, None, :] - warp.points) * (warp.unit_m / REACH_M)
    distance = np.minimum(np.linalg.norm(apart, axis=2), 1.0)
    left = 1.0 - distance
    slope = (-20.0 * left**3)[:, :, None] * apart * (warp.unit_m / REACH_M)
    return left**4 * (4.0 * distance + 1.0), slope


def _everywhere() -> Array:
    across, along = np.meshgrid(np.linspace(-1.3, 1.3, 66), np.linspace(-0.3, 1.5, 91))
    return np.stack([across.ravel(), along.ravel()], axis=1)
