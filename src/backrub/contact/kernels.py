"""The compiled loops of contact; `plain` has the definition of each under the same name.

Written for the vectoriser: 32-bit numbers, no branch in an inner loop, few arrays a loop (what is written has
to be seen not to overlap with what is read), rows in whole groups of eight columns.
"""

# mypy: disable-error-code="no-untyped-def"
# numba finds the types; `plain` declares them.
from __future__ import annotations

import numpy as np
from numba import njit

# Sums may be taken in any order; not-a-number and infinity keep their meaning.
_LOOSE = {"reassoc", "contract", "nsz", "arcp"}
# Loops whose every number is one.
_NUMBERS = _LOOSE | {"nnan"}
_F = np.float32
_GROUP = 8
_TIGHT = 2e-5
_STEPS = 60
ROOM = 65576
"""Cells that one patch may cover. A constant, so that the compiler sees that the planes of the scratch lie
apart;
not a power of two, so that they do not compete for the same lines of the cache."""


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _gaps(z, tx, ty, tz, k, k2, scratch, n, rx0, ry, cz, cx, deep, h, s, m, inv, pad, form, mould, lean):
    """Write gap, weight, cover, k and k2 of one row's cells into the five planes of the scratch."""
    hx, hy, hz = h
    sx, sy, sz = s
    mx, my, mz = m
    inv_a, inv_b, inv_pitch = inv
    pitch, middle, last_pad = pad
    dome, rim, edge = form
    uu, uv, vv = mould
    lean_u, lean_v = lean
    zero, half, one = _F(0.0), _F(0.5), _F(1.0)
    for j in range(n):
        rx = rx0 + cx * _F(np.int32(j))
        rz = z[j] - cz
        u = rx * hx + ry * hy + rz * hz
        v = rx * sx + ry * sy + rz * sz
        w = rx * mx + ry * my + rz * mz
        which = min(max(_F(np.int32(v * inv_pitch + middle + half)), zero), last_pad)
        a = u * inv_a
        b = (v - (which - middle) * pitch) * inv_b
        a *= a
        b *= b
        level = a + b
        cover = min(max(half + (one - level) * edge, zero), one)
        cover *= one if abs(w) < deep else zero
        facing = max(tx[j] * mx + ty[j] * my + tz[j] * mz, zero)
        followed = u * (uu * u + uv * v + lean_u) + v * (vv * v + lean_v)
        scratch[j] = level * (dome + rim * level) + followed - w
        scratch[j + ROOM] = cover * facing
        scratch[j + 2 * ROOM] = cover
        scratch[j + 3 * ROOM] = k[j]
        scratch[j + 4 * ROOM] = k2[j]


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _springs(gap, weight, k, k2, n, depth):
    """Return force, its first and half its second derivative by depth, with the cells in contact now."""
    zero, one, two = _F(0.0), _F(1.0), _F(2.0)
    f0, f1, f2 = zero, zero, zero
    for j in range(n):
        d = depth - gap[j]
        on = one if d > zero else zero
        d = d * on
        w = weight[j] * on
        bend = k2[j] * d
        f0 += w * d * (k[j] + bend)
        f1 += w * (k[j] + two * bend)
        f2 += w * k2[j]
    return f0, f1, f2


@njit(fastmath=_NUMBERS, error_model="numpy", forceinline=True)
def _lowest(gap, weight, n):
    """Return the lowest gap of the cells under the patch, and how much skin there is."""
    lowest, skin, far = _F(1e9), _F(0.0), _F(1e9)
    for j in range(n):
        skin += weight[j]
        lowest = min(lowest, gap[j] if weight[j] > _F(0.0) else far)
    return lowest, skin


@njit(fastmath=_NUMBERS, error_model="numpy", forceinline=True)
def _pressures(gap, weight, cover, k, k2, out, n, depth):
    """Write the cells' mean pressures; return the area in contact, the force and the highest pressure."""
    zero, one = _F(0.0), _F(1.0)
    area, force, peak = zero, zero, zero
    for j in range(n):
        d = depth - gap[j]
        on = one if d > zero else zero
        d = d * on
        p = d * (k[j] + k2[j] * d)
        area += weight[j] * on
        force += weight[j] * p
        p *= cover[j]
        peak = max(peak, p)
        out[j] = p
    return area, force, peak


