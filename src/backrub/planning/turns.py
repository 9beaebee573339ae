"""Whose turn it is: the work of one part of the hand, and what comes between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backrub.model.base import HandPart
from backrub.planning.candidate import WARM_PHASES, Candidate


@dataclass(frozen=True, slots=True)
class Turn:
    """The candidates that one part alone does, and those that can come between them, by their index."""

    part: HandPart
    mine: tuple[int, ...]
    between: tuple[int, ...]


def turns_of(found: Sequence[Candidate]) -> Iterator[Turn]:
    """Yield each part's work before focus, and again from focus on."""
    for phases in (WARM_PHASES, ("focus", "closing")):
        members = [index for index, each in enumerate(found) if each.phase in phases]
        for parts in dict.fromkeys(
            frozenset().union(*(trace.parts for trace in found[index].traces)) for index in members
        ):
            if len(parts) > 1:
                continue
            mine = [index for index in members if all(trace.parts == parts for trace in found[index].traces)]
            between = [index for index in members if index not in mine]
            yield Turn(next(iter(parts)), tuple(mine), tuple(between))
