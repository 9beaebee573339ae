"""What a plan does to the skin, as pictures: drawn only where somebody asks for them."""

from __future__ import annotations

from backrub.app.stages import compose
from backrub.body import body_of
from backrub.catalog import Catalog
from backrub.export.drawing import Drawing
from backrub.model.plan import Plan


def dose_sheet_of(plan: Plan, *, catalog: Catalog) -> Drawing:
    """Return the dose map of a plan on the back that it was made for, whole and technique by technique.

    Raises DataError with everything in the plan that breaks its own limits already, and Refused for somebody
    seated: only a lying back is known.
    """
    from backrub.dose.fold import fold_of
    from backrub.export.dose_map import dose_sheet

    receiver = body_of(plan.body)
    fold = fold_of(plan, compose(plan, catalog=catalog), catalog=catalog, receiver=receiver)
    return dose_sheet(plan, fold, body=receiver, catalog=catalog)
