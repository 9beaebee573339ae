"""Plan again round what a person changed: removed, swapped, lengthened, shortened or locked steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from backrub.catalog.load import Catalog
from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.clearance import Clearance
from backrub.model.plan import PAUSES, Edit, Infeasible, Move, Notice, Plan, Step
from backrub.model.request import Request
from backrub.planning.candidate import Candidate, Kitchen, WishId
from backrub.planning.gather import candidates
from backrub.planning.ground import evened
from backrub.planning.model import Wish
from backrub.planning.order import move_of, moved
from backrub.planning.plan import body_of, kitchen_of, limits_of, plan_with
from backrub.planning.verify import verify
from backrub.planning.wishes import brought_down

LONGER_FRAC = 1.3
SHORTER_FRAC = 0.75
"""A step made longer gets at least, a shorter one at most, this much of its time."""
KEPT_FRAC = 0.02
"""A locked step keeps its time within this much: whole passes still fit, and so small a change is none."""
NEARBY_M = 0.18
"""Places whose middles are no further apart are beside each other: a hand's length [engineering judgement].
[m]"""
ROUNDS = 3
"""So many choices deep it is looked for what may stand in: who swaps wants a few, not everything."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The steps of a plan that are one piece of work: their wish id, and their time in all. [s]"""

    wish_id: WishId
    seconds_s: float
    is_locked: bool


def replan(
    plan: Plan,
    edits: Sequence[Edit],
    *,
    request: Request,
    clearance: Clearance,
    catalog: Catalog,
    day: date,
    wanted: Sequence[WishId] = (),
) -> Plan | Infeasible:
    """Return the plan with the edits done and the rest chosen again.

    Where a step can't get shorter or longer and stay useful, a notice says so. `edits` name steps by their
    index in `plan`; `wanted` are pieces that come in as well, as `nearby` offers them. Raises DataError when
    an edit names no step, a pause, or a technique that is not offered there.
    """
    pieces = pieces_of(plan)
    problems = [
        problem for number, edit in enumerate(edits) for problem in _problems(number, edit, plan, catalog)
    ]
    if problems:
        raise DataError(problems)
    moves = {
        number: move_of(plan, edit.step, to=edit.to or 0)
        for number, edit in enumerate(edits)
        if edit.to is not None
    }
    if edits and all(edit.kind == "move" for edit in edits):
        return _only_moved(plan, moves, request=request, clearance=clearance, catalog=catalog)
    fixed: dict[WishId, Wish] = {
        piece.wish_id: _kept(piece) for piece in dict.fromkeys(pieces.values()) if piece.is_locked
    }
    out = dict.fromkeys(plan.left_out)
    wishes = brought_down(request, clearance, catalog=catalog)
    kitchen = kitchen_of(wishes, request, clearance=clearance, catalog=catalog)
    for number, edit in enumerate(edits):
        piece = pieces[edit.step]
        if edit.kind == "move":
            continue
        if edit.kind == "lock":
            fixed[piece.wish_id] = _kept(piece)
        elif edit.kind == "unlock":
            fixed.pop(piece.wish_id, None)
        elif edit.kind == "lengthen":
            fixed[piece.wish_id] = Wish(is_in=True, least_s=LONGER_FRAC * piece.seconds_s)
        elif edit.kind == "shorten":
            fixed[piece.wish_id] = Wish(is_in=True, most_s=SHORTER_FRAC * piece.seconds_s)
        else:
            fixed.pop(piece.wish_id, None)
            out[piece.wish_id[:3]] = None
            if edit.kind == "swap" and edit.technique is not None:
                stand_ins = _stand_ins(piece.wish_id, kitchen)
                fixed[_offer(number, edit, stand_ins)] = Wish(is_in=True)
                out.pop((edit.technique, *piece.wish_id[1:3]), None)
    for each in wanted:
        fixed[each] = Wish(is_in=True)
        out.pop(each[:3], None)
    made = plan_with(request, clearance, fixed=fixed, catalog=catalog, day=day, left_out=tuple(out))
    if isinstance(made, Infeasible):
        return made
    unmoved = _unmoved(edits, pieces, made, catalog)
    ordered, against = moved(made, (*plan.moves, *moves.values()), catalog=catalog)
    lost = [_not_kept(move, problem, catalog) for move, problem in against]
    return ordered.model_copy(update={"notices": (*made.notices, *unmoved, *lost)})


