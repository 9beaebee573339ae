"""Trace one pass of a technique at a place: its strokes with hands, levels, times, and where they work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from backrub.catalog.atlas import Array
from backrub.catalog.technique import Technique
from backrub.model.base import Hand, HandPart, Side
from backrub.notation import StrokeLine
from backrub.planning.fit import LEAST_FRAC, Fitted, Wished, fit
from backrub.planning.ground import SORE_LEVEL, Ground, Levels
from backrub.planning.link import Gap, links
from backrub.planning.measure import measured, own_parts
from backrub.planning.path import Wish, wishes
from backrub.planning.rest import rested
from backrub.planning.stroke import (
    HandTrace,
    Trace,
    TracedStroke,
    hand_ends,
    mirrored,
)
from backrub.planning.where import places_of


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


TaskKey = tuple[str, str, str, int, tuple[float, float] | None]


@dataclass(slots=True)
class _Move:
    """One stroke line on its way to strokes: each hand's wished path, the fitted, the pieces they make."""

    number: int
    line: StrokeLine
    part: HandPart
    cap: int
    wish: dict[Hand, Wish]
    slows: bool = False
    narrow_part: HandPart | None = None
    is_of_lines: bool = False
    made: list[dict[Hand, Fitted]] = field(default_factory=list)
    pieces: list[TracedStroke] = field(default_factory=list)


LEAST_PASS_FRAC = 1 / 3
"""A pass of which less than this is left is not that technique any more."""
RUB_FRAC = 0.5
"""Of a stroke to and fro at least this much is left, or it is a rub on one spot."""
SAME_FRAC = 1e-6
"""Two ways of turning that keep as much to within this are alike."""
_MoveKey = tuple[str, str, str, tuple[float, float] | None, int, int]
"""What makes a move: technique, place, side, spot, line and level. Wishes that end alike share one."""


def trace(task: Task, *, ground: Ground) -> Trace | None:
    """Return one pass of a task; None when too little of it may be done there."""
    return trace_all([task], ground=ground)[0]


def trace_all(tasks: Sequence[Task], *, ground: Ground) -> list[Trace | None]:
    """Return one pass of each task, or None. Many tasks at once cost little more than one.

    Where both halves of the back are alike, the left is the right one mirrored. On the midline, where the
    halves are not alike, a stroke turns the way that keeps more of it.
    """
    found = _trace_all(tasks, ground=ground)
    turning = [
        number
        for number, task in enumerate(tasks)
        if task.technique.working == "middle" and not ground.is_even
    ]
    if not turning:
        return found
    other_way = _trace_all([tasks[number] for number in turning], ground=ground.mirrored())
    for number, other in zip(turning, other_way, strict=True):
        own = found[number]
        if other is not None and (own is None or other.kept_frac > own.kept_frac + SAME_FRAC):
            found[number] = mirrored(other)
    return found


def _trace_all(tasks: Sequence[Task], *, ground: Ground) -> list[Trace | None]:
    twins = [_is_twin(task, ground=ground) for task in tasks]
    ours = [replace(task, side="right") if twin else task for task, twin in zip(tasks, twins, strict=True)]
    wanted = {_key(task): task for task in ours}
    shared: dict[_MoveKey, list[_Move]] = {}
    moves = {key: _moves(task, shared, ground=ground) for key, task in wanted.items()}
    every = [move for each in shared.values() for move in each]
    _fit_all(every, ground=ground)
    narrow = [move for move in every if not move.made and move.narrow_part is not None]
    for move in narrow:
        move.part = move.narrow_part or move.part
    _fit_all(narrow, ground=ground)
    for each in shared.values():
        for move in each:
            move.pieces = _pieces(move, ground=ground)
    lines = {key: _lines(wanted[key].technique, made) for key, made in moves.items()}
    linked = iter(_linked([line for made in lines.values() for line in made], ground=ground))
    passes = {
        key: rested([stroke for _ in made for stroke in next(linked)], ground=ground)
        for key, made in lines.items()
    }
    paths = {
        id(hand.points): hand.points
        for strokes in passes.values()
        for stroke in strokes
        for hand in stroke.hands
    }
    reached = places_of([*paths.values()], atlas=ground.atlas, scale=ground.scale)
    places = dict(zip(paths, reached, strict=True))
    made = {
        key: measured(
            strokes,
            places,
            wished=sum(len(wish.points) for move in moves[key] for wish in move.wish.values()),
            unmoved=sum(each.unmoved for move in moves[key] for made in move.made for each in made.values()),
            own=own_parts(wanted[key].technique),
        )
        for key, strokes in passes.items()
    }
    found = [made[_key(task)] for task in ours]
    return [
        mirrored(each) if twin and each is not None else each for each, twin in zip(found, twins, strict=True)
    ]


