"""Bend or shorten a hand's path until its patch keeps off everything that it may not touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backrub.catalog.atlas import Array
from backrub.model.base import HandPart
from backrub.planning.ground import Ground, Levels

STEP_M = 0.01
"""Samples on a path are at most this far apart. [m]"""
NUDGE_M = 0.03
"""So far a path moves aside to keep its level; to keep off an avoid circle it goes further. [m]"""
DETOUR_M = 0.12
"""The longest way aside: past it the stroke is shortened instead. [m]"""
LEAST_FRAC = 0.4
"""A stroke of which less than this is left is not that stroke any more."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A path that may be worked: (n, 2) chart points, the level at each, the slice of the wished samples it keeps, and how many
    samples stand where they were wished."""

    points: Array
    levels: Levels
    kept: slice
    unmoved: int


def fit(wished: Array, part: HandPart, level: int, *, ground: Ground, outward: float) -> Fitted | None:
    """Return the path nearest to `wished` (n, 2) that `part` may take at `level` or less; None when too little is left.

    `outward` is +1 on the receiver's right, -1 on the left: the way aside that is tried first. A stroke across the back is
    shortened, any other bends aside; what bends too far is shortened, too.
    """
    points = wished.copy()
    allowed = ground.levels(points, part)
    if not _is_lateral(wished, ground=ground):
        reach = min(level, int(allowed.max(initial=0)) or level)
        for want, furthest_m in ((reach, NUDGE_M), (1, DETOUR_M)):
            short = allowed < want
            if not short.any():
                break
            shift_m = np.zeros(len(points))
            for run in _runs(short):
                shift_m[run] = _way_aside(points[run], part, want, ground=ground, outward=outward, furthest_m=furthest_m)
            points, allowed = _moved(points, shift_m, part, ground=ground)
    kept = _longest_run(allowed >= 1)
    if kept is None or (kept.stop - kept.start) < LEAST_FRAC * len(wished):
        return None
    aside_m = np.abs(points - wished)[:, 0] * ground.scale.half_biacromial_low_m
    unmoved = int((aside_m[kept] < STEP_M).sum())
    return Fitted(points[kept], np.minimum(_settled(allowed[kept]), level), kept, unmoved)


def _is_lateral(points: Array, *, ground: Ground) -> bool:
    """Whether the path goes across the back rather than along it (loops and holds do not)."""
    way_m = np.abs(ground.scale.to_low_m(points[-1] - points[0]))
    return bool(len(points) > 1 and way_m[0] > way_m[1] and way_m[0] > 0.5 * ground.scale.length_high_m(points))


def _moved(points: Array, shift_m: Array, part: HandPart, *, ground: Ground) -> tuple[Array, Levels]:
    """Move points aside, and their neighbours with them where that costs them nothing, so that the hand turns before the edge."""
    across = shift_m / ground.scale.half_biacromial_low_m
    exact = points + np.stack([across, np.zeros_like(across)], axis=1)
    allowed = ground.levels(exact, part)
    padded = np.concatenate([across[:1], across, across[-1:]])
    stacked = np.stack([padded[:-2], padded[1:-1], padded[2:]])
    widest = stacked[np.abs(stacked).argmax(axis=0), np.arange(len(across))]
    early = points + np.stack([widest, np.zeros_like(widest)], axis=1)
    early_allowed = ground.levels(early, part)
    takes = (early_allowed >= allowed) & (np.sign(early[:, 0]) == np.sign(exact[:, 0]))
    return np.where(takes[:, None], early, exact), np.where(takes, early_allowed, allowed)


def _way_aside(points: Array, part: HandPart, want: int, *, ground: Ground, outward: float, furthest_m: float) -> Array:
    """Return how far each point of one run moves across [m]: the whole run to the side where its worst point moves least."""
    steps_m = np.arange(1, round(furthest_m / 0.0025) + 1) * 0.0025
    best: tuple[int, float, Array] | None = None
    for sign in (outward, -outward):
        moved = np.repeat(points[None], len(steps_m), axis=0)
        moved[:, :, 0] += sign * steps_m[:, None] / ground.scale.half_biacromial_low_m
        good = (ground.levels(moved.reshape(-1, 2), part) >= want).reshape(len(steps_m), -1)
        good &= np.sign(moved[:, :, 0]) == np.sign(points[None, :, 0] + outward * 1e-9)
        reached = good.any(axis=0)
        shift_m = np.where(reached, steps_m[good.argmax(axis=0)], 0.0) * sign
        lost = int((~reached).sum())
        cost = (lost, float(np.abs(shift_m).max(initial=0.0)))
        if best is None or cost < best[:2]:
            best = (*cost, shift_m)
    assert best is not None
    return best[2]


def _settled(levels: Levels) -> Levels:
    """Return levels without runs shorter than three samples: the lower neighbour wins."""
    if len(levels) < 3:
        return np.full_like(levels, levels.min(initial=4))
    padded = np.concatenate([levels[:1], levels, levels[-1:]])
    low = np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    padded = np.concatenate([low[:1], low, low[-1:]])
    opened = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.minimum(opened, levels)


def _runs(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[slice]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _longest_run(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> slice | None:
    return max(_runs(mask), key=lambda run: run.stop - run.start, default=None)
