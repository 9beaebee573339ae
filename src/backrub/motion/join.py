"""One hand's strokes joined up on the skin: no faster than they may be, and with a slide where they part."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backrub.model.base import Point
from backrub.motion.lay import Asked, Key, Laid
from backrub.motion.profile import least_s, longest_m, ramp_of
from backrub.motion.samples import PARTS
from backrub.motion.track import NEAR_S, Segment

Array = NDArray[np.float64]

PRESS_S = 0.3
"""The time to lay a hand on, or to change from one force to another [engineering judgement]. [s]"""
HOLD_PRESS_S = 4.0
"""The time in which a spot that the receiver rates is pressed or released: 3-5 s, clinical notes 2.4. [s]"""
STILL_M, JUMP_M = 0.001, 0.03
"""Scores leave gaps of up to 1.5 cm between strokes on the nominal scale: a hand slides over those. [m]"""
SLIDE_S = 0.3
"""So long it takes to slide over such a gap, with less than the hand's weight. [s]"""
MOST_SLIDE_FRAC = 0.9
"""No slide takes more of its stroke: what is left of one that lasts a blink is one place."""
BENT_FRAC = 1.05
"""A slide on the skin is so much longer at most than straight through the air."""
FREE_M_S = 0.5
"""No hand is asked to be quicker, where a technique names a rate and no speed. [m/s]"""
FREE_M_S2 = 2.5
"""No hand that only glides over starts or stops more suddenly. People move an arm as smoothly as can be
(minimum jerk: Flash and Hogan 1985, J Neurosci 5:1688): so it is 2.3 at most over 10 cm in half a second,
from rest to rest [engineering judgement]. [m/s2]"""


@dataclass(frozen=True, slots=True)
class Work:
    """What one hand does from `start_s` on, for `duration_s`, in the stroke `number` of its score. [s]"""

    number: int
    start_s: float
    duration_s: float
    asked: Asked

    @property
    def end_s(self) -> float:
        """When it ends. [s]"""
        return self.start_s + self.duration_s

    @property
    def is_link(self) -> bool:
        """Whether the hand only glides over."""
        return self.asked.technique is None


@dataclass(frozen=True, slots=True)
class Kept:
    """A work and what of its way is made of it, and whether it goes on from the last one, after a slide of
    `slide_s`."""

    work: Work
    laid: Laid
    goes_on: bool
    slide_s: float


def limits_of(work: Work, laid: Laid) -> tuple[float, float]:
    """Return a work's highest speed [m/s] and acceleration [m/s2].

    Circles go by their technique's rate, and a link by no technique.
    """
    technique = work.asked.technique
    if technique is None:
        return FREE_M_S, FREE_M_S2
    speed = technique.speed_m_s
    is_free = speed is None or laid.way.is_round
    return FREE_M_S if is_free or speed is None else speed.high, technique.accel_m_s2


