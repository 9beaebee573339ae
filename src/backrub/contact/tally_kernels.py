"""The compiled loops that keep what hands did; `plain` has the definitions, under the same names."""

# mypy: disable-error-code="no-untyped-def"
# numba finds the types; `plain` declares them.
from __future__ import annotations

import numpy as np
from numba import njit

# Where a stone that is too warm to lie still, and one that is not, stand in `tables.KINDS`.
_HOT, _COOL = 4, 5
# Sums may be taken in any order; not-a-number and infinity keep their meaning.
_SUMS = {"reassoc", "contract", "nsz", "arcp"}
_F = np.float32
LEVELS = 6
# Columns of a strip, as `kernels.WIDE`.
_LANES, _SHIFT = 7, 3


@njit(fastmath=_SUMS, error_model="numpy", forceinline=True)
def _add(p, impulse, peak, peak_at, n, step, at):
    for j in range(n):
        impulse[j] += step * p[j]
        peak_at[j] = at if p[j] > peak[j] else peak_at[j]
        peak[j] = max(peak[j], p[j])


@njit(error_model="numpy", forceinline=True)
def _touch(p, touched, n, beat):
    for j in range(n):
        touched[j] += beat if p[j] > _F(0.0) else np.int32(0)


@njit(error_model="numpy", forceinline=True)
def _come(p, last, start, passes, n, at, since):
    for j in range(n):
        on = p[j] > _F(0.0)
        came = on & (last[j] < since)
        passes[j] += np.int32(1) if came else np.int32(0)
        start[j] = at if came else start[j]
        last[j] = at if on else last[j]


@njit(error_model="numpy", forceinline=True)
def _stay(p, start, longest, longest_at, n, at, beat):
    for j in range(n):
        stay = at - start[j] + beat
        better = (p[j] > _F(0.0)) & (stay > longest[j])
        longest[j] = stay if better else longest[j]
        longest_at[j] = at if better else longest_at[j]


@njit(nogil=True, error_model="numpy")
def lay(cells, samples, shapes, prints, clock, heating, hand, first, end):
    """Fold what one hand did into its cells: `plain.lay`."""
    beat = np.int32(clock.beat)
    turn = cells.turn[hand]
    for i in range(first, end):
        at = np.int32(clock.first + i)
        part, level = samples.part[hand, i], samples.level[hand, i]
        if part < 0:
            continue
        sort = shapes.kind[part]
        if sort == _HOT and samples.stone[hand, i] <= clock.placed:
            sort = _COOL
        if sort != turn[0]:
            turn[0], turn[1] = sort, at
        cutoff = np.int32(max(at - clock.rejoin, turn[1]))
        warm = heating[hand, i]
        on_beat = at % beat == 0
        for r in range(prints.runs[hand, i]):
            c, n, used = prints.span[hand, i, r, 0], prints.span[hand, i, r, 1], prints.span[hand, i, r, 2]
            e = c + n
            p = prints.pressure[hand, i, used : used + n]
            _add(
                p, cells.impulse[hand, c:e], cells.peak[hand, part, c:e], cells.peak_at[hand, part, c:e], n,
                clock.step, at,
            )  # fmt: skip
            if on_beat:
                last, start = cells.last[hand, c:e], cells.start[hand, c:e]
                _touch(p, cells.touched[hand, part, level, c:e], n, beat)
                _come(p, last, start, cells.passes[hand, c:e], n, at, cutoff)
                _stay(
                    p, start, cells.longest[hand, sort, c:e], cells.longest_at[hand, sort, c:e], n, at, beat
                )
            if warm > 0.0:
                for j in range(n):
                    if p[j] > _F(0.0):
                        cells.heat[hand, c + j] += warm


@njit(error_model="numpy", forceinline=True)
def _note(worst, which, value, at, stroke):
    if value > worst.value[which]:
        worst.value[which] = value
        worst.at[which] = at
        worst.stroke[which] = stroke