def _only_moved(
    plan: Plan, moves: Mapping[int, Move], *, request: Request, clearance: Clearance, catalog: Catalog
) -> Plan:
    """Return the plan in another order, its pieces as they are; raises DataError with the rule against it."""
    problems = [
        Problem(f"plan.{each.where}", each.what, each.way_out) for each in verify(plan, catalog=catalog)
    ]
    both_sides = clearance.model_copy(update={"avoid": evened(clearance.avoid)})
    is_of_these = plan.limits in (limits_of(clearance), limits_of(both_sides))
    if not is_of_these or plan.body != body_of(request):
        problems.append(Problem("plan", "was made for other answers", "Make a new plan from these answers."))
    if problems:
        raise DataError(problems)
    ordered, against = moved(plan, tuple(moves.values()), catalog=catalog)
    numbers = {id(move): number for number, move in moves.items()}
    if against:
        raise DataError(
            Problem(f"edits[{numbers[id(move)]}].to", problem.what, problem.way_out)
            for move, problem in against
        )
    return ordered


def _not_kept(move: Move, problem: Problem, catalog: Catalog) -> Notice:
    name = (
        catalog.techniques[move.piece.technique].name
        if move.piece.technique in catalog.techniques
        else "A piece"
    )
    return Notice(code="order-not-kept", says=f"{name} is not where you put it: {problem.what}.")


def alternatives(
    plan: Plan, step: int, *, request: Request, clearance: Clearance, catalog: Catalog
) -> list[str]:
    """Return the techniques that may take a step's place, the most worthwhile first."""
    piece = pieces_of(plan).get(step)
    if piece is None:
        return []
    wishes = brought_down(request, clearance, catalog=catalog)
    kitchen = kitchen_of(wishes, request, clearance=clearance, catalog=catalog)
    used = {each.wish_id for each in pieces_of(plan).values()}
    found = [each for each in _stand_ins(piece.wish_id, kitchen) if each.wish_id not in used]
    found.sort(key=lambda each: -each.value)
    return list(dict.fromkeys(each.technique.id for each in found))


def nearby(
    plan: Plan, step: int, *, request: Request, clearance: Clearance, catalog: Catalog
) -> list[WishId]:
    """Return a step's technique at the places beside its own where it is not done yet, the nearest first.

    None for a sore spot, which is where it is, and for strokes over the whole back.
    """
    piece = pieces_of(plan).get(step)
    anchors = catalog.atlas.anchors
    if piece is None or piece.wish_id[1] not in catalog.atlas.places:
        return []
    technique, place, phase, _ = piece.wish_id
    wishes = brought_down(request, clearance, catalog=catalog)
    kitchen = kitchen_of(wishes, request, clearance=clearance, catalog=catalog)
    used = {each.wish_id[:3] for each in pieces_of(plan).values()} | set(plan.left_out)
    gathered = candidates(kitchen, out=frozenset({(technique, place, phase)}))
    away_m: dict[WishId, float] = {}
    for each in (*gathered.found, *gathered.spare):
        is_same = each.technique.id == technique and each.phase == phase and not each.is_one_sided
        if is_same and each.place in catalog.atlas.places and each.wish_id[:3] not in used:
            way = kitchen.ground.scale.to_low_m(np.array(anchors[each.place]) - np.array(anchors[place]))
            away_m[each.wish_id] = float(np.hypot(*way))
    return sorted((each for each in away_m if away_m[each] <= NEARBY_M), key=lambda each: away_m[each])


def _stand_ins(wish_id: WishId, kitchen: Kitchen) -> list[Candidate]:
    """Return what may take the place of a piece that makes room for it.

    Only the best of what does the same is a candidate: each round without those found shows the next best.
    """
    found: dict[WishId, Candidate] = {}
    out = {wish_id[:3]}
    for _ in range(ROUNDS):
        offered = candidates(kitchen, out=frozenset(out)).found
        more = {each.wish_id: each for each in offered if _stands_in(each, wish_id)}
        found |= {id_: each for id_, each in more.items() if id_ not in found}
        out |= {id_[:3] for id_ in more}
    return list(found.values())


