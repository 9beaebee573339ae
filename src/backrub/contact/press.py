"""Pressing: both hands' samples on one bed, block by block, folded into cells as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.atlas import read_atlas
from backrub.catalog.layers import read_layers
from backrub.catalog.limits import read_limits
from backrub.catalog.patches import Patch
from backrub.contact import kernels, plain, tally_kernels
from backrub.contact.bed import Bed
from backrub.contact.books import contact_of, empty_book, empty_cells, room_for
from backrub.contact.contact import Contact
from backrub.contact.ground import ground_of, shapes_of
from backrub.contact.heat import bearable_s
from backrub.contact.tables import KINDS, Book, Cells, Clock, Ground, Prints, Samples, Shapes
from backrub.errors import DataError, Problem
from backrub.model.base import HandPart
from backrub.motion.force import LINK_N
from backrub.motion.samples import HandBlock, problems_of

REJOIN_S = 0.25
"""A hand that is back on a cell this soon has not left it: between two fingers, over a hair's gap. [s]"""

BEAT_HZ = 20.0
"""How often a second the cells' times and passes are kept; pressures are folded in every sample. [Hz]"""

CHANGE_S = 2.0
"""Another part has to work for longer than this in a row to end a stretch: decision 0018. [s]"""

JOIN_S = 1.0
"""A pause this short does not end a burst of thumb work [engineering judgement]. [s]"""

STILL_M_S = 0.005
"""A stone that is slower than this lies still [engineering judgement]. [m/s]"""

BLOCK = 600
"""Samples folded at once; longer blocks are taken in pieces, so that memory does not follow their length and
what was pressed is still in the processor's own memory when it is folded."""


class Engine(NamedTuple):
    """The loops of contact: compiled, or as they are defined."""

    solve: Callable[..., Any]
    lay: Callable[..., Any]
    tally: Callable[..., Any]
    meet: Callable[..., Any]
    felt: Callable[..., Any]


def kept(kernel: Any) -> Callable[..., Any]:
    """Return a compiled loop that is kept for the next start, where numba has a folder that it may write to.

    That is `NUMBA_CACHE_DIR`, else the package's own, else one in the person's cache. Where none of them can
    be written to, all is as it was, but each start compiles anew.
    """
    with suppress(RuntimeError):
        kernel.enable_caching()
    return kernel  # type: ignore[no-any-return]


COMPILED = Engine(
    kept(kernels.solve),
    kept(tally_kernels.lay),
    kept(tally_kernels.tally),
    kept(tally_kernels.meet),
    kept(tally_kernels.felt),
)
PLAIN = Engine(plain.solve, plain.lay, plain.tally, plain.meet, plain.felt)


def press(
    blocks: Iterable[tuple[HandBlock, HandBlock]],
    *,
    bed: Bed,
    zones: NDArray[np.uint32] | None = None,
    patches: Mapping[HandPart, Patch] | None = None,
    oiled: bool = True,
    threads: int = 2,
    engine: Engine = COMPILED,
) -> Contact:
    """Return what both hands do to every cell of a bed.

    Each sample is pressed until the springs under the patch give back the force that is asked for, and is
    then folded into the cells; nothing is kept of it but sums, times and the worst of everything. No answer
    depends on `threads`.

    Parameters
    ----------
    blocks : pairs of the giver's left and right hand over the same samples, one block after the other.
    zones : (ny, nx) uint32 array: bits of the zones that each cell lies in, 32 at most.
    patches : the parts of a hand; the catalog's unless given.
    oiled : whether hands slide on oil, which is the friction that the giver works against.
    threads : one, or two: then each hand has its own.
    engine : the loops to run; `PLAIN` is the slow definition.

    Raises DataError when blocks do not fit together or hold what no hand does.

    >>> bed = Bed.flat(width_m=0.2, length_m=0.2, k_pa_m=4e5)
    >>> n = 60
    >>> still = dict(position_m=[[0.0, 0.1, 0.0]] * n, normal=[[0.0, 0.0, 1.0]] * n, rate_hz=60.0,
    ...     heading=[[0.0, -1.0, 0.0]] * n, speed_m_s=[0.0] * n, level=[2] * n, stroke=[0] * n)
    >>> left = HandBlock.of(force_n=[20.0] * n, part=[0] * n, **still)
    >>> right = HandBlock.of(force_n=[0.0] * n, part=[-1] * n, **still)
    >>> made = press([(left, right)], bed=bed)
    >>> round(float((made.impulse_pa_s * bed.area_m2).sum()), 3)  # 20 N for a second
    20.0
    """
    shapes = shapes_of(bed, patches=patches)
    ground = ground_of(bed, shapes=shapes, patches=patches, zones=_checked_zones(zones, bed))
    friction = read_layers().friction
    friction_frac = friction.oiled_frac if oiled else friction.dry_frac
    cells, book = empty_cells(ground), empty_book(places=len(read_atlas().place_sides))
    prints = room_for(ground, shapes, samples=BLOCK)
    rate_hz, first = 0.0, 0
    with ThreadPoolExecutor(2) as pool:
        fold = _Fold(
            cells, book, prints, ground, shapes, engine, zones is not None, pool if threads > 1 else None
        )
        for left, right in _pieces(blocks):
            rate_hz = rate_hz or left.rate_hz
            samples = samples_of(left, right)
            # This block was made while the last one was still being pressed.
            fold.finish()
            fold.begin(samples, clock=_clock(rate_hz, first=first, friction_frac=friction_frac))
            first += len(left)
        fold.finish()
    return contact_of(cells, book, bed=bed, ground=ground, samples=first, rate_hz=rate_hz or 1.0)


