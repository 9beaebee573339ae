"""Trace one pass of a technique at a place: every stroke with its hands, levels, times, and where on the back it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backrub.catalog.atlas import Array, inside
from backrub.catalog.technique import Technique
from backrub.model.base import Hand, HandPart, Side
from backrub.model.scale import Scale
from backrub.notation import StrokeLine
from backrub.planning.fit import Fitted, fit
from backrub.planning.ground import Ground, Levels
from backrub.planning.path import Wish, densified, wishes

LINK_M_S = 0.15
"""How fast a palm glides, weightless, to where the next stroke begins. [m/s]"""
NEAR_M = 0.015
"""Ends closer than this need no link: the hand is there. [m]"""
LIFT_S = 1.0
"""The time to lift the hands and set them down where no palm may glide. [s]"""
THUMBS: tuple[HandPart, ...] = ("thumb", "reinforced-thumb")

Key = tuple[str, str]
"""A working place and its side: ("low-back", "left"), or ("sacrum", "both")."""


@dataclass(frozen=True, slots=True)
class HandTrace:
    """One hand during one stroke: its (n, 2) chart path at one level."""

    hand: Hand
    part: HandPart
    level: int
    points: Array


@dataclass(frozen=True, slots=True)
class TracedStroke:
    """One stroke: its hands (none while lifted), its shortest and longest time [s], its line in the technique, and whether it only links."""

    hands: tuple[HandTrace, ...]
    low_s: float
    high_s: float
    line: int
    is_link: bool = False

    @property
    def mid_s(self) -> float:
        """The time at middle tempo. [s]"""
        return (self.low_s + self.high_s) / 2


@dataclass(frozen=True, slots=True)
class Trace:
    """One pass. `share_frac` is the part of the pass' time that a hand spends in each place and side (two hands count twice); `levels` the
    highest level there; `kept_frac` how much of the wished strokes stands where it was wished."""

    strokes: tuple[TracedStroke, ...]
    low_s: float
    high_s: float
    share_frac: Mapping[Key, float]
    levels: Mapping[Key, int]
    kept_frac: float
    thumb_frac: float

    @property
    def level(self) -> int:
        """The highest level of the pass."""
        return max((hand.level for stroke in self.strokes for hand in stroke.hands), default=0)


def trace(technique: Technique, place: str, side: Side, level: int, *, ground: Ground, spot: tuple[float, float] | None = None) -> Trace | None:
    """Return one pass of `technique` at `place` ("back" where its strokes name their own places) on `side`, at `level` or less.

    None when too little of it may be done there. `spot` is where `here` stands for techniques that work on a shown spot.
    """
    anchors = _anchors_at(place, spot, ground=ground)
    hands: tuple[Hand, ...] = ("left", "right") if technique.working == "together" else ("left",) if side == "left" else ("right",)
    strokes: list[TracedStroke] = []
    wished = kept = unmoved = 0
    for number, line in enumerate(technique.strokes_for(place)):
        part = line.part or technique.part
        cap = min(level, line.level or level)
        for moves in _lines(line, technique, anchors, hands, ground=ground):
            wished += sum(len(wish.points) for wish in moves.values())
            made = _fitted(moves, part, cap, ground=ground)
            if made is None:
                continue
            kept += sum(len(each.points) for each in made.values())
            unmoved += sum(each.unmoved for each in made.values())
            pieces = _pieces(moves, made, part, number, scale=ground.scale)
            strokes += pieces * line.times
    if wished == 0 or kept < 0.5 * wished:
        return None
    linked = _linked(strokes, ground=ground)
    low_s, high_s = sum(each.low_s for each in linked), sum(each.high_s for each in linked)
    shares, levels = _where(linked, ground=ground)
    thumb_s = sum(each.mid_s for each in linked if any(hand.part in THUMBS for hand in each.hands))
    return Trace(tuple(linked), low_s, high_s, shares, levels, unmoved / wished, thumb_s / ((low_s + high_s) / 2))


def link(last: Mapping[Hand, Array], first: TracedStroke, *, ground: Ground) -> TracedStroke | None:
    """Return the glide that brings the hands from where they are to where `first` begins; None when they are there.

    Where no palm may glide the hands lift: a stroke without hands.
    """
    glides: list[HandTrace] = []
    length_m = 0.0
    for hand in first.hands:
        start = last.get(hand.hand)
        if start is None:
            continue
        path = densified(np.stack([start, hand.points[0]]), scale=ground.scale)
        if ground.scale.length_high_m(path) <= NEAR_M:
            continue
        sign = 1.0 if hand.points[0, 0] >= 0 else -1.0
        fitted = fit(path, "palm", 1, ground=ground, outward=sign)
        if fitted is None or len(fitted.points) < len(path) or fitted.points[0].tolist() != start.tolist():
            return TracedStroke((), LIFT_S, LIFT_S, first.line, is_link=True)
        glides.append(HandTrace(hand.hand, "palm", 1, fitted.points))
        length_m = max(length_m, ground.scale.length_high_m(fitted.points))
    if not glides:
        return None
    time_s = max(length_m / LINK_M_S, 0.6)
    return TracedStroke(tuple(glides), time_s, time_s, first.line, is_link=True)


def hand_ends(strokes: list[TracedStroke] | tuple[TracedStroke, ...]) -> dict[Hand, Array]:
    """Return where each hand was last."""
    ends: dict[Hand, Array] = {}
    for stroke in strokes:
        for hand in stroke.hands:
            ends[hand.hand] = hand.points[-1]
    return ends


def _anchors_at(place: str, spot: tuple[float, float] | None, *, ground: Ground) -> dict[str, tuple[float, float]]:
    anchors = dict(ground.atlas.anchors)
    for name, point in ground.atlas.anchors.items():
        if name == place or name.startswith(place + "."):
            anchors["here" + name[len(place) :]] = point
    if spot is not None:
        anchors |= {"here": (abs(spot[0]), spot[1])}
    return anchors


def _lines(
    line: StrokeLine, technique: Technique, anchors: Mapping[str, tuple[float, float]], hands: tuple[Hand, ...], *, ground: Ground
) -> list[dict[Hand, Wish]]:
    """Return, for each stroke of the line, the wished path of each hand that takes part."""
    moving = hands if line.hands == "both" else hands[-1:]
    by_hand: dict[Hand, list[Wish]] = {}
    for hand in moving:
        opposite = line.verb == "wring" and hand == "left" and len(hands) == 2
        found = wishes(line, anchors, speed_m_s=technique.speed_m_s, rate_hz=technique.rate_hz, scale=ground.scale, opposite=opposite)
        sign = np.array([-1.0 if hand == "left" else 1.0, 1.0])
        by_hand[hand] = [Wish(wish.points * sign, wish.low_s, wish.high_s) for wish in found]
    return [dict(zip(by_hand, moves, strict=True)) for moves in zip(*by_hand.values(), strict=True)]


def _fitted(moves: Mapping[Hand, Wish], part: HandPart, level: int, *, ground: Ground) -> dict[Hand, Fitted] | None:
    """Fit every hand's path, all cut to the samples that each of them keeps, so that the hands stay together."""
    made: dict[Hand, Fitted] = {}
    for hand, wish in moves.items():
        fitted = fit(wish.points, part, level, ground=ground, outward=-1.0 if hand == "left" else 1.0)
        if fitted is None:
            return None
        made[hand] = fitted
    start, stop = max(each.kept.start for each in made.values()), min(each.kept.stop for each in made.values())
    if stop <= start:
        return None
    cut = {hand: slice(start - each.kept.start, stop - each.kept.start) for hand, each in made.items()}
    return {hand: Fitted(each.points[cut[hand]], each.levels[cut[hand]], slice(start, stop), each.unmoved) for hand, each in made.items()}


