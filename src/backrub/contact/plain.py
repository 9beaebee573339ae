"""What the kernels compute, in plain NumPy and 64-bit numbers: the definitions. Slow, and read by people.

Each function has the compiled one's name and fills the same tables; `tests/contact` holds them together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.contact.kernels import WIDE
from backrub.contact.tables import (
    KINDS,
    LEVELS,
    ZONES,
    Book,
    Cells,
    Clock,
    Ground,
    Prints,
    Samples,
    Shapes,
    Worst,
    in_rows,
    middles_of,
)

Array = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]

_HALVINGS = 60


def solve(
    samples: Samples,
    ground: Ground,
    *,
    shapes: Shapes,
    prints: Prints,
    hand: int,
    first: int,
    end: int,
    zoned: bool,
) -> None:
    """Find how deep one hand lies in samples `first` to `end`, and write the pressures into `prints`.

    In the patch's own frame (u along the fingers, v across, w out of the skin) the patch stands back from its
    middle by its shape g(u, v), and the skin is at w. Pushed in by a depth D, the springs of a cell are
    squeezed by d = max(0, D - (g - w)) and answer with p = k d + k2 d^2. D is where the sum of p times the
    cell's area, seen along the patch's normal, is the force that is asked for; that sum rises with D, so the
    answer is the only one. `docs/physics.md` has the shapes.

    >>> from backrub.contact.bed import Bed
    >>> from backrub.contact.ground import ground_of, shapes_of
    >>> bed = Bed.flat(k_pa_m=4e5)
    >>> round(float(ground_of(bed, shapes=shapes_of(bed)).toward_z.sum()), 3)  # its area [m2]
    0.2
    """
    for i in range(first, end):
        for out in (prints.runs, prints.zones):
            out[hand, i] = 0
        for result in (prints.area, prints.peak, prints.force):
            result[hand, i] = 0.0
        prints.depth[hand, i] = np.nan
        if samples.part[hand, i] < 0 or samples.force[hand, i] <= 0:
            continue
        _press_one(samples, ground, shapes=shapes, prints=prints, hand=hand, i=i, zoned=zoned)


def _press_one(
    samples: Samples, ground: Ground, *, shapes: Shapes, prints: Prints, hand: int, i: int, zoned: bool
) -> None:
    part, force_n = int(samples.part[hand, i]), float(samples.force[hand, i])
    middle, normal, heading = samples.position[hand, i], samples.normal[hand, i], samples.heading[hand, i]
    side = np.cross(normal, heading)
    around = np.empty((ground.rows * ground.columns, 3))
    x_m, y_m = middles_of(ground)
    around[:, 0], around[:, 1] = x_m - middle[0], y_m - middle[1]
    around[:, 2] = ground.z - middle[2]
    u, v, w = around @ heading, around @ side, around @ normal
    level = outline(u, v, shapes=shapes, part=part)
    cover = np.clip(0.5 + (1.0 - level) * shapes.edge[part], 0.0, 1.0)
    cover[np.abs(w) >= ground.deep] = 0.0
    shape = level * (shapes.dome[part] + shapes.rim[part] * level)
    slope, bend = skin_at(ground, middle, scale=int(shapes.scale[part]))
    mould = shapes.mould[part]
    outward = np.array([-slope[0], -slope[1], 1.0])
    lean = -mould * np.array([outward @ heading, outward @ side]) / max(outward @ normal, 0.1)
    turned = np.stack([heading[:2], side[:2]])
    taken = 0.5 * normal[2] * mould * (turned @ bend @ turned.T)
    shape += taken[0, 0] * u * u + 2 * taken[0, 1] * u * v + taken[1, 1] * v * v + lean[0] * u + lean[1] * v
    facing = ground.toward_x * normal[0] + ground.toward_y * normal[1] + ground.toward_z * normal[2]
    weight = cover * np.maximum(facing, 0.0)
    if not weight.sum() > 0:
        return
    gap = shape - w
    k, k2 = ground.k[part].astype(float), ground.k2[part].astype(float)

    def answer(depth_m: float) -> float:
        d = np.maximum(0.0, depth_m - gap)
        return float((weight * (k * d + k2 * d * d)).sum())

    low = high = float(gap[weight > 0].min())
    while answer(high) < force_n:
        high += 2 * (high - low) + 1e-3
    for _ in range(_HALVINGS):
        mid = (low + high) / 2
        low, high = (mid, high) if answer(mid) < force_n else (low, mid)
    depth = high
    d = np.maximum(0.0, depth - gap)
    pressure = cover * (k * d + k2 * d * d)
    prints.depth[hand, i] = depth
    prints.area[hand, i] = weight[d > 0].sum()
    prints.force[hand, i] = answer(depth)
    prints.peak[hand, i] = pressure.max()
    if zoned:
        prints.zones[hand, i] = np.bitwise_or.reduce(ground.zone[pressure > 0], initial=0)
    _write(prints, in_rows(pressure, rows=ground.rows), hand=hand, i=i)


def outline(u: Array, v: Array, *, shapes: Shapes, part: int) -> Array:
    """Return the level of a part's outline at points of its plane [m]: 0 in a pad's middle, 1 at its outline.

    A pad is an ellipse, (u / half length)^2 + (v / half width)^2 = 1; of a row of pads the nearest counts.
    """
    pads = int(shapes.pads[part])
    which = np.zeros_like(v)
    if pads > 1:
        which = np.clip(np.trunc(v / shapes.pitch[part] + 0.5 * (pads - 1) + 0.5), 0, pads - 1)
    a = (u / shapes.half_length[part]) ** 2
    b = ((v - (which - 0.5 * (pads - 1)) * shapes.pitch[part]) / shapes.half_width[part]) ** 2
    return np.asarray(a + b)


def skin_at(ground: Ground, middle: Array, *, scale: int) -> tuple[Array, Array]:
    """Return the smoothed skin's slopes (2,) and second derivatives (2, 2) [1/m] between the four nearest
    cells."""
    fx = min(max((middle[0] - ground.x0) / ground.cx, 0.0), ground.columns - 1.001)
    fy = min(max((middle[1] - ground.y0) / ground.cy, 0.0), ground.rows - 1.001)
    column, row = int(fx), int(fy)
    tx, ty = fx - column, fy - row
    share = np.array([[(1 - tx) * (1 - ty), tx * (1 - ty)], [(1 - tx) * ty, tx * ty]])

    relief = in_rows(ground.relief[scale].T, rows=ground.rows)
    slope_x, slope_y, xx, xy, yy = (share * relief[:, row : row + 2, column : column + 2]).sum(axis=(1, 2))
    return np.array([slope_x, slope_y]), np.array([[xx, xy], [xy, yy]])


def _write(prints: Prints, pressure: Array, *, hand: int, i: int) -> None:
    """Pack the rows of each strip that feel anything into the prints."""
    rows, columns = pressure.shape
    used = 0
    for left in range(0, columns, WIDE):
        strip = pressure[:, left : left + WIDE]
        felt = np.flatnonzero((strip > 0).any(axis=1))
        if len(felt):
            first, count = felt[0], WIDE * (felt[-1] - felt[0] + 1)
            prints.span[hand, i, prints.runs[hand, i]] = rows * left + WIDE * first, count, used
            prints.pressure[hand, i, used : used + count] = strip[first : felt[-1] + 1].ravel()
            prints.runs[hand, i] += 1
            used += count


def dense(prints: Prints, cells: int, *, hand: int, i: int) -> Array:
    """Return the pressure of one sample's hand on each of so many cells. (c,) [Pa]"""
    pressure = np.zeros(cells)
    for cell, n, used in prints.span[hand, i, : prints.runs[hand, i]]:
        pressure[cell : cell + n] = prints.pressure[hand, i, used : used + n]
    return pressure


