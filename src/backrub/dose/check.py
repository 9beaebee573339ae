"""Check a plan on its receiver's own back: move, press, judge every limit. Shares nothing with planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.body import ReceiverBody, body_of
from backrub.body.zones import Mask, zones_of
from backrub.catalog.load import Catalog
from backrub.catalog.patches import Patch
from backrub.contact import Contact, press
from backrub.contact.bed import Bed
from backrub.contact.lying import bed_of
from backrub.dose.aside import moved_steps
from backrub.dose.case import Case
from backrub.dose.coverage import balance_of, places_of_contact, workable_cells
from backrub.dose.giver import load_of
from backrub.dose.limits import checks_of
from backrub.dose.order import order_checks
from backrub.dose.reach import Arms, reach_checks
from backrub.errors import Refused
from backrub.model.base import HandPart
from backrub.model.dose import DoseReport
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion import RATE_HZ, move
from backrub.motion.move import check_asked, segments_of
from backrub.motion.track import Segments

CELL_M = (0.004, 0.005)
"""The cells that are pressed and counted, across and along: at least 8,000 on every back. [m]"""


@dataclass(frozen=True, slots=True)
class Skin:
    """What a plan is pressed on: its receiver's cells and where each zone lies on them, also as one bit each.

    `bits` and `workable`, which says what hands may work on, (ny, nx); `cells` counts those that are skin.
    """

    receiver: ReceiverBody
    bed: Bed
    zones: Mapping[str, Mask]
    bits: NDArray[np.uint32]
    workable: Mask
    cells: int


def skin_of(plan: Plan, *, catalog: Catalog, receiver: ReceiverBody | None = None) -> Skin:
    """Return what a plan is pressed on, its own body unless told otherwise."""
    receiver = receiver or body_of(plan.body)
    field = receiver.back.field(CELL_M)
    bed = bed_of(receiver, plan.body, cell_m=CELL_M)
    zones = zones_of(receiver.back, field, limits=catalog.limits, avoid=plan.limits.avoid)
    bits = np.zeros(bed.z_m.shape, dtype=np.uint32)
    for bit, mask in enumerate(zones.values()):
        bits |= mask.astype(np.uint32) << np.uint32(bit)
    workable = workable_cells(
        bed, zones, limits=catalog.limits, allowed=plan.limits, places=catalog.atlas.place_sides
    )
    for each in (bits, workable):
        each.setflags(write=False)
    return Skin(receiver, bed, zones, bits, workable, int(field.is_skin.sum()))


def check(
    plan: Plan,
    score: Score,
    *,
    catalog: Catalog,
    receiver: ReceiverBody | None = None,
    skin: Skin | None = None,
    rate_hz: float = RATE_HZ,
    calibration_frac: float = 1.0,
    patches: Mapping[HandPart, Patch] | None = None,
    threads: int = 2,
) -> DoseReport:
    """Return what a plan's score does to the skin of the body that the plan was made for.

    Parameters
    ----------
    plan, score : Plan, Score
        What would be played.
    receiver : ReceiverBody, optional
        Another back than the plan's own.
    skin : Skin, optional
        What `skin_of` made of the plan before, for who checks parts of it one after the other.
    rate_hz : float
        Samples a second. [Hz]
    calibration_frac : float
        The receiver's own calibration, times every technique's force.
    patches : Mapping, optional
        Other hands than the catalog's.

    Raises
    ------
    Refused
        For somebody seated: only a lying back is known.
    DataError
        When plan and score don't belong together.
    """
    refuse_seated(plan)
    check_asked(plan, score, rate_hz=rate_hz, calibration_frac=calibration_frac)
    skin = skin or skin_of(plan, catalog=catalog, receiver=receiver)
    back = skin.receiver.back
    segments = segments_of(plan, score, back=back, catalog=catalog, calibration_frac=calibration_frac)
    blocks = move(
        plan,
        score,
        back=back,
        catalog=catalog,
        rate_hz=rate_hz,
        calibration_frac=calibration_frac,
        segments=segments,
    )
    contact = press(
        blocks,
        bed=skin.bed,
        zones=skin.bits,
        patches=patches,
        oiled=plan.kit.oil != "none",
        threads=threads,
    )
    return report_of(contact, plan, score=score, skin=skin, catalog=catalog, segments=segments)


def report_of(
    contact: Contact, plan: Plan, *, score: Score, skin: Skin, catalog: Catalog, segments: Segments
) -> DoseReport:
    """Return what a pressed massage did to the skin, every limit judged; how long it took is not in it.

    `segments` is what `segments_of` laid of the score on this skin.
    """
    case = Case(
        contact, skin.zones, score, catalog.limits, plan.limits, plan.level, catalog.atlas.place_sides,
        segments,
    )  # fmt: skip
    return DoseReport(
        limits=(
            *checks_of(case),
            *order_checks(case, plan),
            *reach_checks(case, Arms(plan, segments, skin.receiver.back)),
        ),
        places=places_of_contact(contact, skin.workable, places=catalog.atlas.place_sides),
        giver=load_of(contact, score, limits=catalog.limits),
        balance_frac=round(balance_of(contact.sides_n_s), 6),
        cells=skin.cells,
        rate_hz=contact.rate_hz,
        nearest=skin.receiver.nearest,
        missed_s=round(float(contact.hands.missed_s.sum()), 2),
        elapsed_s=0.0,
        moved=moved_steps(score, segments=segments, back=skin.receiver.back),
    )


def refuse_seated(plan: Plan) -> None:
    """Raise Refused where a plan is for somebody seated: only a lying back is known."""
    if plan.position != "prone":
        raise Refused(
            "not-lying",
            "This plan is for somebody seated, and only a lying back can be checked.",
            "It is not verified seated; keep it light.",
        )
