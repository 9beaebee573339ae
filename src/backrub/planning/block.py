"""A block: a piece of work without a break, in whole passes, with the same time on each of its sides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from backrub.catalog.technique import Technique
from backrub.model.base import HandPart
from backrub.planning.candidate import Candidate, Kitchen, lead_s
from backrub.planning.stretch import Piece, Stretch
from backrub.planning.stroke import Trace

NEAR_FRAC = 0.05
"""For the sake of its tempo, warm-up and focus work may be so much shorter or longer than was solved for."""


@dataclass(frozen=True)
class Block:
    """A piece of a chosen candidate that is worked without a break: its sides in order, each so long. [s]"""

    candidate: Candidate
    side_s: float
    number: int
    locked: bool = False

    @cached_property
    def part(self) -> HandPart | None:
        """The part of the hand that does all of it; None where several take turns."""
        return one_part(self.candidate.traces)

    @property
    def all_s(self) -> float:
        """Its time on every side. [s]"""
        return self.side_s * len(self.candidate.sides)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Return what its sides are for the stretch of a part of the hand."""
        pieces = []
        for trace in self.candidate.traces:
            passes = max(1, round(2 * self.side_s / (trace.low_s + trace.high_s)))
            pieces.append(Piece.of(self.candidate.technique, trace, passes=passes, duration_s=self.side_s))
        return tuple(pieces)

    def after(self, stretch: Stretch) -> Stretch:
        """Return the stretch of one part of the hand once this is done, its longest that in here."""
        longer = replace(stretch, longest_s=0.0)
        for piece in self.pieces:
            longer.put(piece)
        return longer


def side_time(block: Block, kitchen: Kitchen) -> tuple[float, list[int], float, float]:
    """Return a block's time on each side, the passes of each, and how much that time may shrink or grow. [s]

    Both sides get the same time, the nearest to the wished that whole passes fill on each of them.
    """
    candidate, technique = block.candidate, block.candidate.technique
    wished_tempo = 1 - kitchen.tempo_frac
    near_frac = NEAR_FRAC if candidate.phase in ("warm-up", "focus") else 0.0
    counts = [
        passes_for(technique, trace, seconds_s=block.side_s, tempo_frac=wished_tempo, near_frac=near_frac)
        for trace in candidate.traces
    ]
    if any(count is None for count in counts):
        short_frac = 10.0 if candidate.phase in ("opening", "closing") else 1.0
        options = [
            _nearest_passes(technique, trace, block.side_s, short_frac=short_frac)
            for trace in candidate.traces
        ]
        counts = [technique.repeat.times or count for count in options]
    whole = [count or 1 for count in counts]
    low_s, high_s = _common(block, whole)
    # the sides have no time in common, or none that is of use: one pass more or less
    if (low_s > high_s or high_s < technique.repeat.useful_s) and technique.repeat.times is None:
        near = product(*(range(max(1, count - 1), count + 2) for count in whole))
        whole = [*min(near, key=lambda tried: _miss_s(block, tried))]
        low_s, high_s = _common(block, whole)
    side_s = round(min(max(block.side_s, low_s), max(high_s, low_s)), 1)
    return side_s, whole, side_s - low_s, high_s - side_s


def _common(block: Block, counts: Sequence[int]) -> tuple[float, float]:
    """Return the time that so many passes can take on every side of a block. [s]"""
    technique = block.candidate.technique
    windows = [
        window(technique, trace, passes=count)
        for trace, count in zip(block.candidate.traces, counts, strict=True)
    ]
    return max(low for low, _ in windows), min(high for _, high in windows)


def _miss_s(block: Block, counts: Sequence[int]) -> float:
    """Return how far so many passes are from a time of use that all sides have, and from the wished. [s]"""
    low_s, high_s = _common(block, counts)
    out_s = max(low_s - high_s, 0.0) + max(block.candidate.technique.repeat.useful_s - high_s, 0.0)
    return 10.0 * out_s + max(low_s - block.side_s, block.side_s - high_s, 0.0)


def _nearest_passes(technique: Technique, trace: Trace, wished_s: float, *, short_frac: float) -> int:
    """Return the whole number of passes whose time comes nearest; being short counts `short_frac` as much."""
    about = max(1, round((wished_s - lead_s(technique)) / ((trace.low_s + trace.high_s) / 2)))

    def miss_s(count: int) -> float:
        low_s, high_s = window(technique, trace, passes=count)
        return max(low_s - wished_s, short_frac * (wished_s - high_s), 0.0)

    return min((count for count in range(max(1, about - 2), about + 3)), key=miss_s)


def passes_for(
    technique: Technique, trace: Trace, *, seconds_s: float, tempo_frac: float, near_frac: float
) -> int | None:
    """Return how many whole passes fill a step, or nearly so, at the tempo nearest to the wished; None when
    none does.

    The slower the wish, the more a pass that is too quick counts, and the less one that is too slow.
    """
    working_s = seconds_s - lead_s(technique)
    low = math.ceil((1 - near_frac) * working_s / trace.high_s - 1e-6)
    high = math.floor((1 + near_frac) * working_s / trace.low_s + 1e-6)
    if technique.repeat.times is not None:
        return technique.repeat.times if low <= technique.repeat.times <= high else None
    wished_s = trace.low_s + tempo_frac * (trace.high_s - trace.low_s)

    def miss_s(count: int) -> float:
        slower_s = working_s / count - wished_s
        return max((1 - tempo_frac) * slower_s, -tempo_frac * slower_s)

    options: Sequence[int] = range(max(low, 1), high + 1)
    return min(options, key=miss_s, default=None)


def window(technique: Technique, trace: Trace, *, passes: int) -> tuple[float, float]:
    """Return the time that so many passes can take, the way in included, less a little for rounding. [s]"""
    return passes * trace.low_s + lead_s(technique) + 0.05, passes * trace.high_s + lead_s(technique) - 0.05


def one_part(traces: Sequence[Trace]) -> HandPart | None:
    """Return the only part of the hand in some passes; None where several take turns."""
    parts = frozenset().union(*(trace.parts for trace in traces))
    return next(iter(parts)) if len(parts) == 1 else None
