"""What is possible for these two people: each choice tried on the rules that planning keeps anyway."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from backrub.catalog.condition import Limits
from backrub.catalog.load import Catalog
from backrub.model.base import LEVEL_WORDS, Position, Surface
from backrub.model.clearance import Clearance
from backrub.model.options import (
    IdChoice,
    LevelChoice,
    MostMinutes,
    Options,
    PositionChoice,
    Possible,
    SurfaceChoice,
)
from backrub.model.request import Request
from backrub.planning.ways_out import what_lacks
from backrub.planning.wishes import HOME_LEVEL, brought_down, is_barred
from backrub.screening.circumstances import CIRCUMSTANCES
from backrub.screening.wishes import problems_of_wishes
from backrub.screening.words import effects

LEVELS = (1, 2, 3, 4, 5)


def options(request: Request, clearance: Clearance, *, catalog: Catalog) -> Options:
    """Return what may be chosen; it makes no rule, it asks those of screening and planning.

    `clearance` is the one of this request for somebody who would like to lie face down, so that its position
    says what must be. The styles and oils of the request are known ones.
    """
    tried = _Tried(request, clearance, catalog)
    return Options(
        tier=clearance.tier,
        max_level=clearance.max_level,
        max_minutes=clearance.max_minutes,
        position=tried.position,
        levels=tuple(LevelChoice(value=level, **tried.level(level)) for level in LEVELS),
        styles=tuple(IdChoice(value=style, **tried.style(style)) for style in catalog.styles),
        oils=tuple(IdChoice(value=oil, **tried.oil(oil)) for oil in (*catalog.preparation.oils, "none")),
        positions=tuple(PositionChoice(value=each, **tried.lies(each)) for each in get_args(Position)),
        surfaces=tuple(SurfaceChoice(value=each, **tried.lies_on(each)) for each in get_args(Surface)),
        minutes=MostMinutes(most=clearance.max_minutes, why=tried.why_no_longer()),
        stones=Possible(**tried.kit("stones")),
        massager=Possible(**tried.kit("massager")),
        forbidden_places=clearance.forbidden_places,
        place_max_level=clearance.place_max_level,
        avoid=clearance.avoid,
    )


Found = dict[str, Any]
OPEN: Found = {"possible": True}


class _Tried:
    """A request whose single wishes are tried one by one."""

    def __init__(self, request: Request, clearance: Clearance, catalog: Catalog) -> None:
        self._request, self._clearance, self._catalog = request, clearance, catalog
        is_seated = "seated" in (clearance.position, request.wishes.position)
        self.position: Position = "seated" if is_seated else "prone"

    def level(self, level: int) -> Found:
        if self._is_closed:
            return self._closed()
        styles = self._catalog.styles
        if level > HOME_LEVEL:
            return _not(
                "That much is for trained hands, not for home.",
                f"Choose {LEVEL_WORDS[HOME_LEVEL]} pressure or lighter.",
            )
        if level > self._clearance.max_level:
            most = self._clearance.max_level
            why = (
                self._because(Limits(max_level=most))
                or f"Pressure stays {LEVEL_WORDS[most]} tonight (level {most} at most)."
            )
            return _not(why, f"Choose {LEVEL_WORDS[most]} pressure or lighter.")
        wished = brought_down(self._with("wishes", level=level), self._clearance, catalog=self._catalog)
        if wished.level < level:
            style = styles[self._request.wishes.style]
            firmer = [each.name for each in styles.values() if each.max_level >= level]
            why = f"{style.name}: pressure stays {LEVEL_WORDS[wished.level]} (level {wished.level} at most)."
            return _not(
                why,
                f"Choose {LEVEL_WORDS[wished.level]} pressure or lighter, "
                f"or another style: {', '.join(firmer)}.",
            )
        return OPEN

    def style(self, style: str) -> Found:
        if self._is_closed:
            return self._closed()
        asked = self._with("wishes", style=style)
        if brought_down(asked, self._clearance, catalog=self._catalog).style != style:
            needs = self._catalog.styles[style].needs or ""
            left_out = f"{self._catalog.styles[style].name} is left out tonight; hands do it all."
            return _not(f"{left_out} {self._why_barred(needs)}".strip(), "Choose another style.")
        if lacking := what_lacks(self._catalog.styles[style], asked):
            return _not(lacking[0], lacking[1].says) | {"lacks": self._catalog.styles[style].needs}
        return OPEN

    def oil(self, oil: str) -> Found:
        if self._is_closed:
            return self._closed()
        asked = self._with("kit", oil=oil)
        wished = brought_down(asked, self._clearance, catalog=self._catalog)
        if wished.oil != oil:
            (says,) = (each.says for each in wished.notices if each.code == "oil-changed")
            what, _, instead = says.partition(": ")
            return _not(f"{what}.", f"{instead[0].upper()}{instead[1:]}")
        return OPEN

    def lies(self, position: Position) -> Found:
        if self._is_closed:
            return self._closed()
        if position == "prone" and self._clearance.position == "seated":
            return _not(self._because(Limits(seated=True)), "Sit and lean forward on pillows.")
        for problem in self._of_surface(self._request, position):
            return _not(f"{problem.what[0].upper()}{problem.what[1:]}.", "Choose a bed, mat or table first.")
        return OPEN

    def lies_on(self, surface: Surface) -> Found:
        if self._is_closed:
            return self._closed()
        for problem in self._of_surface(self._with("kit", surface=surface), self.position):
            return _not(f"{problem.what[0].upper()}{problem.what[1:]}.", problem.way_out)
        return OPEN

    def kit(self, needs: str) -> Found:
        """Stones or the massager: whether they may be used at all."""
        if self._is_closed:
            return self._closed()
        if is_barred(needs, self._clearance, catalog=self._catalog):
            return _not(self._why_barred(needs), "Leave it away tonight; hands do it all.")
        return OPEN

    def why_no_longer(self) -> str:
        if self._is_closed:
            return str(self._closed()["why"])
        asked = self._with("wishes", minutes=120)
        told = brought_down(asked, self._clearance, catalog=self._catalog).notices
        shortened = next((each.says for each in told if each.code == "minutes-shortened"), "")
        return self._because(Limits(max_minutes=self._clearance.max_minutes)) or shortened

    @property
    def _is_closed(self) -> bool:
        return not self._clearance.may_plan

    def _closed(self) -> Found:
        """With no massage to plan, nothing is possible, and the worst answer says what is."""
        worst = self._clearance.reasons[0]
        return _not(worst.says, worst.next)

    def _why_barred(self, needs: str) -> str:
        return self._because(Limits(parts_out=("stone" if needs == "stones" else "massager",)))

    def _because(self, limits: Limits) -> str:
        """Return what a limit does and why, by the first answer that has it; empty where none has."""
        (effect,) = effects([limits], place=None)
        known = {**self._catalog.conditions, **{each.id: each for each in CIRCUMSTANCES}}
        for reason in self._clearance.reasons:
            if effect in reason.effects:
                return f"{effect} {known[reason.condition].why}" if reason.condition in known else effect
        return ""

    def _of_surface(self, request: Request, position: Position) -> Iterable[Any]:
        problems = problems_of_wishes(request, catalog=self._catalog, position=position)
        return (each for each in problems if each.where == "kit.surface")

    def _with(self, part: str, **changes: object) -> Request:
        changed = getattr(self._request, part).model_copy(update=changes)
        return self._request.model_copy(update={part: changed})


def _not(why: str, way_out: str) -> Found:
    return {"possible": False, "why": why, "way_out": way_out}
