"""Every limit of hands on skin, judged on what the hands did: design 8a, clinical notes 2.5, 2.9 and 7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.limits import Limits
from backrub.contact import Contact
from backrub.contact.contact import Worst
from backrub.contact.press import JOIN_S
from backrub.contact.tables import KINDS
from backrub.model.base import HandPart, Level
from backrub.model.dose import LimitCheck, Unit
from backrub.model.plan import PlanLimits
from backrub.model.score import Score
from backrub.motion.samples import PARTS

Mask = NDArray[np.bool_]

PEAK_PA = 250e3
"""The most that any cell of skin may feel: the hard ceiling of clinical notes 2.9 and 7."""
FELT_PA = 1e3
"""Less than this on a cell counts as not touched: an open palm that only lies there, not pressing, as where
it crosses the spine [engineering judgement]. [Pa]"""
HOLD_S = 90.0
"""No fingertip, thumb or knuckle stays longer on one spot: clinical notes 2.4 and 7."""
BROAD_LEVEL = 4
"""From this level on both hands together may give `forces.most_n`, with broad parts alone: design 8a."""
THUMBS = ("thumb", "reinforced-thumb")
ROUNDED_S = 0.002 + 1e-6
"""A score tells times to the millisecond, and a burst and its rest lie between four of them. [s]"""


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: the fold of a massage, where zones lie, what its plan allows, and what was wished.

    `places` names what the bed's cells count: each working place with its side.
    """

    contact: Contact
    zones: Mapping[str, Mask]
    score: Score
    limits: Limits
    allowed: PlanLimits
    wished_level: Level
    places: tuple[tuple[str, str], ...]

    def check(
        self, name: str, says: str, *, limit: float, worst: float, unit: Unit, stroke: int = -1,
        at_s: float | None = None, part: HandPart | None = None, place: str | None = None,
        way_out: str | None = None,
    ) -> LimitCheck:  # fmt: skip
        """Return a limit as it is reported; what lies within a millionth of it is on it."""
        value = float(worst) if np.isfinite(worst) and worst > 0 else 0.0
        known = value > 0 and stroke >= 0
        return LimitCheck(
            name=name,
            says=says,
            limit=limit,
            worst=round(value, 6),
            unit=unit,
            ok=value <= limit * (1 + 1e-6) + 1e-9,
            place=place,
            at_s=round(float(at_s), 3) if at_s is not None and np.isfinite(at_s) and value > 0 else None,
            step=self.score.strokes[stroke].step if known else None,
            stroke=int(stroke) if known else None,
            part=part,
            way_out=way_out,
        )

    def stroke_at(self, at_s: float) -> int:
        """Return the stroke under way at a moment [s]; -1 for none."""
        if not np.isfinite(at_s):
            return -1
        found = [
            number
            for number, stroke in enumerate(self.score.strokes)
            if stroke.start_s - 1e-6 <= at_s <= stroke.start_s + stroke.duration_s + 1e-6
        ]
        return found[-1] if found else -1


def checks_of(case: Case) -> tuple[LimitCheck, ...]:
    """Return every limit with its worst value."""
    return (
        *_peak(case),
        *_parts(case),
        *_together(case),
        *_zones(case),
        *_allowed(case),
        *_times(case),
        *_heat(case),
    )


def _peak(case: Case) -> Iterator[LimitCheck]:
    peak = np.nan_to_num(case.contact.peak_pa)
    where = np.unravel_index(int(peak.argmax()), peak.shape)
    at_s = float(case.contact.peak_at_s[where])
    yield case.check(
        "peak-pressure", "the most that any spot of skin feels", limit=PEAK_PA, worst=peak[where],
        unit="Pa", at_s=at_s, stroke=case.stroke_at(at_s),
    )  # fmt: skip


def _parts(case: Case) -> Iterator[LimitCheck]:
    """Force and mean pressure of each part that was used."""
    presses = case.contact.presses
    for index, part in enumerate(PARTS):
        hand = case.limits.parts[part]
        if case.contact.hands.worked_s[:, index].sum() <= 0:
            continue
        for what, worst, limit, unit in (
            ("force", presses.place_n, hand.force_n, "N"),
            # Also in a hold that is timed and rated, where 120 kPa would do: the fold knows no holds.
            ("pressure", presses.place_pa, hand.pressure_pa, "Pa"),
        ):
            value, at_s, stroke = _worst(worst, index)
            yield case.check(
                f"{what}-{part}", f"{what} of one {part}", limit=limit, worst=value,
                unit="N" if unit == "N" else "Pa", at_s=at_s, stroke=stroke, part=part,
            )  # fmt: skip