def lay(
    cells: Cells,
    samples: Samples,
    *,
    shapes: Shapes,
    prints: Prints,
    clock: Clock,
    heating: Array,
    hand: int,
    first: int,
    end: int,
) -> None:
    """Fold one hand's pressures in samples `first` to `end` into its cells.

    Each sample adds its pressure times a sample's length to the integral, and its heat; every `clock.beat`
    samples each cell that is touched gets so many samples of touch. A hand has come anew when it was gone
    for longer than `clock.rejoin` samples or is another kind of contact since.
    """
    turn = cells.turn[hand]
    for i in range(first, end):
        at = clock.first + i
        part, level = int(samples.part[hand, i]), int(samples.level[hand, i])
        if part < 0:
            continue
        kind = int(shapes.kind[part])
        if KINDS[kind] == "hot-stone" and samples.stone[hand, i] <= clock.placed:
            kind = KINDS.index("stone")
        if kind != turn[0]:
            turn[:] = kind, at
        if not prints.runs[hand, i]:
            continue
        pressure = dense(prints, cells.impulse.shape[1], hand=hand, i=i)
        on = pressure > 0
        cells.impulse[hand, on] += clock.step * pressure[on]
        higher = on & (pressure > cells.peak[hand, part])
        cells.peak[hand, part, higher] = pressure[higher]
        cells.peak_at[hand, part, higher] = at
        cells.heat[hand, on] += heating[hand, i]
        if at % clock.beat:
            continue
        cells.touched[hand, part, level, on] += clock.beat
        came = on & (cells.last[hand] < max(at - clock.rejoin, turn[1]))
        cells.passes[hand, came] += 1
        cells.start[hand, came] = at
        cells.last[hand, on] = at
        stay = at - cells.start[hand] + clock.beat
        longer = on & (stay > cells.longest[hand, kind])
        cells.longest[hand, kind, longer] = stay[longer]
        cells.longest_at[hand, kind, longer] = at


