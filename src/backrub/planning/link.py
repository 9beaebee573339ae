"""Glides that bring the hands from where one stroke ends to where the next begins; many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import numpy as np

from backrub.catalog.atlas import Array
from backrub.model.base import Hand
from backrub.planning.fit import Wished, fit
from backrub.planning.ground import Ground
from backrub.planning.path import densified
from backrub.planning.stroke import HandTrace, TracedStroke

LINK_M_S = 0.15
"""How fast a palm glides, weightless, to where the next stroke begins. [m/s]"""
NEAR_M = 0.015
"""Ends closer than this need no link: the hand is there. [m]"""
LIFT_S = 1.0
"""The time to lift the hands and set them down where no palm may glide. [s]"""
LEAST_S = 0.6
"""No glide is quicker, however short: a hand that jerks is felt. [s]"""

Gap = tuple[Mapping[Hand, Array], TracedStroke]
"""Where each hand was last, and the stroke that begins next."""


def link(last: Mapping[Hand, Array], first: TracedStroke, *, ground: Ground) -> TracedStroke | None:
    """Return the glide that brings the hands to where `first` begins; None when they are there.

    Where no palm may glide the hands lift: a stroke without hands.
    """
    return links([(last, first)], ground=ground)[0]


def links(gaps: Sequence[Gap], *, ground: Ground) -> list[TracedStroke | None]:
    """Return the glide over each gap; all the skin that they cross is asked for at once."""
    ends = [
        (index, hand, np.stack([last[hand.hand], hand.points[0]]))
        for index, (last, first) in enumerate(gaps)
        for hand in first.hands
        if hand.hand in last
    ]
    if not ends:
        return [None] * len(gaps)
    ways = np.stack([way for _, _, way in ends])
    far_m = np.hypot(*ground.scale.to_high_m(ways[:, 1] - ways[:, 0]).T)
    glides: dict[int, list[tuple[HandTrace, bytes]]] = {}
    straight: dict[bytes, Array] = {}
    for (index, hand, way), length_m in zip(ends, far_m, strict=True):
        if length_m > NEAR_M:
            glides.setdefault(index, []).append((hand, way.tobytes()))
            straight.setdefault(way.tobytes(), way)
    paired = {way for each in glides.values() if len(each) > 1 for _, way in each}
    paths = _palm_paths(straight, paired=paired, ground=ground)
    return [_glide(gaps[index][1], glides.get(index, []), paths, ground=ground) for index in range(len(gaps))]


def _glide(
    first: TracedStroke,
    glides: list[tuple[HandTrace, bytes]],
    paths: Mapping[bytes, Array | None],
    *,
    ground: Ground,
) -> TracedStroke | None:
    if not glides:
        return None
    hands: list[HandTrace] = []
    length_m = 0.0
    for hand, way in glides:
        path = paths[way]
        if path is None:
            return TracedStroke((), LIFT_S, LIFT_S, first.line, is_link=True)
        hands.append(HandTrace(hand.hand, "palm", 1, path))
        length_m = max(length_m, ground.scale.length_high_m(path))
    time_s = max(length_m / LINK_M_S, LEAST_S)
    return TracedStroke(tuple(hands), time_s, time_s, first.line, is_link=True)


def _palm_paths(
    straight: Mapping[bytes, Array], *, paired: Set[bytes], ground: Ground
) -> dict[bytes, Array | None]:
    """Return the way of a weightless palm between each pair of ends, straight or bent; None for none.

    Those that are `paired` go beside another hand's, and keep to their side.
    """
    if not straight:
        return {}
    paths: dict[bytes, Array | None] = {
        key: densified(way, scale=ground.scale) for key, way in straight.items()
    }
    every = [path for path in paths.values() if path is not None]
    starts = np.concatenate([[0], np.cumsum([len(path) for path in every])[:-1]]).astype(np.int64)
    is_free = np.minimum.reduceat(ground.levels(np.concatenate(every), "palm"), starts) >= 1
    barred = [(key, path) for (key, path), free in zip(paths.items(), is_free, strict=True) if not free]
    palm_m = ground.limits.parts["palm"].half_across_m
    wished = [
        Wished(path, "palm", 1, 1.0 if path[-1, 0] >= 0 else -1.0, inner_m=palm_m if key in paired else 0.0)
        for key, path in barred
        if path is not None
    ]
    for (key, path), fitted in zip(barred, fit(wished, ground=ground), strict=True):
        whole = (
            path is not None
            and fitted is not None
            and len(fitted.points) == len(path)
            and np.array_equal(fitted.points[[0, -1]], path[[0, -1]])
        )
        paths[key] = fitted.points if whole and fitted is not None else None
    return paths
