"""What the outline of a hand comes over, whether or not its rim presses there: for circles to leave alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.patches import Patch
from backrub.dose.case import Case, Mask
from backrub.dose.middles import Over
from backrub.motion.samples import PARTS
from backrub.motion.track import Segment, headings

Array = NDArray[np.float64]

NEARLY_M = 0.003
"""An outline may come so far over a circle's edge: both are drawn on cells of 2.5 to 5 mm [engineering
judgement]. [m]"""


def swept_over(case: Case, mask: Mask) -> Over | None:
    """Return the highest level at which any hand sweeps some cells, its whole outline counted; None if none.

    What passes over in the air sweeps nothing; a palm that only glides to the next stroke does.
    """
    bed = case.contact.bed
    rows, columns = np.nonzero(mask & (bed.area_m2 > 0))
    if not len(rows):
        return None
    cells_m = np.stack([bed.x_m[columns], bed.y_m[rows], bed.z_m[rows, columns]], axis=1)
    middle_m = cells_m.mean(axis=0)
    reach_m = float(np.linalg.norm(cells_m - middle_m, axis=1).max())
    worst: Over | None = None
    for number, segment in case.laid_once():
        patch, level = case.patches[PARTS[segment.part]], segment.laid.level
        position_m = segment.way.position_m
        away_m = np.linalg.norm(position_m - middle_m, axis=1)
        near = away_m < reach_m + np.hypot(patch.half_length_m, patch.half_row_m)
        near &= segment.laid.force_n > 0
        if worst is not None:
            near &= level > worst.levels
        at, cell = np.nonzero(_under(patch, segment, cells_m, at=np.flatnonzero(near)))
        if len(at):
            at = np.flatnonzero(near)[at]
            first = int(level[at].argmax())
            share = at[first] / max(1, len(level) - 1)
            worst = Over(
                int(level[at[first]]), float(segment.start_s + segment.duration_s * share), number,
                PARTS[segment.part], int(rows[cell[first]] * mask.shape[1] + columns[cell[first]]),
            )  # fmt: skip
    return worst


def _under(patch: Patch, segment: Segment, cells_m: Array, *, at: NDArray[np.int64]) -> Mask:
    """Return which cells (m, 3) lie within a hand's outline at some places (k,) of its way, (k, m). [m]"""
    normal = segment.way.normal[at]
    heading = headings(np.full(len(at), segment.part), normal)
    away_m = cells_m - segment.way.position_m[at, None]
    along_m, over_m = (np.einsum("kmi,ki->km", away_m, each) for each in (heading, np.cross(heading, normal)))
    length_m, width_m = patch.half_length_m - NEARLY_M, patch.half_width_m - NEARLY_M
    found = np.zeros(along_m.shape, dtype=np.bool_)
    for pad in range(patch.pads):
        pad_m = over_m - patch.pitch_m * (pad - (patch.pads - 1) / 2)
        found |= (along_m / length_m) ** 2 + (pad_m / width_m) ** 2 <= 1.0
    # In a furrow the hand leans, and skin round the flank would come to lie within it.
    farthest_m = np.hypot(patch.half_length_m, patch.half_row_m)
    return np.asarray(found & (np.einsum("kmi,kmi->km", away_m, away_m) <= farthest_m**2))