def pieces_of(plan: Plan) -> Mapping[int, Piece]:
    """Return, for each step that is no pause, the piece of work it belongs to: all its sides and blocks."""
    groups: dict[WishId, list[int]] = {}
    for index, step in enumerate(plan.steps):
        if step.technique not in PAUSES:
            # what one side gets more for a sore spot is a piece of its own, beside the work on both
            alone = step.side if step.extra else ""
            groups.setdefault((step.technique, _place(step), step.phase, alone), []).append(index)
    pieces: dict[int, Piece] = {}
    for (technique, place, phase, _), members in groups.items():
        steps = [plan.steps[index] for index in members]
        sides = {step.side for step in steps}
        side = "right+left" if sides == {"left", "right"} else next(iter(sides))
        piece = Piece(
            (technique, place, phase, side),
            sum(step.duration_s for step in steps),
            any(step.locked for step in steps),
        )
        pieces |= dict.fromkeys(members, piece)
    return pieces


def _unmoved(
    edits: Sequence[Edit], pieces: Mapping[int, Piece], made: Plan, catalog: Catalog
) -> list[Notice]:
    """Return a notice for each step that was to be shorter or longer and is not."""
    now_s = {piece.wish_id: piece.seconds_s for piece in pieces_of(made).values()}
    notices = {}
    for edit in edits:
        piece = pieces[edit.step]
        name = catalog.techniques[piece.wish_id[0]].name
        moved_s = now_s.get(piece.wish_id, 0.0) - piece.seconds_s
        if edit.kind == "shorten" and moved_s > -KEPT_FRAC * piece.seconds_s:
            notices[piece.wish_id] = Notice(
                code="as-short-as-useful",
                says=f"{name} is as short as it is useful; remove it instead.",
            )
        if edit.kind == "lengthen" and moved_s < KEPT_FRAC * piece.seconds_s:
            notices[piece.wish_id] = Notice(
                code="as-long-as-useful",
                says=f"{name} is as long as it is useful; lengthen another step instead.",
            )
    return list(notices.values())


def _place(step: Step) -> str:
    place = step.place or ""
    return place if step.spot is None else f"{place}@{step.spot[0]:.3f},{step.spot[1]:.3f}"


def _kept(piece: Piece) -> Wish:
    return Wish(
        is_in=True, least_s=piece.seconds_s * (1 - KEPT_FRAC), most_s=piece.seconds_s * (1 + KEPT_FRAC)
    )


def _stands_in(candidate: Candidate, wish_id: WishId) -> bool:
    _, place, phase, _ = wish_id
    return candidate.phase == phase and (
        candidate.id[1] == place or candidate.place == place or place == "back" == candidate.place
    )


def _offer(number: int, edit: Edit, fitting: Sequence[Candidate]) -> WishId:
    """Return the wish id of the technique that takes over; raises DataError when it is not offered there."""
    for each in fitting:
        if each.technique.id == edit.technique:
            return each.wish_id
    known = sorted({each.technique.id for each in fitting})
    way_out = did_you_mean(edit.technique or "", known) if known else "Remove the step, or choose another."
    raise DataError(
        [Problem(f"edits[{number}].technique", f"{edit.technique} is not offered there", way_out)]
    )


def _problems(number: int, edit: Edit, plan: Plan, catalog: Catalog) -> list[Problem]:
    where = f"edits[{number}].step"
    if edit.step >= len(plan.steps):
        return [Problem(where, f"there is no step {edit.step}", f"Steps go from 0 to {len(plan.steps) - 1}.")]
    if plan.steps[edit.step].technique in PAUSES:
        return [Problem(where, "is a pause, not a stroke", "Choose a step with a technique.")]
    if edit.kind == "move" and (edit.to is None or edit.to > len(plan.steps)):
        what = "is missing" if edit.to is None else f"there is no step {edit.to}"
        way_out = f"Name the step it is to stand before: 0 to {len(plan.steps)}."
        return [Problem(f"edits[{number}].to", what, way_out)]
    if edit.kind == "swap" and edit.technique not in catalog.techniques:
        return [
            Problem(
                f"edits[{number}].technique",
                f"unknown technique '{edit.technique}'",
                did_you_mean(edit.technique or "", [*catalog.techniques]),
            )
        ]
    return []
