"""Styles: what an evening is about, in weights, levels, tempo, and what it forbids."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from backrub.catalog.files import package_names, package_text
from backrub.catalog.preparation import read_preparation
from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.base import File, Level
from backrub.model.read import read_document, read_mapping
from backrub.model.request import Id

Unit = Annotated[float, Field(ge=0, le=1)]


class Style(File):
    """One style.

    `weights` say what counts: each technique's `value` is weighed by them. `prefer` adds to single
    techniques; `aim_s` says how long each has in half an hour before more of it counts less.

    `tempo_frac` is where in a technique's speed range its strokes go (0 slowest, 1 fastest). `order` is
    "rules" (the planner's) or "article" (the eight in their own order). `only` limits the techniques;
    `forbid` takes some out; `needs` is the kit without which the style makes no sense. `extras` are what it
    asks to prepare beside what every evening does: items of the group "style" in preparation.toml.
    """

    id: Id
    name: Annotated[str, Field(min_length=3, max_length=40)]
    says: Annotated[str, Field(min_length=10, max_length=300)]
    weights: dict[Literal["calm", "loosen", "sore", "warm"], Unit]
    prefer: dict[Id, Annotated[float, Field(ge=-1, le=2)]] = {}
    aim_s: dict[Id, Annotated[float, Field(gt=0)]] = {}
    max_level: Level
    tempo_frac: Unit
    order: Literal["rules", "article"] = "rules"
    only: tuple[Id, ...] = ()
    forbid: tuple[Id, ...] = ()
    uses_oil: bool = True
    needs: Literal["stones", "massager"] | None = None
    extras: tuple[Id, ...] = ()
    sources: Annotated[tuple[str, ...], Field(min_length=1)]


def read_style(text: str, *, name: str) -> Style:
    """Return the style that a TOML text describes; raises DataError with every problem."""
    document = read_document(text, name=name)
    style = read_mapping(Style, {"id": name.removesuffix(".toml"), **document}, name=name)
    if problems := _unknown_names(style, name=name):
        raise DataError(problems)
    return style


def _unknown_names(style: Style, *, name: str) -> list[Problem]:
    """A misspelt name would do nothing, and nobody would see it."""
    techniques = package_names("techniques")
    extras = [item.id for item in read_preparation().items if item.group == "style"]
    named = [
        *(
            ("technique", f"{key}.{each}", each, techniques)
            for key in ("prefer", "aim_s")
            for each in getattr(style, key)
        ),
        *(("technique", key, each, techniques) for key in ("only", "forbid") for each in getattr(style, key)),
        *(("extra", "extras", each, extras) for each in style.extras),
    ]
    return [
        Problem(f"{name} {where}", f"unknown {what} '{each}'", did_you_mean(each, known))
        for what, where, each, known in named
        if each not in known
    ]


@cache
def read_styles() -> dict[str, Style]:
    """Return every style that ships, by id.

    >>> sorted(read_styles())
    ['classic', 'clothed', 'deep-tissue', 'hot-stone', 'massager', 'relaxation']
    """
    problems: list[Problem] = []
    found: dict[str, Style] = {}
    for identity in package_names("styles"):
        try:
            found[identity] = read_style(package_text("styles", f"{identity}.toml"), name=f"{identity}.toml")
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return found
