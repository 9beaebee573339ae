"""Blocks in their order: light before deep, the article's numbers, no part of the hand too long at a time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from backrub.model.base import HandPart, Phase
from backrub.planning.block import Block
from backrub.planning.budget import BLOCK_S, BOTH_BLOCK_S
from backrub.planning.candidate import OTHERS_RANK, WARM_PHASES, Candidate, Chosen, Kitchen, splits
from backrub.planning.stretch import Stretch
from backrub.planning.stroke import Key

CHANGE_S = 230.0
"""Work of one part after which something else should come, so that blocks of any length fit a stretch. [s]"""
PHASES: tuple[Phase, ...] = ("opening", "warm-up", "focus", "closing")
NEAR_S = 0.5
"""So little past a stretch's most is none. [s]"""

Had = Mapping[Key, int]


def packed(chosen: Sequence[Chosen], kitchen: Kitchen) -> list[Block]:
    """Return what was chosen as blocks, in the order of work."""
    order: list[Block] = []
    had: dict[Key, int] = {}
    for phase in PHASES:
        blocks = [
            block for each in chosen if each.candidate.phase == phase for block in _blocks(each, kitchen)
        ]
        stretch = Stretch()
        for block in order:
            stretch = block.after(stretch)
        order += _ordered(blocks, phase, kitchen, stretch, had=had if phase == "focus" else None)
        for block in blocks if phase in WARM_PHASES else ():
            for key, level in block.candidate.had.items():
                had[key] = max(had.get(key, 0), level)
    return _mended(order, kitchen, had=had)


