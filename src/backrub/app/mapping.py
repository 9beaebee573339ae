"""What a plan does to the skin, as pictures: drawn only where somebody asks for them."""

from __future__ import annotations

from backrub.app.checking import check_on_body
from backrub.app.stages import compose
from backrub.body import ReceiverBody, body_of
from backrub.catalog import Catalog
from backrub.dose.fold import DoseFold, fold_of
from backrub.export.drawing import Drawing
from backrub.model.dose import DoseReport
from backrub.model.dose_map import Checked
from backrub.model.plan import Plan


def dose_sheet_of(plan: Plan, *, catalog: Catalog) -> Drawing:
    """Return the dose map of a plan on the back that it was made for, whole and technique by technique.

    Raises DataError with everything in the plan that breaks its own limits already, and Refused for somebody
    seated: only a lying back is known.
    """
    from backrub.export.dose_map import dose_sheet

    receiver, fold = _folded(plan, catalog=catalog)
    return dose_sheet(plan, fold, body=receiver, catalog=catalog)


def checked_and_mapped(
    plan: Plan, *, catalog: Catalog, report: DoseReport | None = None, threads: int = 2
) -> Checked:
    """Return every limit of a plan on the back that it was made for, and the map; raises the same.

    `report` is what is known of the plan already: then it is pressed for the map alone. `threads` share the
    pressing.
    """
    from backrub.export.dose_map import dose_map

    if report is None or plan.body.calibration_frac < 1.0:  # the gate's was pressed with the whole force
        report = check_on_body(plan, catalog=catalog, threads=threads)
    receiver, fold = _folded(plan, catalog=catalog, threads=threads)
    return Checked(report=report, map=dose_map(plan, fold, body=receiver, catalog=catalog))


def _folded(plan: Plan, *, catalog: Catalog, threads: int = 2) -> tuple[ReceiverBody, DoseFold]:
    receiver, score = body_of(plan.body), compose(plan, catalog=catalog)
    own_frac = plan.body.calibration_frac
    return receiver, fold_of(
        plan, score, catalog=catalog, receiver=receiver, threads=threads, calibration_frac=own_frac
    )
