"""How long one part of the hand works before another takes over: hands and skin want a change."""

from __future__ import annotations

import math
from dataclasses import dataclass

from backrub.catalog.technique import Technique
from backrub.model.base import HandPart
from backrub.model.plan import Step
from backrub.planning.stroke import Trace

CHANGE_S = 2.0
"""Another part has to work for longer than this in a row to be a change: decision 0018. [s]"""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a step is for the stretch of a part: who begins it and who ends it, each for how long. [s]

    Work of one part begins and ends at once. `through` are parts that others relieve too briefly for a rest,
    who work it as a whole; stones that lie are nobody's work.
    """

    whole_s: float
    first: HandPart | None = None
    first_s: float = 0.0
    last: HandPart | None = None
    last_s: float = 0.0
    through: frozenset[HandPart] = frozenset()

    @classmethod
    def of(cls, technique: Technique, trace: Trace, *, passes: int, duration_s: float) -> Piece:
        """Return what a step of so many passes of a trace is."""
        if technique.stones == "placed":
            return cls(duration_s)
        if technique.working == "spot" and not trace.strokes:
            return cls._shown(technique, trace, each_s=duration_s / passes, duration_s=duration_s)
        if len(trace.parts) == 1:
            return cls(duration_s, next(iter(trace.parts)), duration_s)
        first, last = _ends(technique, trace, passes=passes)
        through = worked_through(trace)
        first_s, last_s = first[1] * duration_s, last[1] * duration_s
        return cls(duration_s, first[0], first_s, last[0], last_s, through)

    @classmethod
    def _shown(cls, technique: Technique, trace: Trace, *, each_s: float, duration_s: float) -> Piece:
        """Return what a hold is whose place is shown later: its own part, then what rests there. [s]"""
        (own,) = trace.parts
        rest = technique.strokes[-1]
        rest_s = each_s * rest.duration_s / sum(line.duration_s for line in technique.strokes)
        return cls(duration_s, own, each_s - rest_s, rest.part or own, rest_s)


@dataclass(slots=True)
class Stretch:
    """The part at work, how long it has been without another, and the longest of all, and whose. [s]

    `over_s` is how long parts worked past `most_s`, all told. [s]
    """

    part: HandPart | None = None
    run_s: float = 0.0
    longest_s: float = 0.0
    longest_part: HandPart | None = None
    most_s: float = math.inf
    over_s: float = 0.0

    def put(self, piece: Piece) -> None:
        """Put a step's work at the end. A pause does not end a stretch; stones that lie are no work."""
        if piece.first is None:
            self.part, self.run_s = None, 0.0
        elif piece.last is None:
            self._extend(piece.first, piece.first_s)
        elif self.part in piece.through:
            self._extend(self.part, piece.whole_s)
        elif piece.through:
            self._extend(min(piece.through), piece.whole_s)
        else:
            self._extend(piece.first, piece.first_s)
            self.part, self.run_s = None, 0.0
            self._extend(piece.last, piece.last_s)

    def add_step(self, technique: Technique, trace: Trace, *, step: Step) -> None:
        """Put a step of a plan at the end."""
        self.add(technique, trace, passes=step.passes or 1, duration_s=step.duration_s)

    def add(self, technique: Technique, trace: Trace, *, passes: int, duration_s: float) -> None:
        """Put so many passes of a trace at the end."""
        self.put(Piece.of(technique, trace, passes=passes, duration_s=duration_s))

    def _extend(self, part: HandPart | None, duration_s: float) -> None:
        before_s = self.run_s if part is not None and part == self.part else 0.0
        self.run_s = before_s + duration_s
        self.part = part
        if self.run_s > self.most_s:
            self.over_s += self.run_s - max(before_s, self.most_s)
        if self.run_s > self.longest_s:
            self.longest_s, self.longest_part = self.run_s, part


def worked_through(trace: Trace) -> frozenset[HandPart]:
    """Return the parts that others relieve too briefly for a rest, at the quickest tempo."""
    return frozenset(part for part in trace.parts if _longest_other_s(trace, part) <= CHANGE_S)


def _ends(
    technique: Technique, trace: Trace, *, passes: int
) -> tuple[tuple[HandPart, float], tuple[HandPart, float]]:
    """Return the part that begins a step and the one that ends it, each with its share of the time."""
    work = [
        (stroke.hands[0].part, stroke.mid_s)
        for stroke in trace.strokes
        if stroke.hands and not stroke.is_link
    ]
    whole_s = sum(seconds_s for _, seconds_s in work) * (passes if technique.repeat.by == "pass" else 1)
    ends = []
    for order in (work, work[::-1]):
        part, run_s = order[0][0], 0.0
        for each, seconds_s in order:
            if each != part:
                break
            run_s += seconds_s
        ends.append((part, run_s / whole_s))
    return ends[0], ends[1]


def _longest_other_s(trace: Trace, part: HandPart | None) -> float:
    """Return how long other parts work in a row at most, at the quickest tempo. [s]"""
    longest_s = run_s = 0.0
    for stroke in trace.strokes:
        if stroke.hands and not stroke.is_link:
            run_s = 0.0 if stroke.hands[0].part == part else run_s + stroke.low_s
            longest_s = max(longest_s, run_s)
    return longest_s