@dataclass(slots=True)
class _Fold:
    """Everything that a block is folded with and into, and the block that is under way."""

    cells: Cells
    book: Book
    prints: Prints
    ground: Ground
    shapes: Shapes
    engine: Engine
    zoned: bool
    pool: Executor | None
    samples: Samples | None = None
    clock: Clock | None = None
    waiting: list[Future[None]] = field(default_factory=list)

    def begin(self, samples: Samples, *, clock: Clock) -> None:
        """Begin to press a block, each hand by itself: no answer depends on who does it when."""
        self.samples, self.clock = samples, clock
        is_stone = (self.shapes.kind[samples.part] == KINDS.index("hot-stone")) & (samples.part >= 0)
        heating = np.zeros(is_stone.shape)
        if is_stone.any():
            heating = np.where(is_stone, clock.step / bearable_s(samples.stone), 0.0)

        count = samples.force.shape[1]

        def fold(hand: int) -> None:
            self.engine.solve(
                samples, self.ground, shapes=self.shapes, prints=self.prints, hand=hand, first=0, end=count,
                zoned=self.zoned,
            )  # fmt: skip
            self.engine.lay(
                self.cells, samples, shapes=self.shapes, prints=self.prints, clock=clock, heating=heating,
                hand=hand, first=0, end=count,
            )  # fmt: skip

        for hand in (0, 1):
            if self.pool is None:
                fold(hand)
            else:
                self.waiting.append(self.pool.submit(fold, hand))

    def finish(self) -> None:
        """Wait for both hands, and keep the book of them."""
        for each in self.waiting:
            each.result()
        self.waiting.clear()
        if self.samples is None or self.clock is None:
            return
        self.engine.tally(
            self.book, self.samples, prints=self.prints, ground=self.ground, shapes=self.shapes,
            clock=self.clock,
        )  # fmt: skip
        self.engine.meet(self.cells, self.prints, clock=self.clock, count=self.samples.force.shape[1])
        self.samples = None


def _clock(rate_hz: float, *, first: int, friction_frac: float) -> Clock:
    return Clock(
        first=first,
        step=1.0 / rate_hz,
        beat=max(1, round(rate_hz / BEAT_HZ)),
        rejoin=max(1, round(REJOIN_S * rate_hz)),
        change=round(CHANGE_S * rate_hz),
        # A pause as long as that may take up a sample more.
        join=round(JOIN_S * rate_hz) + 1,
        friction=friction_frac,
        still=STILL_M_S,
        placed=read_limits().stones.placed_c,
        # Between strokes a hand glides over with its own weight: no work, and no rest for its part either.
        weight=LINK_N,
    )


def _pieces(blocks: Iterable[tuple[HandBlock, HandBlock]]) -> Iterator[tuple[HandBlock, HandBlock]]:
    """Yield checked pairs of `BLOCK` samples at most."""
    rate_hz = None
    for number, (left, right) in enumerate(blocks):
        problems = []
        rate_hz = left.rate_hz if rate_hz is None else rate_hz
        if len(left) != len(right):
            problems.append(
                Problem("", f"the hands have {len(left)} and {len(right)} samples", "Give both the same.")
            )
        if left.rate_hz != rate_hz or right.rate_hz != rate_hz:
            problems.append(Problem("rate_hz", "changes on the way", "Sample everything at one rate."))
        for hand, block in (("left", left), ("right", right)):
            problems += [Problem(f"{hand}.{p.where}", p.what, p.way_out) for p in problems_of(block)]
        if problems:
            raise DataError(
                [Problem(f"block {number} {p.where}".rstrip(), p.what, p.way_out) for p in problems]
            )
        for begin in range(0, len(left), BLOCK):
            yield left.part_of(begin, begin + BLOCK), right.part_of(begin, begin + BLOCK)


def _checked_zones(zones: NDArray[np.uint32] | None, bed: Bed) -> NDArray[np.uint32] | None:
    if zones is not None and zones.shape != bed.z_m.shape:
        raise DataError([Problem("zones", f"has shape {zones.shape}", f"The bed has shape {bed.z_m.shape}.")])
    return zones


def samples_of(left: HandBlock, right: HandBlock) -> Samples:
    """Return both hands as the kernels read them."""

    def both(name: str, kind: type = np.float64) -> NDArray[Any]:
        one, other = getattr(left, name), getattr(right, name)
        out = np.empty((2, *one.shape), kind)
        out[0], out[1] = one, other
        return out

    return Samples(
        position=both("position_m"),
        normal=both("normal"),
        heading=both("heading"),
        speed=both("speed_m_s"),
        force=both("force_n"),
        part=both("part", np.int64),
        level=both("level", np.int64),
        stroke=both("stroke", np.int64),
        stone=both("stone_c"),
    )
