"""Routines: the pieces of a plan without its people, and a plan of such pieces for whoever is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from pydantic import TypeAdapter, ValidationError

from backrub.catalog.load import Catalog
from backrub.model.clearance import Clearance
from backrub.model.plan import PAUSES, Infeasible, Notice, Plan, Step
from backrub.model.request import Request
from backrub.model.routine import MOST_LEFT_OUT, OutPlace, Routine, RoutineKit, RoutinePiece
from backrub.planning.candidate import WishId
from backrub.planning.choose import Fixed, Solved
from backrub.planning.gather import candidates
from backrub.planning.model import Wish
from backrub.planning.plan import kitchen_of, plan_with, solve_wishes
from backrub.planning.replan import KEPT_FRAC, pieces_of
from backrub.planning.wishes import brought_down

PLACE: Final = TypeAdapter(OutPlace)
NEAR_FRAC = 0.3
"""A piece that is not locked may be so much shorter or longer than it was: another back needs other turns."""


def routine_of(plan: Plan, name: str) -> Routine:
    """Return the routine of a plan: nothing in it says whose back it was, or where it was sore.

    What one side got more for a sore spot stays out, and so does work at a spot. What broke a limit on this
    very back is no choice of the person's: another back may bear it.
    """
    broke = {(each.technique, each.place, each.phase) for each in plan.gentler if each.most_level == 0}
    kept: dict[int, RoutinePiece] = {}
    seen: set[WishId] = set()
    for index, piece in pieces_of(plan).items():
        step = plan.steps[index]
        if step.extra or step.spot is not None or piece.wish_id in seen:
            continue
        seen.add(piece.wish_id)
        kept[index] = RoutinePiece(
            technique=step.technique,
            place=step.place,
            phase=step.phase,
            side="both" if "+" in piece.wish_id[3] else step.side,
            seconds_s=round(piece.seconds_s, 1),
            locked=piece.is_locked,
        )
    return Routine(
        name=name,
        style=plan.style,
        level=plan.level,
        minutes=min(max(round(plan.duration_s / 60), 5), 120),
        tempo=plan.tempo,
        kit=RoutineKit(surface=plan.kit.surface, oil=plan.kit.oil, massager=plan.kit.massager),
        position=plan.position,
        pieces=tuple(kept[index] for index in sorted(kept)),
        left_out=tuple(each for each in plan.left_out if _is_place(each[1]) and each not in broke)[
            :MOST_LEFT_OUT
        ],
    )


def _is_place(text: str) -> bool:
    """Say whether this may be a place of a routine: no sore spot is, and a plan's file may say anything."""
    try:
        PLACE.validate_python(text)
    except ValidationError:
        return False
    return True


def plan_routine(
    request: Request, clearance: Clearance, *, routine: Routine, catalog: Catalog, day: date
) -> Plan | Infeasible:
    """Return the plan of a routine for these people: its pieces where they are offered and allowed.

    The request and its clearance say what may be; the routine only says what is chosen within that. Each
    piece that is not in the plan gets a notice. Raises DataError as `plan` does.
    """
    wishes = brought_down(request, clearance, catalog=catalog)
    kitchen = kitchen_of(wishes, request, clearance=clearance, catalog=catalog)
    out = tuple(each for each in routine.left_out if each not in {_id(piece) for piece in routine.pieces})
    asked = {wish_id: piece for piece in routine.pieces for wish_id in _wish_ids(piece)}
    offered = candidates(kitchen, out=frozenset(out), kept=frozenset(asked)).found
    mine = {each.wish_id: asked[each.wish_id] for each in offered if each.wish_id in asked}
    longer_frac = wishes.minutes / routine.minutes
    for fixed in _ever_looser(mine, longer_frac):
        solved = solve_wishes(
            wishes,
            request,
            clearance=clearance,
            catalog=catalog,
            fixed=fixed,
            out=frozenset(out),
        )
        if isinstance(solved, Solved):
            break
    made = plan_with(request, clearance, fixed=fixed, catalog=catalog, day=day, left_out=out)
    if isinstance(made, Infeasible):
        return made
    locked = {wish_id for wish_id, piece in mine.items() if piece.locked and wish_id in fixed}
    steps = tuple(_unlocked(made, index, step, locked) for index, step in enumerate(made.steps))
    notices = (*made.notices, *_missing(made, routine, catalog))
    return made.model_copy(update={"steps": steps, "notices": notices})


def _id(piece: RoutinePiece) -> tuple[str, str, str]:
    return piece.technique, piece.place or "", piece.phase


def _wish_ids(piece: RoutinePiece) -> Iterator[WishId]:
    """Yield what a candidate of this piece may be called: both sides at once, or one after the other."""
    for side in ("both", "right+left") if piece.side == "both" else (piece.side,):
        yield piece.technique, piece.place or "", piece.phase, side


def _ever_looser(mine: dict[WishId, RoutinePiece], longer_frac: float) -> Iterator[Fixed]:
    """Yield what is fixed: all about as long as it was, then all, then what is locked, then nothing."""

    def wish(piece: RoutinePiece) -> Wish:
        is_exact = piece.locked and abs(longer_frac - 1) < KEPT_FRAC
        near_frac = KEPT_FRAC if is_exact else NEAR_FRAC
        about_s = piece.seconds_s * longer_frac
        return Wish(is_in=True, least_s=about_s * (1 - near_frac), most_s=about_s * (1 + near_frac))

    tried: list[Fixed] = [
        {wish_id: wish(piece) for wish_id, piece in mine.items()},
        dict.fromkeys(mine, Wish(is_in=True)),
        {wish_id: Wish(is_in=True) for wish_id, piece in mine.items() if piece.locked},
        {},
    ]
    for index, fixed in enumerate(tried):
        if fixed not in tried[:index]:
            yield fixed


def _unlocked(plan: Plan, index: int, step: Step, locked: set[WishId]) -> Step:
    """Return a step that only stays locked where the person locked it."""
    piece = pieces_of(plan).get(index) if step.locked else None
    if piece is None or piece.wish_id in locked:
        return step
    return step.model_copy(update={"locked": False})


def _missing(made: Plan, routine: Routine, catalog: Catalog) -> Sequence[Notice]:
    """Return a notice for each piece of the routine that is not in the plan."""
    has = {
        (step.technique, step.place or "", step.phase) for step in made.steps if step.technique not in PAUSES
    }
    notices: dict[str, Notice] = {}
    for piece in routine.pieces:
        if _id(piece) in has:
            continue
        technique = catalog.techniques.get(piece.technique)
        place = catalog.atlas.places.get(piece.place or "")
        name = technique.name if technique is not None else piece.technique
        where = f", {place.says}" if place is not None else ""
        says = f"{name}{where}: from your routine, but not for tonight."
        notices[says] = Notice(code="routine-piece-left-out", says=says)
    return [*notices.values()]
