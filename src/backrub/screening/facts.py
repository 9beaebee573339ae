"""What the answers amount to, before any rule is asked: contradictions read the careful way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backrub.catalog.condition import Condition, PainState
from backrub.model.details import Details
from backrub.model.request import ClinicianYes, Giver, Receiver, Request
from backrub.model.scale import Scale
from backrub.screening.strip import is_upper_spine, touches_strip

UPPER_SPINE = "thoracic-spine-pain"

_PAINFUL = ("night-pain", UPPER_SPINE, "inflammatory-back-pain")
"""A yes to one of these is back pain, whatever the question about back pain got."""

_SAYS_NOTHING_ALONE = ("surgery_on", "injury_on", "pain_since")
"""Dates that may be long past; every other follow-up that is given says yes to the condition that asks for
it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers as the rules see them.

    `answered` are the ids with a yes, in the catalog's order: ticked, marked as an avoid circle's reason,
    told by a follow-up, or (upper-spine pain) marked as a sore spot. `on_strip` are those whose mark lies on
    the strip along the spine.
    """

    day: date
    age_years: int
    guardian: bool
    pain: PainState
    answered: tuple[str, ...]
    on_strip: frozenset[str]
    details: Details
    yeses: tuple[ClinicianYes, ...]
    giver: Giver


def facts_of(request: Request, *, day: date, conditions: Mapping[str, Condition]) -> Facts:
    """Return the facts of a request whose ids are all known."""
    receiver, wishes = request.receiver, request.wishes
    scale = Scale.of(receiver.sex, receiver.height_m)
    on_strip = {circle.why for circle in wishes.avoid if touches_strip(circle, scale)}
    if any(is_upper_spine(spot, scale) for spot in wishes.sore):
        on_strip.add(UPPER_SPINE)
    answered = answered_yes(request, conditions=conditions)
    return Facts(
        day=day,
        age_years=receiver.age_years,
        guardian=receiver.guardian,
        pain=_pain(receiver, is_sore=bool(wishes.sore), answered=answered),
        answered=answered,
        on_strip=frozenset(on_strip),
        details=receiver.details,
        yeses=receiver.cleared_by_clinician,
        giver=request.giver,
    )


def answered_yes(request: Request, *, conditions: Mapping[str, Condition]) -> tuple[str, ...]:
    """Return the ids of every condition that a request says yes to, one way or another, in the catalog's
    order."""
    receiver, wishes = request.receiver, request.wishes
    scale = Scale.of(receiver.sex, receiver.height_m)
    marked = {circle.why for circle in wishes.avoid}
    told = _told(receiver.details)
    said = set(receiver.conditions)
    if any(is_upper_spine(spot, scale) for spot in wishes.sore):
        said.add(UPPER_SPINE)
    return tuple(
        each.id
        for each in conditions.values()
        if each.id in said
        or (each.place is not None and each.id in marked)
        or any(asked.key in told for asked in each.asks)
    )


def _told(details: Details) -> set[str]:
    """Return the follow-ups whose answer alone says yes: a sign, a kind, a number, a list that is not
    empty."""
    given = {key: value for key, value in details if value not in (None, (), False)}
    if given.get("injury") == "recovered":
        del given["injury"]
    return set(given) - set(_SAYS_NOTHING_ALONE)


def _pain(receiver: Receiver, *, is_sore: bool, answered: tuple[str, ...]) -> PainState:
    if receiver.back_pain == "none" and (is_sore or any(each in answered for each in _PAINFUL)):
        return "known"
    return receiver.back_pain
