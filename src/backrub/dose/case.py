"""What is judged, and where and when: the fold of a massage with its score, laid on its receiver's back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.limits import Limits
from backrub.catalog.patches import Patch
from backrub.contact import Bed, Contact
from backrub.contact.contact import Worst
from backrub.model.base import Hand, HandPart, Level
from backrub.model.dose import LimitCheck, Unit
from backrub.model.plan import PlanLimits
from backrub.model.score import Score
from backrub.motion.samples import PARTS
from backrub.motion.track import Segment, Segments, sampled, track_of
from backrub.motion.way import Way

Mask = NDArray[np.bool_]

FELT_PA = 1e3
"""Less than this on a cell counts as not touched: an open palm that only lies there, not pressing, as where
it crosses the spine [engineering judgement]. [Pa]"""
THUMBS: tuple[HandPart, ...] = ("thumb", "reinforced-thumb")
_END_S = 1e-6


class Spent(NamedTuple):
    """So much of a time that is counted falls into a stroke. [s]"""

    stroke: int
    time_s: float


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: the fold of a massage, where zones lie, what its plan allows, and what was wished.

    `places` names what the bed's cells count: each place with its side. `segments` are the score's strokes as
    they are laid on this back, `patches` the parts of the hand that pressed.
    """

    contact: Contact
    zones: Mapping[str, Mask]
    score: Score
    limits: Limits
    allowed: PlanLimits
    wished_level: Level
    places: tuple[tuple[str, str], ...]
    segments: Segments
    patches: Mapping[HandPart, Patch]

    def check(
        self, name: str, says: str, *, limit: float, worst: float, unit: Unit, stroke: int = -1,
        at_s: float | None = None, part: HandPart | None = None, place: str | None = None,
        way_out: str | None = None,
    ) -> LimitCheck:  # fmt: skip
        """Return a limit as it is reported; what lies within a millionth of it is on it.

        Where no place is given it is the one under the hand at that moment, as far as there is one.
        """
        value = float(worst) if np.isfinite(worst) and worst > 0 else 0.0
        known = value > 0 and stroke >= 0
        moment_s = float(at_s) if at_s is not None and np.isfinite(at_s) and value > 0 else None
        if place is None and known and moment_s is not None:
            place = self.place_at(moment_s, stroke, part=part)
        return LimitCheck(
            name=name,
            says=says,
            limit=limit,
            worst=round(value, 6),
            unit=unit,
            ok=value <= limit * (1 + 1e-6) + 1e-9,
            place=place,
            at_s=round(moment_s, 3) if moment_s is not None else None,
            step=self.score.strokes[stroke].step if known else None,
            stroke=int(stroke) if known else None,
            part=part,
            way_out=way_out,
        )

    def stroke_at(self, at_s: float, *, parts: Iterable[HandPart] = PARTS) -> int:
        """Return the stroke under way at a moment [s], of some parts where there is one; -1 for none."""
        if not np.isfinite(at_s):
            return -1
        found = [
            number
            for number, stroke in enumerate(self.score.strokes)
            if stroke.start_s - _END_S <= at_s <= stroke.start_s + stroke.duration_s + _END_S
        ]
        own = [
            number for number in found if any(hand.part in parts for hand in self.score.strokes[number].hands)
        ]
        return (own or found or [-1])[-1]

    def place_at(self, at_s: float, stroke: int, *, part: HandPart | None = None) -> str | None:
        """Return the place under the hand that presses most in a stroke at a moment [s]; None off them all.

        With a part, of the hands that work with it.
        """
        here = [
            each
            for mine in self.segments.values()
            for each in mine
            if each.stroke == stroke
            and part in (None, PARTS[each.part])
            and each.start_s - _END_S <= at_s <= each.end_s + _END_S
        ]
        pressing = max(((*_under(each, at_s), -at) for at, each in enumerate(here)), default=None)
        if pressing is None:
            return None
        _, (x_m, y_m), _ = pressing
        return self.place_of(int(under(np.array([[x_m, y_m]]), self.contact.bed)[0]))

    def place_of(self, index: int) -> str | None:
        """Return the place of a bed's count; None for what is none of them."""
        return self.places[index][0] if 0 <= index < len(self.places) else None

    def steps_in(self, way: Way) -> dict[int, int]:
        """Return how many of a way's places lie in each place that it comes into."""
        places, steps = np.unique(under(way.position_m, self.contact.bed), return_counts=True)
        return {
            place: count for place, count in zip(places.tolist(), steps.tolist(), strict=True) if place >= 0
        }

    def laid(self) -> Iterator[tuple[int, Hand, Segment]]:
        """Yield each stroke of each hand as it is laid, in the order of time, without what leads there."""
        # The last of a hand's segments in a stroke is the stroke itself, after what brings the hand there.
        last = {(each.stroke, hand): each for hand, mine in self.segments.items() for each in mine}
        for (number, hand), each in sorted(last.items(), key=lambda item: item[1].start_s):
            yield number, hand, each

    def laid_once(self) -> Iterator[tuple[int, Segment]]:
        """Yield each stroke as it is laid; a way that a part of the hand goes again counts once."""
        seen: set[tuple[int, int]] = set()
        for number, _, each in self.laid():
            once = id(each.laid), each.part
            if once not in seen:
                seen.add(once)
                yield number, each

    def reached_in(self, spent: Iterable[Spent], limit_s: float) -> tuple[int, float]:
        """Return the stroke, and the moment [s], in which a time that adds up passes its limit [s].

        Where it never does, the last stroke that adds to it, and its end; -1 and NaN for none.
        """
        stroke, at_s, sum_s = -1, float("nan"), 0.0
        for stroke, time_s in spent:
            own = self.score.strokes[stroke]
            if sum_s + time_s > limit_s * (1 + 1e-6):
                return stroke, own.start_s + own.duration_s * max(0.0, limit_s - sum_s) / time_s
            sum_s += time_s
            at_s = own.start_s + own.duration_s
        return stroke, at_s


def under(position_m: NDArray[np.float64], bed: Bed) -> NDArray[np.int32]:
    """Return the place (k,) that a bed counts under each world place (k, 2 or 3) [m]; -1 for none."""
    return np.asarray(bed.place[bed.cells_under(position_m)])


def worst_of(worst: Worst) -> tuple[float, float, int, int]:
    """Return the largest of some values with its moment [s], its stroke, and where it stands among them."""
    best = int(np.nan_to_num(worst.value, nan=-1.0).argmax())
    return (
        float(worst.value.ravel()[best]), float(worst.at_s.ravel()[best]), int(worst.stroke.ravel()[best]),
        best,
    )  # fmt: skip


def row_of(worst: Worst, index: int) -> Worst:
    """Return one part's values, in the order of what follows it."""
    return Worst(worst.value[index], worst.at_s[index], worst.stroke[index])


def column_of(worst: Worst, index: int) -> Worst:
    """Return every part's values at one place or in one zone."""
    return Worst(worst.value[:, index], worst.at_s[:, index], worst.stroke[:, index])


def _under(segment: Segment, at_s: float) -> tuple[float, tuple[float, float]]:
    """Return a hand's force at a moment of a segment [N], and where it is seen from above [m]."""
    moment_s = min(max(at_s, segment.start_s), np.nextafter(segment.end_s, segment.start_s))
    block = sampled(track_of([segment]), np.array([moment_s]), rate_hz=1.0, stone_c=0.0)
    return float(block.force_n[0]), (float(block.position_m[0, 0]), float(block.position_m[0, 1]))
