"""How light a hand has to be for the skin under it: tried on the skin's own cells before anything is played.

Where few cells of a hand touch, as over the spine, a bone's edge or the foot of the neck, they carry all of
its force. How few they are follows from the back's own shape and layers, so each place is pressed, and
pressed again with less, until the skin there feels no more than it may.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backrub.contact.bed import Bed
from backrub.contact.books import room_for
from backrub.contact.ground import ground_of, shapes_of
from backrub.contact.press import BLOCK, COMPILED, Engine
from backrub.contact.tables import Ground, Prints, Samples, Shapes
from backrub.motion.force import eased
from backrub.motion.lay import Touch
from backrub.motion.samples import PARTS
from backrub.motion.track import headings

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

KEPT_FRAC = 0.93
"""So much of what the skin may feel is aimed at: hands are sampled between the places tried here, too. There
4,272 evenings on 205 bodies had 5.6 % more than what had been aimed at, at most."""
FEWER_CELLS = 2
"""So many cells less may touch there, which matters where few do."""
BESIDE_BIT = 16
"""The bits of skin right beside a cap's zone come so many above those of the zones."""
LEAST_N = 1.2
"""A hand that would have to be lighter than this passes over in the air [engineering judgement]. [N]"""
LESS_FRAC, LEAST_FRAC = 0.98, 0.5
"""A hand that is too firm is tried again with so much of its force at most, and at least."""
SOONER_FRAC = 0.02
"""With every trial that much less at most: fewer cells touch a lighter hand, so little wins little."""
END_M = 0.03
"""Over so much of a way at each end a hand grows heavier or lighter, and has to be right all the time; so
beside where it is lifted. [m]"""
GROWING = (
    0.25, 0.5, 0.12, 0.05, 0.01, 0.8, 0.64, 0.4, 0.32, 0.2, 0.16, 0.1, 0.08, 0.064, 0.04, 0.032, 0.025, 0.02,
    0.016, 0.0125, 0.008, 0.006,
)  # fmt: skip
"""Shares of the force that are tried there, too, the more telling ones first. On a steep flank a fifth of a
newton may lie on a single cell over bone, and then it comes down where it is flatter."""
FADING = (0.8, 0.6)
"""And these anywhere: in the closing a hand has less and less of its force, down to the last of these
(`motion.force.closing_frac`), and fewer cells touch it."""
HARDLY_FRAC = 0.5
"""Where the skin feels no more than this of what it may, the next share is not tried."""


@dataclass(frozen=True, slots=True)
class SkinCap:
    """What the skin of a zone (one of its `bits`) may feel of a hand that touches it.

    `force_n` is the hand's force [N], `mean_pa` its mean pressure [Pa], `cell_pa` the pressure in each cell
    of the zone itself [Pa]; none where there is no such cap. `parts` (`motion.samples.PARTS`) may work there.
    Any other that does, with its middle, is no matter of an edge but a fault of the plan, and is pressed as
    it is written, for `dose` to see; one that only glides over is lifted.
    """

    bits: int
    parts: tuple[int, ...]
    force_n: float | None = None
    mean_pa: float | None = None
    cell_pa: float | None = None


@dataclass(frozen=True, slots=True)
class SkinMost:
    """What any skin may feel: in a cell, and in the mean under each of `motion.samples.PARTS`. [Pa]"""

    cell_pa: float
    mean_pa: tuple[float, ...]


