"""Empty tables for the kernels to fill, and the value that they become."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.contact.bed import Bed
from backrub.contact.contact import Contact, HandUse, Presses
from backrub.contact.contact import Worst as WorstOf
from backrub.contact.kernels import ROOM, WIDE
from backrub.contact.tables import KINDS, LEVELS, ZONES, Book, Cells, Ground, Prints, Shapes, Worst, in_rows
from backrub.errors import DataError, Problem
from backrub.motion.samples import PARTS

_NEVER = -(2**30)


def room_for(ground: Ground, shapes: Shapes, *, samples: int) -> Prints:
    """Return prints of so many samples, with room for the largest patch, turned and tilted in any way."""
    grown = np.sqrt(1 + 0.5 / shapes.edge)
    long_m = shapes.half_length * grown
    wide_m = shapes.half_row + shapes.half_width * (grown - 1)
    # A projected rectangle's area with the kernels' margins, at the steepest normal that samples may have
    # (0.2).
    area_m2 = 4 * (long_m * wide_m + ground.deep * (long_m + wide_m) + 2.5 * ground.deep**2)
    across_m = 2 * (np.hypot(long_m, wide_m).max() + ground.deep)
    rows, columns = int(np.ceil(across_m / ground.cy)) + 2, int(np.ceil(across_m / ground.cx)) + 2
    # Whole strips, and whole rows of them: a strip's width more on each side, and a row more of each strip.
    cells = int(np.ceil(area_m2.max() / (ground.cx * ground.cy))) + 2 * WIDE * rows + columns
    cells = -(-cells // WIDE) * WIDE
    if cells > ROOM:
        raise DataError(
            [Problem("bed", f"a hand covers {cells} of its cells", "Give cells of a millimetre or more.")]
        )
    shape = (2, samples)
    return Prints(
        pressure=np.empty((*shape, cells), np.float32),
        span=np.zeros((*shape, columns // WIDE + 2, 3), np.int32),
        runs=np.zeros(shape, np.int32),
        depth=np.full(shape, np.nan),
        area=np.zeros(shape),
        peak=np.zeros(shape),
        zones=np.zeros(shape, np.int32),
        force=np.zeros(shape),
        warm=np.full((2, 3), -1.0, np.float32),
        steps=np.stack(
            [ground.cx * (np.arange(cells) % WIDE), ground.cy * (np.arange(cells) // WIDE)]
        ).astype(np.float32),
        scratch=np.empty((2, 5 * ROOM), np.float32),
    )


def empty_cells(ground: Ground) -> Cells:
    """Return cells that nothing has touched."""
    count, parts, kinds = ground.rows * ground.columns, len(PARTS), len(KINDS)
    return Cells(
        impulse=np.zeros((2, count)),
        peak=np.zeros((2, parts, count), np.float32),
        peak_at=np.full((2, parts, count), -1, np.int32),
        both=np.zeros(count, np.float32),
        both_at=np.full(count, -1, np.int32),
        touched=np.zeros((2, parts, LEVELS, count), np.int32),
        passes=np.zeros((2, count), np.int32),
        last=np.full((2, count), _NEVER, np.int32),
        start=np.zeros((2, count), np.int32),
        longest=np.zeros((2, kinds, count), np.int32),
        longest_at=np.full((2, kinds, count), -1, np.int32),
        heat=np.zeros((2, count)),
        turn=np.array([[-1, 0]] * 2, np.int32),
    )


def empty_book(*, places: int) -> Book:
    """Return a book without an entry, for so many places."""
    parts = len(PARTS)

    def worst(*shape: int) -> Worst:
        size = int(np.prod(shape))
        return Worst(np.full(size, -1.0), np.full(size, -1, np.int64), np.full(size, -1, np.int64))

    run = np.zeros(5, np.int64)
    run[0] = -1
    return Book(
        force_time=np.zeros((2, parts)),
        work=np.zeros((2, parts)),
        samples=np.zeros((2, parts), np.int64),
        hands_on=np.zeros(1, np.int64),
        missed_samples=np.zeros(2, np.int64),
        place_samples=np.zeros((parts, places + 1), np.int64),
        zone_samples=np.zeros((parts, ZONES), np.int64),
        place_force=worst(parts, places + 1),
        place_pressure=worst(parts, places + 1),
        place_near=worst(parts, places + 1),
        zone_force=worst(parts, ZONES),
        zone_pressure=worst(parts, ZONES),
        zone_level=worst(parts, ZONES),
        total_force=worst(2, LEVELS),
        part_peak=worst(parts),
        missed=worst(2),
        stone=worst(2),
        stretch=worst(parts),
        burst=worst(1),
        run=run,
    )


def contact_of(
    cells: Cells, book: Book, *, bed: Bed, ground: Ground, samples: int, rate_hz: float
) -> Contact:
    """Return what the tables hold as a value: without the pads, in seconds, read-only."""
    step_s = 1.0 / rate_hz
    parts, places = len(PARTS), book.place_samples.shape[1]

    def grid(flat: NDArray[Any], kind: type = np.float32) -> NDArray[Any]:
        return _frozen(in_rows(flat, rows=ground.rows)[..., : bed.z_m.shape[1]].astype(kind))

    def moments(flat: NDArray[Any]) -> NDArray[Any]:
        return grid(np.where(flat < 0, np.nan, flat * step_s), np.float64)

    def worst(each: Worst, *shape: int, scale: float = 1.0, none: float = -1.0) -> WorstOf:
        shape = shape or each.value.shape
        value = np.where(each.at < 0, none, each.value * scale).reshape(shape)
        at_s = np.where(each.at < 0, np.nan, each.at * step_s).reshape(shape)
        return WorstOf(_frozen(value), _frozen(at_s), _frozen(each.stroke.reshape(shape)))

    shape, count = bed.z_m.shape, cells.both.shape[0]
    part_peak_pa, part_peak_at_s = np.zeros((parts, *shape), np.float32), np.full((parts, *shape), np.nan)
    touch_s = np.zeros((parts, LEVELS, *shape), np.float32)
    alone, alone_at = np.zeros(count, np.float32), np.full(count, -1, np.int32)
    # Most massages use few parts of a hand, and what is looked at one by one takes little room.
    for part in np.flatnonzero((cells.peak_at >= 0).any(axis=(0, 2))).tolist():
        peak, peak_at = _higher(cells.peak[:, part], cells.peak_at[:, part])
        alone_at = np.where(peak > alone, peak_at, alone_at)
        alone = np.maximum(peak, alone)
        part_peak_pa[part], part_peak_at_s[part] = grid(peak), moments(peak_at)
        touch_s[part] = grid((cells.touched[0, part] + cells.touched[1, part]) * step_s)
    longest, longest_at = _higher(cells.longest, cells.longest_at)
    together = cells.both > alone
    return Contact(
        bed=bed,
        rate_hz=rate_hz,
        duration_s=samples * step_s,
        impulse_pa_s=grid(cells.impulse[0] + cells.impulse[1], np.float64),
        peak_pa=grid(np.where(together, cells.both, alone)),
        peak_at_s=moments(np.where(together, cells.both_at, alone_at)),
        part_peak_pa=_frozen(part_peak_pa),
        part_peak_at_s=_frozen(part_peak_at_s),
        touch_s=_frozen(touch_s),
        passes=grid(cells.passes[0] + cells.passes[1], np.int32),
        longest_s=grid(longest * step_s),
        longest_at_s=moments(longest_at),
        heat_frac=grid(cells.heat[0] + cells.heat[1], np.float64),
        presses=Presses(
            place_n=worst(book.place_force, parts, places),
            place_pa=worst(book.place_pressure, parts, places),
            midline_m=worst(book.place_near, parts, places, scale=-1.0, none=np.nan),
            place_s=_frozen(book.place_samples * step_s),
            zone_n=worst(book.zone_force, parts, ZONES),
            zone_pa=worst(book.zone_pressure, parts, ZONES),
            zone_level=worst(book.zone_level, parts, ZONES),
            zone_s=_frozen(book.zone_samples * step_s),
            total_n=worst(book.total_force, 2, LEVELS),
            part_peak_pa=worst(book.part_peak),
            stone_c=worst(book.stone),
        ),
        hands=HandUse(
            force_time_n_s=_frozen(book.force_time),
            work_n_m=_frozen(book.work),
            worked_s=_frozen(book.samples * step_s),
            hands_on_s=float(book.hands_on[0] * step_s),
            stretch_s=worst(book.stretch, scale=step_s),
            burst_s=worst(book.burst, scale=step_s),
            missed_n=worst(book.missed),
            missed_s=_frozen(book.missed_samples * step_s),
        ),
    )


def _higher(value: NDArray[Any], at: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the higher of both hands' values (2, ...) and its sample; of two alike the first one."""
    right = (value[1] > value[0]) | ((value[1] == value[0]) & (at[1] < at[0]))
    return np.where(right, value[1], value[0]), np.where(right, at[1], at[0])


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = np.ascontiguousarray(array)
    array.flags.writeable = False
    return array
