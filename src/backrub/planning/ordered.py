"""Steps in their order, and what only shows once they stand in it."""

from __future__ import annotations

from dataclasses import dataclass

from backrub.catalog.limits import Limits
from backrub.model.base import HandPart
from backrub.model.plan import Step
from backrub.planning.candidate import Candidate
from backrub.planning.stretch import Stretch
from backrub.planning.stroke import Trace

LEAN_FRAC = 0.025
"""Left and right differ by at most this much in the steps; the rule is five per cent of the real strokes."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A step with the candidate that it is of, and one pass of it."""

    step: Step
    candidate: Candidate
    trace: Trace


@dataclass(frozen=True, slots=True)
class Sequenced:
    """Ordered steps, and those that work.

    With them the longest stretch of one part of the hand [s], how far left and right differ over the places
    that both have, and over those that were touched on both sides, the time that thumbs, and that any hands,
    work [s], and whether every place is warm before focus work.
    """

    steps: tuple[Step, ...]
    laid: tuple[Laid, ...]
    longest_s: float
    even_lean_frac: float
    touched: tuple[str, ...]
    touched_lean_frac: float
    thumbs_s: float
    hands_s: float
    is_warm: bool

    @property
    def lean_frac(self) -> float:
        """How far left and right differ at most."""
        return max(self.even_lean_frac, self.touched_lean_frac)

    def holds(self, limits: Limits) -> bool:
        """Whether what only shows in whole passes and in order keeps its rules."""
        return (
            self.longest_s <= limits.stretch.most_s + 0.5
            and self.lean_frac <= LEAN_FRAC
            and self.thumbs_s <= self.most_thumbs_s(limits) + 0.01
            and self.is_warm
        )

    def most_thumbs_s(self, limits: Limits) -> float:
        """Return how long thumbs may work. [s]"""
        return min(limits.thumbs.most_s, limits.thumbs.most_frac * self.hands_s)

    def longest_run(self) -> tuple[HandPart | None, tuple[Laid, ...]]:
        """Return whose the longest stretch is, and the steps that it lasts over."""
        for begin in reversed(range(len(self.laid))):
            stretch = Stretch()
            for end, each in enumerate(self.laid[begin:], start=begin + 1):
                stretch.add_step(each.candidate.technique, each.trace, step=each.step)
                if stretch.longest_s > self.longest_s - 1e-6:
                    return stretch.longest_part, self.laid[begin:end]
        return None, ()