def felt(out: Array, prints: Prints, *, ground: Ground, zones: int, hand: int, end: int) -> None:
    """Write the highest pressure that a hand makes in the cells of some zones (bits) into out (h, i). [Pa]"""
    is_there = ground.zone & np.int32(zones) != 0
    for i in range(end):
        pressure = dense(prints, len(ground.zone), hand=hand, i=i)
        out[hand, i] = pressure[is_there].max(initial=0.0)


def meet(cells: Cells, prints: Prints, *, clock: Clock, count: int) -> None:
    """Keep the highest sum of both hands' pressures in each cell where they lie at once."""
    for i in range(count):
        left, right = (dense(prints, cells.impulse.shape[1], hand=hand, i=i) for hand in (0, 1))
        higher = (left > 0) & (right > 0) & (left + right > cells.both)
        cells.both[higher] = (left + right)[higher]
        cells.both_at[higher] = clock.first + i


def tally(
    book: Book,
    samples: Samples,
    *,
    prints: Prints,
    ground: Ground,
    shapes: Shapes,
    clock: Clock,
) -> None:
    """Keep the book of the hands over one block.

    A stretch is one part's time at work until another part has worked for longer than `clock.change`; a pause
    does not end it, a stone that lies is no work. A burst is both thumbs' work with pauses of `clock.join`
    at most.
    """
    for i in range(samples.force.shape[1]):
        at = clock.first + i
        pressing = []
        for hand in range(2):
            part, force = int(samples.part[hand, i]), float(samples.force[hand, i])
            if part < 0 or force <= 0:
                continue
            stroke = int(samples.stroke[hand, i])
            if not prints.runs[hand, i]:
                book.missed_samples[hand] += 1
                note(book.missed, hand, value=force, at=at, stroke=stroke)
                continue
            pressing.append(hand)
            _tally_one(
                book, samples, prints=prints, ground=ground, shapes=shapes, clock=clock, hand=hand, i=i
            )
        _stretch_on(book, samples, shapes=shapes, clock=clock, pressing=pressing, i=i)
        if pressing:
            book.hands_on[0] += 1
            level = max(int(samples.level[hand, i]) for hand in pressing)
            total = sum(float(samples.force[hand, i]) for hand in pressing)
            leaning = all(shapes.leans[samples.part[hand, i]] for hand in pressing)
            note(
                book.total_force,
                LEVELS * leaning + level,
                value=total,
                at=at,
                stroke=int(samples.stroke[:, i].max()),
            )


