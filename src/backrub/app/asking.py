"""Everything that is wrong with a request, at once: where the problems of all stages come together."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from backrub.catalog import Catalog
from backrub.errors import DataError, Problem
from backrub.model.clearance import Clearance
from backrub.model.read import read_document, read_mapping
from backrub.model.request import STAND_IN, Request

# What can't be judged while something else can't be read.
_DEPENDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "kit.surface": ("wishes.position",),
        "wishes.avoid": ("receiver.sex", "receiver.height_m"),
    }
)

_AT = re.compile(r"([^\[]+)\[(\d+)\](.*)")


def judged(
    request: Request, *, catalog: Catalog, day: date, to_plan: bool
) -> tuple[Clearance | None, list[Problem]]:
    """Return the clearance, where the answers can be judged, and every problem of the request.

    `to_plan` asks for the places that are still to be marked, too. Who has to see a doctor at once is told so
    whatever the wishes and the kit are: with the tier `urgent` they are not looked at.
    """
    from backrub.screening import questions_left, screen
    from backrub.screening.questions import problems_of
    from backrub.screening.wishes import problems_of_wishes

    problems = list(problems_of(request, day=day, conditions=catalog.conditions))
    clearance = None if problems else screen(request, day=day, conditions=catalog.conditions)
    if clearance is not None and clearance.tier == "urgent":
        return clearance, []
    position = request.wishes.position if clearance is None else clearance.position
    problems += problems_of_wishes(request, catalog=catalog, position=position)
    if to_plan and (clearance is None or clearance.may_plan):
        problems += questions_left(request, conditions=catalog.conditions)
    return clearance, problems


def problems_of_request(
    request: Request, *, catalog: Catalog, day: date, to_plan: bool = True
) -> list[Problem]:
    """Return everything that keeps a request from being judged or, with `to_plan`, planned.

    >>> from backrub.catalog import load
    >>> request = Request.model_validate({"receiver": STAND_IN, "wishes": {"style": "relaxatoin"}})
    >>> [each.where for each in problems_of_request(request, catalog=load(), day=date(2026, 11, 20))]
    ['wishes.style']
    """
    return judged(request, catalog=catalog, day=day, to_plan=to_plan)[1]


def problems_of_rest(document: object, *, catalog: Catalog, day: date, to_plan: bool = True) -> list[Problem]:
    """Return what is wrong with those values of a request that can be read, where others can't.

    >>> from backrub.catalog import load
    >>> document = {"receiver": {"age_years": -3}, "wishes": {"minutes": 0, "style": "relaxatoin"}}
    >>> [each.where for each in problems_of_rest(document, catalog=load(), day=date(2026, 11, 20))]
    ['wishes.style']
    """
    if not isinstance(document, Mapping) or document.get("schema", 1) != 1:
        return []
    try:
        rest = _Rest(document)
        request = rest.request()
    except (ValueError, RecursionError):  # half characters, or nested without end: told already
        return []
    if request is None:
        return []
    return list(rest.told(problems_of_request(request, catalog=catalog, day=day, to_plan=to_plan)))


def read_asked(text: str, *, name: str, catalog: Catalog, day: date, to_plan: bool) -> Request:
    """Return the request in a file's text; raises DataError with every problem, each in the file `name`."""
    document = read_document(text, name=name)
    try:
        return read_mapping(Request, document, name=name)
    except DataError as error:
        more = problems_of_rest(document, catalog=catalog, day=day, to_plan=to_plan)
        named = (Problem(f"{name} {each.where}", each.what, each.way_out) for each in more)
        raise DataError([*error.problems, *named]) from None


class _Rest:
    """A document without the values that can't be read, and which those were."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document: dict[str, Any] = json.loads(json.dumps(document, default=str))
        self._gone: set[str] = set()
        self._kept: dict[str, list[int]] = {}

    def request(self) -> Request | None:
        """Return what can be read as a request; None where that leads nowhere."""
        for _ in range(4):
            try:
                return Request.model_validate_json(json.dumps(self._document))
            except ValidationError as error:
                places = {_to_its_item(each["loc"]) for each in error.errors()}
                # From the end, so that an item's place holds while later ones go.
                for place in sorted(places, key=_order, reverse=True):
                    if not self._remove(place):
                        return None
            receiver = self._document.setdefault("receiver", {})
            self._document["receiver"] = {**STAND_IN, **receiver}
        return None

    def told(self, problems: Iterable[Problem]) -> Iterable[Problem]:
        """Yield the problems of what was really given, at their places in the whole document."""
        for each in problems:
            root = each.where.partition("[")[0]
            if any(f"{root}.".startswith(f"{gone}.") for gone in self._gone if gone not in self._kept):
                continue
            if each.where in self._kept or self._gone & set(_DEPENDS.get(root, ())):
                continue
            found = _AT.fullmatch(each.where)
            if found is not None and found[1] in self._kept:
                place = self._kept[found[1]][int(found[2])]
                each = Problem(f"{found[1]}[{place}]{found[3]}", each.what, each.way_out)
            yield each

    def _remove(self, location: tuple[int | str, ...]) -> bool:
        """Take the value at a location out: an item of a list whole, or else a key."""
        here: Any = self._document
        keys: list[str] = []
        for index, part in enumerate(location):
            is_last = index == len(location) - 1
            if isinstance(here, list) and isinstance(part, int) and part < len(here):
                path = ".".join(keys)
                self._gone.add(path)
                kept = self._kept.setdefault(path, list(range(len(here))))
                del here[part], kept[part]
                return True
            if not isinstance(here, dict) or not isinstance(part, str):
                return False
            keys.append(part)
            if is_last or part not in here:
                self._gone.add(".".join(keys))
                here.pop(part, None)
                return True
            here = here[part]
        return False


def _to_its_item(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return where the whole item of a list stands in which a location lies, or the location itself."""
    numbers = [index for index, part in enumerate(location) if isinstance(part, int)]
    return location[: numbers[0] + 1] if numbers else location


def _order(location: tuple[int | str, ...]) -> list[str]:
    return [f"{part:09}" if isinstance(part, int) else part for part in location]
