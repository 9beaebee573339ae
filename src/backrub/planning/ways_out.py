"""When nothing fits: the wishes that clash, in words, and changes of wishes that were tried and do fit."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, Protocol

from backrub.catalog.load import Catalog
from backrub.catalog.style import Style
from backrub.errors import DataError, Problem
from backrub.model.plan import Infeasible, WayOut
from backrub.model.request import Request
from backrub.planning.candidate import Candidate
from backrub.planning.wishes import Wishes

MINUTES = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 75.0, 90.0, 120.0)
"""Lengths that are tried as ways out, the nearest to the wished first."""
ENOUGH = 3
"""So many ways out are shown; two at least."""


class Tries(Protocol):
    """Whether a changed request has a plan, with or without what the person fixed."""

    def __call__(self, changed: Request, *, keeps_fixed: bool) -> bool: ...


def infeasible(
    found: tuple[Candidate, ...],
    wishes: Wishes,
    *,
    request: Request,
    catalog: Catalog,
    fits: Tries,
    has_fixed: bool,
) -> Infeasible:
    """Return what clashes and at least two ways out, each of which was planned to be sure.

    Raises DataError when there are no two: then too little of the back is left for any massage.
    """
    ways: list[WayOut] = []
    if has_fixed and fits(request, keeps_fixed=False):
        ways.append(WayOut(says="Let the plan choose again, without what you fixed.", change={"edits": []}))
    for way in chain(_changes(wishes, request, catalog=catalog), _last_changes()):
        if len(ways) >= ENOUGH:
            break
        other = changed(request, way)
        if fits(other, keeps_fixed=True):
            ways.append(way)
        elif has_fixed and fits(other, keeps_fixed=False):
            says = f"{way.says.removesuffix('.')}, without what you fixed."
            ways.append(WayOut(says=says, change={**way.change, "edits": []}))
    if len(ways) < 2:
        what = "with what is to be left alone tonight, too little of the back is left for a massage"
        way_out = (
            "Mark places no larger than they are, or sit together quietly tonight: a hand held is good, too."
        )
        raise DataError([Problem("wishes.avoid", what, way_out)])
    return Infeasible(
        clash=tuple(_clash(found, wishes, request, catalog=catalog, has_fixed=has_fixed)),
        ways_out=tuple(ways),
    )


def changed(request: Request, way: WayOut) -> Request:
    """Return the request with a way out taken: each path of `change` set to its value.

    >>> from backrub.model.request import Receiver
    >>> request = Request(receiver=Receiver(age_years=40, height_m=1.7, mass_kg=70))
    >>> changed(request, WayOut(says="Shorter.", change={"wishes.minutes": 20})).wishes.minutes
    20.0
    """
    document = request.model_dump(mode="json")
    for path, value in way.change.items():
        here: Any = document
        *parents, last = path.split(".")
        if parents and parents[0] in document:
            for key in parents:
                here = here[key]
            here[last] = value
    return Request.model_validate(document)


def what_lacks(style: Style, request: Request) -> tuple[str, WayOut] | None:
    """Return why the kit is not enough for a style, and what would be; None where it is enough."""
    if style.needs == "stones" and request.kit.stones_c is None:
        says = "Read the stones with a thermometer first."
        what = "This kind works with warm stones, and none were read with a thermometer."
        return what, WayOut(says=says, change={"kit.stones_c": 43.0})
    if style.needs == "massager" and not request.kit.massager:
        what = "This kind works with a handheld massager, and none is there."
        return what, WayOut(says="Use a massager, if you have one.", change={"kit.massager": True})
    return None


def _changes(wishes: Wishes, request: Request, *, catalog: Catalog) -> Iterable[WayOut]:
    """Yield changes that may help, the likeliest first: none that leaves what is missing missing."""
    style = catalog.styles[wishes.style]
    lacking = what_lacks(style, request)
    if lacking:
        yield lacking[1]
    if wishes.style != "relaxation":
        yield WayOut(says="Choose relaxation instead.", change={"wishes.style": "relaxation"})
    if style.uses_oil and request.kit.oil == "none":
        yield WayOut(says="Use oil.", change={"kit.oil": next(iter(catalog.preparation.oils))})
    if not lacking:
        for minutes in sorted(MINUTES, key=lambda each: abs(each - wishes.minutes)):
            if minutes != wishes.minutes:
                yield WayOut(says=f"Make it {minutes:g} minutes.", change={"wishes.minutes": minutes})
    if wishes.style != "clothed":
        yield WayOut(says="Leave clothes on.", change={"wishes.style": "clothed"})
    if request.wishes.sore:
        yield WayOut(says="Leave out the sore spots.", change={"wishes.sore": []})


def _last_changes() -> Iterable[WayOut]:
    """Yield what asks the least of two people and of a back."""
    for minutes in (10.0, 5.0):
        for style, says in (("clothed", "through clothes"), ("relaxation", "of relaxation")):
            yield WayOut(
                says=f"{minutes:g} minutes {says}, sore spots left out.",
                change={"wishes.style": style, "wishes.minutes": minutes, "wishes.sore": []},
            )


def _clash(
    found: tuple[Candidate, ...], wishes: Wishes, request: Request, *, catalog: Catalog, has_fixed: bool
) -> Iterable[str]:
    """Say which wishes can't be had together."""
    style = catalog.styles[wishes.style]
    if lacking := what_lacks(style, request):
        yield lacking[0]
        return
    if has_fixed:
        yield f"What you fixed and {wishes.minutes:g} minutes don't go together."
    missing = [
        phase for phase in ("opening", "warm-up", "closing") if not any(each.phase == phase for each in found)
    ]
    most_s = sum(each.most_s for each in {each.wish_id: each for each in found}.values())
    if missing:
        left = " and the ".join(missing)
        yield f"{style.name} and the places to leave alone: nothing is left for the {left}."
    elif most_s < wishes.minutes * 60:
        yield f"{style.name} and {wishes.minutes:g} minutes: what is allowed tonight does not fill so long."
    elif not has_fixed:
        yield f"{style.name}, {wishes.minutes:g} minutes and what is allowed tonight don't go together."
