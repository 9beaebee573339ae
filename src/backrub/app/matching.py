"""Whether a plan may be played today for this request: fresh, for these people, never wider than allowed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from backrub.errors import Problem
from backrub.model.base import BareCircle, Position
from backrub.model.clearance import Clearance
from backrub.model.plan import Plan, PlanLimits
from backrub.model.request import Request
from backrub.model.scale import Scale
from backrub.planning.budget import TOTAL_FRAC
from backrub.planning.gather import TOO_SORE_NRS

AGAIN = "Make a new plan from these answers."
SCREEN_AGAIN = "Leave the clearance out, or screen these answers again."
OLDEST = timedelta(days=1)

# Text carries a radius to the last digit, but a sum of margins may differ in it.
NEAR_M = 1e-6


def mismatches(plan: Plan, *, request: Request, clearance: Clearance, day: date) -> list[Problem]:
    """Return everything about a plan that today's answers do not carry."""
    return [
        *_age(plan, day),
        *_people(plan, request),
        *_minutes(plan, request, clearance),
        *_kit(plan, request, clearance),
        *_allowed(plan.limits, clearance, where="plan.limits", scale=_scale(plan)),
        *_position(plan.position, clearance, where="plan.position"),
    ]


def wider(given: Clearance, fresh: Clearance, *, request: Request) -> list[Problem]:
    """Return all in which a clearance allows more than today's of the same request."""
    found = [
        *_allowed(given, fresh, where="clearance", scale=_scale(request)),
        *_position(given.position, fresh, where="clearance.position"),
        *_missing(given.forbidden_oils, fresh.forbidden_oils, where="clearance.forbidden_oils"),
    ]
    return [Problem(each.where, each.what, SCREEN_AGAIN) for each in found]


def _scale(of: Plan | Request) -> Scale:
    who = of.body if isinstance(of, Plan) else of.receiver
    return Scale.of(who.sex, who.height_m)


def _age(plan: Plan, day: date) -> Iterator[Problem]:
    if plan.made_on > day:
        yield Problem("plan.made_on", f"{plan.made_on} is in the future", AGAIN)
    elif day - plan.made_on > OLDEST:
        yield Problem("plan.made_on", f"{plan.made_on} is more than a day ago", AGAIN)


def _people(plan: Plan, request: Request) -> Iterator[Problem]:
    receiver = request.receiver
    for key in ("sex", "height_m", "mass_kg", "age_years", "corrections", "calibration_frac"):
        if getattr(plan.body, key) != getattr(receiver, key):
            yield Problem(f"plan.body.{key}", "is not the receiver's", AGAIN)
    if plan.giver != request.giver:
        yield Problem("plan.giver", "is not this giver", AGAIN)
    if plan.level > request.wishes.level:
        yield Problem("plan.level", "is above the level wished", AGAIN)
    for number, spot in enumerate(request.wishes.sore, start=1):
        at = (spot.across, spot.along)
        if at not in plan.slow_at or (spot.pain_nrs >= TOO_SORE_NRS and at not in plan.gentle_at):
            yield Problem("plan.slow_at", f"does not spare sore spot {number}", AGAIN)


def _minutes(plan: Plan, request: Request, clearance: Clearance) -> Iterator[Problem]:
    """As long as was wished, or as is allowed, within two per cent."""
    minutes = min(request.wishes.minutes, clearance.max_minutes)
    if abs(plan.duration_s - 60 * minutes) > TOTAL_FRAC * 60 * minutes:
        yield Problem("plan.duration_s", f"is not the {minutes:g} minutes of these answers", AGAIN)


def _kit(plan: Plan, request: Request, clearance: Clearance) -> Iterator[Problem]:
    made, asked = plan.kit, request.kit
    if made.surface != asked.surface:
        yield Problem("plan.kit.surface", "is not what they lie on", AGAIN)
    if made.oil != "none" and (made.oil != asked.oil or made.oil in clearance.forbidden_oils):
        yield Problem("plan.kit.oil", "is not an oil for these two", AGAIN)
    if made.massager and not asked.massager:
        yield Problem("plan.kit.massager", "is not at hand", AGAIN)
    if made.stones_c is not None and made.stones_c != asked.stones_c:
        yield Problem("plan.kit.stones_c", "is not the stones' reading", AGAIN)


def _allowed(
    limits: PlanLimits | Clearance, clearance: Clearance, *, where: str, scale: Scale
) -> Iterator[Problem]:
    if limits.max_level > clearance.max_level:
        yield Problem(f"{where}.max_level", "is above what is allowed", AGAIN)
    if limits.max_minutes > clearance.max_minutes:
        yield Problem(f"{where}.max_minutes", "is longer than what is allowed", AGAIN)
    if limits.lapses_on > clearance.lapses_on:
        yield Problem(f"{where}.lapses_on", "is later than what is allowed", AGAIN)
    for key in ("forbidden_techniques", "forbidden_places", "forbidden_parts"):
        yield from _missing(getattr(limits, key), getattr(clearance, key), where=f"{where}.{key}")
    for place, level in clearance.place_max_level.items():
        if place not in limits.forbidden_places and limits.place_max_level.get(place, 9) > level:
            yield Problem(f"{where}.place_max_level.{place}", "is above what is allowed", AGAIN)
    for circle in clearance.avoid:
        if not any(_covers(own, circle, scale=scale) for own in limits.avoid):
            yield Problem(f"{where}.avoid", "lacks a place to leave alone", AGAIN)


def _position(position: Position, clearance: Clearance, *, where: str) -> Iterator[Problem]:
    # Either way: somebody seated is not pressed, so a plan that only says so would never be tried out.
    if position != clearance.position:
        what = "should be seated" if clearance.position == "seated" else "should be lying face down"
        yield Problem(where, what, AGAIN)


def _missing(own: Iterable[str], asked: Iterable[str], *, where: str) -> Iterator[Problem]:
    if missing := set(asked) - set(own):
        yield Problem(where, f"lacks {', '.join(sorted(missing))}", AGAIN)


def _covers(own: BareCircle, asked: BareCircle, *, scale: Scale) -> bool:
    """Say whether a plan's circle holds all of an asked one, on the largest back of that sex and height."""
    across_m = (own.across - asked.across) * scale.half_biacromial_high_m
    along_m = (own.along - asked.along) * scale.c7_psis_high_m
    return math.hypot(across_m, along_m) + asked.radius_m <= own.radius_m + NEAR_M