def _pieces(moves: Mapping[Hand, Wish], made: Mapping[Hand, Fitted], part: HandPart, line: int, *, scale: Scale) -> list[TracedStroke]:
    """Cut the hands' paths wherever a level changes, and give each piece its time range."""
    levels = _without_crossed_changes(np.stack([each.levels for each in made.values()]))
    count = levels.shape[1]
    cuts = [0, *(np.flatnonzero((np.diff(levels, axis=1) != 0).any(axis=0)) + 1).tolist(), count]
    pieces = []
    start = 0
    for cut, next_cut in zip(cuts[1:], [*cuts[2:], count], strict=True):
        # the way over a change of level belongs to the lighter side of it
        rises = cut < count and bool((levels[:, cut] > levels[:, cut - 1]).any())
        end = min(cut + 1, count) if rises else cut
        hands = tuple(
            HandTrace(hand, part, int(row[cut - 1]), each.points[start:end]) for (hand, each), row in zip(made.items(), levels, strict=True)
        )
        spans = [_time_range(moves[hand.hand], hand.points, scale=scale) for hand in hands]
        low_s = max(low for low, _ in spans)
        pieces.append(TracedStroke(hands, low_s, max(low_s, min(high for _, high in spans)), line))
        start = cut if rises else cut - 1
        if next_cut == cut:
            break
    return [piece for piece in pieces if piece.low_s > 1e-6]


