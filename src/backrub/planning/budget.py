"""How the minutes are shared out: the least time of each phase, pauses, and how warm a place must be first.

The numbers and their reasons stand in docs/planning.md.
"""

from __future__ import annotations

from dataclasses import dataclass

LEAD_S = 3.0
"""Every step begins with three seconds in which the hands come to its first stroke. [s]"""
OIL_S = 20.0
"""Pouring oil and warming it in the hands, at the start. [s]"""
REOIL_S = 15.0
"""A little more oil, hands off for a moment. [s]"""
REOIL_EVERY_S = 480.0
"""Oil is taken up or spread in about eight minutes. [s]"""
WALK_S = 15.0
"""Going round to the other side. [s]"""
STONES_S = 20.0
"""Taking stones from the water and reading the thermometer. [s]"""
BLOCK_S = 140.0
BOTH_BLOCK_S = 210.0
"""Longer work on one place is done in several blocks, so that hands and skin get a change. [s]"""
SHARES = (
    (20.0, (60.0, 240.0, 120.0, 60.0, 240.0, 120.0, 240.0, 60.0)),
    (15.0, (60.0, 150.0, 90.0, 60.0, 150.0, 60.0, 180.0, 60.0)),
    (10.0, (60.0, 120.0, 60.0, 60.0, 120.0, 60.0, 150.0, 30.0)),
    (0.0, (25.0, 90.0, 30.0, 25.0, 90.0, 30.0, 90.0, 30.0)),
)
"""From so many minutes on: the fields of a Budget from `opening_s` to `warm_place_s`, in their order. [s]"""
TOTAL_FRAC = 0.02
"""An evening may last this much longer or shorter than its minutes."""
ONE_SIDED_FRAC = 0.25
"""The extra for sore spots on one side is at most this part of a plan."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of an evening [s]: in all, the least of each phase, and the warm-up before focus work.

    `opening_most_s` and `closing_most_s` keep the ends from growing; the quiet rest has a range of its own.
    `needs_focus` and `touches_all` say what an evening of this length has to have.
    """

    total_s: float
    opening_s: float
    opening_most_s: float
    warm_up_s: float
    closing_s: float
    closing_most_s: float
    rest_s: float
    rest_most_s: float
    warm_place_s: float
    needs_focus: bool
    touches_all: bool

    @classmethod
    def of(cls, minutes: float) -> Budget:
        """Return the budget of an evening of so many minutes (5 to 120).

        >>> Budget.of(30).rest_s, Budget.of(8).warm_place_s
        (120.0, 30.0)
        """
        shares = next(shares for least, shares in SHARES if minutes >= least)
        return cls(minutes * 60, *shares, needs_focus=minutes >= 15, touches_all=minutes >= 20)

    @property
    def spots(self) -> int:
        """How many tender spots may be held: one for each 15 minutes, five at most (design of the loop)."""
        return min(5, int(self.total_s // 900))

    def pauses_s(self, *, oil: bool) -> float:
        """Return the time of all oiling. [s]"""
        return self.oilings * REOIL_S + OIL_S if oil else 0.0

    @property
    def oilings(self) -> int:
        """How often oil is taken again."""
        return int(max(self.total_s - self.rest_most_s - 240.0, 0.0) // REOIL_EVERY_S)
