"""Strokes as arrays: what tracing makes, before a plan gives them their clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np

from backrub.catalog.atlas import Array
from backrub.model.base import Hand, HandPart

THUMBS: tuple[HandPart, ...] = ("thumb", "reinforced-thumb")
Key = tuple[str, str]
"""A working place and its side: ("low-back", "left"), or ("sacrum", "both")."""
Value = TypeVar("Value", int, float)
_FLIP = np.array([-1.0, 1.0])


@dataclass(frozen=True, slots=True)
class HandTrace:
    """One hand during one stroke: its (n, 2) chart path at one level."""

    hand: Hand
    part: HandPart
    level: int
    points: Array


@dataclass(frozen=True, slots=True)
class TracedStroke:
    """One stroke: its hands (none while lifted) and its shortest and longest time. [s]

    `line` is its line in the technique; `is_link` marks what only brings the hands to the next.
    """

    hands: tuple[HandTrace, ...]
    low_s: float
    high_s: float
    line: int
    is_link: bool = False

    @property
    def mid_s(self) -> float:
        """The time at middle tempo. [s]"""
        return (self.low_s + self.high_s) / 2

    @property
    def is_thumbs(self) -> bool:
        """Whether a thumb presses in it."""
        return any(hand.part in THUMBS for hand in self.hands)

    def lasting(self, tempo_frac: float) -> float:
        """Return its time at a tempo from 0 (shortest) to 1 (longest). [s]"""
        return self.low_s + tempo_frac * (self.high_s - self.low_s)


@dataclass(frozen=True, slots=True)
class Trace:
    """One pass, with its shortest and longest time. [s]

    `share_frac` is the part of the pass' time that a hand spends in each place and side (two hands count
    twice), links left out, at middle tempo, and `quick_frac` at the shortest; in `held_frac` links count,
    too: a hand that glides on lies there. `levels` is the highest level there, `had` only by strokes that
    don't just graze the place: what it counts as having had. `kept_frac` is how much of the wished strokes
    may stand where it was wished.
    """

    strokes: tuple[TracedStroke, ...]
    low_s: float
    high_s: float
    share_frac: Mapping[Key, float]
    levels: Mapping[Key, int]
    kept_frac: float
    thumb_frac: float
    parts: frozenset[HandPart]
    held_frac: Mapping[Key, float] = field(default_factory=dict)
    quick_frac: Mapping[Key, float] = field(default_factory=dict)
    had: Mapping[Key, int] = field(default_factory=dict)

    def worked_s(self, passes: int, strokes_s: float) -> dict[Key, float]:
        """Return the time that each place gets when so many passes take `strokes_s`, links left out. [s]

        Links have a tempo of their own, so a quicker pass is shared otherwise than a slower one.
        """
        spare_s = passes * (self.high_s - self.low_s)
        slow_frac = min(max((strokes_s - passes * self.low_s) / spare_s, 0.0), 1.0) if spare_s > 1e-9 else 0.0
        quick_s = {key: share * self.low_s for key, share in self.quick_frac.items()}
        mid_s = {key: share * (self.low_s + self.high_s) / 2 for key, share in self.share_frac.items()}
        return {key: passes * (quick_s[key] + 2 * slow_frac * (mid_s[key] - quick_s[key])) for key in mid_s}

    @property
    def level(self) -> int:
        """The highest level of the pass."""
        return max((hand.level for stroke in self.strokes for hand in stroke.hands), default=0)


def hand_ends(strokes: Iterable[TracedStroke]) -> dict[Hand, Array]:
    """Return where each hand was last: its (2,) chart point."""
    return {hand.hand: hand.points[-1] for stroke in strokes for hand in stroke.hands}


def mirrored(trace: Trace) -> Trace:
    """Return the same pass on the other side: left and right change places."""
    other: dict[str, Hand] = {"left": "right", "right": "left"}

    def flip(stroke: TracedStroke) -> TracedStroke:
        hands = tuple(
            replace(hand, hand=other[hand.hand], points=hand.points * _FLIP) for hand in stroke.hands
        )
        return replace(stroke, hands=hands)

    return replace(
        trace,
        strokes=tuple(flip(stroke) for stroke in trace.strokes),
        share_frac=_other_side(trace.share_frac),
        held_frac=_other_side(trace.held_frac),
        quick_frac=_other_side(trace.quick_frac),
        levels=_other_side(trace.levels),
        had=_other_side(trace.had),
    )


def _other_side(of: Mapping[Key, Value]) -> dict[Key, Value]:
    other = {"left": "right", "right": "left"}
    return {(place, other.get(side, side)): value for (place, side), value in of.items()}


def on_both_sides(reached: Iterable[Key]) -> tuple[str, ...]:
    """Return the places that are reached on the left and on the right, in the order of their names.

    >>> on_both_sides([("hip", "left"), ("hip", "right"), ("neck", "left")])
    ('hip',)
    """
    keys = set(reached)
    return tuple(sorted(place for place, side in keys if side == "left" and (place, "right") in keys))


def sides_s(worked_s: Mapping[Key, float], places: Iterable[str]) -> tuple[float, float]:
    """Return the time that left and right got at these places. [s]

    >>> sides_s({("hip", "left"): 40.0, ("neck", "left"): 9.0}, ["hip"])
    (40.0, 0.0)
    """
    of = tuple(places)
    left_s, right_s = (sum(worked_s.get((place, side), 0.0) for place in of) for side in ("left", "right"))
    return left_s, right_s
