"""JSON in which every key is there once: of two, one would hide the other, and it may be a health answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from backrub.errors import Problem


class Twice(dict[str, Any]):
    """A table in which some keys are there more than once; the last value of each is kept."""

    keys_twice: tuple[str, ...] = ()


def loads(text: str, *, parse_constant: Callable[[str], object] | None = None) -> object:
    """Return the document in JSON text, tables with keys twice as `Twice`; raises what `json.loads` raises.

    >>> loads('{"a": 1}')
    {'a': 1}
    """
    return json.loads(text, object_pairs_hook=_table, parse_constant=parse_constant)


def problems_of(document: object, *, name: str = "") -> list[Problem]:
    """Return one problem for every key that is there twice, each with its place.

    >>> print(problems_of(loads('{"a": [{"b": 1, "b": 2}]}'))[0])
    a[0].b: is there twice
        Keep one of them.
    """
    found: list[Problem] = []
    # Without recursion, for a document may nest deep.
    left: list[tuple[str, object]] = [("", document)]
    while left:
        place, value = left.pop()
        if isinstance(value, Twice):
            places = (f"{name} {f'{place}.{key}'.lstrip('.')}".strip() for key in value.keys_twice)
            found += [Problem(where, "is there twice", "Keep one of them.") for where in places]
        if isinstance(value, dict):
            left += [(f"{place}.{key}".lstrip("."), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            left += [(f"{place}[{index}]", inner) for index, inner in enumerate(value)]
    return found


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) == len(pairs):
        return table
    found = Twice(table)
    counted = Counter(key for key, _ in pairs)
    found.keys_twice = tuple(key for key, times in counted.items() if times > 1)
    return found
