"""What is wrong with the answers, and what a plan still has to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from backrub.catalog.condition import Condition
from backrub.errors import Problem, did_you_mean
from backrub.model.request import Request
from backrub.screening.circumstances import BACK_PAIN
from backrub.screening.facts import answered_yes


def questions_left(request: Request, *, conditions: Mapping[str, Condition]) -> tuple[Problem, ...]:
    """Return what must be answered before a plan is made: a mark on the map for each condition with a place.

    Nothing here changes a tier, so it is asked after screening and only where there is a massage to plan.
    """
    marked = {circle.why for circle in request.wishes.avoid}
    return tuple(
        Problem(
            f'wishes.avoid[why = "{each.id}"]',
            f"no place is marked for {each.name.lower()}",
            place.ask,
        )
        for each in (conditions[id_] for id_ in answered_yes(request, conditions=conditions))
        if (place := each.place) is not None and each.id not in marked
    )


def problems_of(request: Request, *, day: date, conditions: Mapping[str, Condition]) -> tuple[Problem, ...]:
    """Return why a request can't be judged: unknown ids (with the nearest) and dates after `day`."""
    return (*_unknown(request, conditions=conditions), *_in_the_future(request, day=day))


def _unknown(request: Request, *, conditions: Mapping[str, Condition]) -> Iterable[Problem]:
    for index, named in enumerate(request.receiver.conditions):
        if named not in conditions:
            where = f"receiver.conditions[{index}]"
            yield Problem(where, f"unknown condition {named!r}", did_you_mean(named, list(conditions)))
    clearable = [each.id for each in conditions.values() if each.clearable] + [BACK_PAIN.id]
    for index, yes in enumerate(request.receiver.cleared_by_clinician):
        if yes.condition not in conditions and yes.condition != BACK_PAIN.id:
            where = f"receiver.cleared_by_clinician[{index}].condition"
            yield Problem(
                where, f"unknown condition {yes.condition!r}", did_you_mean(yes.condition, clearable)
            )


def _in_the_future(request: Request, *, day: date) -> Iterable[Problem]:
    dates = {
        f"receiver.cleared_by_clinician[{index}].on": yes.on
        for index, yes in enumerate(request.receiver.cleared_by_clinician)
    }
    details = request.receiver.details
    for key in ("surgery_on", "injury_on", "implant_on", "pain_since"):
        if (given := getattr(details, key)) is not None:
            dates[f"receiver.details.{key}"] = given
    for where, given in dates.items():
        if given > day:
            yield Problem(where, f"{given} is in the future", f"Give a day up to today, {day}.")
