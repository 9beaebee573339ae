"""What of each place hands may work on, and how much of that a massage reached."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.limits import Limits
from backrub.contact import Bed, Contact
from backrub.contact.contact import sides_n_s
from backrub.model.dose import PlaceDose
from backrub.model.plan import PlanLimits

Mask = NDArray[np.bool_]

TOUCHED_PA = 200.0
"""Above this a cell counts as reached: what the lightest palm presses with on average, 1.2 N
(`contact.lighter.LEAST_N`) on 60 cm2; a hand's rim reaches less [engineering judgement]. [Pa]"""

SIDE_RAD = radians(60.0)
"""Skin that is steeper than this is the receiver's side, not their back: of what presses there less than half
goes down into the bed [engineering judgement]. [rad]"""

NECK_SIDE_RAD = radians(45.0)
"""Nobody works on a neck steeper than this; from `SIDE_RAD` on it may be the neck's side (`neck_side`),
which nothing touches: design 8a names the side, the angles are engineering judgement. [rad]"""

CLEFT_M, CLEFT_REACH_M = 0.005, 0.04
"""Below the sacrum's upper half begins the cleft between the buttocks, where no hand belongs: skin that lies
deeper than the first under the line between the skin the second to its left and its right, half a palm
[engineering judgement]. [m]"""


def workable_cells(
    bed: Bed,
    zones: Mapping[str, Mask],
    *,
    limits: Limits,
    allowed: PlanLimits,
    places: tuple[tuple[str, str], ...],
) -> Mask:
    """Return which cells (ny, nx) of the places some part of the hand may touch, at level 1 at least.

    Left out are circles to leave alone, places that the clearance forbids, whatever every part is barred
    from, what is too steep for a hand from above (`SIDE_RAD`, at the neck `NECK_SIDE_RAD`), and the cleft.
    The spine's strip is left out as well: a light palm may cross it, and nobody works on it (design 8a).

    Parameters
    ----------
    bed : Bed
        The skin.
    zones : Mapping
        Each zone's cells (ny, nx), and each circle's.
    places : tuple
        The place and side that `bed.place` counts.
    """
    up = _up(bed)
    found: Mask = np.zeros(bed.area_m2.shape, dtype=np.bool_)
    for part in limits.parts:
        if part in allowed.forbidden_parts:
            continue
        free = np.ones(found.shape, dtype=np.bool_)
        for name, mask in zones.items():
            zone = limits.zones.get(name)
            is_crossed_only = name == "strip"
            is_barred = zone is None or (zone.only in (None, part) and zone.allow.get(part, 0) < 1)
            if is_crossed_only or is_barred:
                free &= ~mask
        found |= free
    found &= (bed.place >= 0) & (up >= cos(SIDE_RAD))
    found &= ~(_is_neck(bed, places) & (up < cos(NECK_SIDE_RAD)))
    for index, (place, _) in enumerate(places):
        here = bed.place == index
        if place in allowed.forbidden_places or allowed.place_max_level.get(place, 1) < 1:
            found &= ~here
        elif place == "sacrum":
            found &= ~(here & _is_cleft(bed))
    return found


def neck_side(bed: Bed, places: tuple[tuple[str, str], ...]) -> Mask:
    """Return which cells (ny, nx) are the side of the neck: steeper than `SIDE_RAD`, and looking more to the
    side than up.

    Skin that is steep towards the head is the nape under a large back. `places` is as the bed counts them.
    """
    to_side = np.abs(np.gradient(bed.z_m.astype(np.float64), bed.cell_x_m, axis=1))
    return np.asarray(_is_neck(bed, places) & (_up(bed) < cos(SIDE_RAD)) & (to_side > 1.0))


def _is_neck(bed: Bed, places: tuple[tuple[str, str], ...]) -> Mask:
    neck = [index for index, (place, _) in enumerate(places) if place == "neck"]
    return np.asarray(np.isin(bed.place, neck) & (bed.area_m2 > 0))


def _up(bed: Bed) -> NDArray[np.float64]:
    """Return how much each cell's skin (ny, nx) looks up, the cosine of its slope; 0 where there is none."""
    flat = bed.cell_x_m * bed.cell_y_m
    return np.divide(flat, bed.area_m2, out=np.zeros(bed.area_m2.shape), where=bed.area_m2 > 0)


def _is_cleft(bed: Bed) -> Mask:
    columns = round(CLEFT_REACH_M / bed.cell_x_m)
    z_m = bed.z_m.astype(np.float64)
    line_m = 0.5 * (np.roll(z_m, columns, axis=1) + np.roll(z_m, -columns, axis=1))
    return np.asarray(line_m - z_m > CLEFT_M)


def places_of_contact(
    contact: Contact,
    workable: Mask,
    *,
    places: tuple[tuple[str, str], ...],
    touched_pa: float = TOUCHED_PA,
) -> tuple[PlaceDose, ...]:
    """Return what each side of each place got; a cell was reached where it felt more than `touched_pa` [Pa].

    Where nothing of a place may be worked on, nothing of it was left out.
    """
    found: list[PlaceDose] = []
    bed, peaks_pa = contact.bed, np.nan_to_num(contact.peak_pa)
    names = np.array([place for place, _ in places])
    for index, (place, side) in enumerate(places):
        mask = (bed.place == index) & (bed.area_m2 > 0)
        area_m2 = bed.area_m2[mask].astype(np.float64)
        if not len(area_m2):
            continue
        share = area_m2 / area_m2.sum()
        peak_pa, open_m2 = peaks_pa[mask], area_m2 * workable[mask]
        workable_m2 = float(open_m2.sum())
        reached_m2 = float(open_m2[peak_pa > touched_pa].sum())
        both = np.isin(bed.place, np.flatnonzero(names == place))
        one, two, three, four, five = (contact.level_s[1:, mask] @ share).round(2).tolist()
        found.append(
            PlaceDose(
                place=place,
                side=side,
                workable_m2=round(workable_m2, 6),
                coverage_frac=round(reached_m2 / workable_m2, 4) if workable_m2 > 0 else 1.0,
                dose_pa_s=round(float(contact.impulse_pa_s[mask] @ share), 1),
                peak_pa=round(float(peak_pa.max()), 1),
                passes=round(float(contact.passes[mask] @ share), 2),
                level_s=(one, two, three, four, five),
                balance_frac=round(balance_of(sides_n_s(contact.impulse_pa_s, bed, where=both)), 4),
                heat_frac=round(float(contact.heat_frac[mask].max()), 6),
            )
        )
    return tuple(found)


def balance_of(sides: tuple[float, float]) -> float:
    """Return |L - R| / (L + R) of what both sides got, 0 where neither got any.

    >>> balance_of((3.0, 1.0)), balance_of((0.0, 0.0))
    (0.5, 0.0)
    """
    left, right = sides
    return abs(left - right) / (left + right) if left + right > 0 else 0.0
