"""Trace one pass of a technique at a place: its strokes with hands, levels, times, and where they work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from backrub.catalog.atlas import Array, inside
from backrub.catalog.technique import Technique
from backrub.model.base import Hand, HandPart, Side
from backrub.notation import StrokeLine
from backrub.planning.fit import Fitted, Wished, fit
from backrub.planning.ground import Ground, Levels
from backrub.planning.path import Wish, densified, wishes
from backrub.planning.stroke import (
    HandTrace,
    Key,
    Trace,
    TracedStroke,
    capped_bursts,
    hand_ends,
    mirrored,
    thumbs_rest,
)

LINK_M_S = 0.15
"""How fast a palm glides, weightless, to where the next stroke begins. [m/s]"""
NEAR_M = 0.015
"""Ends closer than this need no link: the hand is there. [m]"""
LIFT_S = 1.0
"""The time to lift the hands and set them down where no palm may glide. [s]"""


@dataclass(frozen=True, slots=True)
class Task:
    """What to trace.

    `place` is "back" where the strokes name their own places; `spot` is where `here` stands for a shown spot.
    """

    technique: Technique
    place: str
    side: Side
    level: int
    spot: tuple[float, float] | None = None


@dataclass(slots=True)
class _Move:
    """One stroke line of one task on its way to strokes: each hand's wished path, then the fitted ones."""

    number: int
    line: StrokeLine
    part: HandPart
    cap: int
    wish: dict[Hand, Wish]
    made: dict[Hand, Fitted] = field(default_factory=dict)


def trace(task: Task, *, ground: Ground) -> Trace | None:
    """Return one pass of a task; None when too little of it may be done there."""
    return trace_all([task], ground=ground)[0]


def trace_all(tasks: Sequence[Task], *, ground: Ground) -> list[Trace | None]:
    """Return one pass of each task, or None. Many tasks at once cost little more than one.

    Where both halves of the back are alike, the left is the right one mirrored.
    """
    alike = ground.is_even
    direct = [task for task in tasks if not (alike and task.side == "left" and task.spot is None)]
    twins = {
        id(task): Task(task.technique, task.place, "right", task.level)
        for task in tasks
        if alike and task.side == "left" and task.spot is None
    }
    wanted = {_key(task): task for task in (*direct, *twins.values())}
    moves = {key: _moves(task, ground=ground) for key, task in wanted.items()}
    _fit_all([move for each in moves.values() for move in each], ground=ground)
    passes = {key: _strokes(wanted[key].technique, moves[key], ground=ground) for key in wanted}
    done = {key: _finished(moves[key], strokes, ground=ground) for key, strokes in passes.items()}
    found: list[Trace | None] = []
    for task in tasks:
        twin = twins.get(id(task))
        made = done[_key(twin if twin is not None else task)]
        found.append(mirrored(made) if twin is not None and made is not None else made)
    return found


def link(last: Mapping[Hand, Array], first: TracedStroke, *, ground: Ground) -> TracedStroke | None:
    """Return the glide that brings the hands to where `first` begins; None when they are there.

    Where no palm may glide the hands lift: a stroke without hands.
    """
    glides: list[HandTrace] = []
    length_m = 0.0
    for hand in first.hands:
        start = last.get(hand.hand)
        if start is None or ground.scale.length_high_m(np.stack([start, hand.points[0]])) <= NEAR_M:
            continue
        path = densified(np.stack([start, hand.points[0]]), scale=ground.scale)
        if not (ground.levels(path, "palm") >= 1).all():
            sign = 1.0 if hand.points[0, 0] >= 0 else -1.0
            fitted = fit([Wished(path, "palm", 1, sign)], ground=ground)[0]
            if (
                fitted is None
                or len(fitted.points) < len(path)
                or not np.array_equal(fitted.points[[0, -1]], path[[0, -1]])
            ):
                return TracedStroke((), LIFT_S, LIFT_S, first.line, is_link=True)
            path = fitted.points
        glides.append(HandTrace(hand.hand, "palm", 1, path))
        length_m = max(length_m, ground.scale.length_high_m(path))
    if not glides:
        return None
    time_s = max(length_m / LINK_M_S, 0.6)
    return TracedStroke(tuple(glides), time_s, time_s, first.line, is_link=True)


def _key(task: Task) -> tuple[str, str, str, int, tuple[float, float] | None]:
    return task.technique.id, task.place, task.side, task.level, task.spot


