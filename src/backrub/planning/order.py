"""The order of work: cut into blocks, light before deep, hands changing, near before far."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from backrub.model.base import HandPart, Phase
from backrub.planning.budget import BLOCK_S, BOTH_BLOCK_S
from backrub.planning.candidate import OTHERS_RANK, Candidate, Chosen, Kitchen, splits
from backrub.planning.stroke import Key, one_part

CHANGE_S = 230.0
"""Work of one part after which something else should come, so that blocks of any length fit a stretch. [s]"""
FIRST_ALONG = 0.9
"""Work begins low on the back and goes up from there."""

Run = tuple[HandPart | None, float]
"""A part of the hand and how long it works at a stretch. [s]"""
NO_RUN: Run = (None, 0.0)


@dataclass(slots=True)
class Block:
    """A piece of a chosen candidate that is worked without a break: its sides in order, each so long. [s]"""

    candidate: Candidate
    side_s: float
    number: int
    locked: bool = False

    @property
    def part(self) -> HandPart | None:
        """The part of the hand that does all of it; None where several take turns."""
        return one_part(self.candidate.traces)

    @property
    def all_s(self) -> float:
        """Its time on every side. [s]"""
        return self.side_s * len(self.candidate.sides)


def blocks_of(chosen: Chosen, *, kitchen: Kitchen) -> list[Block]:
    """Cut long work into blocks that are each useful by themselves; the article's order keeps it in one."""
    candidate, seconds_s = chosen.candidate, chosen.seconds_s
    count = 1
    if (
        kitchen.style.order == "rules"
        and splits(candidate.technique)
        and candidate.technique.repeat.times is None
    ):
        block_s = BLOCK_S if len(candidate.sides) == 1 else BOTH_BLOCK_S
        count = max(1, min(math.ceil(seconds_s / block_s), int(seconds_s // candidate.least_s)))
    return [
        Block(candidate, seconds_s / count / len(candidate.sides), number, chosen.is_locked)
        for number in range(count)
    ]


def ordered(
    blocks: list[Block], phase: Phase, *, kitchen: Kitchen, had: Mapping[Key, int], before: Run, after: Run
) -> list[Block]:
    """Return the blocks in the order of work.

    `before` and `after` are the runs of one part that these blocks follow and lead to; `had` is the level
    that each place has had.
    """
    if phase == "opening":
        return sorted(
            blocks, key=lambda block: (block.candidate.technique.oil, block.number, block.candidate.id)
        )
    if phase == "closing":
        return sorted(blocks, key=fading)
    if kitchen.style.order == "article" and all(block.candidate.rank < OTHERS_RANK for block in blocks):
        order = [technique.id for technique in kitchen.catalog.techniques.values()]
        return sorted(
            blocks,
            key=lambda block: (
                block.candidate.rank,
                block.candidate.level,
                order.index(block.candidate.technique.id),
                block.number,
            ),
        )
    last = _kept_for_last(blocks, after, most_s=kitchen.catalog.limits.stretch.most_s)
    first = [block for block in blocks if block is not last]
    out = _alternating(first, kitchen, before, had=had if phase == "focus" else None)
    return _joined([*out, *([last] if last is not None else [])])


def run_in(blocks: list[Block]) -> Run:
    """Return the run of one part that blocks begin with."""
    part: HandPart | None = None
    run_s = 0.0
    for block in blocks:
        if block.part is None or part not in (None, block.part):
            break
        part, run_s = block.part, run_s + block.all_s
    return part, run_s


def _kept_for_last(blocks: list[Block], after: Run, *, most_s: float) -> Block | None:
    """Return what comes between work of a part and a long run of it that follows; None for no need."""
    part, run_s = after
    same_s = sum(block.all_s for block in blocks if block.part == part)
    others = [block for block in blocks if block.part != part]
    if part is None or same_s + run_s <= most_s or not others:
        return None
    return max(others, key=lambda block: (block.candidate.level, block.number, block.candidate.id))


def _joined(blocks: list[Block]) -> list[Block]:
    """Return blocks with those of the same work that follow each other made one."""
    out: list[Block] = []
    for block in blocks:
        if out and out[-1].candidate is block.candidate:
            out[-1] = replace(out[-1], side_s=out[-1].side_s + block.side_s)
        else:
            out.append(block)
    return out


def fading(block: Block) -> tuple[object, ...]:
    """Return the rank of a closing block: force only falls, and the finish comes before what is as light."""
    technique, level = block.candidate.technique, block.candidate.level
    return -level, -technique.force_n[level], technique.id != "finish", block.number, block.candidate.id


def _alternating(
    blocks: list[Block], kitchen: Kitchen, start: Run, *, had: Mapping[Key, int] | None
) -> list[Block]:
    """Order blocks so that no part of the hand works too long at a stretch, and hands stay near.

    In focus, where `had` is the level that each place has had, no place is worked deeper than it is ready
    for.
    """
    waiting = list(blocks)
    ready = dict(had or {})
    out: list[Block] = []
    part, run_s = start
    along = FIRST_ALONG
    while waiting:
        busiest, has_to_save = _busiest(waiting, (part, run_s))
        rank = partial(
            _rank,
            kitchen=kitchen,
            last=out[-1].candidate if out else None,
            run=(part, run_s),
            kept_part=busiest if has_to_save else None,
            ready=None if had is None else ready,
            along=along,
        )
        best = min(waiting, key=rank)
        waiting.remove(best)
        out.append(best)
        run_s = best.all_s + (run_s if best.part is not None and best.part == part else 0.0)
        part = best.part
        along = _along(best, kitchen, otherwise=along)
        for key, level in best.candidate.levels.items():
            ready[key] = max(ready.get(key, 0), level)
    return out


def _rank(
    block: Block,
    *,
    kitchen: Kitchen,
    last: Candidate | None,
    run: Run,
    kept_part: HandPart | None,
    ready: Mapping[Key, int] | None,
    along: float,
) -> tuple[object, ...]:
    """Return how a block ranks as the next: what must be comes first, then what feels like one flow."""
    candidate, (part, run_s) = block.candidate, run
    longer_s = block.all_s + (run_s if block.part == part else 0.0) if block.part is not None else 0.0
    is_deep = ready is not None and any(
        level > max(ready.get(key, 0) + 1, 2) for key, level in candidate.levels.items()
    )
    return (
        is_deep,
        longer_s > kitchen.catalog.limits.stretch.most_s,
        candidate.rank if kitchen.style.order == "article" else 0,
        kept_part is not None and block.part != kept_part,
        candidate.level if ready is not None else 0,
        candidate is not last,
        candidate.technique.working == "spot",
        block.number,
        longer_s > CHANGE_S,
        round(abs(_along(block, kitchen, otherwise=along) - along), 1),
        candidate.rank,
        block.part == part,
        candidate.id,
    )


def _along(block: Block, kitchen: Kitchen, *, otherwise: float) -> float:
    """Return how far down the back a block works; what covers all of it is near everything."""
    anchor = kitchen.ground.atlas.anchors.get(block.candidate.place)
    return otherwise if anchor is None else anchor[1]


def _busiest(waiting: list[Block], run: Run) -> tuple[HandPart | None, bool]:
    """Return the part with the most work left, and whether what can come between must be saved up."""
    part, run_s = run
    left_s: dict[HandPart, float] = {}
    for block in waiting:
        if block.part is not None:
            left_s[block.part] = left_s.get(block.part, 0.0) + block.all_s
    if not left_s:
        return None, False
    busiest = max(left_s, key=lambda each: left_s[each])
    needed = math.ceil((left_s[busiest] + (run_s if busiest == part else 0.0)) / CHANGE_S) - 1
    return busiest, sum(block.part != busiest for block in waiting) <= needed
