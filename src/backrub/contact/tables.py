"""What the kernels read and write, as named tuples of plain arrays.

Cells are counted strip by strip: `WIDE` columns from the bed's first row to its last, each row of the strip
after the other, then the next strip; past the last column there are empty ones. So what lies under a hand is
a few long runs of cells, one for each strip. "c" is a cell in that count, "i" a sample of a block, "h" the
hand (0 left, 1 right), "p" a part of the hand.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from backrub.contact.kernels import WIDE

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

KINDS = ("broad", "finger", "thumb", "knuckle", "hot-stone", "stone", "massager")
"""What a stay on one spot is counted as; a hot stone is one too warm to lie still."""

ZONES = 32
"""As many zones as a cell's bits can name."""

LEVELS = 6
"""Walton's five, and 0 for none; `tally_kernels` has it, too, as it may not read this."""


class Ground(NamedTuple):
    """The bed as the kernels read it. (c,) float32 arrays unless said otherwise.

    `toward_x/y/z` are a cell's area times its outward normal [m2]; `relief` (scale, c, 5) the smoothed skin's
    first derivatives by x and y [1] and second ones by xx, xy and yy [1/m]; `k`, `k2` (p, c) each part's
    springs there, its own padding in series [Pa/m], [Pa/m2]; `zone` (c,) int32 bits, `place` (c,) int32, -1
    none. `x0`, `y0` are the middle of the first cell; `cx`, `cy` the cells' size, `deep` how far from its
    plane a hand reaches [m].
    """

    z: Floats
    toward_x: Floats
    toward_y: Floats
    toward_z: Floats
    relief: Floats
    k: Floats
    k2: Floats
    zone: Ints
    place: Ints
    x0: float
    y0: float
    cx: float
    cy: float
    deep: float
    rows: int
    columns: int


class Shapes(NamedTuple):
    """Every part as a patch, (p,) arrays: `docs/physics.md` has the formulas.

    `half_length`, `half_width` of a pad and `pitch` [m], `pads`, `dome`, `rim` [m], `edge` how sharp
    the outline is on this grid, `mould`, `scale` over how much skin it settles, `half_row` of all pads
    [m], `kind` what its time on a spot counts
    as (`KINDS`),
    `thumb` 1 for the parts that are thumbs, `leans` 1 for those that a giver may lean on: palm and forearm.
    """

    half_length: Floats
    half_width: Floats
    pitch: Floats
    pads: Floats
    dome: Floats
    rim: Floats
    edge: Floats
    mould: Floats
    scale: Ints
    half_row: Floats
    kind: Ints
    thumb: Ints
    leans: Ints


class Samples(NamedTuple):
    """Both hands over one block: (h, i, 3) and (h, i) arrays as in `motion.samples.HandBlock`."""

    position: Floats
    normal: Floats
    heading: Floats
    speed: Floats
    force: Floats
    part: Ints
    level: Ints
    stroke: Ints
    stone: Floats


class Prints(NamedTuple):
    """What every sample's hand does to the cells, for one block.

    `pressure` (h, i, n) float32: mean pressure in the cells of its `runs` (h, i) runs [Pa]; `span`
    (h, i, run, 3) int32: a run's first cell, how many, and where they begin in it; runs come in the order of
    their cells. `depth` (h, i): how far the patch's middle is below the unpressed tangent plane [m]; NaN
    where nothing is pressed. `area` (h, i) the skin in contact, seen along the normal [m2]; `peak` (h, i) the
    highest pressure [Pa]; `zones` (h, i) int32 the bits of all zones touched; `force` (h, i) what the springs
    give back [N]. `warm` (h, 3) float32 is what one sample leaves to the next: its depth, how that changed
    [m], and its part, -1 for none; it stays from block to block. `steps` (2, n) float32 is how far each of a
    run's cells is from the first, along x and y [m]; `scratch` (h, 5 `ROOM`) float32 is each hand's own.
    """

    pressure: Floats
    span: Ints
    runs: Ints
    depth: Floats
    area: Floats
    peak: Floats
    zones: Ints
    force: Floats
    warm: Floats
    steps: Floats
    scratch: Floats