def _moves(task: Task, *, ground: Ground) -> list[_Move]:
    """Return every stroke line of the task with the path that each hand wishes to take."""
    technique = task.technique
    anchors = dict(ground.atlas.anchors)
    for name, point in ground.atlas.anchors.items():
        if name == task.place or name.startswith(task.place + "."):
            anchors["here" + name[len(task.place) :]] = point
    if task.spot is not None:
        anchors["here"] = (abs(task.spot[0]), task.spot[1])
    hands: tuple[Hand, ...] = (
        ("left", "right")
        if technique.working == "together"
        else ("left",)
        if task.side == "left"
        else ("right",)
    )
    moves = []
    for number, line in enumerate(technique.strokes_for(task.place)):
        part = line.part or technique.part
        if part in ground.forbidden_parts and technique.instead_part is not None:
            part = technique.instead_part
        found: dict[Hand, list[Wish]] = {}
        for hand in hands if line.hands == "both" else hands[-1:]:
            opposite = line.verb == "wring" and hand == "left" and len(hands) == 2
            made = wishes(
                line,
                anchors,
                speed_m_s=technique.speed_m_s,
                rate_hz=technique.rate_hz,
                scale=ground.scale,
                opposite=opposite,
                is_timed=technique.working == "spot",
            )
            found[hand] = [wish.mirrored() for wish in made] if hand == "left" else made
        for each in zip(*found.values(), strict=True):
            wish = dict(zip(found, each, strict=True))
            moves.append(_Move(number, line, part, min(task.level, line.level or task.level), wish))
    return moves


def _fit_all(moves: list[_Move], *, ground: Ground) -> None:
    """Fit every hand's path; a move whose hands don't all fit keeps none.

    Hands are cut alike, so that they stay together.
    """
    asked = [(move, hand) for move in moves for hand in move.wish]
    wished = [
        Wished(
            move.wish[hand].points,
            move.part,
            move.cap,
            -1.0 if hand == "left" else 1.0,
            move.wish[hand].middle,
        )
        for move, hand in asked
    ]
    fitted: dict[int, dict[Hand, Fitted]] = {}
    for (move, hand), made in zip(asked, fit(wished, ground=ground), strict=True):
        if made is not None:
            fitted.setdefault(id(move), {})[hand] = made
    for move in moves:
        hands = fitted.get(id(move), {})
        if len(hands) < len(move.wish):
            continue
        start, stop = (
            max(each.kept.start for each in hands.values()),
            min(each.kept.stop for each in hands.values()),
        )
        if stop > start:
            for hand, each in hands.items():
                cut = slice(start - each.kept.start, stop - each.kept.start)
                move.made[hand] = Fitted(each.points[cut], each.levels[cut], slice(start, stop), each.unmoved)


def _strokes(technique: Technique, moves: list[_Move], *, ground: Ground) -> list[TracedStroke]:
    """Return a pass' strokes with their links; empty when too little of it fits."""
    wished = sum(len(wish.points) for move in moves for wish in move.wish.values())
    kept = sum(len(each.points) for move in moves for each in move.made.values())
    if wished == 0 or kept < 0.5 * wished:
        return []
    if technique.repeat.by == "line" and any(not move.made for move in moves):
        return []  # each line leads to the next: without one of them it is not that technique
    by_line: dict[int, list[TracedStroke]] = {}
    for move in moves:
        if move.made:
            by_line.setdefault(move.number, []).extend(_pieces(move, ground=ground) * move.line.times)
    if technique.repeat.by == "line":
        strokes = [stroke for line in by_line.values() for stroke in _linked(line, ground=ground)]
    else:
        strokes = _linked([stroke for line in by_line.values() for stroke in line], ground=ground)
    strokes = capped_bursts(strokes, ground.limits.thumbs.burst_s - 0.5)
    return strokes if thumbs_rest(strokes, ground.limits.thumbs.burst_s) else []


def _pieces(move: _Move, *, ground: Ground) -> list[TracedStroke]:
    """Cut the hands' paths wherever a level changes, and give each piece its time range."""
    levels = _without_crossed_changes(np.stack([each.levels for each in move.made.values()]))
    count = levels.shape[1]
    cuts = [*(np.flatnonzero((np.diff(levels, axis=1) != 0).any(axis=0)) + 1).tolist(), count]
    pieces = []
    start = 0
    for cut in cuts:
        # the way over a change of level belongs to the lighter side of it
        rises = cut < count and bool((levels[:, cut] > levels[:, cut - 1]).any())
        end = min(cut + 1, count) if rises else cut
        hands = tuple(
            HandTrace(hand, move.part, int(row[cut - 1]), each.points[start:end])
            for (hand, each), row in zip(move.made.items(), levels, strict=True)
        )
        spans = [
            _time_range(move.wish[hand.hand], hand.points, is_loop=move.line.motion == "loop", ground=ground)
            for hand in hands
        ]
        low_s = max(low for low, _ in spans)
        pieces.append(TracedStroke(hands, low_s, max(low_s, min(high for _, high in spans)), move.number))
        start = cut if rises else cut - 1
    return [piece for piece in pieces if piece.low_s > 1e-6]