def _together(case: Case) -> Iterator[LimitCheck]:
    """Both hands at once: 80 N; 120 only with broad parts at level 4."""
    total = case.contact.presses.total_n
    forces = case.limits.forces
    for name, rows, levels, limit in (
        ("force-both-hands", (0, 1), range(BROAD_LEVEL), forces.default_n),
        ("force-both-hands-with-points", (0,), range(BROAD_LEVEL, 6), forces.default_n),
        ("force-both-hands-broad", (1,), range(BROAD_LEVEL, 6), forces.most_n),
    ):
        best = max(((row, level) for row in rows for level in levels), key=lambda at: total.value[at])
        yield case.check(
            name, "force of both hands together", limit=limit, worst=float(total.value[best]), unit="N",
            at_s=float(total.at_s[best]), stroke=int(total.stroke[best]),
        )  # fmt: skip


def _zones(case: Case) -> Iterator[LimitCheck]:
    """Which part at which level touched what is kept from it."""
    contact = case.contact
    for name, mask in case.zones.items():
        zone = case.limits.zones.get(name)
        most = {
            part: zone.allow.get(part, 0) if zone is not None else 0
            for part in PARTS
            if zone is None or zone.only in (None, part)
        }
        says = (
            f"levels above what is allowed on {zone.says if zone is not None else 'a place to leave alone'}"
        )
        yield _above(case, f"zone-{name}", says, mask=mask, most=most, place=name)
    names = [*case.zones]
    for name, table in (("strip", case.limits.strip), ("kidney-outer", case.limits.kidneys)):
        if table.pressure_pa is None:
            continue
        value, at_s, stroke = _worst_of_zone(contact.presses.zone_pa, names.index(name))
        yield case.check(
            f"pressure-{name}", f"mean pressure of a hand on {case.limits.zones[name].says}",
            limit=table.pressure_pa, worst=value, unit="Pa", at_s=at_s, stroke=stroke, place=name,
        )  # fmt: skip
    for name, table in (("neck", case.limits.neck), ("kidney-outer", case.limits.kidneys)):
        if table.force_n is None:
            continue
        value, at_s, stroke = _worst_of_zone(contact.presses.zone_n, names.index(name))
        yield case.check(
            f"force-{name}", f"force on {case.limits.zones[name].says}", limit=table.force_n, worst=value,
            unit="N", at_s=at_s, stroke=stroke, place=name,
        )  # fmt: skip


def _allowed(case: Case) -> Iterator[LimitCheck]:
    """What the plan's own clearance allows, its highest level and what it leaves out, and what was wished."""
    contact, allowed = case.contact, case.allowed
    skin = contact.bed.area_m2 > 0
    everywhere = dict.fromkeys(PARTS, min(allowed.max_level, case.wished_level))
    yield _above(case, "level", "levels above what is allowed tonight", mask=skin, most=everywhere)
    for part in allowed.forbidden_parts:
        says = f"levels of the {part}, which is left out tonight"
        yield _above(case, f"part-{part}", says, mask=skin, most={part: 0})
    caps = {**allowed.place_max_level, **dict.fromkeys(allowed.forbidden_places, 0)}
    for place, level in sorted(caps.items()):
        sides = [index for index, (name, _) in enumerate(case.places) if name == place]
        if not sides:
            continue
        says = f"levels above what is allowed tonight at {place.replace('-', ' ')}"
        mask = np.isin(contact.bed.place, sides)
        yield _above(case, f"place-{place}", says, mask=mask, most=dict.fromkeys(PARTS, level), place=place)


def _above(
    case: Case, name: str, says: str, *, mask: Mask, most: Mapping[HandPart, int], place: str | None = None
) -> LimitCheck:
    """Return by how many levels a part pressed harder than it may on some cells, and where that was worst."""
    contact = case.contact
    worst, at_s, who = 0, float("nan"), None
    for part, level in most.items():
        index = PARTS.index(part)
        if not contact.touch_s[index, level + worst + 1 :].any():
            continue
        peak_pa = np.nan_to_num(contact.part_peak_pa[index])
        felt = mask & (peak_pa > FELT_PA)
        for higher in range(level + worst + 1, 6):
            cells = felt & (contact.touch_s[index, higher] > 0)
            if cells.any():
                here = int(np.where(cells, peak_pa, 0.0).argmax())
                worst, at_s, who = higher - level, float(contact.part_peak_at_s[index].ravel()[here]), part
    return case.check(
        name, says, limit=0.0, worst=float(worst), unit="level", at_s=at_s, stroke=case.stroke_at(at_s),
        part=who, place=place,
    )  # fmt: skip


