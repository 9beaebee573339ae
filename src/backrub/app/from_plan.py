"""What a plan says of the answers it was made from: enough to plan again, and never wider."""

from __future__ import annotations

from pydantic import ValidationError

from backrub.catalog.atlas import Atlas
from backrub.catalog.broad import broadened
from backrub.errors import DataError
from backrub.model.clearance import Clearance
from backrub.model.plan import Plan
from backrub.model.read import problem_of
from backrub.model.request import Receiver, Request, SoreSpot, Wishes

LEFT_NRS, GENTLE_NRS, SLOW_NRS = 7, 6, 4
"""What a sore spot is read as, whose number no plan carries: the most that fits what the plan does there.
From 7 on a spot gets nothing extra beside it, from 5 on only open hands come to it; below that it may be
pressed (docs/planning.md)."""


def request_of(plan: Plan, *, atlas: Atlas) -> Request:
    """Return the request of a plan: its own length, style and kit, no answer about health.

    Its level is the highest that is worked at: nothing is to get firmer. Raises DataError for a
    plan whose body is nobody's.
    """
    body = plan.body
    level = max((step.level or 1 for step in plan.steps), default=1)
    minutes = min(max(round(plan.duration_s / 60, 2), 5.0), plan.limits.max_minutes, 120.0)
    try:
        return Request(
            receiver=Receiver(
                sex=body.sex,
                height_m=body.height_m,
                mass_kg=body.mass_kg,
                age_years=body.age_years,
                calibration_frac=body.calibration_frac,
            ),
            giver=plan.giver,
            wishes=Wishes(
                minutes=minutes,
                style=plan.style,
                level=level,
                position=plan.position,
                tempo=plan.tempo,
                sore=_sore(plan, broadened(atlas, plan.body)),
            ),
            kit=plan.kit,
        )
    except ValidationError as error:
        raise DataError(problem_of(each, model=Request) for each in error.errors()) from None


def _sore(plan: Plan, atlas: Atlas) -> tuple[SoreSpot, ...]:
    """Return the sore spots of a plan; where two readings of one fit, the sorer."""
    extra = {(step.place, step.side) for step in plan.steps if step.extra}
    gentle = set(plan.gentle_at)
    # What one side gets more may be for a spot that is less sore and lies at the same place.
    extra -= {atlas.place_at(*point) for point in plan.slow_at if point not in gentle}
    found = []
    for point in dict.fromkeys((*plan.slow_at, *plan.gentle_at)):
        nrs = SLOW_NRS
        if point in gentle:
            nrs = GENTLE_NRS if atlas.place_at(*point) in extra else LEFT_NRS
        found.append(SoreSpot(across=point[0], along=point[1], pain_nrs=nrs))
    return tuple(found)


def clearance_of(plan: Plan) -> Clearance:
    """Return what a plan's own limits allow, as a clearance without reasons."""
    limits = plan.limits
    return Clearance(
        tier="adapt",
        as_of=plan.made_on,
        lapses_on=limits.lapses_on,
        max_level=limits.max_level,
        max_minutes=limits.max_minutes,
        position=plan.position,
        avoid=limits.avoid,
        forbidden_techniques=limits.forbidden_techniques,
        forbidden_places=limits.forbidden_places,
        forbidden_parts=limits.forbidden_parts,
        place_max_level=limits.place_max_level,
    )