def _without_crossed_changes(levels: Levels) -> Levels:
    """Where one hand rises as the other falls, the rise waits a sample: each piece has one lighter side."""
    levels = levels.copy()
    for at in range(1, levels.shape[1]):
        change = levels[:, at] - levels[:, at - 1]
        if (change > 0).any() and (change < 0).any():
            levels[change > 0, at] = levels[change > 0, at - 1]
    return levels


def _time_range(wish: Wish, points: Array, *, is_loop: bool, ground: Ground) -> tuple[float, float]:
    """Return the time of a piece: the wish's tempo over the piece's own length."""
    whole_m = ground.scale.length_high_m(wish.points)
    if whole_m <= 0:
        return wish.low_s, wish.high_s
    share_frac = ground.scale.length_high_m(points) / whole_m
    if is_loop:  # a circle keeps its rate, however small it has become
        share_frac = (len(points) - 1) / (len(wish.points) - 1)
    return wish.low_s * share_frac, wish.high_s * share_frac


def _linked(strokes: list[TracedStroke], *, ground: Ground) -> list[TracedStroke]:
    """Put a glide wherever a stroke begins away from its hand, also from the pass' end to its start."""
    linked: list[TracedStroke] = []
    ends: dict[Hand, Array] = {}
    starts: dict[Hand, HandTrace] = {}
    for stroke in strokes:
        glide = link(ends, stroke, ground=ground)
        if glide is not None:
            linked.append(glide)
        linked.append(stroke)
        ends |= hand_ends([stroke])
        for hand in stroke.hands:
            starts.setdefault(hand.hand, hand)
    back = (
        link(ends, TracedStroke(tuple(starts.values()), 0.0, 0.0, strokes[-1].line), ground=ground)
        if strokes
        else None
    )
    return [*linked, back] if back is not None else linked


def _finished(moves: list[_Move], strokes: list[TracedStroke], *, ground: Ground) -> Trace | None:
    if not strokes:
        return None
    low_s, high_s = sum(each.low_s for each in strokes), sum(each.high_s for each in strokes)
    shares, levels = _where(strokes, ground=ground)
    thumbs = [each for each in strokes if each.is_thumbs]
    thumb_frac = max(sum(each.low_s for each in thumbs) / low_s, sum(each.high_s for each in thumbs) / high_s)
    wished = sum(len(wish.points) for move in moves for wish in move.wish.values())
    unmoved = sum(each.unmoved for move in moves for each in move.made.values())
    parts = frozenset(hand.part for stroke in strokes if not stroke.is_link for hand in stroke.hands)
    return Trace(
        tuple(strokes),
        low_s,
        high_s,
        shares,
        levels,
        unmoved / wished,
        thumb_frac,
        parts,
    )


def _where(strokes: list[TracedStroke], *, ground: Ground) -> tuple[dict[Key, float], dict[Key, int]]:
    """Return the share of the pass in each place and side, and the highest level there, links left out."""
    total_s = sum(stroke.mid_s for stroke in strokes)
    worked = [(stroke, hand) for stroke in strokes if not stroke.is_link for hand in stroke.hands]
    sizes = [len(hand.points) for _, hand in worked]
    points = np.concatenate([hand.points for _, hand in worked])
    weight = np.concatenate(
        [
            np.full(size, stroke.mid_s / size / total_s)
            for (stroke, _), size in zip(worked, sizes, strict=True)
        ]
    )
    level = np.concatenate([np.full(size, hand.level) for (_, hand), size in zip(worked, sizes, strict=True)])
    folded = np.stack([np.abs(points[:, 0]), points[:, 1]], axis=1)
    on_right = points[:, 0] >= 0
    shares: dict[Key, float] = {}
    levels: dict[Key, int] = {}
    for place in ground.atlas.places.values():
        within = inside(place.rings["right" if place.is_paired else "middle"], folded)
        if not within.any():
            continue
        sides = (
            (("right", within & on_right), ("left", within & ~on_right))
            if place.is_paired
            else (("both", within),)
        )
        for side, mask in sides:
            if mask.any():
                shares[place.id, side] = float(weight[mask].sum())
                levels[place.id, side] = int(level[mask].max())
    return shares, levels