@njit(nogil=True, error_model="numpy")
def tally(book, samples, prints, ground, shapes, clock):
    """Keep the book over one block: `plain.tally`."""
    places = book.place_samples.shape[1]
    for i in range(samples.force.shape[1]):
        at = clock.first + i
        run = book.run
        total, highest, pressed, leaning = 0.0, 0, False, 1
        worker, lies = -1, False
        for hand in range(2):
            part = samples.part[hand, i]
            force = samples.force[hand, i]
            if part < 0 or force <= 0.0:
                continue
            stroke, level, speed = samples.stroke[hand, i], samples.level[hand, i], samples.speed[hand, i]
            if prints.runs[hand, i] == 0:
                book.missed_samples[hand] += 1
                _note(book.missed, hand, force, at, stroke)
                continue
            pressed = True
            leaning &= shapes.leans[part]
            total += force
            highest = max(highest, level)
            mean = force / prints.area[hand, i]
            book.force_time[hand, part] += force * clock.step
            book.work[hand, part] += clock.friction * force * speed * clock.step
            book.samples[hand, part] += 1
            _note(book.part_peak, part, prints.peak[hand, i], at, stroke)

            column = int((samples.position[hand, i, 0] - ground.x0) / ground.cx + 0.5)
            row = int((samples.position[hand, i, 1] - ground.y0) / ground.cy + 0.5)
            column, row = min(max(column, 0), ground.columns - 1), min(max(row, 0), ground.rows - 1)
            place = ground.place[(((column >> _SHIFT) * ground.rows + row) << _SHIFT) + (column & _LANES)]
            if place < 0 or place >= places:
                place = places - 1
            book.place_samples[part, place] += 1
            _note(book.place_force, part * places + place, force, at, stroke)
            _note(book.place_pressure, part * places + place, mean, at, stroke)
            near = -abs(samples.position[hand, i, 0])
            _note(book.place_near, part * places + place, near, at, stroke)
            bits = np.int64(prints.zones[hand, i]) & 0xFFFFFFFF
            zone = 0
            while bits:
                if bits & 1:
                    book.zone_samples[part, zone] += 1
                    which = part * book.zone_samples.shape[1] + zone
                    _note(book.zone_force, which, force, at, stroke)
                    _note(book.zone_pressure, which, mean, at, stroke)
                    _note(book.zone_level, which, level, at, stroke)
                bits >>= 1
                zone += 1

            if shapes.kind[part] == _HOT:
                still = speed <= clock.still
                _note(book.stone, 1 if still else 0, samples.stone[hand, i], at, stroke)
                if still:  # nobody holds a stone that lies
                    lies = True
                    continue
            if force > clock.weight and (worker < 0 or part == run[0]):
                worker = hand
            if shapes.thumb[part]:
                gap = at - run[4] - 1
                if run[3] > 0 and gap <= clock.join:
                    run[3] += gap + 1
                else:
                    run[3] = 1
                run[4] = at
                _note(book.burst, 0, run[3], at, stroke)
        if worker >= 0:
            part = samples.part[worker, i]
            if part == run[0]:
                run[1], run[2] = run[1] + run[2] + 1, 0
            else:
                run[2] += 1
                if run[0] < 0 or run[2] > clock.change:
                    run[0], run[1], run[2] = part, run[2], 0
            _note(book.stretch, run[0], run[1], at, samples.stroke[worker, i])
        elif lies:
            run[0], run[1], run[2] = -1, 0, 0
        if pressed:
            book.hands_on[0] += 1
            which = leaning * LEVELS + highest
            _note(book.total_force, which, total, at, max(samples.stroke[0, i], samples.stroke[1, i]))


@njit(error_model="numpy", forceinline=True)
def _highest_in(bits, zone, zones, n):
    highest = np.int32(0)
    for j in range(n):
        highest = max(highest, bits[j] if zone[j] & zones else np.int32(0))
    return highest


@njit(nogil=True, error_model="numpy")
def felt(out, prints, ground, zones, hand, end):
    """Write the highest pressure in the cells of some zones: `plain.felt`."""
    wanted = np.int32(zones)
    # Of numbers that are not below nothing the bits of the higher one are higher.
    bits_of_all = prints.pressure.view(np.int32)
    highest_bits = np.zeros(1, np.int32)
    highest = highest_bits.view(np.float32)
    for i in range(end):
        highest_bits[0] = 0
        if prints.zones[hand, i] & wanted:
            for r in range(prints.runs[hand, i]):
                span = prints.span[hand, i, r]
                c, n, used = span[0], span[1], span[2]
                bits, zone = bits_of_all[hand, i, used : used + n], ground.zone[c : c + n]
                highest_bits[0] = max(highest_bits[0], _highest_in(bits, zone, wanted, n))
        out[hand, i] = highest[0]


@njit(nogil=True, error_model="numpy")
def meet(cells, prints, clock, count):
    """Add the pressures where both hands lie at once: `plain.meet`."""
    for i in range(count):
        at = np.int32(clock.first + i)
        one, other = 0, 0
        # The runs of each hand come in the order of their cells.
        while one < prints.runs[0, i] and other < prints.runs[1, i]:
            left, right = prints.span[0, i, one], prints.span[1, i, other]
            first, end = max(left[0], right[0]), min(left[0] + left[1], right[0] + right[1])
            for c in range(first, end):
                p = prints.pressure[0, i, left[2] + c - left[0]]
                q = prints.pressure[1, i, right[2] + c - right[0]]
                if p > np.float32(0.0) and q > np.float32(0.0) and p + q > cells.both[c]:
                    cells.both[c] = p + q
                    cells.both_at[c] = at
            if left[0] + left[1] < right[0] + right[1]:
                one += 1
            else:
                other += 1
