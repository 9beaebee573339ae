"""Wishes brought down to what is allowed, each with a notice: a reason code and no health answer."""

from __future__ import annotations

from dataclasses import dataclass

from backrub.catalog.load import Catalog
from backrub.model.base import LEVEL_WORDS
from backrub.model.clearance import Clearance
from backrub.model.plan import Notice
from backrub.model.request import Request

HOME_LEVEL = 4
"""Home plans never use level 5 (design: Walton's scale; only broad parts even at 4)."""


REPLACED = "{name}: another part of the hand does it tonight."
"""What is said of a technique that is done, but not with its own part of the hand."""

NO_ROOM = "{name}: where there is no room for that, another part of the hand does it."
"""What is said where only some of its places have room for that part."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is really planned for, and what was changed on the way."""

    minutes: float
    style: str
    level: int
    oil: str
    notices: tuple[Notice, ...]


def brought_down(request: Request, clearance: Clearance, *, catalog: Catalog) -> Wishes:
    """Return the wishes within the clearance, never above it, with a notice for each that changed."""
    notices: list[Notice] = []
    wished = request.wishes
    level = min(wished.level, HOME_LEVEL, catalog.styles[wished.style].max_level, max(clearance.max_level, 1))
    if level < wished.level:
        notices.append(
            Notice(
                code="level-lowered",
                says=f"Pressure stays {LEVEL_WORDS[level]} tonight (level {level} at most).",
            )
        )
    minutes = min(wished.minutes, clearance.max_minutes)
    if minutes < wished.minutes:
        notices.append(Notice(code="minutes-shortened", says=f"Tonight it is {minutes:g} minutes at most."))
    if wished.position != clearance.position:
        notices.append(
            Notice(
                code="position-changed",
                says="They sit and lean forward on pillows instead of lying face down.",
            )
        )
    style = wished.style
    needs = catalog.styles[style].needs
    if needs is not None and is_barred(needs, clearance, catalog=catalog):
        style = "relaxation"
        notices.append(
            Notice(
                code="style-changed",
                says=f"{catalog.styles[wished.style].name} is left out tonight; hands do it all.",
            )
        )
    oil = request.kit.oil
    if oil in clearance.forbidden_oils:
        allowed = [each for each in catalog.preparation.oils if each not in clearance.forbidden_oils]
        oil = allowed[0] if allowed and "all" not in clearance.forbidden_oils else "none"
        instead = f"use {oil} oil instead" if oil != "none" else "everything works without oil"
        notices.append(Notice(code="oil-changed", says=f"Leave out {request.kit.oil} oil: {instead}."))
    for technique in catalog.techniques.values():
        listed = technique.id in catalog.styles[style].only or technique.id in catalog.styles[style].prefer
        barred = technique.id in clearance.forbidden_techniques or technique.part in clearance.forbidden_parts
        if listed and barred:
            is_replaced = (
                technique.instead_part is not None and technique.id not in clearance.forbidden_techniques
            )
            says = (REPLACED if is_replaced else "{name}: it is left out tonight.").format(
                name=technique.name
            )
            code = "technique-replaced" if is_replaced else "technique-left-out"
            notices.append(Notice(code=code, says=says))
    return Wishes(minutes, style, level, oil, tuple(notices))


def is_barred(needs: str, clearance: Clearance, *, catalog: Catalog) -> bool:
    """Whether the clearance bars what the style lives from."""
    part = "stone" if needs == "stones" else "massager"
    wanted = [
        each.id
        for each in catalog.techniques.values()
        if (each.stones is not None if needs == "stones" else each.massager)
    ]
    return part in clearance.forbidden_parts or all(each in clearance.forbidden_techniques for each in wanted)
