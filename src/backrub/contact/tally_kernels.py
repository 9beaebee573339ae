"""The compiled loops that look at both hands at once; `plain` has the definitions, under the same names."""

# mypy: disable-error-code="no-untyped-def"
# numba finds the types; `plain` declares them.
from __future__ import annotations

import numpy as np
from numba import njit

# Where a stone stands in the parts' kinds (`tables.KINDS`).
_HOT = 4
LEVELS = 6
# Columns of a strip, as `kernels.WIDE`.
_LANES, _SHIFT = 7, 3


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
        total, highest, pressed, leaning = 0.0, 0, False, 1
        worker, lies = -1, False
        for hand in range(2):
            part = samples.part[hand, i]
            run = book.run[hand]
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
            if force > clock.weight and (worker < 0 or part == book.run[0, 0]):
                worker = hand
            if shapes.thumb[part]:
                gap = at - run[4] - 1
                if run[3] > 0 and gap <= clock.join:
                    run[3] += gap + 1
                else:
                    if run[3] > 0:
                        _note(book.short_rest, hand, run[3] - gap, at, stroke)
                    run[3] = 1
                run[4] = at
                _note(book.burst, hand, run[3], at, stroke)
        run = book.run[0]
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