@njit(error_model="numpy", forceinline=True)
def _reach(ry, hx, hy, hz, sx, sy, sz, mx, my, mz, reach_a, reach_b, pads, deep):
    """Return from where to where along x a row of cells can be under the patch, seen from its middle. [m]"""
    if pads == 1:
        # u and v of the plane's points are (x sy - y sx) / mz and (y hx - x hy) / mz: an ellipse seen from
        # above.
        p, q = 1.0 / (reach_a * mz) ** 2, 1.0 / (reach_b * mz) ** 2
        shift = deep * abs(my)
        y = ry - shift if ry > shift else (ry + shift if ry < -shift else 0.0)
        second = p * sy * sy + q * hy * hy
        lean = (p * sx * sy + q * hx * hy) / second
        root = (lean * y) ** 2 - ((p * sx * sx + q * hx * hx) * y * y - 1.0) / second
        if root < 0.0:
            return 1.0, 0.0
        wide = np.sqrt(root) + deep * abs(mx) + 2.0 * abs(lean) * shift
        return lean * y - wide, lean * y + wide
    low, high = -1e3, 1e3
    if abs(sy) > 1e-6:
        mid, wide = ry * sx / sy, (reach_a * mz + deep * abs(hz)) / abs(sy)
        low, high = max(low, mid - wide), min(high, mid + wide)
    if abs(hy) > 1e-6:
        mid, wide = ry * hx / hy, (reach_b * mz + deep * abs(sz)) / abs(hy)
        low, high = max(low, mid - wide), min(high, mid + wide)
    return low, high


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _trim(pressure, n):
    """Return how many cells of a row are left out before and behind, in groups that feel nothing."""
    before = 0
    while before < n and _is_still(pressure[before : before + _GROUP]):
        before += _GROUP
    behind = n
    while behind > before and _is_still(pressure[behind - _GROUP : behind]):
        behind -= _GROUP
    return before, behind


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _is_still(p):
    return p[0] + p[1] + p[2] + p[3] + p[4] + p[5] + p[6] + p[7] <= _F(0.0)


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _zone_bits(pressure, zone, n):
    bits = np.int32(0)
    for j in range(n):
        bits |= zone[j] if pressure[j] > _F(0.0) else np.int32(0)
    return bits