def lighter(
    touches: Sequence[Touch],
    *,
    bed: Bed,
    zones: NDArray[np.uint32],
    caps: Sequence[SkinCap],
    most: SkinMost | None = None,
    engine: Engine = COMPILED,
) -> list[Array]:
    """Return the forces along each way (m,) that the skin bears: those that were asked for, or less. [N]

    Parameters
    ----------
    touches : what is laid on the skin, each with its part of the hand.
    zones : (ny, nx) uint32 array: bits of the zones that each cell of the bed lies in.
    caps : what the skin of those zones may feel.
    most : what any skin may feel, wherever it is.
    engine : the loops to run; `PLAIN` is the slow definition.

    Where no force of `LEAST_N` or more keeps the caps it is 0: the hand passes over in the air.
    """
    if not touches:
        return []
    shapes = shapes_of(bed)
    ground = ground_of(bed, shapes=shapes, zones=_beside(zones, caps))
    places = _Places.of(touches)
    force_n = np.concatenate([laid.force_n for _, laid, _ in touches])
    middles = zones[bed.cells_under(places.position_m)]
    is_barred = np.zeros(len(force_n), dtype=np.bool_)
    for cap in caps:
        is_barred |= (middles & np.uint32(cap.bits) != 0) & ~np.isin(places.part, cap.parts)
    is_barred &= np.repeat([not is_link for _, _, is_link in touches], places.counts)
    new = np.flatnonzero((force_n > 0) & ~is_barred)
    with ThreadPoolExecutor(2) as pool:
        prints = room_for(ground, shapes, samples=BLOCK)
        trial = _Trial(places, ground, shapes, prints, caps, _felt_on(caps), most, engine, pool)
        tries = 0
        while len(new):
            borne_n, tries = trial.borne_n(force_n, new, tries=tries)
            before_n, force_n = force_n, places.gradual(borne_n, of=force_n)
            force_n[(force_n < before_n) & (force_n < LEAST_N)] = 0.0
            # A hand gets lighter gradually, and fewer cells touch a lighter one: that is tried, too.
            is_new = _and_beside(force_n < before_n)
            new = np.flatnonzero(is_new & (force_n > 0) & ~is_barred)
    return places.split(force_n)