def _times(case: Case) -> Iterator[LimitCheck]:
    """Thumbs, stretches, holds, the massager."""
    contact, hands, limits = case.contact, case.contact.hands, case.limits
    # Both thumbs at once are one time: the budget is the giver's, not the thumb's.
    thumb_s = sum(
        stroke.duration_s
        for stroke in case.score.strokes
        if any(hand.part in THUMBS for hand in stroke.hands)
    )
    most_s = min(limits.thumbs.most_s, limits.thumbs.most_frac * hands.hands_on_s)
    yield case.check("thumbs-time", "time of all thumb work", limit=most_s, worst=thumb_s, unit="s")
    missing_s, at_s, stroke = _missing_rest(case.score)
    yield case.check(
        "thumbs-rest", "rest that is missing after thumb work", limit=0.0, worst=missing_s, unit="s",
        at_s=at_s, stroke=stroke,
    )  # fmt: skip
    for name, says, worst, limit in (
        ("thumbs-burst", "thumb work without a pause", hands.burst_s, limits.thumbs.burst_s),
        ("stretch", "work of one part at a stretch", hands.stretch_s, limits.stretch.most_s),
    ):
        value, at_s, stroke = _worst(worst)
        yield case.check(name, says, limit=limit, worst=value, unit="s", at_s=at_s, stroke=stroke)
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
            unit="s", at_s=at_s, stroke=case.stroke_at(at_s),
        )  # fmt: skip
    massager_s = float(hands.worked_s[:, PARTS.index("massager")].sum())
    yield case.check(
        "massager-time", "time of the massager", limit=limits.massager.total_s, worst=massager_s, unit="s"
    )


def _missing_rest(score: Score) -> tuple[float, float, int]:
    """Return by how much the rest after a hand's burst of thumb work is shorter than the burst, at most [s].

    With it come the moment [s] and the stroke that end the rest too soon. It goes by the score's own times: a
    sample more or less would turn what is just as long. So would the thousandths that they are rounded to.
    """
    worst = (0.0, float("nan"), -1)
    for hand in ("left", "right"):
        began_s = ended_s = float("-inf")
        for number, stroke in sorted(enumerate(score.strokes), key=lambda each: each[1].start_s):
            if not any(each.hand == hand and each.part in THUMBS for each in stroke.hands):
                continue
            rest_s = stroke.start_s - ended_s
            if rest_s > JOIN_S + 1e-6:
                missing_s = ended_s - began_s - rest_s
                if missing_s > max(worst[0], ROUNDED_S):
                    worst = (missing_s, stroke.start_s, number)
                began_s = stroke.start_s
            ended_s = stroke.start_s + stroke.duration_s
    return worst


def _heat(case: Case) -> Iterator[LimitCheck]:
    stones, worst = case.limits.stones, case.contact.presses.stone_c
    for name, index, limit in (("moving", 0, stones.moving_c), ("placed", 1, stones.placed_c)):
        yield case.check(
            f"stone-{name}", f"surface of a stone that is {name}", limit=limit,
            worst=float(worst.value[index]), unit="C", at_s=float(worst.at_s[index]),
            stroke=int(worst.stroke[index]),
        )  # fmt: skip
    yield case.check(
        "heat", "share of the heat that the skin may take", limit=1.0,
        worst=float(case.contact.heat_frac.max()), unit="1",
    )  # fmt: skip


def _worst(worst: Worst, index: int | None = None) -> tuple[float, float, int]:
    """Return the largest of a part's values (or of all), with its moment [s] and stroke."""
    value, at_s, stroke = worst.value, worst.at_s, worst.stroke
    if index is not None:
        value, at_s, stroke = value[index], at_s[index], stroke[index]
    best = int(np.nan_to_num(value, nan=-1.0).argmax())
    return float(value.ravel()[best]), float(at_s.ravel()[best]), int(stroke.ravel()[best])


def _worst_of_zone(worst: Worst, zone: int) -> tuple[float, float, int]:
    column = Worst(worst.value[:, zone], worst.at_s[:, zone], worst.stroke[:, zone])
    return _worst(column)
