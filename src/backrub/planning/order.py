"""The person's own order: a piece of a plan is moved, nothing is chosen anew, and every rule still holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backrub.catalog.load import Catalog
from backrub.errors import Problem
from backrub.model.base import Phase, Stand
from backrub.model.plan import PAUSES, Move, PieceAt, Plan, Step
from backrub.planning.budget import REOIL_EVERY_S, REOIL_S, WALK_S
from backrub.planning.retrace import retrace
from backrub.planning.stroke import Trace
from backrub.planning.verify import broken_by_order
from backrub.planning.why import PAUSES as WHY


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that stay together: a step, its other side right after it, the stones' reading before it."""

    at: PieceAt
    steps: tuple[Step, ...]
    traces: tuple[Trace | None, ...]
    first: int

    @property
    def phase(self) -> Phase:
        return self.at.phase


def moved(plan: Plan, moves: Sequence[Move], *, catalog: Catalog) -> tuple[Plan, list[tuple[Move, Problem]]]:
    """Return the plan in the person's order, and each move that can't be kept with the rule against it.

    Moves that are kept stand in the plan's own `moves`, after those it has.
    """
    blocks, problems, kept = _blocks(plan, retrace(plan, catalog=catalog)), [], list(plan.moves)
    made = plan
    for move in moves:
        found = _tried(plan, blocks, move, catalog)
        if isinstance(found, Problem):
            problems.append((move, found))
            continue
        blocks, made = found
        kept.append(move)
    return made.model_copy(update={"moves": tuple(kept)}), problems


def move_of(plan: Plan, step: int, *, to: int) -> Move:
    """Return what moving a step, which is no pause, before another means in pieces."""
    blocks = _blocks(plan, {})
    mine = next(each for each in blocks if step in _indices(each))
    before = next((each for each in blocks if _indices(each)[-1] >= to), None)
    if to >= len(plan.steps) or before is None:
        return Move(piece=mine.at, before=None)
    return Move(piece=mine.at, before=before.at)


Found = tuple[list[Block], Plan]


def _tried(plan: Plan, blocks: list[Block], move: Move, catalog: Catalog) -> Found | Problem:
    """Return the blocks and the plan with one move done, or the rule that is against it."""
    mine = next((each for each in blocks if each.at == move.piece), None)
    before = next((each for each in blocks if each.at == move.before), None)
    if mine is None or (before is None and move.before is not None):
        return Problem("to", "one of the two is not in the plan any more", "Move what is there.")
    if before is mine:
        return blocks, _laid(plan, blocks, catalog)
    others = [each for each in blocks if each is not mine]
    same = [index for index, each in enumerate(others) if each.phase == mine.phase]
    if not same:
        return Problem("to", f"it is the only piece of the {mine.phase}", "It stays where it is.")
    place = others.index(before) if before is not None else same[-1] + 1
    if not same[0] <= place <= same[-1] + 1:
        what = f"a piece of the {mine.phase} stays in the {mine.phase}"
    else:
        found = _placed(plan, others, mine, place, catalog)
        if not isinstance(found, str):
            return found
        what = found
    return Problem("to", what, _where_else(plan, others, mine, range(same[0], same[-1] + 2), catalog))


def _placed(plan: Plan, others: list[Block], mine: Block, place: int, catalog: Catalog) -> Found | str:
    """Return the blocks and the plan with one of them at a place, or what is against it."""
    blocks = [*others[:place], mine, *others[place:]]
    made = _laid(plan, blocks, catalog)
    if len(made.steps) > len(plan.steps):
        return "the giver would have to walk round once more"
    traces = dict(_traces(made, blocks))
    broken = broken_by_order(made, traces, catalog=catalog)
    return broken[0].what if broken else (blocks, made)


def _where_else(plan: Plan, others: list[Block], mine: Block, places: range, catalog: Catalog) -> str:
    """Return in words where a piece may stand instead."""
    fine = [each for each in places if not isinstance(_placed(plan, others, mine, each, catalog), str)]
    names = [
        f"before {catalog.techniques[others[each].at.technique].name}"
        if each < len(others) and others[each].phase == mine.phase
        else f"at the end of the {mine.phase}"
        for each in fine
    ]
    names = list(dict.fromkeys(names))
    if not names:
        return "Leave it where it is."
    return (
        f"It may stand {', '.join(names[:-1])} or {names[-1]}." if names[1:] else f"It may stand {names[0]}."
    )


