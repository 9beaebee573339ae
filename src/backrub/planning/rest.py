"""Rest for the thumbs: short bursts, and after each at least as long without pressing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from backrub.planning.ground import Ground
from backrub.planning.stroke import HandTrace, TracedStroke

ROUNDING_S = 0.05
"""Rests are this much longer than they must be, since times are rounded. [s]"""


@dataclass(frozen=True, slots=True)
class Run:
    """Strokes in a row that are all thumb work, or all none: their slice, shortest and longest time. [s]"""

    works: bool
    at: slice
    low_s: float
    high_s: float


def rested(strokes: list[TracedStroke], *, ground: Ground) -> list[TracedStroke]:
    """Return a pass whose thumbs work in short bursts and rest as long, with still palms where that is short.

    Nothing when they can't: a burst that is too long at any tempo, or no place where a palm may lie.
    """
    if not any(stroke.is_thumbs for stroke in strokes):
        return strokes
    burst_s = ground.limits.thumbs.burst_s
    strokes = _ended(_padded(_capped(strokes, burst_s - 0.5), ground=ground), ground=ground)
    return strokes if thumbs_rest(strokes, burst_s) else []


def thumbs_rest(strokes: Sequence[TracedStroke], burst_s: float) -> bool:
    """Whether, pass after pass and at any tempo, thumbs work in short runs and then rest as long. [s]"""
    runs = _runs(_turned(strokes)[0])
    if len(runs) == 1:
        return not runs[0].works
    return all(
        run.high_s <= burst_s and rest.low_s >= run.low_s and rest.high_s >= run.high_s
        for run, rest in [*zip(runs, [*runs[1:], *runs[:1]], strict=True), _last(strokes)]
        if run.works
    )


def _capped(strokes: list[TracedStroke], burst_s: float) -> list[TracedStroke]:
    """Return the strokes with each run of thumb work short enough at the slowest tempo, if it can be. [s]"""
    out = list(strokes)
    for run in _runs(strokes):
        if run.works and run.high_s > max(burst_s, run.low_s):
            slack_frac = max(burst_s - run.low_s, 0.0) / (run.high_s - run.low_s)
            out[run.at] = [replace(each, high_s=each.lasting(slack_frac)) for each in out[run.at]]
    return out


def _padded(strokes: list[TracedStroke], *, ground: Ground) -> list[TracedStroke]:
    """Return a pass in which a palm lies still for what the thumbs' rest is short of."""
    turned, moved = _turned(strokes)
    runs = _runs(turned)
    still: dict[int, list[TracedStroke]] = {}
    for index, run in enumerate(runs):
        before = runs[index - 1]
        low_s, high_s = before.low_s - run.low_s, before.high_s - run.high_s
        if before.works and not run.works and max(low_s, high_s) > 0:
            low_s = max(low_s, 0.0) + ROUNDING_S
            begin, end = run.at.start - 1, run.at.stop - 1  # before the hands move on, or once they are there
            for at, point in ((end, 0), (begin, -1)):
                stroke = turned[(at + 1 + point) % len(turned)]
                lie = _still(stroke, point, low_s, max(low_s, high_s + ROUNDING_S), ground=ground)
                if lie:
                    still[(at + moved) % len(strokes)] = lie
                    break
    return [each for index, stroke in enumerate(strokes) for each in (stroke, *still.get(index, ()))]


def _ended(strokes: list[TracedStroke], *, ground: Ground) -> list[TracedStroke]:
    """Return a pass that ends with the rest its last burst asks for: what comes after it may be thumbs' work.

    A pass that begins with a palm gives that rest to the next pass, but the last one has none after it.
    """
    burst, rest = _last(strokes)
    low_s, high_s = burst.low_s - rest.low_s, burst.high_s - rest.high_s
    if max(low_s, high_s) <= 0:
        return strokes
    low_s = max(low_s, 0.0) + ROUNDING_S
    # where hands are lifted to come back to the start, the palm lies before that
    end = max(index for index, each in enumerate(strokes) if each.hands) + 1
    lie = _still(strokes[end - 1], -1, low_s, max(low_s, high_s + ROUNDING_S), ground=ground)
    return [*strokes[:end], *lie, *strokes[end:]]


def _still(
    thumbs: TracedStroke, end: int, low_s: float, high_s: float, *, ground: Ground
) -> list[TracedStroke]:
    """Return palms that lie where thumbs begin (`end` 0) or end (-1); nothing where they may not."""
    hands = tuple(
        HandTrace(hand.hand, "palm", 1, hand.points[end : end + 1 or None]) for hand in thumbs.hands
    )
    if any(ground.levels(hand.points, hand.part)[0] < 1 for hand in hands):
        return []
    return [TracedStroke(hands, low_s, high_s, thumbs.line)]


def _turned(strokes: Sequence[TracedStroke]) -> tuple[list[TracedStroke], int]:
    """Return a pass turned to where thumbs begin to rest, so that no run is cut; how far it was turned."""
    works = _works(strokes)
    begins = (index for index in range(len(strokes)) if works[index - 1] and not works[index])
    first = next(begins, 0)
    return [*strokes[first:], *strokes[:first]], first


def _works(strokes: Sequence[TracedStroke]) -> list[bool]:
    """Return where thumbs are at work: a link over what is left out is no rest, if the pass has another."""
    thumbs = [stroke.is_thumbs for stroke in strokes]
    works = [
        is_thumbs or (strokes[index].is_link and thumbs[index - 1] and thumbs[(index + 1) % len(strokes)])
        for index, is_thumbs in enumerate(thumbs)
    ]
    return thumbs if all(works) else works


def _last(strokes: Sequence[TracedStroke]) -> tuple[Run, Run]:
    """Return the last burst of a pass, and the rest after it: none at all where the burst ends the pass."""
    runs = _runs(strokes)
    if runs[-1].works:
        return runs[-1], Run(works=False, at=slice(0, 0), low_s=0.0, high_s=0.0)
    return runs[-2], runs[-1]


def _runs(strokes: Sequence[TracedStroke]) -> list[Run]:
    works_at = _works(strokes)
    runs: list[Run] = []
    for works, group in groupby(range(len(strokes)), key=lambda index: works_at[index]):
        members = list(group)
        low_s, high_s = (sum(strokes[index].lasting(frac) for index in members) for frac in (0.0, 1.0))
        runs.append(Run(works, slice(members[0], members[-1] + 1), low_s, high_s))
    return runs