def in_time(works: Sequence[Work], made: Mapping[Key, Laid]) -> list[Kept]:
    """Return one hand's works, each way no longer than may be made in its time.

    A score's times are of a nominal back. On a larger one a way is longer, and would be made faster than its
    technique allows: then it stops short at both its ends, alike, by what it takes. So does what has lost
    time to a slide. A link is never shortened: it brings the hand to where it has to be.
    """
    whole = [made[work.asked.key] for work in works]
    short: dict[tuple[int, int], Laid] = {}
    laid, less = list(whole), [0] * len(works)
    ends = [(each.way.position_m[0].tolist(), each.way.position_m[-1].tolist()) for each in whole]
    goes_on = [False] * len(works)
    for place, (before, after) in enumerate(pairwise(works), start=1):
        apart_m = math.dist(ends[place - 1][1], ends[place][0])
        goes_on[place] = after.start_s - before.end_s < NEAR_S and apart_m < JUMP_M
    slides_s = [0.0] * len(works)

    def shortened(place: int) -> bool:
        """Stop a way short where it is too long for its time; return whether it is shorter than before."""
        work, way = works[place], whole[place].way
        if work.is_link or way.step_m == 0:
            return False
        most_m_s, most_m_s2 = limits_of(work, whole[place])
        time_s = work.duration_s - slides_s[place]
        over_m = way.length_m - longest_m(time_s, most_m_s=most_m_s, most_m_s2=most_m_s2)
        now = min(math.ceil(0.5 * over_m / way.step_m), len(way.position_m) // 2)
        if now <= less[place]:
            return False
        less[place] = now
        laid[place] = short.setdefault((id(whole[place]), now), whole[place].without_ends(now))
        way = laid[place].way
        ends[place] = way.position_m[0].tolist(), way.position_m[-1].tolist()
        return True

    for place in range(len(works)):
        shortened(place)
    todo = list(range(len(works)))
    while todo:
        for place in todo:
            if goes_on[place] and not (works[place].is_link or works[place - 1].is_link):
                slide_s = _slide_s(math.dist(ends[place - 1][1], ends[place][0]), works[place].duration_s)
                slides_s[place] = max(slides_s[place], slide_s)
        again = [place for place in todo if shortened(place)]
        todo = sorted({near for place in again for near in (place, place + 1) if near < len(works)})
    return [Kept(*each) for each in zip(works, laid, goes_on, slides_s, strict=True)]


def _slide_s(gap_m: float, duration_s: float) -> float:
    """Return how long a slide over a gap takes of a stroke of some duration. [s]"""
    if gap_m <= STILL_M:
        return 0.0
    calm_s = min(SLIDE_S, 0.25 * duration_s)
    return min(max(calm_s, least_s(BENT_FRAC * gap_m, most_m_s2=FREE_M_S2)), MOST_SLIDE_FRAC * duration_s)


Joined = tuple[Work, Laid | None]
"""A work with what is laid of it; nothing where that is still to be laid."""


def joined(kept: Sequence[Kept], *, sliding: frozenset[int] = frozenset()) -> list[Joined]:
    """Return the works with a slide before each that begins a little beside where the last one ended.

    A link takes the hand all the way, from where it is to where it has to be; but the links of some strokes
    begin where they were to, after a slide, too: `sliding`.
    """
    found: list[Joined] = []
    for place, each in enumerate(kept):
        work, before = each.work, kept[place - 1] if each.goes_on else None
        after = kept[place + 1] if place + 1 < len(kept) and kept[place + 1].goes_on else None
        slide_s, path = each.slide_s, work.asked.path
        if work.is_link:
            gap_m = _gap_m(before.laid, each.laid) if before is not None else 0.0
            if before is not None and gap_m > STILL_M and work.number not in sliding:
                path = (_end(before.laid, -1), *path)
            elif gap_m > STILL_M:
                slide_s = least_s(BENT_FRAC * gap_m, most_m_s2=FREE_M_S2)
            if after is not None and _gap_m(each.laid, after.laid) > STILL_M:
                path = (*path, _end(after.laid, 0))
        if before is not None and slide_s > 0:
            over = Asked((_end(before.laid, -1), _end(each.laid, 0)), work.asked.part, 1, None)
            found.append((Work(work.number, work.start_s, slide_s, over), None))
        is_laid = path == work.asked.path
        asked = work.asked if is_laid else replace(work.asked, path=path)
        start_s = work.start_s + slide_s
        found.append(
            (Work(work.number, start_s, work.end_s - start_s, asked), each.laid if is_laid else None)
        )
    return found


def _gap_m(before: Laid, after: Laid) -> float:
    """Return how far it is from where one way ends to where another begins. [m]"""
    return math.dist(before.way.position_m[-1].tolist(), after.way.position_m[0].tolist())


def _end(laid: Laid, place: int) -> Point:
    across, along = laid.way.chart[place].tolist()
    return across, along


def segments_along(works: Sequence[tuple[Work, Laid]]) -> list[Segment]:
    """Return the works as segments: where one goes on from another, with the lighter of the two forces."""
    if not works:
        return []
    between_n = [
        float(min(one.force_n[-1], other.force_n[0])) if after.start_s - before.end_s < NEAR_S else 0.0
        for (before, one), (after, other) in pairwise(works)
    ]
    return [
        _segment(work, laid, from_n=from_n, to_n=to_n)
        for (work, laid), from_n, to_n in zip(works, [0.0, *between_n], [*between_n, 0.0], strict=True)
    ]


def _segment(work: Work, laid: Laid, *, from_n: float, to_n: float) -> Segment:
    technique = work.asked.technique
    most_m_s, most_m_s2 = limits_of(work, laid)
    is_rated = technique is not None and technique.working == "spot"
    press_s = HOLD_PRESS_S if is_rated else PRESS_S
    return Segment(
        start_s=work.start_s,
        duration_s=work.duration_s,
        stroke=work.number,
        part=PARTS.index(work.asked.part),
        laid=laid,
        ramp_s=ramp_of(laid.way.length_m, work.duration_s, most_m_s=most_m_s, most_m_s2=most_m_s2),
        press_s=min(press_s, work.duration_s / 3),
        from_n=from_n,
        to_n=to_n,
    )