def _blocks(plan: Plan, traces: dict[int, Trace | None]) -> list[Block]:
    """Return the plan's blocks in their order, without walks, oil and rest."""
    found: list[Block] = []
    counts: dict[tuple[str, str, Phase], int] = {}
    pending: list[int] = []
    members: list[int] = []

    def close() -> None:
        worked = [index for index in members if plan.steps[index].technique not in PAUSES]
        if worked:
            step = plan.steps[worked[0]]
            key = (step.technique, _place(step), step.phase)
            number = counts[key] = counts.get(key, -1) + 1
            at = PieceAt(technique=key[0], place=key[1], phase=key[2], number=number)
            found.append(
                Block(
                    at,
                    tuple(plan.steps[index] for index in members),
                    tuple(traces.get(index) for index in members),
                    worked[0],
                )
            )
        members.clear()

    for index, step in enumerate(plan.steps):
        if step.technique == "stones":
            pending.append(index)
        elif step.technique not in PAUSES:
            last = plan.steps[members[-1]] if members else None
            is_other_side = last is not None and not pending and _is_other_side(last, step)
            if not is_other_side:
                close()
            members += [*pending, index]
            pending.clear()
    close()
    return found


def _is_other_side(one: Step, other: Step) -> bool:
    same = (one.technique, _place(one), one.phase, one.extra, one.level) == (
        other.technique, _place(other), other.phase, other.extra, other.level,
    )  # fmt: skip
    return same and {one.side, other.side} == {"left", "right"}


def _indices(block: Block) -> list[int]:
    """Return the steps of the plan that a block was, walks between its sides counted."""
    extra = sum(
        one.stand != other.stand and "any" not in (one.stand, other.stand) for one, other in _pairs(block)
    )
    return list(range(block.first, block.first + len(block.steps) + extra))


def _pairs(block: Block) -> Iterator[tuple[Step, Step]]:
    worked = [step for step in block.steps if step.technique not in PAUSES]
    return pairwise(worked)


def _place(step: Step) -> str:
    place = step.place or ""
    return place if step.spot is None else f"{place}@{step.spot[0]:.3f},{step.spot[1]:.3f}"


def _laid(plan: Plan, blocks: Sequence[Block], catalog: Catalog) -> Plan:
    """Return the plan with its blocks in this order: oil before it is needed, walks where sides change.

    What was oiled again is oiled again as often, about eight minutes apart.
    """
    oils = [step for step in plan.steps if step.technique == "oil"]
    rests = [step for step in plan.steps if step.technique == "rest"]
    oiling, again = oils[:1], len(oils[1:])
    steps: list[Step] = []
    now_s, oiled_s = 0.0, 0.0
    stand: Stand | None = None

    def add(step: Step) -> None:
        nonlocal now_s
        steps.append(step.model_copy(update={"start_s": round(now_s, 1)}))
        now_s = round(now_s + step.duration_s, 3)

    last_oiled = max((i for i, each in enumerate(blocks) if each.phase in ("warm-up", "focus")), default=-1)
    for index, block in enumerate(blocks):
        if oiling and catalog.techniques[block.at.technique].oil:
            add(oiling.pop().model_copy(update={"phase": block.phase}))
            oiled_s = now_s
        elif again and not oiling and block.phase in ("warm-up", "focus"):
            is_time = now_s - oiled_s >= REOIL_EVERY_S * 0.8
            if is_time or index == last_oiled:
                add(_pause("oil", REOIL_S, block.phase, stand or "right"))
                oiled_s, again = now_s, again - 1
        for step in block.steps:
            if step.technique not in PAUSES and step.stand != "any":
                if stand is not None and step.stand != stand:
                    add(_pause("walk", WALK_S, block.phase, step.stand))
                stand = step.stand
            add(step)
    for step in rests:
        add(step)
    return plan.model_copy(update={"steps": tuple(steps)})


def _pause(technique: str, duration_s: float, phase: Phase, stand: Stand) -> Step:
    return Step(
        technique=technique, place=None, side="both", level=None, passes=None, start_s=0.0,
        duration_s=duration_s, phase=phase, why=WHY[technique], stand=stand,
    )  # fmt: skip


def _traces(made: Plan, blocks: Sequence[Block]) -> Iterator[tuple[int, Trace | None]]:
    """Yield each step's trace at its new index."""
    worked = iter(
        trace
        for block in blocks
        for step, trace in zip(block.steps, block.traces, strict=True)
        if step.technique not in PAUSES
    )
    for index, step in enumerate(made.steps):
        if step.technique not in PAUSES:
            yield index, next(worked)
