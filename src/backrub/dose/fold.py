"""What each technique of a plan does to the skin, and all together: for pictures, without a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from backrub.body import ReceiverBody
from backrub.catalog.load import Catalog
from backrub.contact import Bed, press
from backrub.dose.skin import refuse_seated, skin_of
from backrub.model.plan import Plan
from backrub.model.score import Score
from backrub.motion import move
from backrub.motion.move import check_asked, segments_of
from backrub.motion.samples import LIFTED, HandBlock

Array = NDArray[np.float64]
Blocks = tuple[HandBlock, HandBlock]

MAP_HZ = 20.0
"""How often hands are sampled for pictures. On the article's half hour no cell's pressure over time is off by
more than a thousandth of the most against 60 a second, no highest pressure by more than 1.4 kPa. [Hz]"""


@dataclass(frozen=True, slots=True)
class TechniqueFold:
    """What one technique did to each cell of a bed: pressure over time [Pa s] and highest pressure [Pa],
    both (ny, nx), 0 where it never came; read-only."""

    technique: str
    impulse_pa_s: Array
    peak_pa: Array


@dataclass(frozen=True, slots=True)
class DoseFold:
    """What a plan did to a bed, technique by technique in the order they first come."""

    bed: Bed
    techniques: tuple[TechniqueFold, ...]

    @property
    def impulse_pa_s(self) -> Array:
        """(ny, nx) pressure over time of the whole. [Pa s]"""
        return np.asarray(sum((each.impulse_pa_s for each in self.techniques), np.zeros(self.bed.z_m.shape)))

    @property
    def peak_pa(self) -> Array:
        """(ny, nx) highest pressure of the whole; 0 where no hand came. [Pa]"""
        peaks = [each.peak_pa for each in self.techniques]
        return np.asarray(np.maximum.reduce([np.zeros(self.bed.z_m.shape), *peaks]))


def fold_of(
    plan: Plan,
    score: Score,
    *,
    catalog: Catalog,
    receiver: ReceiverBody | None = None,
    rate_hz: float = MAP_HZ,
    threads: int = 2,
    calibration_frac: float = 1.0,
) -> DoseFold:
    """Return what each technique does to the skin of the body that the plan was made for.

    The motion is walked once and pressed run by run as it comes; nothing of it is kept. `calibration_frac` is
    the receiver's own, as for `check`.

    Raises
    ------
    Refused
        For somebody seated: only a lying back is known.
    DataError
        When plan and score don't belong together.
    """
    refuse_seated(plan)
    skin = skin_of(plan, catalog=catalog, receiver=receiver)
    bed, back = skin.bed, skin.receiver.back
    names = list(dict.fromkeys(plan.steps[stroke.step].technique for stroke in score.strokes))
    technique = np.array([names.index(plan.steps[stroke.step].technique) for stroke in score.strokes])
    impulse = {index: np.zeros(bed.z_m.shape) for index in range(len(names))}
    peak = {index: np.zeros(bed.z_m.shape) for index in range(len(names))}
    check_asked(plan, score, rate_hz=rate_hz, calibration_frac=calibration_frac)
    segments = segments_of(
        plan, score, back=back, catalog=catalog, calibration_frac=calibration_frac, bears=skin.bears
    )
    blocks = move(plan, score, back=back, catalog=catalog, rate_hz=rate_hz, segments=segments)
    oiled = plan.kit.oil != "none"
    for index, run in groupby(_by_technique(blocks, technique), key=lambda piece: piece[0]):
        contact = press((pair for _, pair in run), bed=bed, oiled=oiled, threads=threads)
        impulse[index] += contact.impulse_pa_s
        np.maximum(peak[index], np.nan_to_num(contact.peak_pa), out=peak[index])
    for each in (*impulse.values(), *peak.values()):
        each.flags.writeable = False
    return DoseFold(
        bed, tuple(TechniqueFold(name, impulse[index], peak[index]) for index, name in enumerate(names))
    )


def _by_technique(blocks: Iterable[Blocks], technique: NDArray[np.int64]) -> Iterator[tuple[int, Blocks]]:
    """Yield pieces of one technique each; while both hands are lifted it is still the one before.

    Where hands are at two techniques, in the blink between two steps, it is the later stroke's.
    """
    last = 0
    for left, right in blocks:
        stroke = np.maximum(
            np.where(left.part != LIFTED, left.stroke, -1), np.where(right.part != LIFTED, right.stroke, -1)
        )
        known = np.maximum.accumulate(np.where(stroke >= 0, np.arange(len(stroke)), -1))
        which = np.where(known >= 0, technique[stroke[known]], last)
        cuts = [0, *(np.flatnonzero(np.diff(which)) + 1).tolist(), len(which)]
        for begin, end in pairwise(cuts):
            yield int(which[begin]), (left.part_of(begin, end), right.part_of(begin, end))
        last = int(which[-1])