def _is_twin(task: Task, *, ground: Ground) -> bool:
    """Whether a task on the left is the one on the right mirrored."""
    slows = bool(ground.slow_at) and task.technique.slows
    return ground.is_even and task.side == "left" and task.spot is None and not slows


def _key(task: Task) -> TaskKey:
    return task.technique.id, task.place, task.side, task.level, task.spot


def _moves(task: Task, shared: dict[_MoveKey, list[_Move]], *, ground: Ground) -> list[_Move]:
    """Return every stroke line of the task with the path that each hand wishes; new ones are shared."""
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
    moves: list[_Move] = []
    for number, line in enumerate(technique.strokes_for(task.place)):
        cap = min(task.level, line.level or task.level)
        key = (technique.id, task.place, task.side, task.spot, number, cap)
        if key in shared:
            moves += shared[key]
            continue
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
        narrow = technique.narrow_part if line.part is None else None
        slows = technique.slows and line.part is None and line.motion == "line"
        by_line = technique.repeat.by == "line"
        shared[key] = [
            _Move(number, line, part, cap, dict(zip(found, each, strict=True)), slows, narrow, by_line)
            for each in zip(*found.values(), strict=True)
        ]
        moves += shared[key]
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
            # Of two hands none makes way into the other's place.
            ground.limits.parts[move.part].half_across_m if len(move.wish) > 1 else 0.0,
        )
        for move, hand in asked
    ]
    fitted: dict[int, dict[Hand, Fitted]] = {}
    for (move, hand), made in zip(asked, fit(wished, ground=ground), strict=True):
        if made is not None:
            fitted.setdefault(id(move), {})[hand] = made
    for move in moves:
        hands = fitted.get(id(move), {})
        if not hands or (len(hands) < len(move.wish) and not move.is_of_lines):
            continue  # where each line leads to the next, one hand goes on alone
        if len(hands) == 1 and move.line.motion == "line":
            ((hand, longest),) = hands.items()
            pieces = sorted((longest, *longest.others), key=lambda each: each.kept.start)
            move.made = [{hand: piece} for piece in pieces]
            continue
        whole = max(len(wish.points) for wish in move.wish.values())
        hands, start, stop = _together(hands)
        if stop > start and all(len(each.points) >= LEAST_FRAC * whole for each in hands.values()):
            cut = {
                hand: Fitted(
                    each.points[start - each.kept.start : stop - each.kept.start],
                    each.levels[start - each.kept.start : stop - each.kept.start],
                    slice(start, stop),
                    each.unmoved,
                )
                for hand, each in hands.items()
            }
            if move.line.motion != "to-and-fro" or _is_rubbed(cut, move, ground=ground):
                move.made = [cut]


def _is_rubbed(made: dict[Hand, Fitted], move: _Move, *, ground: Ground) -> bool:
    """Whether enough is left of a stroke to and fro, of its samples and of its way: moved aside, they may all
    have come to lie at one spot."""
    return all(
        len(each.points) > RUB_FRAC * len(move.wish[hand].points)
        and ground.scale.length_high_m(each.points) >= RUB_FRAC * move.wish[hand].length_m
        for hand, each in made.items()
    )


def _together(hands: dict[Hand, Fitted]) -> tuple[dict[Hand, Fitted], int, int]:
    """Return the pieces that hands have the most of together, and the samples that it runs from and to."""
    pieces = product(*((each, *each.others) for each in hands.values()))
    spans = [
        (chosen, max(each.kept.start for each in chosen), min(each.kept.stop for each in chosen))
        for chosen in pieces
    ]
    chosen, start, stop = max(spans, key=lambda span: span[2] - span[1])
    return dict(zip(hands, chosen, strict=True)), start, stop


def _lines(technique: Technique, moves: list[_Move]) -> list[list[TracedStroke]]:
    """Return a pass' strokes, in one list or, where each line is done several times, in one for each line.

    Nothing when too little of it fits.
    """
    own = [move for move in moves if move.line.part is None] or moves
    wished = sum(len(wish.points) for move in own for wish in move.wish.values())
    kept = sum(len(each.points) for move in own for made in move.made for each in made.values())
    if wished == 0 or kept < LEAST_PASS_FRAC * wished:
        return []
    if technique.repeat.by == "line" and any(not move.made for move in moves):
        return []  # each line leads to the next: without one of them it is not that technique
    by_line: dict[int, list[TracedStroke]] = {}
    for move in moves:
        if move.made:
            by_line.setdefault(move.number, []).extend(move.pieces * move.line.times)
    if technique.repeat.by == "line":
        return [*by_line.values()]
    return [[stroke for line in by_line.values() for stroke in line]]


