"""What a pass adds up to: its time, where hands are during it, how hard, and with which parts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from backrub.catalog.technique import Technique
from backrub.model.base import HandPart
from backrub.planning.stroke import THUMBS, Key, Trace, TracedStroke
from backrub.planning.where import Within

MOST_OFF_FRAC = 0.3
"""Hands may be lifted for at most this much of a pass at its quickest (our judgement)."""
MIDDLE_FRAC = 0.5
"""Middle tempo, between the shortest and the longest time of a pass."""
INSIDE_M = 0.008
"""A path that comes less far into a place than this only grazes its edge: no work that the place has had.
On a receiver's own back its edge may lie about as much elsewhere [engineering judgement]. [m]"""
Places = Mapping[int, Mapping[Key, Within]]
"""What of each path lies in each place and side, by the path's `id`."""


def measured(
    strokes: list[TracedStroke],
    places: Places,
    *,
    wished: int,
    unmoved: int,
    own: frozenset[HandPart],
) -> Trace | None:
    """Return the pass of some strokes.

    None where there are none, or none of the technique's own part, or hands are lifted too much of the time.

    `wished` and `unmoved` are how many samples of path were asked for, and might stand where they were.
    """
    work = [stroke for stroke in strokes if not stroke.is_link]
    parts = frozenset(hand.part for stroke in work for hand in stroke.hands)
    if not parts & own:
        return None  # what is left is the way between
    low_s, high_s = sum(each.low_s for each in strokes), sum(each.high_s for each in strokes)
    mid_s = sum(each.mid_s for each in strokes)
    if sum(each.low_s for each in strokes if not each.hands) > MOST_OFF_FRAC * low_s:
        return None  # hands that are off so much of the time do nothing for anybody
    thumbs = [each for each in strokes if each.is_thumbs]
    thumb_frac = max(sum(each.low_s for each in thumbs) / low_s, sum(each.high_s for each in thumbs) / high_s)
    levels: dict[Key, int] = {}
    had: dict[Key, int] = {}
    for stroke in work:
        for hand in stroke.hands:
            for key, within in places[id(hand.points)].items():
                levels[key] = max(levels.get(key, 0), hand.level)
                if len(hand.points) == 1 or within.deep_m >= INSIDE_M:
                    had[key] = max(had.get(key, 0), hand.level)
    return Trace(
        tuple(strokes),
        low_s,
        high_s,
        _shares(work, places, tempo_frac=MIDDLE_FRAC, all_s=mid_s),
        levels,
        unmoved / wished,
        thumb_frac,
        parts,
        _shares(strokes, places, tempo_frac=MIDDLE_FRAC, all_s=mid_s),
        _shares(work, places, tempo_frac=0.0, all_s=low_s),
        had,
    )


def shown_later(technique: Technique, *, barred: Collection[HandPart]) -> Trace:
    """Return a pass of a hold whose place is shown only when its time comes: its time, and the part that does
    it, where some are barred."""
    part = technique.part
    if part in barred and technique.instead_part is not None:
        part = technique.instead_part
    whole_s = sum(line.duration_s for line in technique.strokes)
    thumb_s = sum(line.duration_s for line in technique.strokes if (line.part or part) in THUMBS)
    return Trace((), whole_s, whole_s * 1.1, {}, {}, 1.0, thumb_s / whole_s, frozenset({part}))


def own_parts(technique: Technique) -> frozenset[HandPart]:
    """Return the part that makes the technique, and what may stand in for it."""
    parts = (technique.part, technique.instead_part, technique.narrow_part)
    return frozenset(part for part in parts if part is not None)


def _shares(
    strokes: Iterable[TracedStroke], places: Places, *, tempo_frac: float, all_s: float
) -> dict[Key, float]:
    """Return the share of a pass of `all_s` that hands spend in each place and side at a tempo."""
    shares: dict[Key, float] = {}
    for stroke in strokes:
        for hand in stroke.hands:
            for key, within in places[id(hand.points)].items():
                shares[key] = shares.get(key, 0.0) + within.share * stroke.lasting(tempo_frac) / all_s
    return shares