class Cells(NamedTuple):
    """What is kept of every cell, sample after sample: each hand's own, so that no hand waits for the other.

    (h, c) arrays with more indices between as said: `impulse` pressure-time integral [Pa s]; `peak`,
    `peak_at` (p) each part's highest pressure [Pa] and its sample; `touched` (p, level) samples under a part;
    `passes` how often a hand came; `last`, `start` the sample it was last there and came; `longest`,
    `longest_at` (kind) the longest stay in samples and its end; `heat` share of the heat that skin may take.
    `both`, `both_at` (c,) are the highest sum where two hands lie at once. `turn` (h, 2) is the hand's kind
    of contact, -1 for none yet, and since which sample.
    """

    impulse: Floats
    peak: Floats
    peak_at: Ints
    both: Floats
    both_at: Ints
    touched: Ints
    passes: Ints
    last: Ints
    start: Ints
    longest: Ints
    longest_at: Ints
    heat: Floats
    turn: Ints


class Worst(NamedTuple):
    """The largest value of something, its sample and its stroke, flat arrays; -1 while there is none."""

    value: Floats
    at: Ints
    stroke: Ints


class Book(NamedTuple):
    """What is kept of the hands, sample after sample: sums, and the worst with when and in which stroke.

    `force_time` (h, p) [N s], `work` (h, p) against friction [J], `samples` (h, p) at work, `hands_on` (1,)
    samples with any hand, `missed_samples` (h,) pressed where there is no skin; `place_samples` (p, place +
    1) and `zone_samples` (p, zone) touched. Worst of: one hand's force by part and place, p major, the last
    place is none, and by part and zone; mean pressure likewise; minus how far the patch's middle is from the
    midline, by part and place [m]; level by part and zone; both hands' force by the higher level, first with
    any other part, then of palms and forearms alone; pressure by part; force that missed by hand; stones'
    heat moving and placed [C]; the longest stretch of a part and the longest burst of both thumbs, in
    samples. `run` (5,) is where things stand: the stretch's part, its samples, other parts' samples, the
    burst's samples, its last sample.
    """

    force_time: Floats
    work: Floats
    samples: Ints
    hands_on: Ints
    missed_samples: Ints
    place_samples: Ints
    zone_samples: Ints
    place_force: Worst
    place_pressure: Worst
    place_near: Worst
    zone_force: Worst
    zone_pressure: Worst
    zone_level: Worst
    total_force: Worst
    part_peak: Worst
    missed: Worst
    stone: Worst
    stretch: Worst
    burst: Worst
    run: Ints


class Clock(NamedTuple):
    """Times in samples, and what one sample is: `step` [s]; `first` the block's first sample; `beat` how
    many samples apart the cells' times are kept; `rejoin` how
    long a
    hand may be gone without having left; `change` how long another part works to end a stretch; `join` the
    longest pause within a burst; `friction` of hand on skin; `still` the speed of a placed stone [m/s];
    `placed`
    the warmest stone that may lie still [C]; `weight` what a hand presses with that does not work [N]."""

    first: int
    step: float
    beat: int
    rejoin: int
    change: int
    join: int
    friction: float
    still: float
    placed: float
    weight: float


def in_strips(grid: NDArray[Any]) -> NDArray[Any]:
    """Return the cells of grids (..., rows, columns) as they are counted here, (..., c); whole strips.

    >>> in_strips(np.arange(32).reshape(2, 16))[:16].tolist()
    [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
    """
    *lead, rows, columns = grid.shape
    strips = grid.reshape(*lead, rows, columns // WIDE, WIDE).swapaxes(-3, -2)
    return np.ascontiguousarray(strips).reshape(*lead, rows * columns)


def in_rows(cells: NDArray[Any], *, rows: int) -> NDArray[Any]:
    """Return cells (..., c) as grids (..., rows, columns).

    >>> grid = np.arange(96).reshape(2, 3, 16)
    >>> bool((in_rows(in_strips(grid), rows=3) == grid).all())
    True
    """
    *lead, count = cells.shape
    strips = cells.reshape(*lead, count // (rows * WIDE), rows, WIDE).swapaxes(-3, -2)
    return np.ascontiguousarray(strips).reshape(*lead, rows, count // rows)


def middles_of(ground: Ground) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return x and y (c,) of the cells' middles. [m]"""
    row, column = np.mgrid[: ground.rows, : ground.columns]
    return in_strips(ground.x0 + ground.cx * column), in_strips(ground.y0 + ground.cy * row)