def _pieces(move: _Move, *, ground: Ground) -> list[TracedStroke]:
    """Cut the hands' paths wherever a level changes, and give each piece its time range.

    None where one hand would creep while the other moves, its way being so much shorter.
    """
    pieces = [piece for made in move.made for piece in _cut(move, made, ground=ground)]
    if any(piece.high_s < piece.low_s for piece in pieces):
        move.made = []
        return []
    return [piece for piece in pieces if piece.low_s > 1e-6]


def _cut(move: _Move, made: dict[Hand, Fitted], *, ground: Ground) -> list[TracedStroke]:
    """Cut one piece of a move wherever a level changes; a time range may turn out empty."""
    levels = np.stack([each.levels for each in made.values()])
    slow = np.zeros(levels.shape[1], dtype=np.bool_)
    count = levels.shape[1]
    cuts = [count]
    if move.slows or (levels != levels[:, :1]).any():
        if move.slows:
            slow = np.any([ground.near_sore(each.points) for each in made.values()], axis=0)
            levels = np.where(slow, np.minimum(levels, SORE_LEVEL), levels)
        levels = _without_crossed_changes(levels)
        changes = (np.diff(levels, axis=1) != 0).any(axis=0) | (np.diff(slow) != 0)
        cuts = [*(np.flatnonzero(changes) + 1).tolist(), count]
    pieces = []
    start = 0
    for cut in cuts:
        # the way over a change of level belongs to the lighter side of it
        rises = cut < count and bool((levels[:, cut] > levels[:, cut - 1]).any())
        end = min(cut + 1, count) if rises else cut
        hands = tuple(
            HandTrace(hand, move.part, int(row[cut - 1]), each.points[start:end])
            for (hand, each), row in zip(made.items(), levels, strict=True)
        )
        spans = [
            _time_range(move.wish[hand.hand], hand.points, is_loop=move.line.motion == "loop", ground=ground)
            for hand in hands
        ]
        low_s, high_s = max(low for low, _ in spans), min(high for _, high in spans)
        high_s = low_s if low_s - 1e-9 < high_s < low_s else high_s
        pieces.append(TracedStroke(hands, high_s if slow[cut - 1] else low_s, high_s, move.number))
        start = cut if rises else cut - 1
    return pieces


def _without_crossed_changes(levels: Levels) -> Levels:
    """Where one hand rises as the other falls, the rise waits a sample: each piece has one lighter side."""
    change = np.diff(levels, axis=1)
    if not ((change > 0).any(axis=0) & (change < 0).any(axis=0)).any():
        return levels
    levels = levels.copy()
    for at in range(1, levels.shape[1]):
        change = levels[:, at] - levels[:, at - 1]
        if (change > 0).any() and (change < 0).any():
            levels[change > 0, at] = levels[change > 0, at - 1]
    return levels


def _time_range(wish: Wish, points: Array, *, is_loop: bool, ground: Ground) -> tuple[float, float]:
    """Return the time of a piece: the wish's tempo over the piece's own length."""
    if len(wish.points) == 1:
        return wish.low_s, wish.high_s
    if is_loop:  # a circle keeps its rate, however small it has become
        share_frac = (len(points) - 1) / (len(wish.points) - 1)
    else:
        share_frac = ground.scale.length_high_m(points) / wish.length_m
    return wish.low_s * share_frac, wish.high_s * share_frac


def _linked(lines: list[list[TracedStroke]], *, ground: Ground) -> list[list[TracedStroke]]:
    """Put a glide wherever a stroke begins away from its hand, also from each line's end to its start."""
    gaps: list[Gap] = []
    for line in lines:
        ends: dict[Hand, Array] = {}
        starts: dict[Hand, HandTrace] = {}
        for stroke in line:
            gaps.append((dict(ends), stroke))
            ends |= hand_ends([stroke])
            for hand in stroke.hands:
                starts.setdefault(hand.hand, hand)
        gaps.append((ends, TracedStroke(tuple(starts.values()), 0.0, 0.0, line[-1].line)))
    glides = iter(links(gaps, ground=ground))
    linked: list[list[TracedStroke]] = []
    for line in lines:
        out: list[TracedStroke] = []
        whole: list[TracedStroke | None] = [*line, None]
        for each in whole:
            out += [stroke for stroke in (next(glides), each) if stroke is not None]
        linked.append(out)
    return linked