@dataclass(frozen=True, slots=True)
class _Places:
    """All places of some ways, one after the other: (k, 3) position [m], normal and heading, (k,) part and
    whether the hand grows heavier or lighter there. `counts` is how many each way has, `step_m` its steps."""

    position_m: Array
    normal: Array
    heading: Array
    part: Ints
    is_end: Mask
    counts: Ints
    step_m: Array

    @classmethod
    def of(cls, touches: Sequence[Touch]) -> _Places:
        ways = [laid.way for _, laid, _ in touches]
        counts = np.array([len(way.position_m) for way in ways])
        normal = np.concatenate([way.normal for way in ways])
        part = np.repeat([part for part, _, _ in touches], counts)
        from_start = np.concatenate([np.arange(count) for count in counts])
        to_end = np.repeat(counts - 1, counts) - from_start
        step_m = np.array([way.step_m for way in ways])
        return cls(
            position_m=np.concatenate([way.position_m for way in ways]),
            normal=normal,
            heading=headings(part, normal),
            part=part,
            is_end=np.minimum(from_start, to_end) * np.repeat(step_m, counts) <= END_M,
            counts=counts,
            step_m=step_m,
        )

    def split(self, force_n: Array) -> list[Array]:
        """Return the forces (k,) way by way. [N]"""
        return np.split(force_n, np.cumsum(self.counts)[:-1])

    def gradual(self, force_n: Array, *, of: Array) -> Array:
        """Return forces (k,) that change gradually along each way on which they have changed. [N]"""
        return np.concatenate([
            each_n if np.array_equal(each_n, before_n) else eased(each_n, step_m=step_m)
            for each_n, before_n, step_m in zip(
                self.split(force_n), self.split(of), self.step_m.tolist(), strict=True
            )
        ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Trial:
    """What hands are tried with: where, on which ground, and what its skin may feel.

    `bits` (cap, part) int32 are those of each cap's skin that a part feels it on: its zone's, and of a part
    that may work there what is right beside it, too.
    """

    places: _Places
    ground: Ground
    shapes: Shapes
    prints: Prints
    caps: Sequence[SkinCap]
    bits: NDArray[np.int32]
    most: SkinMost | None
    engine: Engine
    pool: ThreadPoolExecutor

    def borne_n(self, force_n: Array, which: Ints, *, tries: int) -> tuple[Array, int]:
        """Return the forces (k,), less at those of some places where the skin would feel too much [N]; and
        how often that was tried by now."""
        found_n, todo = force_n.copy(), which
        while len(todo):
            over = self._over(todo, found_n[todo])
            fading = np.flatnonzero(over > HARDLY_FRAC)
            for share in FADING:
                over[fading] = np.maximum(
                    over[fading], self._over(todo[fading], share * found_n[todo[fading]])
                )
            is_end = self.places.is_end | _and_beside(found_n == 0)
            growing = np.flatnonzero((over >= 0) & is_end[todo])
            for share in GROWING:
                lighter_over = self._over(todo[growing], share * found_n[todo[growing]])
                over[growing] = np.maximum(over[growing], lighter_over)
                growing = growing[over[growing] > HARDLY_FRAC]
            todo, over = todo[over > 1], over[over > 1]
            most_frac = max(LESS_FRAC - SOONER_FRAC * tries, LEAST_FRAC)
            tries += 1
            found_n[todo] *= np.clip(1 / over, LEAST_FRAC, most_frac)
            found_n[todo[found_n[todo] < LEAST_N]] = 0.0
            todo = todo[found_n[todo] > 0]
        return found_n, tries

    def _over(self, which: Ints, force_n: Array) -> Array:
        """Return what the skin feels at some places (n,) as a share of what is aimed at.

        Off its zones it is -1, but where that is more than any skin may feel.
        """
        found = [np.zeros(0)]
        for first in range(0, len(which), 2 * BLOCK):
            some = slice(first, first + 2 * BLOCK)
            found.append(self._over_of_block(which[some], force_n[some]))
        return np.concatenate(found)

    def _over_of_block(self, which: Ints, force_n: Array) -> Array:
        """The same of as many as both of the kernel's hands can press at once, a half of them each."""
        half = -(-len(which) // 2)
        both, both_n = np.resize(which, (2, half)), np.asarray(np.resize(force_n, (2, half)), np.float64)
        none = np.zeros(both.shape)
        samples = Samples(
            position=self.places.position_m[both], normal=self.places.normal[both],
            heading=self.places.heading[both], part=self.places.part[both], force=both_n,
            speed=none, level=none.astype(np.int64), stroke=none.astype(np.int64), stone=none,
        )  # fmt: skip
        felt_pa = np.zeros((len(self.caps), *both.shape))

        def press(hand: int) -> None:
            self.engine.solve(
                samples, self.ground, shapes=self.shapes, prints=self.prints, hand=hand, first=0, end=half,
                zoned=True,
            )  # fmt: skip
            for bit, cap in enumerate(self.caps):
                if cap.cell_pa is not None:
                    self.engine.felt(
                        felt_pa[bit], self.prints, ground=self.ground, zones=1 << bit, hand=hand, end=half
                    )

        list(self.pool.map(press, (0, 1)))
        touching_m2, forces_n = self.prints.area[:, :half], self.prints.force[:, :half]
        fewer_m2 = touching_m2 - FEWER_CELLS * self.ground.cx * self.ground.cy
        mean_pa = forces_n / np.maximum(fewer_m2, 1e-9)
        over = np.full(both.shape, -1.0)
        for bit, cap in enumerate(self.caps):
            here = (self.prints.zones[:, :half] & self.bits[bit, samples.part]) != 0
            if cap.force_n is not None:
                np.maximum(over, both_n / cap.force_n, out=over, where=here)
            if cap.mean_pa is not None:
                np.maximum(over, mean_pa / cap.mean_pa, out=over, where=here)
            if cap.cell_pa is not None:
                np.maximum(over, felt_pa[bit] / cap.cell_pa, out=over, where=here)
        if self.most is not None:
            most_pa = np.array(self.most.mean_pa)[samples.part]
            firmest = forces_n / np.maximum(touching_m2, 1e-9) / most_pa
            np.maximum(firmest, self.prints.peak[:, :half] / self.most.cell_pa, out=firmest)
            np.maximum(over, firmest, out=over, where=firmest > KEPT_FRAC)
        return (over / KEPT_FRAC).ravel()[: len(which)]


def _beside(zones: NDArray[np.uint32], caps: Sequence[SkinCap]) -> NDArray[np.uint32]:
    """Return (ny, nx) bits of each cap's zones, by its number, and `BESIDE_BIT` above of the cells beside."""
    found = np.zeros(zones.shape, dtype=np.uint32)
    for bit, cap in enumerate(caps):
        here = np.pad(zones & np.uint32(cap.bits) != 0, 1)
        near = here[1:-1, :-2] | here[1:-1, 2:] | here[:-2, 1:-1] | here[2:, 1:-1]
        found |= here[1:-1, 1:-1].astype(np.uint32) << np.uint32(bit)
        found |= near.astype(np.uint32) << np.uint32(BESIDE_BIT + bit)
    return found


def _felt_on(caps: Sequence[SkinCap]) -> NDArray[np.int32]:
    """Return the `bits` of a `_Trial`, (cap, part)."""
    found = np.zeros((len(caps), len(PARTS)), dtype=np.int32)
    for bit, cap in enumerate(caps):
        found[bit] = 1 << bit
        found[bit, list(cap.parts)] = (1 << BESIDE_BIT | 1) << bit
    return found


def _and_beside(which: Mask) -> Mask:
    """Return which places (k,) are meant, with the one before and the one after each of them."""
    padded = np.pad(which, 1)
    return np.asarray(padded[1:-1] | padded[2:] | padded[:-2])
