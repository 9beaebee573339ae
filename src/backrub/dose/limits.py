"""Every limit of hands on skin, judged on what the hands did: design 8a, clinical notes 2.5, 2.9 and 7."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from backrub.contact.contact import Worst
from backrub.dose.case import FELT_PA, Case, Mask, column_of, row_of, worst_of
from backrub.dose.middles import Middles
from backrub.dose.skin import NECK_SIDE, PEAK_PA
from backrub.dose.swept import swept_over
from backrub.dose.times import time_checks
from backrub.model.base import HandPart
from backrub.model.dose import LimitCheck
from backrub.motion.samples import PARTS

CIRCLE = "circle-"
UNTOUCHED = {NECK_SIDE: "the side of the neck"}
"""Zones that no hand may touch and that `limits.toml` does not name, in words."""
SMALLER_FRAC = 0.05
"""A part may be so much smaller than what its force is allowed on [engineering judgement]."""
BROAD_LEVEL = 4
"""From this level on both hands together may give `forces.most_n`, with broad parts alone: design 8a."""


def checks_of(case: Case) -> tuple[LimitCheck, ...]:
    """Return every limit with its worst value."""
    return (
        *_peak(case),
        *_parts(case),
        *_together(case),
        *_zones(case),
        _midline(case),
        *_allowed(case),
        *time_checks(case),
    )


def _peak(case: Case) -> Iterator[LimitCheck]:
    peak = np.nan_to_num(case.contact.peak_pa)
    where = np.unravel_index(int(peak.argmax()), peak.shape)
    at_s = float(case.contact.peak_at_s[where])
    firmest = PARTS[int(np.nan_to_num(case.contact.part_peak_pa[:, where[0], where[1]]).argmax())]
    yield case.check(
        "peak-pressure", "the most that any spot of skin feels", limit=PEAK_PA, worst=peak[where],
        unit="Pa", at_s=at_s, stroke=case.stroke_at(at_s, parts=(firmest,)),
        place=case.place_of(int(case.contact.bed.place[where])) if peak[where] > 0 else None,
    )  # fmt: skip


def _parts(case: Case) -> Iterator[LimitCheck]:
    """Force and mean pressure of each part that was used, and whether it is as large as its force needs."""
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
            value, at_s, stroke, place = worst_of(row_of(worst, index))
            yield case.check(
                f"{what}-{part}", f"{what} of one {part}", limit=limit, worst=value,
                unit="N" if unit == "N" else "Pa", at_s=at_s, stroke=stroke, part=part,
                place=case.place_of(place),
            )  # fmt: skip
        _, at_s, stroke, place = worst_of(row_of(presses.place_n, index))
        yield case.check(
            f"size-{part}", f"how much smaller the {part} is than what its force is allowed on",
            limit=SMALLER_FRAC, worst=1.0 - case.patches[part].area_m2 / hand.area_m2, unit="1", at_s=at_s,
            stroke=stroke, part=part, place=case.place_of(place),
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
    """Which part at which level touched what is kept from it, or lay on it with its middle, however light."""
    middles = Middles.of(case)
    for name, mask in case.zones.items():
        zone = case.limits.zones.get(name)
        most = {
            part: zone.allow.get(part, 0) if zone is not None else 0
            for part in PARTS
            if zone is None or zone.only in (None, part)
        }
        where = zone.says if zone is not None else UNTOUCHED.get(name, "a place to leave alone")
        says, place = f"levels above what is allowed on {where}", "neck" if name == NECK_SIDE else name
        felt = _above(case, f"zone-{name}", says, mask=mask, most=most, place=place)
        over = middles.over(mask, most)
        if name.startswith(CIRCLE):  # of a circle all that a hand sweeps counts
            found = [each for each in (over, swept_over(case, mask)) if each is not None]
            over = max(found, key=lambda each: each.levels, default=None)
        # Who comes there is known to the stroke; a cell knows only when it was pressed hardest.
        yield felt if over is None or over.levels < felt.worst else case.check(
            felt.name, says, limit=0.0, worst=over.levels, unit="level", at_s=over.at_s, stroke=over.stroke,
            part=over.part, place=place,
        )  # fmt: skip
    yield _outside(case, middles)
    yield from _pressed(case)


def _outside(case: Case, middles: Middles) -> LimitCheck:
    """No hand has its middle on the head or the buttocks, not even where it glides; its rim may lie there."""
    bed = case.contact.bed
    mask = (bed.place < 0) & (bed.area_m2 > 0)
    over = middles.over(mask, dict.fromkeys(PARTS, 0), links=True)
    name, says = "zone-outside", "levels above what is allowed on the head and the buttocks"
    if over is None:
        return case.check(name, says, limit=0.0, worst=0.0, unit="level")
    is_head = bed.y_m[over.cell // bed.place.shape[1]] < 0.0  # C7 lies at 0
    return case.check(
        name, says, limit=0.0, worst=over.levels, unit="level", at_s=over.at_s, stroke=over.stroke,
        part=over.part, place="head" if is_head else "buttocks",
    )  # fmt: skip


def _pressed(case: Case) -> Iterator[LimitCheck]:
    """Mean pressure and force of a hand that touches a zone with a cap of its own."""
    presses, limits, names = case.contact.presses, case.limits, [*case.zones]
    for name, table in limits.capped.items():
        says, zone = limits.zones[name].says, names.index(name)
        if table.pressure_pa is not None:
            value, at_s, stroke, _ = worst_of(column_of(presses.zone_pa, zone))
            yield case.check(
                f"pressure-{name}", f"mean pressure of a hand on {says}", limit=table.pressure_pa,
                worst=value, unit="Pa", at_s=at_s, stroke=stroke, place=name,
            )  # fmt: skip
        if table.force_n is not None:
            value, at_s, stroke, _ = worst_of(column_of(presses.zone_n, zone))
            yield case.check(
                f"force-{name}", f"force on {says}", limit=table.force_n, worst=value, unit="N", at_s=at_s,
                stroke=stroke, place=name,
            )  # fmt: skip


def _midline(case: Case) -> LimitCheck:
    """Thumbs and fingertips keep their middle away from the midline, wherever they work: design 8a."""
    points, near = case.limits.points, case.contact.presses.midline_m
    rows = [PARTS.index(part) for part in points.parts]
    missing = Worst(points.midline_m - near.value[rows], near.at_s[rows], near.stroke[rows])
    value, at_s, stroke, best = worst_of(missing)
    part = points.parts[best // near.value.shape[1]] if value > 0 else None
    return case.check(
        "zone-midline",
        f"how much nearer than {100 * points.midline_m:g} cm to the midline a thumb or fingertip came",
        limit=0.0, worst=value, unit="m", at_s=at_s, stroke=stroke, part=part, place="strip",
    )  # fmt: skip


def _allowed(case: Case) -> Iterator[LimitCheck]:
    """What each part may do at all, and what the plan's own clearance allows: its highest level, what it
    leaves out, and what was wished."""
    contact, allowed = case.contact, case.allowed
    skin = contact.bed.area_m2 > 0
    own: dict[HandPart, int] = {part: hand.max_level for part, hand in case.limits.parts.items()}
    yield _above(case, "level-part", "levels above what that part of the hand may do", mask=skin, most=own)
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
    worst, at_s, who, where = 0, float("nan"), None, -1
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
                where = int(contact.bed.place.ravel()[here])
    return case.check(
        name, says, limit=0.0, worst=float(worst), unit="level", at_s=at_s,
        stroke=case.stroke_at(at_s, parts=PARTS if who is None else (who,)), part=who,
        place=place or case.place_of(where),
    )  # fmt: skip
