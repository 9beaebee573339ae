"""Where hands have their middle, and at which level: judged however light the skin makes them there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.dose.case import Case, Mask
from backrub.model.base import HandPart
from backrub.motion.samples import PARTS

_ANY_LEVEL = 5


class Over(NamedTuple):
    """So many levels above what is allowed: when [s], in which stroke, by which part, on which cell."""

    levels: int
    at_s: float
    stroke: int
    part: HandPart
    cell: int


@dataclass(frozen=True, slots=True)
class Middles:
    """The cell (k,) under each place where a hand has its middle, with part, level, stroke, moment [s], and
    whether the stroke only links others."""

    cell: NDArray[np.int64]
    part: NDArray[np.int64]
    level: NDArray[np.int64]
    stroke: NDArray[np.int64]
    at_s: NDArray[np.float64]
    is_link: NDArray[np.bool_]

    @classmethod
    def of(cls, case: Case) -> Middles:
        """Return those of every stroke as it is laid; a way that hands go again counts once."""
        bed = case.contact.bed
        found: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        for number, segment in case.laid_once():
            row, column = bed.cells_under(segment.way.position_m)
            cell, same = row * bed.place.shape[1] + column, np.ones_like(row)
            level = segment.laid.level.astype(np.int64)
            at_s = segment.start_s + segment.duration_s * np.linspace(0.0, 1.0, len(cell))
            found.append((np.stack([cell, segment.part * same, level, number * same]), at_s))
        cell, part, level, stroke = np.concatenate(
            [np.empty((4, 0), np.int64), *(each for each, _ in found)], axis=1
        )
        at_s = np.concatenate([np.empty(0), *(at_s for _, at_s in found)])
        is_link = np.array([each.link for each in case.score.strokes], dtype=np.bool_)
        return cls(cell, part, level, stroke, at_s, is_link[stroke])

    def over(self, mask: Mask, most: Mapping[HandPart, int], *, links: bool = False) -> Over | None:
        """Return by how many levels at worst a part is above the most that it may have on some cells; of
        links, too, where they are asked for."""
        allowed = np.array([most.get(part, _ANY_LEVEL) for part in PARTS])
        judged = mask.ravel()[self.cell] & (links | ~self.is_link)
        above = np.where(judged, self.level - allowed[self.part], 0)
        if not (above > 0).any():
            return None
        worst = int(above.argmax())
        levels, at_s, stroke = int(above[worst]), float(self.at_s[worst]), int(self.stroke[worst])
        return Over(levels, at_s, stroke, PARTS[self.part[worst]], int(self.cell[worst]))