@njit(nogil=True, cache=True, fastmath=_LOOSE, error_model="numpy")
def solve(samples, ground, shapes, prints, hand, first, end, zoned):
    """Press one hand, sample after sample: `plain.solve`."""
    cap = prints.pressure.shape[2]
    scratch = np.empty(5 * ROOM, np.float32)
    last_depth = _F(np.nan)
    last_part = -2
    cx, cy, deep = ground.cx, ground.cy, ground.deep
    for i in range(first, end):
        prints.row_count[hand, i] = 0
        prints.depth[hand, i] = np.nan
        prints.area[hand, i] = 0.0
        prints.peak[hand, i] = 0.0
        prints.zones[hand, i] = 0
        prints.force[hand, i] = 0.0
        part = samples.part[hand, i]
        asked = _F(samples.force[hand, i])
        if part < 0 or asked <= _F(0.0):
            last_part = -2
            continue
        px, py, pz = samples.position[hand, i, 0], samples.position[hand, i, 1], samples.position[hand, i, 2]
        hx, hy, hz = samples.heading[hand, i, 0], samples.heading[hand, i, 1], samples.heading[hand, i, 2]
        mx, my, mz = samples.normal[hand, i, 0], samples.normal[hand, i, 1], samples.normal[hand, i, 2]
        sx, sy, sz = my * hz - mz * hy, mz * hx - mx * hz, mx * hy - my * hx
        a, b = shapes.half_length[part], shapes.half_width[part]
        edge = shapes.edge[part]
        grown = np.sqrt(1.0 + 0.5 / edge)
        reach_a = a * grown
        reach_b = shapes.half_row[part] + b * (grown - 1.0)
        # The skin's own slope and curve at the patch's scale, which a soft hand takes on.
        scale = shapes.scale[part]
        fx = min(max((px - ground.x0) / cx, 0.0), ground.columns - 1.001)
        fy = min(max((py - ground.y0) / cy, 0.0), ground.rows - 1.001)
        c0 = int(fy) * ground.columns + int(fx)
        tx, ty = fx - int(fx), fy - int(fy)
        slope_x = slope_y = bend_xx = bend_xy = bend_yy = 0.0
        for corner in range(4):
            at = c0 + (corner & 1) + (corner >> 1) * ground.columns
            share = (tx if corner & 1 else 1.0 - tx) * (ty if corner >> 1 else 1.0 - ty)
            slope_x += share * ground.slope_x[scale, at]
            slope_y += share * ground.slope_y[scale, at]
            bend_xx += share * ground.curve_xx[scale, at]
            bend_xy += share * ground.curve_xy[scale, at]
            bend_yy += share * ground.curve_yy[scale, at]
        mould = shapes.mould[part]
        upright = max(mz - slope_x * mx - slope_y * my, 0.1)
        lean_u = mould * (slope_x * hx + slope_y * hy - hz) / upright
        lean_v = mould * (slope_x * sx + slope_y * sy - sz) / upright
        take = 0.5 * mz * mould
        uu = take * (hx * hx * bend_xx + 2 * hx * hy * bend_xy + hy * hy * bend_yy)
        uv = 2 * take * (hx * sx * bend_xx + (hx * sy + hy * sx) * bend_xy + hy * sy * bend_yy)
        vv = take * (sx * sx * bend_xx + 2 * sx * sy * bend_xy + sy * sy * bend_yy)

        reach_y = abs(hy) * reach_a + abs(sy) * reach_b + deep * abs(my)
        row0 = max(0, int(np.ceil((py - reach_y - ground.y0) / cy)))
        row1 = min(ground.rows - 1, int(np.floor((py + reach_y - ground.y0) / cy)))
        row1 = min(row1, row0 + prints.span.shape[2] - 1)
        pads = shapes.pads[part]
        pitch = shapes.pitch[part]
        inv_pitch = 1.0 / pitch if pads > 1 else 0.0
        k, k2 = ground.k[part], ground.k2[part]
        used = 0
        count = 0
        for row in range(row0, row1 + 1):
            ry = ground.y0 + row * cy - py
            low, high = _reach(ry, hx, hy, hz, sx, sy, sz, mx, my, mz, reach_a, reach_b, pads, deep)
            c0 = min(max(int(np.ceil((px + low - ground.x0) / cx)), 0), ground.columns)
            c1 = min(max(int(np.floor((px + high - ground.x0) / cx)), -1), ground.columns - 1)
            n = 0
            if c1 >= c0:
                n = (c1 - c0 + _GROUP) // _GROUP * _GROUP
                n = min(n, (cap - used) // _GROUP * _GROUP)
                c0 = min(c0, ground.columns - n)
            prints.span[hand, i, count, 0] = c0
            prints.span[hand, i, count, 1] = n
            count += 1
            if n == 0:
                continue
            c = row * ground.columns + c0
            _gaps(
                ground.z[c:c + n], ground.toward_x[c:c + n], ground.toward_y[c:c + n],
                ground.toward_z[c:c + n], k[c:c + n], k2[c:c + n], scratch[used:], n,
                _F(ground.x0 + c0 * cx - px), _F(ry), _F(pz), _F(cx), _F(deep),
                (_F(hx), _F(hy), _F(hz)), (_F(sx), _F(sy), _F(sz)), (_F(mx), _F(my), _F(mz)),
                (_F(1.0 / a), _F(1.0 / b), _F(inv_pitch)),
                (_F(pitch), _F(0.5 * (pads - 1)), _F(pads - 1)),
                (_F(shapes.dome[part]), _F(shapes.rim[part]), _F(edge)),
                (_F(uu), _F(uv), _F(vv)), (_F(lean_u), _F(lean_v)),
            )  # fmt: skip
            used += n
        gap, weight, cover = scratch[:used], scratch[ROOM : ROOM + used], scratch[2 * ROOM : 2 * ROOM + used]
        stiff, stiffer = scratch[3 * ROOM : 3 * ROOM + used], scratch[4 * ROOM : 4 * ROOM + used]

        # Convex and rising in depth, so the steps below converge from anywhere that touches.
        depth = last_depth if part == last_part else _F(-1e9)
        found = False
        for _ in range(_STEPS):
            f0, f1, f2 = _springs(gap, weight, stiff, stiffer, used, depth)
            short = asked - f0
            if abs(short) <= _F(_TIGHT) * asked:
                found = True
                break
            if f1 <= _F(0.0):
                lowest, skin = _lowest(gap, weight, used)
                if skin <= _F(0.0):
                    break
                depth = lowest + _F(1e-3)
                continue
            root = f1 * f1 + _F(4.0) * f2 * short
            # With the same cells in contact this is the exact answer.
            depth += _F(2.0) * short / (f1 + np.sqrt(max(root, _F(0.0))))
        if not found:
            last_part = -2
            continue
        out = prints.pressure[hand, i]
        area, force, peak = _pressures(gap, weight, cover, stiff, stiffer, out, used, depth)
        prints.first_row[hand, i] = row0
        prints.row_count[hand, i] = count
        prints.depth[hand, i] = depth
        prints.area[hand, i] = area
        prints.force[hand, i] = force
        prints.peak[hand, i] = peak
        bits, used = np.int32(0), 0
        for r in range(count):
            c0, n = prints.span[hand, i, r, 0], prints.span[hand, i, r, 1]
            before, behind = _trim(out[used : used + n], n)
            prints.span[hand, i, r, 0] = c0 + before
            prints.span[hand, i, r, 1] = behind - before
            prints.span[hand, i, r, 2] = used + before
            if zoned:
                c = (row0 + r) * ground.columns + c0
                bits |= _zone_bits(out[used : used + n], ground.zone[c : c + n], n)
            used += n
        prints.zones[hand, i] = bits
        last_depth, last_part = depth, part


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
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


@njit(nogil=True, cache=True, error_model="numpy")
def lay(cells, ground, samples, prints, clock, since, kind, heating, lane, lanes):
    """Fold a block into the cells of some rows: `plain.lay`."""
    n_samples = samples.force.shape[1]
    beat = np.int32(clock.beat)
    for i in range(n_samples):
        at = np.int32(clock.first + i)
        on_beat = at % beat == 0
        for hand in range(2):
            rows = prints.row_count[hand, i]
            part, level, sort = samples.part[hand, i], samples.level[hand, i], kind[hand, i]
            cutoff = np.int32(max(at - clock.rejoin, since[hand, i]))
            warm = heating[hand, i]
            row = prints.first_row[hand, i]
            for r in range(rows):
                n, used = prints.span[hand, i, r, 1], prints.span[hand, i, r, 2]
                if n > 0 and row % lanes == lane:
                    c = row * ground.columns + prints.span[hand, i, r, 0]
                    e = c + n
                    p = prints.pressure[hand, i, used : used + n]
                    _add(
                        p,
                        cells.impulse[c:e],
                        cells.peak[part, c:e],
                        cells.peak_at[part, c:e],
                        n,
                        clock.step,
                        at,
                    )
                    if on_beat:
                        last, start = cells.last[hand, c:e], cells.start[hand, c:e]
                        _touch(p, cells.touched[part, level, c:e], n, beat)
                        _come(p, last, start, cells.passes[hand, c:e], n, at, cutoff)
                        _stay(p, start, cells.longest[sort, c:e], cells.longest_at[sort, c:e], n, at, beat)
                    if warm > 0.0:
                        for j in range(n):
                            if p[j] > _F(0.0):
                                cells.heat[c + j] += warm
                row += 1
        if prints.row_count[0, i] > 0 and prints.row_count[1, i] > 0:
            _both(cells, ground, prints, i, at, lane, lanes)


@njit(error_model="numpy")
def _both(cells, ground, prints, i, at, lane, lanes):
    """Where both hands lie at once, their pressures add."""
    l0, r0 = prints.first_row[0, i], prints.first_row[1, i]
    ln, rn = prints.row_count[0, i], prints.row_count[1, i]
    if min(l0 + ln, r0 + rn) <= max(l0, r0):
        return
    for row in range(max(l0, r0), min(l0 + ln, r0 + rn)):
        if row % lanes != lane:
            continue
        lc, lw, left = (
            prints.span[0, i, row - l0, 0],
            prints.span[0, i, row - l0, 1],
            prints.span[0, i, row - l0, 2],
        )
        rc, rw, right = (
            prints.span[1, i, row - r0, 0],
            prints.span[1, i, row - r0, 1],
            prints.span[1, i, row - r0, 2],
        )
        for column in range(max(lc, rc), min(lc + lw, rc + rw)):
            p = prints.pressure[0, i, left + column - lc]
            q = prints.pressure[1, i, right + column - rc]
            c = row * ground.columns + column
            if p > _F(0.0) and q > _F(0.0) and p + q > cells.both[c]:
                cells.both[c] = p + q
                cells.both_at[c] = at
