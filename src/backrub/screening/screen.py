"""The one pure function of this stage: answers and a day in, a clearance out. The worst tier wins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from backrub.catalog.condition import Condition
from backrub.errors import DataError
from backrub.model.base import BareCircle
from backrub.model.clearance import Clearance, Tier
from backrub.model.request import Request
from backrub.screening.circumstances import CIRCUMSTANCES
from backrub.screening.combinations import several_signs
from backrub.screening.facts import facts_of
from backrub.screening.narrowing import narrow
from backrub.screening.questions import problems_of
from backrub.screening.rulings import ruling

HOLDS_DAYS = 1
"""A clearance is of its day: fever, drink and consent are asked every time (docs/decisions/0012)."""


def screen(request: Request, *, day: date, conditions: Mapping[str, Condition]) -> Clearance:
    """Return what is allowed on `day`, with a reason for everything that is not.

    `conditions` is the catalog's, by id, in order. A tier without a massage has level and minutes 0. An
    answer that is not given is read the careful way, so a missing mark on the map never hides an urgent sign:
    `questions_left` says what a plan still needs. `lapses_on` is the first day on which the clearance no
    longer holds.

    Raises DataError with every id that is unknown and every date that can't be.

    >>> from backrub.catalog.condition import read_conditions
    >>> from backrub.model.request import Receiver
    >>> receiver = Receiver(age_years=34, height_m=1.68, mass_kg=64, conditions=("fever-or-unwell",))
    >>> screen(Request(receiver=receiver), day=date(2026, 11, 22), conditions=read_conditions()).tier
    'not-today'
    """
    if problems := problems_of(request, day=day, conditions=conditions):
        raise DataError(problems)
    facts = facts_of(request, day=day, conditions=conditions)
    asked = (*(conditions[each] for each in facts.answered), *CIRCUMSTANCES)
    found = [ruling(each, facts) for each in asked]
    found.append(several_signs(facts))
    rulings = sorted((each for each in found if each is not None), key=lambda each: each.badness)
    tier: Tier = rulings[0].reason.tier if rulings else "clear"
    may_plan = tier in ("clear", "adapt")
    limits = narrow(limits for each in rulings for limits in each.limits)
    return Clearance(
        tier=tier,
        when=rulings[0].act if tier == "urgent" else None,
        as_of=day,
        lapses_on=day + timedelta(days=HOLDS_DAYS),
        max_level=limits.max_level if may_plan else 0,
        max_minutes=limits.max_minutes if may_plan else 0,
        position="seated" if limits.seated or request.wishes.position == "seated" else "prone",
        reasons=tuple(each.reason for each in rulings),
        avoid=_circles(request, conditions=conditions),
        forbidden_techniques=limits.techniques_out,
        forbidden_places=limits.places_out,
        forbidden_parts=limits.parts_out,
        forbidden_oils=limits.oils_out,
        place_max_level=limits.place_max_level,
    )


def _circles(request: Request, *, conditions: Mapping[str, Condition]) -> tuple[BareCircle, ...]:
    """Return every wished circle without its reason, the margin of its condition added, each once."""
    bare: dict[BareCircle, None] = {}
    for circle in request.wishes.avoid:
        condition = conditions.get(circle.why)
        margin_m = condition.place.margin_m if condition is not None and condition.place is not None else 0.0
        bare[BareCircle(across=circle.across, along=circle.along, radius_m=circle.radius_m + margin_m)] = None
    return tuple(bare)
