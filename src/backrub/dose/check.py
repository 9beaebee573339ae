"""Check a plan on its receiver's own back: move, press, judge every limit. Shares nothing with planning."""

from __future__ import annotations

from collections.abc import Mapping

from backrub.body import ReceiverBody
from backrub.catalog.load import Catalog
from backrub.catalog.patches import Patch, read_patches
from backrub.contact import Contact, press
from backrub.dose.aside import moved_steps
from backrub.dose.case import Case
from backrub.dose.coverage import balance_of, places_of_contact
from backrub.dose.giver import load_of
from backrub.dose.lightened import lightened_steps
from backrub.dose.limits import checks_of
from backrub.dose.order import order_checks
from backrub.dose.reach import Arms, reach_checks
from backrub.dose.skin import Skin, refuse_seated, skin_of
from backrub.model.base import HandPart
from backrub.model.dose import DoseReport
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion import RATE_HZ, move
from backrub.motion.move import check_asked, segments_of
from backrub.motion.track import Segments


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
    segments = segments_of(
        plan, score, back=back, catalog=catalog, calibration_frac=calibration_frac, bears=skin.bears
    )
    blocks = move(plan, score, back=back, catalog=catalog, rate_hz=rate_hz, segments=segments)
    contact = press(
        blocks,
        bed=skin.bed,
        zones=skin.bits,
        patches=patches,
        oiled=plan.kit.oil != "none",
        threads=threads,
    )
    return report_of(
        contact, plan, score=score, skin=skin, catalog=catalog, segments=segments,
        patches=patches,
    )  # fmt: skip


def report_of(
    contact: Contact, plan: Plan, *, score: Score, skin: Skin, catalog: Catalog, segments: Segments,
    patches: Mapping[HandPart, Patch] | None = None,
) -> DoseReport:  # fmt: skip
    """Return what a pressed massage did to the skin, every limit judged; how long it took is not in it.

    `segments` is what `segments_of` laid of the score on this skin; `patches` are the hands that pressed,
    where they are not the catalog's.
    """
    case = Case(
        contact, skin.zones, score, catalog.limits, plan.limits, plan.level, catalog.atlas.place_sides,
        segments, patches or read_patches().parts,
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
        lightened=lightened_steps(score, segments=segments),
    )
