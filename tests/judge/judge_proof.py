"""The requests of the full proof: among those that may be planned is every style, position, length and
condition that leaves a massage."""

from collections import Counter
from functools import cache

from backrub.catalog import load
from backrub.model.clearance import Clearance
from backrub.model.request import Request
from backrub.screening.screen import screen
from judge.judge_requests import CLEARABLE, MINUTES, STYLES, TODAY, sample

ADAPTABLE = (
    *(each for each in CLEARABLE if each != "back-pain"),
    "broken-skin",
    "oil-allergy",
    "sunburn-or-bruise",
)
"""With these there may be a massage: a clinician can say yes, or they only narrow it. Typed by hand."""
FEW = 3
"""Some that may be planned turn out to have no room or no plan: with fewer, one more that is sure."""


def marks(asked: Request, clearance: Clearance) -> list[tuple[str, object]]:
    """Return what a request that may be planned counts for, each kind with what it is."""
    position, minutes = clearance.position, min(asked.wishes.minutes, clearance.max_minutes)
    conditions = [("condition", each) for each in asked.receiver.conditions if each in ADAPTABLE]
    return [("style", asked.wishes.style), ("position", position), ("minutes", int(minutes)), *conditions]


EVERY = (
    *(("style", each) for each in STYLES),
    *(("position", each) for each in ("prone", "seated")),
    *(("condition", each) for each in ADAPTABLE),
    *(("minutes", each) for each in MINUTES),
)


@cache
def proved(count: int) -> tuple[Request, ...]:
    """Return the sample of so many seeds, its last ones replaced by pairs whose plan is sure: one of each
    length that few may plan, and of each such condition, cleared."""
    asked = list(sample(count))
    each = [_may_count(one) for one in asked]
    for last in range(count + 1):
        had = Counter(mark for marked in each[: count - last] for mark in marked)
        few = [mark for mark in EVERY if had[mark] < FEW]
        if len(few) <= last:
            break
    for index, (kind, what) in enumerate(few, start=count - last):
        asked[index] = _sure(index, **{kind: what})
    return tuple(asked)


def _may_count(asked: Request) -> list[tuple[str, object]]:
    clearance = screen(asked, day=TODAY, conditions=load().conditions)
    return marks(asked, clearance) if clearance.may_plan else []


def _sure(
    index: int, *, minutes: int = 30, condition: str | None = None, style: str = "", position: str = "prone"
) -> Request:
    has = [condition] if condition is not None else []
    receiver = {
        "age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64.0, "conditions": has,
        "cleared_by_clinician": [{"condition": each, "on": str(TODAY)} for each in has if each in CLEARABLE],
    }  # fmt: skip
    wishes = {"minutes": minutes, "style": style or STYLES[index % len(STYLES)], "position": position}
    kit = {"oil": "coconut", "stones_c": 42.0, "massager": True}
    return Request.model_validate(
        {"receiver": receiver, "wishes": {**wishes, "level": 1 + index % 4}, "kit": kit}
    )
