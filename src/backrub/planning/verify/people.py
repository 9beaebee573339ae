"""What an age or a giver bars (design 8a), whatever the plan's own limits say."""

from __future__ import annotations

from collections.abc import Iterator

from backrub.catalog.condition import Condition
from backrub.errors import Problem
from backrub.planning.budget import TOTAL_FRAC
from backrub.planning.verify.case import LEAST_MINUTES, MOST_MINUTES, Case
from backrub.screening.circumstances import FIRST_SESSION, OVER_70, SORE_HANDS, UNDER_12, UNDER_16
from backrub.screening.wishes import surface_problems

WHO = {
    UNDER_16.id: "under 16",
    OVER_70.id: "over 70",
    FIRST_SESSION.id: "in a giver's first session",
    SORE_HANDS.id: "with sore hands",
}


def steps(case: Case) -> Iterator[Problem]:
    """No level, part of the hand or technique that is not for these two people."""
    for condition in _holding(case):
        limits, who = condition.limits, WHO[condition.id]
        for each in case.worked:
            technique = each.technique
            if limits.max_level is not None and (each.step.level or 1) > limits.max_level:
                what = f"level {each.step.level} is too much {who}"
                yield Problem(f"{each.where}.level", what, f"Stay at level {limits.max_level} or lighter.")
            if technique.id in limits.techniques_out:
                what = f"{technique.name} is not for now {who}"
                yield Problem(f"{each.where}.technique", what, "Take the step out, or plan again.")
            out = sorted(case.pass_of(each).parts & set(limits.parts_out))
            if out:
                what = f"{technique.name} works with a {out[0]}, which is not for now {who}"
                yield Problem(f"{each.where}.technique", what, "Swap it for another, or plan again.")


def minutes(case: Case) -> Iterator[Problem]:
    """As long as is allowed for these two people, and somebody who may have a massage at home at all."""
    plan = case.plan
    if plan.body.age_years < (UNDER_12.when[0].age_under_years or 0):
        yield Problem("body.age_years", "this is not made for children under 12", UNDER_12.when[0].next)
    yield from surface_problems(
        plan.kit.surface, plan.body, position=plan.position, limits=case.catalog.limits
    )
    if plan.duration_s < LEAST_MINUTES * 60 * (1 - TOTAL_FRAC):
        what = f"is less than the {LEAST_MINUTES:g} minutes an evening needs"
        yield Problem("duration_s", what, "Make it longer.")
    for most, who in _most_minutes(case):
        if plan.duration_s > most * 60 * (1 + TOTAL_FRAC):
            yield Problem("duration_s", f"is more than the {most:g} minutes allowed{who}", "Make it shorter.")


def _most_minutes(case: Case) -> Iterator[tuple[float, str]]:
    yield min(case.plan.limits.max_minutes, MOST_MINUTES), ""
    for condition in _holding(case):
        if condition.limits.max_minutes is not None:
            yield condition.limits.max_minutes, f" {WHO[condition.id]}"


def _holding(case: Case) -> Iterator[Condition]:
    """Yield the circumstances that hold for the receiver's age and the giver."""
    age, giver = case.plan.body.age_years, case.plan.giver
    if age < (UNDER_16.when[0].age_under_years or 0):
        yield UNDER_16
    if age > (OVER_70.when[0].age_over_years or age):
        yield OVER_70
    if giver.experience == FIRST_SESSION.when[0].giver_experience:
        yield FIRST_SESSION
    if giver.hands == SORE_HANDS.when[0].giver_hands:
        yield SORE_HANDS
