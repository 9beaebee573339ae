"""Bend or shorten hands' paths until their patches keep off what they may not touch; many paths at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.atlas import Array, inside
from backrub.model.base import HandPart
from backrub.planning.ground import Ground, Levels

STEP_M = 0.01
"""Samples on a path are at most this far apart. [m]"""
NUDGE_M = 0.03
"""So far a path moves aside to keep its level; to keep off an avoid circle it goes further. [m]"""
ON_NECK_M = 0.05
"""Above C7 nothing but a resting hand is for the neck: there it is laid so far from where it was to be, half
a palm [engineering judgement]. [m]"""
LAID: tuple[HandPart, ...] = ("palm", "heel")
"""What rests or leans on one place may do so a little beside it; what is exact presses there or not."""
DETOUR_M = 0.12
"""The longest way aside: past it the stroke is shortened. Holds and presses make no such detour. [m]"""
DETOUR_LEVEL = 1
"""A hand on a detour is on skin that nobody asked for, and only passes over it."""
ASIDE_M = 0.0025
"""How finely ways aside are tried. [m]"""
TURN_M, BETWEEN, BETWEEN_MARGIN_M = 0.001, 7, 0.0005
"""Where neighbours move aside by amounts this unlike [m], so many points between them are looked at; they may
come a little nearer than samples do [m], since a chord cuts a bend."""
LOOP_ASIDE_M = 0.005
LOOP_SIZES, LOOP_DEEP_SIZE = (1.0, 0.75, 0.5), 0.5
"""A circle is moved aside in steps of this much [m], or drawn this much smaller; what is smaller still stays
at level 1."""
LEAST_RUN = 5
"""What is left beyond a place to avoid is worked if it is at least so many samples, some four centimetres."""
LEAST_FRAC = 0.4
"""A stroke of which less than this is left is not that stroke any more."""


@dataclass(frozen=True, slots=True)
class Wished:
    """A path asked for: (n, 2) chart points, the part and level.

    `outward_frac` is +1 on the receiver's right, -1 on the left; `middle` is where each point's circle
    has its middle, for circles. What moves aside comes no nearer to the midline than `inner_m`, for the sake
    of the other hand [m].
    """

    points: Array
    part: HandPart
    level: int
    outward_frac: float
    middle: Array | None = None
    inner_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """A path that may be worked: (n, 2) chart points, the level at each, and the slice of samples it keeps.

    `unmoved` is how many samples might have stayed where they were wished: no detour was needed for them.
    `others` are what is left of the path beyond what it may not touch, where the longest piece is not all.
    """

    points: Array
    levels: Levels
    kept: slice
    unmoved: int
    others: tuple[Fitted, ...] = ()


def fit(wished: Sequence[Wished], *, ground: Ground) -> list[Fitted | None]:
    """Return, for each wished path, the nearest one that may be worked at its level or less.

    None when too little is left of one. A stroke across the back is shortened, any other bends aside; what
    would bend too far is shortened, too.
    """
    found: list[Fitted | None] = [None] * len(wished)
    for part in dict.fromkeys(each.part for each in wished):
        for is_loop, way in ((False, _fit_part), (True, _fit_loops)):
            mine = [
                i
                for i, each in enumerate(wished)
                if each.part == part and (each.middle is not None) is is_loop
            ]
            made = way([wished[index] for index in mine], part, ground=ground) if mine else []
            for index, fitted in zip(mine, made, strict=True):
                found[index] = fitted
    return found


def _fit_part(wished: list[Wished], part: HandPart, *, ground: Ground) -> list[Fitted | None]:
    sizes = [len(each.points) for each in wished]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(int).tolist()
    slices = [slice(a, b) for a, b in pairwise(starts)]
    original = np.concatenate([each.points for each in wished])
    outward = np.concatenate(
        [np.full(size, each.outward_frac) for size, each in zip(sizes, wished, strict=True)]
    )
    bends = np.concatenate(
        [np.full(len(each.points), not _is_lateral(each.points, ground=ground)) for each in wished]
    )
    inner = _inner(wished, original, ground=ground)
    points, allowed = original, ground.levels(original, part)
    is_free = allowed >= 1
    reach = np.concatenate(
        [
            np.full(len(each.points), min(each.level, int(allowed[at].max()) or 1))
            for each, at in zip(wished, slices, strict=True)
        ]
    )
    ends = np.zeros(len(points), dtype=np.bool_)
    ends[[at.start for at in slices]] = True
    travels = np.concatenate([np.full(len(each.points), len(each.points) > 1) for each in wished])
    for want, furthest_m, may in ((reach, NUDGE_M, bends), (np.ones_like(reach), DETOUR_M, bends & travels)):
        short = (allowed < want) & may
        if short.any():
            shift_m = _ways_aside(
                points, short, ends, want, part,
                outward=outward, inner=inner, furthest_m=furthest_m, ground=ground,
            )  # fmt: skip
            points, allowed = _moved(points, shift_m, part, starts=ends, inner=inner, ground=ground)
    if part in LAID:
        barred = ~travels & ~is_free
        near, laid = _laid_near(
            original[barred], part, outward=outward[barred], inner=inner[barred], ground=ground
        )
        points[barred], allowed[barred] = near, laid
        is_free |= ~travels & (allowed >= 1)  # lying a little aside is as good
    aside_m = (points - original)[:, 0] * ground.scale.half_biacromial_low_m
    allowed = np.where(np.abs(aside_m) > NUDGE_M + 1e-9, np.minimum(allowed, DETOUR_LEVEL), allowed)
    allowed = _allowed_between(points, allowed, aside_m, part, starts=ends, ground=ground)
    found: list[Fitted | None] = []
    for each, at in zip(wished, slices, strict=True):
        runs = _runs(allowed[at] >= 1)
        least = min(LEAST_RUN, LEAST_FRAC * len(each.points))
        runs = [run for run in runs if run.stop - run.start >= least]
        if not runs or sum(run.stop - run.start for run in runs) < LEAST_FRAC * len(each.points):
            found.append(None)
            continue
        pieces = [
            Fitted(
                points[at][run],
                np.minimum(_settled(allowed[at][run]), each.level),
                run,
                int(is_free[at][run].sum()),
            )
            for run in runs
        ]
        longest = max(pieces, key=lambda piece: len(piece.points))
        found.append(replace(longest, others=tuple(piece for piece in pieces if piece is not longest)))
    return found


def _inner(wished: Sequence[Wished], points: Array, *, ground: Ground) -> Array:
    """Return how near to the midline each of all points (n, 2) may move: no nearer than it is, if it is."""
    inner_m = np.concatenate([np.full(len(each.points), each.inner_m) for each in wished])
    return np.asarray(np.minimum(inner_m / ground.scale.half_biacromial_low_m, np.abs(points[:, 0])))


def _laid_near(
    barred: Array, part: HandPart, *, outward: Array, inner: Array, ground: Ground
) -> tuple[Array, Levels]:
    """Lay hands that only rest, and may not rest there, on the nearest place where they may, if any.

    What stays in the place that it was for comes first. What was to lie on the neck stays there, at level 1.
    """
    if not len(barred):
        return barred, np.zeros(0, dtype=np.int64)
    steps_m = np.arange(-ON_NECK_M, ON_NECK_M + 1e-9, LOOP_ASIDE_M)
    away_m = np.stack([each.ravel() for each in np.meshgrid(steps_m, steps_m)], axis=1)
    away_m = away_m[np.argsort(np.hypot(*away_m.T), kind="stable")]
    side = np.stack([outward, np.ones(len(barred))], axis=1)
    tried = barred[:, None, :] + side[:, None, :] * ground.scale.to_chart(away_m)[None]
    levels = ground.levels(tried.reshape(-1, 2), part).reshape(tried.shape[:2])
    levels[tried[:, :, 0] * outward[:, None] < inner[:, None]] = 0
    homes, is_home = _at_home(barred, tried, ground=ground)
    on_neck = np.array([home == "neck" for home in homes])
    levels[np.hypot(*away_m.T) > np.where(on_neck, ON_NECK_M, NUDGE_M)[:, None] + 1e-9] = 0
    levels[on_neck] = np.where(is_home[on_neck], np.minimum(levels[on_neck], DETOUR_LEVEL), 0)
    stays = is_home & (levels >= 1)
    nearest = np.where(stays.any(axis=1), stays.argmax(axis=1), (levels >= 1).argmax(axis=1))
    rows = np.arange(len(barred))
    laid = levels[rows, nearest]
    return np.where((laid >= 1)[:, None], tried[rows, nearest], barred), laid


def _at_home(points: Array, tried: Array, *, ground: Ground) -> tuple[list[str], NDArray[np.bool_]]:
    """Return the place of each of (n, 2) chart points, and which of (n, m, 2) others are in that place."""
    homes, is_home = [], np.zeros(tried.shape[:2], dtype=np.bool_)
    for index, point in enumerate(points):
        place, side = ground.atlas.place_at(*point) or ("", "")
        homes.append(place)
        if place:
            ring = ground.atlas.places[place].rings["middle" if side == "both" else side]
            is_home[index] = inside(ring, tried[index])
    return homes, is_home


def _fit_loops(wished: list[Wished], part: HandPart, *, ground: Ground) -> list[Fitted | None]:
    """Move circles aside all together, or make them smaller, so that they stay circles.

    The highest level that can be had comes first, then the least change; a smaller circle rather than one
    far off.
    """
    whole = [each.points[_one_turn(each)] for each in wished]
    lowest = _lowest(whole, part, ground=ground)
    found: list[Fitted | None] = []
    size_frac, aside_m = (each.ravel() for each in np.meshgrid(LOOP_SIZES, _asides_m(), indexing="ij"))
    short = [index for index, each in enumerate(wished) if lowest[index] < each.level]
    shapes = {index: _shapes(wished[index], size_frac, aside_m, ground=ground) for index in short}
    levels = _lowest([turn for shape in shapes.values() for turn in shape], part, ground=ground)
    tried = dict(
        zip(short, np.split(np.array(levels, dtype=np.int64), len(short)) if short else [], strict=True)
    )
    for index, each in enumerate(wished):
        points, level = each.points, min(lowest[index], each.level)
        if index in tried and each.middle is not None:
            allowed = np.minimum(tried[index], np.where(size_frac < LOOP_DEEP_SIZE, 1, each.level))
            inner = _inner([each], each.points, ground=ground)[_one_turn(each)]
            allowed[(shapes[index][:, :, 0] * each.outward_frac < inner).any(axis=1)] = 0
            change = 1.5 * np.abs(aside_m) / NUDGE_M + (1.0 - size_frac) + 1e-6 * (aside_m < 0)
            best = int(np.lexsort((change, -allowed))[0])
            level = int(allowed[best])
            points = each.middle + size_frac[best] * (points - each.middle)
            points = points + np.array(
                [each.outward_frac * aside_m[best] / ground.scale.half_biacromial_low_m, 0.0]
            )
        count = len(points)
        kept = Fitted(points, np.full(count, level, dtype=np.int64), slice(0, count), count)
        found.append(kept if level >= 1 else None)
    return found


def _asides_m() -> Array:
    """Return the ways aside that are tried for a circle, both ways. [m]"""
    count = round(NUDGE_M / LOOP_ASIDE_M)
    return np.arange(-count, count + 1, dtype=np.float64) * LOOP_ASIDE_M


def _one_turn(wished: Wished) -> slice:
    """Return the samples that tell of all: one turn, where the circles stay in place."""
    middle = wished.middle
    return slice(None, 13) if middle is not None and np.array_equal(middle[0], middle[-1]) else slice(None)


def _shapes(wished: Wished, size_frac: Array, aside_m: Array, *, ground: Ground) -> Array:
    """Return the circle at each of (s,) sizes and ways aside: (s, n, 2) chart points."""
    assert wished.middle is not None
    seen = _one_turn(wished)
    middle = wished.middle[seen]
    tried = middle + size_frac[:, None, None] * (wished.points[seen] - middle)
    tried[:, :, 0] += wished.outward_frac * aside_m[:, None] / ground.scale.half_biacromial_low_m
    return np.asarray(tried)


def _lowest(paths: list[Array], part: HandPart, *, ground: Ground) -> list[int]:
    """Return the lowest level along each path, all asked at once."""
    if not paths:
        return []
    starts = np.concatenate([[0], np.cumsum([len(path) for path in paths])[:-1]]).astype(np.int64)
    return [int(level) for level in np.minimum.reduceat(ground.levels(np.concatenate(paths), part), starts)]


def _is_lateral(points: Array, *, ground: Ground) -> bool:
    """Whether the path goes across the back rather than along it (loops and holds do not)."""
    way_m = np.abs(ground.scale.to_low_m(points[-1] - points[0]))
    return bool(
        len(points) > 1 and way_m[0] > way_m[1] and way_m[0] > 0.5 * ground.scale.length_high_m(points)
    )


def _ways_aside(
    points: Array,
    short: NDArray[np.bool_],
    ends: NDArray[np.bool_],
    want: Levels,
    part: HandPart,
    *,
    outward: Array,
    inner: Array,
    furthest_m: float,
    ground: Ground,
) -> Array:
    """Return how far each point moves across [m].

    Each run of short points goes to the side where it keeps most and moves least.
    """
    steps_m = np.arange(1, round(furthest_m / ASIDE_M) + 1) * ASIDE_M
    at = np.flatnonzero(short)
    home = np.sign(points[at, 0] + outward[at] * 1e-9)
    costs, shifts, most = [], [], int(want[at].max())
    for sign in (1.0, -1.0):
        aside_m = sign * outward[at][None, :] * steps_m[:, None]
        moved = np.broadcast_to(points[at], (len(steps_m), len(at), 2)).copy()
        moved[:, :, 0] += aside_m / ground.scale.half_biacromial_low_m
        allowed = ground.levels(moved.reshape(-1, 2), part, enough=most).reshape(moved.shape[:2])
        good = allowed >= want[at]
        good &= (np.sign(moved[:, :, 0]) == home) & (np.abs(moved[:, :, 0]) >= inner[at])
        reached = good.any(axis=0)
        shifts.append(
            np.where(reached, np.take_along_axis(aside_m, good.argmax(axis=0)[None], axis=0)[0], 0.0)
        )
        costs.append(
            np.where(reached, np.abs(shifts[-1]), 10.0)
        )  # a point that finds no place outweighs any distance
    shift_m = np.zeros(len(points))
    first = np.flatnonzero(np.concatenate([[True], (np.diff(at) != 1) | ends[at[1:]]]))
    for a, b in zip(first, [*first[1:], len(at)], strict=True):
        totals = [
            (int((cost[a:b] >= 10.0).sum()), float(np.where(cost[a:b] < 10.0, cost[a:b], 0.0).max()))
            for cost in costs
        ]
        shift_m[at[a:b]] = shifts[0 if totals[0] <= totals[1] else 1][a:b]
    return shift_m


def _moved(
    points: Array,
    shift_m: Array,
    part: HandPart,
    *,
    starts: NDArray[np.bool_],
    inner: Array,
    ground: Ground,
) -> tuple[Array, Levels]:
    """Move points aside, their neighbours with them where that costs nothing: the hand turns in time."""
    aside = np.zeros((2, *points.shape))
    aside[0, :, 0] = shift_m / ground.scale.half_biacromial_low_m
    aside[1, :, 0] = _eased(shift_m, starts) / ground.scale.half_biacromial_low_m
    exact, early = points + aside
    both = ground.levels(np.concatenate([exact, early]), part)
    allowed, early_allowed = both[: len(points)], both[len(points) :]
    takes = (early_allowed >= allowed) & (np.sign(early[:, 0]) == np.sign(exact[:, 0]))
    takes &= np.abs(early[:, 0]) >= inner
    return np.where(takes[:, None], early, exact), np.where(takes, early_allowed, allowed)


def _eased(shift_m: Array, starts: NDArray[np.bool_]) -> Array:
    """Return shifts that set in before they are needed: a path turns aside by no more than it goes on."""
    eased, last = shift_m.copy(), np.roll(starts, -1)
    for _ in range(int(np.ceil(np.abs(shift_m).max(initial=0.0) / STEP_M))):
        for near in (np.where(starts, 0.0, np.roll(eased, 1)), np.where(last, 0.0, np.roll(eased, -1))):
            less = np.sign(near) * np.maximum(np.abs(near) - STEP_M, 0.0)
            eased = np.where(np.abs(less) > np.abs(eased), less, eased)
    return eased


def _allowed_between(
    points: Array,
    allowed: Levels,
    aside_m: Array,
    part: HandPart,
    *,
    starts: NDArray[np.bool_],
    ground: Ground,
) -> Levels:
    """Return levels that hold between samples, too: where a path turns aside, what lies between is looked at.

    The skin that the patch sweeps counts, not the samples alone. A step over what may not be touched ends
    the path.
    """
    turns = np.flatnonzero((np.abs(np.diff(aside_m)) > TURN_M) & ~starts[1:])
    if not len(turns):
        return allowed
    way_frac = np.arange(1, BETWEEN + 1)[:, None, None] / (BETWEEN + 1)
    between = points[turns] + way_frac * (points[turns + 1] - points[turns])
    least = ground.levels(between.reshape(-1, 2), part, margin_m=BETWEEN_MARGIN_M)
    least = least.reshape(BETWEEN, len(turns)).min(axis=0)
    allowed = allowed.copy()
    np.minimum.at(allowed, turns + 1, least)
    np.minimum.at(allowed, turns[least > 0], least[least > 0])
    return allowed


def _settled(levels: Levels) -> Levels:
    """Return levels without runs shorter than three samples: the lower neighbour wins."""
    if len(levels) < 3:
        return np.full_like(levels, levels.min(initial=4))
    padded = np.concatenate([levels[:1], levels, levels[-1:]])
    low = np.minimum(np.minimum(padded[:-2], padded[1:-1]), padded[2:])
    padded = np.concatenate([low[:1], low, low[-1:]])
    opened = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.asarray(np.minimum(opened, levels))


def _runs(mask: NDArray[np.bool_]) -> list[slice]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