def _blocks(chosen: Chosen, kitchen: Kitchen) -> list[Block]:
    """Cut long work into blocks that are each useful by themselves; the article's eight stay in one."""
    candidate, seconds_s = chosen.candidate, chosen.seconds_s
    count = 1
    if _is_cut(chosen.candidate, kitchen):
        block_s = BLOCK_S if len(candidate.sides) == 1 else BOTH_BLOCK_S
        count = max(1, min(math.ceil(seconds_s / block_s), int(seconds_s // candidate.least_s)))
    return [
        Block(candidate, seconds_s / count / len(candidate.sides), number, chosen.is_locked)
        for number in range(count)
    ]


def _is_cut(candidate: Candidate, kitchen: Kitchen) -> bool:
    """Whether work may be done in several blocks."""
    return (
        (kitchen.style.order == "rules" or candidate.rank == OTHERS_RANK)
        and splits(candidate.technique)
        and candidate.technique.repeat.times is None
    )


def _ordered(
    blocks: list[Block], phase: Phase, kitchen: Kitchen, stretch: Stretch, *, had: Had | None
) -> list[Block]:
    """Return the blocks of a phase in the order of work, after a stretch."""
    if phase == "opening":
        return sorted(
            blocks, key=lambda block: (block.candidate.technique.oil, block.number, block.candidate.id)
        )
    if phase == "closing":
        return sorted(blocks, key=_fading)
    if kitchen.style.order == "article" and all(block.candidate.rank < OTHERS_RANK for block in blocks):
        listed = [technique.id for technique in kitchen.catalog.techniques.values()]
        return sorted(
            blocks,
            key=lambda block: (
                block.candidate.rank,
                block.candidate.level,
                listed.index(block.candidate.technique.id),
                block.number,
            ),
        )
    return _alternating(blocks, kitchen, stretch, had=had)


def _fading(block: Block) -> tuple[object, ...]:
    """Return the rank of a closing block: force only falls, and the finish comes before what is as light."""
    technique, level = block.candidate.technique, block.candidate.level
    return -level, -technique.force_n[level], technique.id != "finish", block.number, block.candidate.id


def _alternating(blocks: list[Block], kitchen: Kitchen, stretch: Stretch, *, had: Had | None) -> list[Block]:
    """Order blocks so that no part of the hand works too long at a stretch.

    In focus, no place is worked deeper than it is ready for either.
    """
    most_s = kitchen.catalog.limits.stretch.most_s
    waiting = list(blocks)
    ready = dict(had or {})
    out: list[Block] = []
    while waiting:
        busiest, has_to_save = _busiest(waiting, stretch)

        def rank(block: Block) -> tuple[object, ...]:
            deep = had is not None and any(
                level > max(ready.get(key, 0) + 1, 2) for key, level in block.candidate.levels.items()
            )
            return (
                deep,
                block.after(stretch).longest_s > most_s,  # noqa: B023
                bool(out) and out[-1].candidate is block.candidate,
                block.candidate.rank if kitchen.style.order == "article" else 0,
                has_to_save and block.part != busiest,  # noqa: B023
                block.candidate.level if had is not None else 0,
                block.candidate.technique.working == "spot",
                block.number,
                block.part is not None and block.part == stretch.part,  # noqa: B023
                block.candidate.rank,
                block.candidate.id,
            )

        best = min(waiting, key=rank)
        waiting = [block for block in waiting if block is not best]
        out.append(best)
        stretch = best.after(stretch)
        for key, level in best.candidate.had.items():
            ready[key] = max(ready.get(key, 0), level)
    return out


def _busiest(waiting: list[Block], stretch: Stretch) -> tuple[HandPart | None, bool]:
    """Return the part with the most work left, and whether what can come between must be saved up."""
    left_s: dict[HandPart, float] = {}
    for block in waiting:
        if block.part is not None:
            left_s[block.part] = left_s.get(block.part, 0.0) + block.all_s
    if not left_s:
        return None, False
    busiest = max(left_s, key=lambda each: left_s[each])
    so_far_s = stretch.run_s if busiest == stretch.part else 0.0
    needed = math.ceil((left_s[busiest] + so_far_s) / CHANGE_S) - 1
    return busiest, sum(block.part != busiest for block in waiting) <= needed


def _mended(order: list[Block], kitchen: Kitchen, *, had: Had) -> list[Block]:
    """Move blocks of warm-up and focus while a part of the hand works too long and a move makes that less.

    What can come between may be done in two blocks for it. The eight of the article stay in their order, and
    no place is worked deeper than it is ready for.
    """
    most_s = kitchen.catalog.limits.stretch.most_s
    over_s = _over_s(order, most_s)
    while over_s > NEAR_S:
        better = sorted(
            (
                (left_s, number, moved)
                for number, moved in enumerate(_moves(order, kitchen))
                if (left_s := _over_s(moved, most_s)) < over_s - NEAR_S
            ),
            key=lambda each: each[:2],
        )
        best = next((each for each in better if _is_lawful(each[2], had)), None)
        if best is None:
            break
        over_s, order = best[0], best[2]
    return order


def _moves(order: list[Block], kitchen: Kitchen) -> Iterator[list[Block]]:
    """Yield the order with one block of warm-up or focus elsewhere in its phase, or a part of it."""
    for phase in ("warm-up", "focus"):
        where = [index for index, block in enumerate(order) if block.candidate.phase == phase]
        free = [
            at for at in where if kitchen.style.order == "rules" or order[at].candidate.rank == OTHERS_RANK
        ]
        for at in free:
            rest = [*order[:at], *order[at + 1 :]]
            for to in where:
                if to != at:
                    yield [*rest[:to], order[at], *rest[to:]]
        for at in free:
            halves = _halves(order[at], kitchen)
            for to in where if halves else ():
                split = [*order[:at], halves[0], *order[at + 1 :]]
                if to not in (at, at + 1):
                    yield [*split[:to], halves[1], *split[to:]]


def _halves(block: Block, kitchen: Kitchen) -> tuple[Block, ...]:
    """Return a block as two that are each useful by themselves; none where it can't be cut."""
    if block.locked or not _is_cut(block.candidate, kitchen) or block.all_s < 2 * block.candidate.least_s:
        return ()
    half = replace(block, side_s=block.side_s / 2)
    return half, replace(half, number=block.number + 1)


def _over_s(order: Sequence[Block], most_s: float) -> float:
    """Return how long parts of the hand work past the longest stretch, all told. [s]"""
    stretch = Stretch(most_s=most_s)
    for block in order:
        for piece in block.pieces:
            stretch.put(piece)
    return stretch.over_s


def _is_lawful(order: Sequence[Block], had: Had) -> bool:
    """Whether focus work may stand in this order: light before deep."""
    ready = dict(had)
    for block in order:
        if block.candidate.phase == "focus":
            for key, level in block.candidate.levels.items():
                if level > max(ready.get(key, 0) + 1, 2):
                    return False
            for key, level in block.candidate.had.items():
                ready[key] = max(ready.get(key, 0), level)
    return True
