"""Plan an evening: wishes and a clearance in, ordered steps out, or what clashes and the ways out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from backrub.catalog.load import Catalog
from backrub.errors import DataError, Problem
from backrub.model.base import Point
from backrub.model.clearance import Clearance
from backrub.model.plan import Body, Infeasible, Notice, Plan, PlanLimits
from backrub.model.request import Request
from backrub.planning.budget import Budget
from backrub.planning.candidate import WARM_PHASES, Candidate, Kitchen
from backrub.planning.choose import Fixed, Solved, choose
from backrub.planning.gather import TOO_SORE_NRS, LeftOut, candidates
from backrub.planning.ground import Ground, evened
from backrub.planning.margins import HASTY, STARTS, Margins
from backrub.planning.solve import GAP_FRAC
from backrub.planning.spots import helps
from backrub.planning.stroke import Key
from backrub.planning.ways_out import infeasible
from backrub.planning.wishes import NO_ROOM, Wishes, brought_down
from backrub.screening.wishes import problems_of_wishes

EVENED_FRAC = 0.02
"""Where the same time for left and right costs an evening more than this of its worth, the places to
leave alone are tried on both sides: strokes are alike then, and lose less."""


def plan(request: Request, clearance: Clearance, *, catalog: Catalog, day: date) -> Plan | Infeasible:
    """Return the best plan that keeps every rule, or what clashes and at least two ways out.

    Raises DataError when the request names what does not exist (a style, an oil) or the clearance allows no
    massage.
    """
    return plan_with(request, clearance, fixed={}, catalog=catalog, day=day)


def plan_with(
    request: Request,
    clearance: Clearance,
    *,
    fixed: Fixed,
    catalog: Catalog,
    day: date,
    left_out: tuple[LeftOut, ...] = (),
) -> Plan | Infeasible:
    """Return the plan with some of its pieces fixed by the person; see `plan`."""
    _check(request, clearance, catalog)
    wishes = brought_down(request, clearance, catalog=catalog)
    out = frozenset(left_out)
    solved = solve_wishes(wishes, request, clearance=clearance, catalog=catalog, fixed=fixed, out=out)
    if isinstance(solved, Solved):
        return _plan(solved, wishes, request, clearance, day=day).model_copy(update={"left_out": left_out})

    def fits(changed: Request, *, keeps_fixed: bool) -> bool:
        tried = solve_wishes(
            brought_down(changed, clearance, catalog=catalog),
            changed,
            clearance=clearance,
            catalog=catalog,
            fixed=fixed if keeps_fixed else {},
            out=out if keeps_fixed else frozenset(),
            starts=HASTY,
        )
        return isinstance(tried, Solved)

    has_fixed = bool(fixed or left_out)
    return infeasible(solved, wishes, request=request, catalog=catalog, fits=fits, has_fixed=has_fixed)


def solve_wishes(
    wishes: Wishes,
    request: Request,
    *,
    clearance: Clearance,
    catalog: Catalog,
    fixed: Fixed,
    out: frozenset[LeftOut] = frozenset(),
    starts: Sequence[Margins] = STARTS,
) -> Solved | tuple[Candidate, ...]:
    """Return the solved evening, or the candidates that were not enough for one."""
    kitchen = kitchen_of(wishes, request, clearance=clearance, catalog=catalog)
    style = kitchen.style
    if style.needs is not None and wishes.style == request.wishes.style and not _has(style.needs, request):
        return ()
    kept = frozenset(wish_id for wish_id, wish in fixed.items() if wish.is_in)

    def chosen_in(
        kitchen: Kitchen, *, must_touch: frozenset[Key] = frozenset(), above: float = -np.inf
    ) -> tuple[Solved | tuple[Candidate, ...], frozenset[Key]]:
        gathered = candidates(kitchen, out=out, kept=kept)
        every, spare, kitchen = gathered.found, gathered.spare, gathered.kitchen
        if kitchen.budget.touches_all:
            must_touch |= _must_touch((*every, *spare))
        solved = choose(
            every, kitchen, spare=spare, fixed=fixed, must_touch=must_touch, starts=starts, above=above
        )
        return every if solved is None else solved, must_touch

    solved, touched = chosen_in(kitchen)
    if starts is HASTY:
        return solved
    even = replace(kitchen, ground=replace(kitchen.ground, avoid=evened(kitchen.ground.avoid)))
    is_dear = not isinstance(solved, Solved) or solved.balance_cost_frac > EVENED_FRAC
    if is_dear and even != kitchen and _is_kind_to_sore_spots(even, kitchen):
        again, _ = chosen_in(even, must_touch=touched)
        if _is_better(again, solved):
            solved, kitchen = again, even
    if not isinstance(solved, Solved) or kitchen.budget.touches_all:
        return solved
    passed = _to_end_short_of(solved) - solved.kitchen.ground.unwarmed
    if passed:
        short = replace(kitchen, ground=replace(kitchen.ground, unwarmed=passed))
        again, _ = chosen_in(short, above=solved.solution.worth + GAP_FRAC * solved.solution.own_worth)
        solved = again if _is_better(again, solved) else solved
    return solved


def _is_better(one: Solved | tuple[Candidate, ...], other: Solved | tuple[Candidate, ...]) -> bool:
    """Whether one is an evening, and the other none or worth less."""
    return isinstance(one, Solved) and (
        not isinstance(other, Solved) or one.solution.worth > other.solution.worth
    )


def _is_kind_to_sore_spots(one: Kitchen, other: Kitchen) -> bool:
    """Whether every part of the hand may press each sore spot as firmly as in the other."""
    spots = np.array([(sore.across, sore.along) for sore in one.sore]).reshape(-1, 2)
    return all(
        bool((one.ground.levels(spots, part) >= other.ground.levels(spots, part)).all())
        for part in one.ground.limits.parts
    )


def _to_end_short_of(solved: Solved) -> frozenset[str]:
    """Return the places that a short evening may lack time to warm for focus work: those that it only passes,
    and those that are not warm.
    """
    focus = [each.candidate for each in solved.chosen if each.candidate.phase == "focus"]
    at_home = {each.place for each in focus}
    passed = {place for each in focus for place, _ in each.levels if place not in at_home}
    warm_s: dict[Key, float] = {}
    for each in solved.chosen:
        if each.candidate.phase in WARM_PHASES:
            for key, share in each.candidate.share_frac.items():
                warm_s[key] = warm_s.get(key, 0.0) + share * each.seconds_s
    deep = {key for each in solved.found if each.phase == "focus" for key in each.levels}
    needed_s = solved.kitchen.budget.warm_place_s
    return frozenset(passed) | {key[0] for key in deep if warm_s.get(key, 0.0) < needed_s}


def kitchen_of(wishes: Wishes, request: Request, *, clearance: Clearance, catalog: Catalog) -> Kitchen:
    """Return what planning stands on for these wishes."""
    ground = Ground.of(
        body_of(request),
        limits_of(clearance),
        limits=catalog.limits,
        atlas=catalog.atlas,
        slow_at=_sore_points(request, least_nrs=0),
        gentle_at=_sore_points(request, least_nrs=TOO_SORE_NRS),
    )
    return Kitchen(
        catalog=catalog,
        ground=ground,
        style=catalog.styles[wishes.style],
        budget=Budget.of(wishes.minutes),
        level=wishes.level,
        oil=wishes.oil,
        stones_c=request.kit.stones_c,
        massager=request.kit.massager,
        forbidden=frozenset(clearance.forbidden_techniques),
        sore=request.wishes.sore,
        tempo=request.wishes.tempo,
    )


def body_of(request: Request) -> Body:
    """Return all that later stages may know of the receiver."""
    receiver = request.receiver
    return Body(
        sex=receiver.sex,
        height_m=receiver.height_m,
        mass_kg=receiver.mass_kg,
        age_years=receiver.age_years,
        calibration_frac=receiver.calibration_frac,
    )


def _sore_points(request: Request, *, least_nrs: int) -> tuple[Point, ...]:
    """Return each sore spot that hurts so much, without its number."""
    return tuple((sore.across, sore.along) for sore in request.wishes.sore if sore.pain_nrs >= least_nrs)


def limits_of(clearance: Clearance) -> PlanLimits:
    """Return what a plan carries of a clearance: no reason among it."""
    return PlanLimits(
        max_level=max(clearance.max_level, 1),
        max_minutes=clearance.max_minutes,
        lapses_on=clearance.lapses_on,
        avoid=clearance.avoid,
        forbidden_techniques=clearance.forbidden_techniques,
        forbidden_places=clearance.forbidden_places,
        forbidden_parts=clearance.forbidden_parts,
        place_max_level=clearance.place_max_level,
    )


def _check(request: Request, clearance: Clearance, catalog: Catalog) -> None:
    problems: list[Problem] = []
    if not clearance.may_plan:
        what = f"'{clearance.tier}' has no massage to plan"
        problems.append(Problem("clearance.tier", what, "Follow what the clearance says to do next."))
    problems += problems_of_wishes(request, catalog=catalog, position=clearance.position)
    if problems:
        raise DataError(problems)


def _has(needs: str, request: Request) -> bool:
    return request.kit.stones_c is not None if needs == "stones" else request.kit.massager


def _must_touch(found: Sequence[Candidate]) -> frozenset[Key]:
    """Return every place that some permitted stroke touches."""
    return frozenset(key for each in found for key in each.share_frac if each.touches(key))


def _plan(solved: Solved, wishes: Wishes, request: Request, clearance: Clearance, *, day: date) -> Plan:
    steps = solved.steps
    notices = list(wishes.notices)
    notices += _sore_notices(solved, request)
    circles = solved.kitchen.ground.avoid
    if circles != clearance.avoid:
        says = "What is left alone on one side is left alone on the other, too: both get the same."
        notices.append(Notice(code="both-sides-spared", says=says))
    used = {each.candidate.technique.id for each in solved.chosen}
    unused = [each.name for each in solved.kitchen.catalog.techniques.values() if each.id not in used]
    notices = [
        notice
        for notice in notices
        if notice.code != "technique-replaced" or notice.says.partition(":")[0] not in unused
    ]
    notices += _narrow_notices(solved)
    if solved.kitchen.style.order == "article":
        told = " ".join(notice.says for notice in notices)
        notices += [
            Notice(code="technique-left-out", says=f"{technique.name} does not fit tonight; it is left out.")
            for technique in solved.kitchen.catalog.techniques.values()
            if technique.article is not None and technique.id not in used and f"{technique.name}:" not in told
        ]
        notices += [
            Notice(
                code="one-side-only",
                says=f"{each.candidate.technique.name} is done on their {each.candidate.sides[0]} side only: "
                "the other has no room for it.",
            )
            for each in solved.chosen
            if each.candidate.technique.article is not None
            and each.candidate.technique.working == "each-side"
            and len(each.candidate.sides) == 1
        ]
    return Plan(
        made_on=day,
        style=wishes.style,
        duration_s=round(sum(step.duration_s for step in steps), 1),
        objective=round(solved.solution.worth, 6),
        mip_gap=round(solved.solution.gap_frac, 6),
        solve_s=0.0,  # whoever has a clock fills it in
        notices=tuple(notices),
        steps=steps,
        body=body_of(request),
        position=clearance.position,
        level=wishes.level,
        tempo=request.wishes.tempo,
        kit=request.kit.model_copy(update={"oil": wishes.oil}),
        giver=request.giver,
        limits=limits_of(clearance).model_copy(update={"avoid": circles}),
        slow_at=solved.kitchen.ground.slow_at,
        gentle_at=solved.kitchen.ground.gentle_at,
        unwarmed=tuple(sorted(solved.kitchen.ground.unwarmed)),
    )


def _narrow_notices(solved: Solved) -> list[Notice]:
    """Say of each technique that is somewhere done without its own part of the hand, which has no room."""
    names = {
        each.candidate.technique.name
        for each in solved.chosen
        if each.candidate.technique.narrow_part is not None
        and each.candidate.technique.part not in {part for of in each.candidate.traces for part in of.parts}
    }
    return [Notice(code="technique-replaced", says=NO_ROOM.format(name=name)) for name in sorted(names)]


def _sore_notices(solved: Solved, request: Request) -> list[Notice]:
    """Say of each sore spot that gets no firmer help: what it gets, and no number."""
    ground = solved.kitchen.ground
    notices = []
    for number, sore in enumerate(request.wishes.sore, start=1):
        at = ground.atlas.place_at(sore.across, sore.along)
        spot = np.array([(sore.across, sore.along)])
        if not any(ground.levels(spot, part)[0] for part in ground.limits.parts):
            says = f"Sore spot {number} is left alone: no hand may lie there tonight."
        elif (sore.across, sore.along) in ground.gentle_at:
            says = f"Sore spot {number} gets only the open hand, lightly: it is too sore to be pressed."
        elif at is None or not any(
            helps(each.candidate, (sore.across, sore.along), at=at, ground=ground, least=0.0)
            for each in solved.chosen
        ):
            says = f"Sore spot {number} gets only light touch tonight, or none."
        else:
            continue
        notices.append(Notice(code="sore-spot-left", says=says))
    return notices
