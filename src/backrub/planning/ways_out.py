"""When nothing fits: the wishes that clash, in words, and changes of wishes that were tried and do fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import chain, islice
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
"""So many ways out are looked for, and one for each wish that clashes; two at least."""


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

    def tried(way: WayOut) -> WayOut | None:
        other = changed(request, way)
        if fits(other, keeps_fixed=True):
            return way
        if has_fixed and fits(other, keeps_fixed=False):
            says = f"{way.says.removesuffix('.')}, without what you fixed."
            return WayOut(says=says, change={**way.change, "edits": []})
        return None

    # One change of each wish, so that each that clashes is known by what becomes possible without it; more of
    # the same only where that is too few.
    each_wish = [iter(tries) for tries in _changes(wishes, request, catalog=catalog)]
    ways += [way for tries in each_wish if (way := next(filter(None, map(tried, tries)), None))]
    more = filter(None, map(tried, chain(*each_wish, _last_changes(request))))
    ways += islice(more, max(0, ENOUGH - len(ways)))
    if len(ways) < 2:
        what = "with what is to be left alone tonight, too little of the back is left for a massage"
        way_out = (
            "Mark places no larger than they are, or sit together quietly tonight: a hand held is good, too."
        )
        raise DataError([Problem("wishes.avoid", what, way_out)])
    named = _clashing(ways, request)
    return Infeasible(
        clash=(_clash(named, found, wishes, request=request, catalog=catalog),),
        clashing=named,
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


def _changes(wishes: Wishes, request: Request, *, catalog: Catalog) -> Iterable[list[WayOut]]:
    """Yield for each wish the changes of it alone that may help, the likeliest first: none that leaves what
    is missing missing."""
    style = catalog.styles[wishes.style]
    lacking = what_lacks(style, request)
    if lacking:
        yield [lacking[1]]
    styles = {"relaxation": "Choose relaxation instead.", "clothed": "Leave clothes on."}
    yield [
        WayOut(says=says, change={"wishes.style": other})
        for other, says in styles.items()
        if other != wishes.style
    ]
    if lacking:
        return
    if style.uses_oil and request.kit.oil == "none":
        yield [WayOut(says="Use oil.", change={"kit.oil": next(iter(catalog.preparation.oils))})]
    yield [
        WayOut(says=f"Make it {minutes:g} minutes.", change={"wishes.minutes": minutes})
        for minutes in sorted(MINUTES, key=lambda each: abs(each - wishes.minutes))
        if minutes != wishes.minutes
    ]
    if request.wishes.sore:
        yield [WayOut(says="Leave out the sore spots.", change={"wishes.sore": []})]


def _last_changes(request: Request) -> Iterable[WayOut]:
    """Yield what asks the least of two people and of a back; the sore spots stay as long as they can."""
    for leaves_out in (False, True) if request.wishes.sore else (False,):
        for minutes in (10.0, 5.0):
            for style, says in (("clothed", "through clothes"), ("relaxation", "of relaxation")):
                if leaves_out:
                    yield WayOut(
                        says=f"{minutes:g} minutes {says}, sore spots left out.",
                        change={"wishes.style": style, "wishes.minutes": minutes, "wishes.sore": []},
                    )
                else:
                    yield WayOut(
                        says=f"{minutes:g} minutes {says}.",
                        change={"wishes.style": style, "wishes.minutes": minutes},
                    )


def _clashing(ways: list[WayOut], request: Request) -> tuple[str, ...]:
    """Return the wishes that clash, as paths of a request (`edits` for what was fixed): those whose change
    alone makes a plan, or, where none does, all that the ways out change together."""
    document = request.model_dump(mode="json")

    def is_changed(path: str, value: object) -> bool:
        part, _, key = path.partition(".")
        return part not in document or document[part][key] != value

    each = [[path for path, value in way.change.items() if is_changed(path, value)] for way in ways]
    alone = [paths for paths in each if len(paths) == 1]
    return tuple(dict.fromkeys(chain(*(alone or each))))


def _clash(
    named: tuple[str, ...],
    found: tuple[Candidate, ...],
    wishes: Wishes,
    *,
    request: Request,
    catalog: Catalog,
) -> str:
    """Say which wishes can't be had together, and no other."""
    style = catalog.styles[wishes.style]
    if lacking := what_lacks(style, request):
        if any(path in named for path in lacking[1].change):
            return lacking[0]
        return clash_says(named, style=style.name, minutes=wishes.minutes)
    phases = {each.phase for each in found}
    missing = tuple(phase for phase in ("opening", "warm-up", "closing") if phase not in phases)
    most_s = sum(each.most_s for each in {each.wish_id: each for each in found}.values())
    is_short = "wishes.minutes" in named and most_s < wishes.minutes * 60
    return clash_says(named, style=style.name, minutes=wishes.minutes, missing=missing, is_short=is_short)


def clash_says(
    named: Collection[str],
    *,
    style: str,
    minutes: float,
    missing: tuple[str, ...] = (),
    is_short: bool = False,
) -> str:
    """Return the sentence that names these wishes, and no other.

    >>> clash_says(["wishes.minutes", "wishes.sore"], style="Relaxation", minutes=60)
    "60 minutes, the sore spots and what is allowed tonight don't go together."
    """
    words = {
        "edits": "what you fixed",
        "wishes.style": f"{style[0].lower()}{style[1:]}",
        "wishes.minutes": f"{minutes:g} minutes",
        "kit.oil": "a massage without oil",
        "wishes.sore": "the sore spots",
    }
    *others, last = [words[path] for path in words if path in named]
    things = f"{', '.join(others)} and {last}" if others else last
    if missing:
        says = f"{things}: nothing is left for the {' and the '.join(missing)}."
    elif is_short:
        says = f"{things}: what is allowed tonight does not fill so long."
    else:
        says = f"{', '.join([*others, last])} and what is allowed tonight don't go together."
    return says[0].upper() + says[1:]
