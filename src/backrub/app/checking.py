"""A plan on the back that it was made for: pressed, measured and judged."""

from __future__ import annotations

import time

from backrub.app.stages import compose
from backrub.catalog import Catalog
from backrub.model.dose import DoseReport
from backrub.model.plan import Plan


def check_on_body(plan: Plan, *, catalog: Catalog) -> DoseReport:
    """Return what a plan does to its receiver's skin, limit by limit.

    Raises DataError with everything in the plan that breaks its own limits already, and Refused for somebody
    seated: only a lying back is known.
    """
    from backrub.dose import check

    started_s = time.perf_counter()
    report = check(plan, compose(plan, catalog=catalog), catalog=catalog)
    return report.model_copy(update={"elapsed_s": round(time.perf_counter() - started_s, 3)})
