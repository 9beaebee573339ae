"""Judge what adds up over a massage: thumbs, stretches, stays on one spot, the massager, stones and heat."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from backrub.catalog.patches import read_patches
from backrub.contact.press import JOIN_S
from backrub.contact.tables import KINDS
from backrub.dose.case import THUMBS, Case, Spent, row_of, worst_of
from backrub.model.base import Hand, HandPart
from backrub.model.dose import LimitCheck
from backrub.model.score import Score
from backrub.motion.samples import PARTS
from backrub.motion.track import Segment

HOLD_S = 90.0
"""No fingertip, thumb or knuckle stays longer on one spot: clinical notes 2.4 and 7."""
STILL_S = 180.0
"""Nor does any hand lie still longer in one place, be it an open palm: what is pressed gets less blood
[engineering judgement]. Stones have their own time. [s]"""
MOVED_M, APART_S = 0.01, 2.0
"""Who lays a hand so near to where it lay, so soon, has not moved on [engineering judgement]. [m], [s]"""
ROUNDED_S = 0.002 + 1e-6
"""A score tells times to the millisecond, and a burst and its rest lie between four of them. [s]"""


def time_checks(case: Case) -> Iterator[LimitCheck]:
    """Yield the limits of time and of heat."""
    yield from _thumbs(case)
    yield _stretch(case)
    yield from _stays(case)
    yield _still(case)
    yield from _massager(case)
    yield from _heat(case)


def _thumbs(case: Case) -> Iterator[LimitCheck]:
    hands, limits = case.contact.hands, case.limits
    # Both thumbs at once are one time: the budget is the giver's, not the thumb's.
    spent = _strokes_of(case.score, *THUMBS)
    most_s = min(limits.thumbs.most_s, limits.thumbs.most_frac * hands.hands_on_s)
    stroke, at_s = case.reached_in(spent, most_s)
    yield case.check(
        "thumbs-time", "time of all thumb work", limit=most_s, worst=sum(each.time_s for each in spent),
        unit="s", at_s=at_s, stroke=stroke,
    )  # fmt: skip
    missing_s, at_s, stroke = _missing_rest(case.score)
    yield case.check(
        "thumbs-rest", "rest that is missing after thumb work", limit=0.0, worst=missing_s, unit="s",
        at_s=at_s, stroke=stroke,
    )  # fmt: skip
    value, at_s, stroke, _ = worst_of(hands.burst_s)
    yield case.check(
        "thumbs-burst", "thumb work without a pause", limit=limits.thumbs.burst_s, worst=value, unit="s",
        at_s=at_s, stroke=stroke,
    )  # fmt: skip


def _strokes_of(score: Score, *parts: HandPart) -> list[Spent]:
    """Return the time of every stroke in which a hand has one of these parts, in the order of time. [s]"""
    return [
        Spent(number, stroke.duration_s)
        for number, stroke in sorted(enumerate(score.strokes), key=lambda each: each[1].start_s)
        if any(hand.part in parts for hand in stroke.hands)
    ]


def _missing_rest(score: Score) -> tuple[float, float, int]:
    """Return by how much the rest after a burst of both thumbs' work is shorter than the burst, at most [s].

    With it come the moment [s] and the stroke that end the rest too soon. It goes by the score's own times: a
    sample more or less would turn what is just as long. So would the thousandths that they are rounded to.
    """
    worst = (0.0, float("nan"), -1)
    began_s = ended_s = float("-inf")
    for each in _strokes_of(score, *THUMBS):
        stroke = score.strokes[each.stroke]
        rest_s = stroke.start_s - ended_s
        if rest_s > JOIN_S + 1e-6:
            missing_s = ended_s - began_s - rest_s
            if missing_s > max(worst[0], ROUNDED_S):
                worst = (missing_s, stroke.start_s, each.stroke)
            began_s = stroke.start_s
        ended_s = max(ended_s, stroke.start_s + stroke.duration_s)
    return worst


def _stretch(case: Case) -> LimitCheck:
    """The longest work of one part; the place is where it was when that got so long."""
    value, at_s, stroke, part = worst_of(case.contact.hands.stretch_s)
    return case.check(
        "stretch", "work of one part at a stretch", limit=case.limits.stretch.most_s, worst=value, unit="s",
        at_s=at_s, stroke=stroke, part=PARTS[part] if value > 0 else None,
    )  # fmt: skip


def _stays(case: Case) -> Iterator[LimitCheck]:
    contact, limits = case.contact, case.limits
    for kind, limit in (
        ("finger", HOLD_S), ("thumb", limits.thumbs.burst_s), ("knuckle", HOLD_S),
        ("hot-stone", limits.stones.spot_s), ("stone", limits.stones.placed_s),
        ("massager", limits.massager.place_s),
    ):  # fmt: skip
        stay = contact.longest_s[KINDS.index(kind)]
        where = np.unravel_index(int(stay.argmax()), stay.shape)
        at_s = float(contact.longest_at_s[KINDS.index(kind)][where])
        yield case.check(
            f"stay-{kind}", f"stay of a {kind} on one spot", limit=limit, worst=float(stay[where]),
            unit="s", at_s=at_s, stroke=case.stroke_at(at_s, parts=_parts_of(kind)),
            place=case.place_of(int(contact.bed.place[where])) if stay[where] > 0 else None,
        )  # fmt: skip


def _still(case: Case) -> LimitCheck:
    """The longest that a hand lay still in one place, one hold after the other."""
    longest_s, who = 0.0, None
    since: dict[Hand, Segment] = {}
    last: dict[Hand, Segment] = {}
    for _, hand, each in case.laid():
        if len(each.way.position_m) > 1 or PARTS[each.part] == "stone":
            last.pop(hand, None)
            continue
        before = last.get(hand)
        if before is None or each.start_s - before.end_s > APART_S or _apart_m(before, each) > MOVED_M:
            since[hand] = each
        last[hand] = each
        if each.end_s - since[hand].start_s > longest_s:
            longest_s, who = each.end_s - since[hand].start_s, each
    return case.check(
        "still", "a hand that lies still in one place", limit=STILL_S, worst=longest_s, unit="s",
        stroke=who.stroke if who else -1, part=PARTS[who.part] if who else None,
        at_s=who.end_s - max(0.0, longest_s - STILL_S) if who else None,
    )  # fmt: skip


def _apart_m(before: Segment, after: Segment) -> float:
    return float(np.linalg.norm(before.way.position_m[-1] - after.way.position_m[0]))


def _parts_of(kind: str) -> tuple[HandPart, ...]:
    """Return the parts of a hand whose time on a spot counts as one of `KINDS`."""
    contact = kind.removeprefix("hot-")
    return tuple(part for part, patch in read_patches().parts.items() if patch.contact == contact)


def _massager(case: Case) -> Iterator[LimitCheck]:
    """The massager at each side of a place, moving and lying together (decision 0019), and in all."""
    limits, index = case.limits.massager, PARTS.index("massager")
    place_s = case.contact.presses.place_s[index]
    place = int(place_s.argmax())
    here = [
        Spent(number, segment.duration_s * steps / len(segment.way.position_m))
        for number, _, segment in case.laid()
        if segment.part == index and (steps := case.steps_in(segment.way).get(place, 0)) > 0
    ]
    stroke, at_s = case.reached_in(here, limits.place_s)
    worst_s = float(place_s[place])
    yield case.check(
        "stay-massager-place", "time of the massager at one place", limit=limits.place_s, worst=worst_s,
        unit="s", at_s=at_s, stroke=stroke, part="massager" if worst_s > 0 else None,
        place=case.place_of(place) if worst_s > 0 else None,
    )  # fmt: skip
    worked_s = float(case.contact.hands.worked_s[:, index].sum())
    stroke, at_s = case.reached_in(_strokes_of(case.score, "massager"), limits.total_s)
    yield case.check(
        "massager-time", "time of the massager", limit=limits.total_s, worst=worked_s, unit="s", at_s=at_s,
        stroke=stroke,
    )  # fmt: skip


def _heat(case: Case) -> Iterator[LimitCheck]:
    contact, stones = case.contact, case.limits.stones
    for index, (name, limit) in enumerate((("moving", stones.moving_c), ("placed", stones.placed_c))):
        value, at_s, stroke, _ = worst_of(row_of(contact.presses.stone_c, index))
        yield case.check(
            f"stone-{name}", f"surface of a stone that is {name}", limit=limit, worst=value, unit="C",
            at_s=at_s, stroke=stroke,
        )  # fmt: skip
    where = np.unravel_index(int(contact.heat_frac.argmax()), contact.heat_frac.shape)
    kinds = [KINDS.index(kind) for kind in ("hot-stone", "stone")]
    longest = max(kinds, key=lambda kind: contact.longest_s[kind][where])
    # A share is of the whole evening: the stroke is the one that stayed longest on that very spot.
    at_s = float(contact.longest_at_s[longest][where])
    is_warm = bool(contact.heat_frac[where] > 0)
    yield case.check(
        "heat", "share of the heat that the skin may take", limit=1.0, worst=float(contact.heat_frac[where]),
        unit="1", at_s=at_s, stroke=case.stroke_at(at_s, parts=("stone",)),
        place=case.place_of(int(contact.bed.place[where])) if is_warm else None,
    )  # fmt: skip