def _without_crossed_changes(levels: Levels) -> Levels:
    """Where one hand rises as the other falls, the rise waits a sample, so that each piece's way in has one lighter side."""
    levels = levels.copy()
    for at in range(1, levels.shape[1]):
        change = levels[:, at] - levels[:, at - 1]
        if (change > 0).any() and (change < 0).any():
            levels[change > 0, at] = levels[change > 0, at - 1]
    return levels


def _time_range(wish: Wish, points: Array, *, scale: Scale) -> tuple[float, float]:
    """Return the time of a piece: the wish's tempo over the piece's own length."""
    whole_m = scale.length_high_m(wish.points)
    if whole_m <= 0:
        return wish.low_s, wish.high_s
    share_frac = scale.length_high_m(points) / whole_m
    return wish.low_s * share_frac, wish.high_s * share_frac


def _linked(strokes: list[TracedStroke], *, ground: Ground) -> list[TracedStroke]:
    """Put a glide wherever a stroke begins away from where that hand was, also from the pass' end to its start."""
    linked: list[TracedStroke] = []
    ends: dict[Hand, Array] = {}
    for stroke in strokes:
        glide = link(ends, stroke, ground=ground)
        if glide is not None:
            linked.append(glide)
        linked.append(stroke)
        ends |= hand_ends([stroke])
    starts: dict[Hand, HandTrace] = {}
    for stroke in strokes:
        for hand in stroke.hands:
            starts.setdefault(hand.hand, hand)
    back = link(ends, TracedStroke(tuple(starts.values()), 0.0, 0.0, 0), ground=ground) if strokes else None
    return [*linked, back] if back is not None else linked


def _where(strokes: list[TracedStroke], *, ground: Ground) -> tuple[dict[Key, float], dict[Key, int]]:
    """Return the share of the pass in each place and side, and the highest level there; glides that link do not count."""
    total_s = sum(stroke.mid_s for stroke in strokes)
    worked = [(stroke, hand) for stroke in strokes if not stroke.is_link for hand in stroke.hands]
    if not worked:
        return {}, {}
    sizes = [len(hand.points) for _, hand in worked]
    points = np.concatenate([hand.points for _, hand in worked])
    weight = np.concatenate([np.full(size, stroke.mid_s / size / total_s) for (stroke, _), size in zip(worked, sizes, strict=True)])
    level = np.concatenate([np.full(size, hand.level) for (_, hand), size in zip(worked, sizes, strict=True)])
    folded = np.abs(points * np.array([1.0, 0.0])) + points * np.array([0.0, 1.0])
    shares: dict[Key, float] = {}
    levels: dict[Key, int] = {}
    for place in ground.atlas.places.values():
        within = inside(place.rings["right" if place.is_paired else "middle"], folded)
        if not within.any():
            continue
        for side, mask in (("right", within & (points[:, 0] >= 0)), ("left", within & (points[:, 0] < 0))):
            if place.is_paired and mask.any():
                shares[place.id, side] = float(weight[mask].sum())
                levels[place.id, side] = int(level[mask].max())
        if not place.is_paired:
            shares[place.id, "both"] = float(weight[within].sum())
            levels[place.id, "both"] = int(level[within].max())
    return shares, levels
