"""A plan on the back that it was made for: pressed, judged, and made gentler where it must be."""

from __future__ import annotations

import time
from datetime import date

from pydantic import ValidationError

from backrub.app.faults import Judge
from backrub.app.narrowing import Held, narrow
from backrub.app.stages import compose
from backrub.catalog import Catalog
from backrub.errors import DataError
from backrub.model.dose import DoseReport
from backrub.model.plan import Body, Plan
from backrub.model.read import problem_of
from backrub.model.score import Score


def check_on_body(plan: Plan, *, catalog: Catalog, threads: int = 2) -> DoseReport:
    """Return what a plan does to its receiver's skin, limit by limit, by their own calibration.

    Raises DataError with everything in the plan that breaks its own limits already, and Refused for somebody
    seated: only a lying back is known. `threads` share the pressing.
    """
    started_s = time.perf_counter()
    own_frac = plan.body.calibration_frac
    judge = judge_of(plan, catalog=catalog, threads=threads, calibration_frac=own_frac)
    report = judge(plan, compose(plan, catalog=catalog))
    return report.model_copy(update={"elapsed_s": round(time.perf_counter() - started_s, 3)})


def calibrated(plan: Plan, calibration_frac: float) -> Plan:
    """Return the plan for a receiver who takes so much of every force; raises DataError out of 0.5 to 1."""
    felt = {**plan.body.model_dump(), "calibration_frac": calibration_frac}
    try:
        body = Body.model_validate(felt)
    except ValidationError as error:
        raise DataError(problem_of(each, model=Body) for each in error.errors()) from None
    return plan.model_copy(update={"body": body})


def narrow_on_body(plan: Plan, *, catalog: Catalog, threads: int = 2) -> Held:
    """Return the plan made gentler until every limit holds on its receiver's back; see `narrow`.

    It is pressed with the whole force whatever the receiver's calibration: who gives may forget it. `threads`
    share the pressing.
    """
    return narrow(plan, catalog=catalog, judge=judge_of(plan, catalog=catalog, threads=threads))


def judge_of(plan: Plan, *, catalog: Catalog, threads: int = 2, calibration_frac: float = 1.0) -> Judge:
    """Return what presses a plan, or a part of it, on its receiver's body: made once for all of it.

    With the whole force of every technique, or a share of it.
    """
    from backrub.dose import check, skin_of

    skin = skin_of(plan, catalog=catalog) if plan.position == "prone" else None

    def judge(tried: Plan, score: Score) -> DoseReport:
        return check(
            tried, score, catalog=catalog, skin=skin, threads=threads, calibration_frac=calibration_frac
        )

    return judge


def compile_ahead(*, catalog: Catalog, threads: int = 2) -> None:
    """Press a minute of nobody's massage, so that every loop is compiled when somebody's comes."""
    from backrub.app.stages import practise
    from backrub.dose import check
    from backrub.model.plan import PlanLimits, Step
    from backrub.model.practice import PractiseBody
    from backrub.model.request import Giver, Kit

    some = practise("whole-hand-effleurage", body=PractiseBody(), duration_s=30.0, catalog=catalog)
    day, body = date(2026, 1, 1), PractiseBody()
    step = Step(
        technique=some.technique, place=some.place, side="both", level=some.level, passes=1, start_s=0.0,
        duration_s=some.score.duration_s, phase="opening", why="",
    )  # fmt: skip
    nobody = Plan(
        made_on=day, style="relaxation", duration_s=some.score.duration_s, objective=0.0, mip_gap=0.0,
        solve_s=0.0,
        steps=(step,), position="prone", level=some.level, kit=Kit(oil="coconut"), giver=Giver(),
        body=Body(sex=body.sex, height_m=body.height_m, mass_kg=body.mass_kg, age_years=body.age_years),
        limits=PlanLimits(max_level=4, max_minutes=120.0, lapses_on=day),
    )  # fmt: skip
    check(nobody, some.score, catalog=catalog, threads=threads)
