"""What all of a massage did to every cell of the skin, and what it asked of the hands: a fold, not a film."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.contact.bed import Bed

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Worst:
    """The largest values of something, each with its moment [s] and stroke; -1 and NaN where there is none.

    The unit of `value` is that of the field that holds it; read-only arrays of one shape.
    """

    value: Floats
    at_s: Floats
    stroke: Ints


@dataclass(frozen=True, slots=True)
class HandUse:
    """What the massage asked of the giver's hands, (hand, part) arrays; hand 0 is left.

    Parameters
    ----------
    force_time_n_s : normal force over time [N s]; its limits and budgets are others' affair.
    work_n_m : work against the friction of sliding [N m].
    worked_s : time at work [s]. `hands_on_s` counts the time with any hand on the skin once [s].
    stretch_s : (part,) each part's longest stretch until another part took over for long enough [s].
    burst_s : (1,) the longest work of both thumbs without a pause [s].
    missed_n, missed_s : (hand,) force that met no skin [N], and for how long [s].
    """

    force_time_n_s: Floats
    work_n_m: Floats
    worked_s: Floats
    hands_on_s: float
    stretch_s: Worst
    burst_s: Worst
    missed_n: Worst
    missed_s: Floats


@dataclass(frozen=True, slots=True)
class Presses:
    """How hard the hands pressed where: the worst of each part at each place and in each zone.

    (part, place + 1) for places, the last is none of them, by where the patch's middle lies; (part, zone) for
    zones, by any cell that the patch touches. Forces are one hand's [N], pressures means over the area in
    contact [Pa], levels Walton's; `midline_m` is how near the midline the patch's middle came by
    part and place [m], NaN where never; `total_n` (2, level) both hands' force together by the higher of
    their
    levels, [0] with any other part at work, [1] of palms and forearms alone; `stone_c` the warmest stone that
    moved and that lay still [C].
    """

    place_n: Worst
    place_pa: Worst
    midline_m: Worst
    place_s: Floats
    zone_n: Worst
    zone_pa: Worst
    zone_level: Worst
    zone_s: Floats
    total_n: Worst
    part_peak_pa: Worst
    stone_c: Worst


@dataclass(frozen=True, slots=True)
class Contact:
    """The fold of a massage over the cells of a bed; its size does not depend on the massage's length.

    Parameters
    ----------
    impulse_pa_s : (ny, nx) pressure-time integral [Pa s].
    peak_pa, peak_at_s : (ny, nx) highest pressure, both hands' together, and when [Pa], [s]; NaN where
    never touched.
    part_peak_pa, part_peak_at_s : (part, ny, nx) the same of each part by itself.
    touch_s : (part, level, ny, nx) time under each part at each level, 0 to 5 [s].
    passes : (ny, nx) how often a hand came over the cell.
    longest_s, longest_at_s : (kind, ny, nx) longest stay of a hand on the cell by `tables.KINDS`, and its
    end [s].
    heat_frac : (ny, nx) share used of the heat that the skin may take (`heat.bearable_s`).
    """

    bed: Bed
    rate_hz: float
    duration_s: float
    impulse_pa_s: Floats
    peak_pa: Floats
    peak_at_s: Floats
    part_peak_pa: Floats
    part_peak_at_s: Floats
    touch_s: Floats
    passes: Ints
    longest_s: Floats
    longest_at_s: Floats
    heat_frac: Floats
    presses: Presses
    hands: HandUse

    @property
    def level_s(self) -> Floats:
        """(level, ny, nx) time under any part at each level; two hands at once count twice. [s]"""
        return np.asarray(self.touch_s.sum(axis=0))

    @property
    def contact_s(self) -> Floats:
        """(ny, nx) time under any hand; two hands at once count twice. [s]"""
        return np.asarray(self.touch_s.sum(axis=(0, 1)))

    @property
    def sides_n_s(self) -> tuple[float, float]:
        """Pressure over area and time on the receiver's left and right; a cell on the midline is both's
        half."""
        return sides_n_s(self.impulse_pa_s, self.bed)


def sides_n_s(
    impulse_pa_s: Floats, bed: Bed, *, where: NDArray[np.bool_] | None = None
) -> tuple[float, float]:
    """Return a pressure over time (ny, nx) [Pa s] over the area left and right of the midline. [N s]

    `where` (ny, nx) is the skin that counts; all of it unless given. A cell on the midline is both's half.
    """
    force_n_s = impulse_pa_s * bed.area_m2
    per_column = (force_n_s if where is None else np.where(where, force_n_s, 0.0)).sum(axis=0)
    share = np.clip(0.5 + bed.x_m / bed.cell_x_m, 0.0, 1.0)
    left = float((per_column * share).sum())
    return left, float(per_column.sum()) - left