def note(worst: Worst, which: int, *, value: float, at: int, stroke: int) -> None:
    """Keep a value if it is larger than what was there."""
    if value > worst.value[which]:
        worst.value[which], worst.at[which], worst.stroke[which] = value, at, stroke


def _tally_one(
    book: Book,
    samples: Samples,
    *,
    prints: Prints,
    ground: Ground,
    shapes: Shapes,
    clock: Clock,
    hand: int,
    i: int,
) -> None:
    """Keep what one hand that presses does in one sample."""
    at, part = clock.first + i, int(samples.part[hand, i])
    force, speed = float(samples.force[hand, i]), float(samples.speed[hand, i])
    level, stroke = int(samples.level[hand, i]), int(samples.stroke[hand, i])
    mean = force / float(prints.area[hand, i])

    book.force_time[hand, part] += force * clock.step
    book.work[hand, part] += clock.friction * force * speed * clock.step
    book.samples[hand, part] += 1
    note(book.part_peak, part, value=float(prints.peak[hand, i]), at=at, stroke=stroke)

    places = book.place_samples.shape[1]
    across, along = samples.position[hand, i, :2]
    column = int(np.clip(np.trunc((across - ground.x0) / ground.cx + 0.5), 0, ground.columns - 1))
    row = int(np.clip(np.trunc((along - ground.y0) / ground.cy + 0.5), 0, ground.rows - 1))
    place = int(in_rows(ground.place, rows=ground.rows)[row, column])
    place = place if 0 <= place < places else places - 1
    book.place_samples[part, place] += 1
    note(book.place_force, part * places + place, value=force, at=at, stroke=stroke)
    note(book.place_pressure, part * places + place, value=mean, at=at, stroke=stroke)
    note(book.place_near, part * places + place, value=-abs(float(across)), at=at, stroke=stroke)
    for zone in range(ZONES):
        if int(prints.zones[hand, i]) >> zone & 1:
            book.zone_samples[part, zone] += 1
            note(book.zone_force, part * ZONES + zone, value=force, at=at, stroke=stroke)
            note(book.zone_pressure, part * ZONES + zone, value=mean, at=at, stroke=stroke)
            note(book.zone_level, part * ZONES + zone, value=level, at=at, stroke=stroke)

    if KINDS[shapes.kind[part]] == "hot-stone":
        still = int(speed <= clock.still)
        note(book.stone, still, value=float(samples.stone[hand, i]), at=at, stroke=stroke)
    if shapes.thumb[part]:
        run = book.run
        pause = at - run[4] - 1
        if run[3] > 0 and pause <= clock.join:
            run[3] += pause + 1
        else:
            run[3] = 1
        run[4] = at
        note(book.burst, 0, value=int(run[3]), at=at, stroke=stroke)


def _stretch_on(
    book: Book, samples: Samples, *, shapes: Shapes, clock: Clock, pressing: list[int], i: int
) -> None:
    """Go on with the stretch of the part at work, or begin another's: both hands' time is one.

    While one hand works with a part, the other hand's other part ends no stretch of it. A hand that lies with
    its own weight alone does not work, and ends none either.
    """
    run, at = book.run, clock.first + i
    lying = [
        hand
        for hand in pressing
        if KINDS[shapes.kind[samples.part[hand, i]]] == "hot-stone" and samples.speed[hand, i] <= clock.still
    ]
    working = [hand for hand in pressing if hand not in lying and samples.force[hand, i] > clock.weight]
    if not working:
        if lying:
            run[0], run[1], run[2] = -1, 0, 0
        return
    worker = next((hand for hand in reversed(working) if samples.part[hand, i] == run[0]), working[0])
    part = int(samples.part[worker, i])
    if part == run[0]:
        run[1], run[2] = run[1] + run[2] + 1, 0
    else:
        run[2] += 1
        if run[0] < 0 or run[2] > clock.change:
            run[0], run[1], run[2] = part, run[2], 0
    note(book.stretch, int(run[0]), value=int(run[1]), at=at, stroke=int(samples.stroke[worker, i]))
