"""The compiled loop that presses one hand; `plain` has its definition under the same name.

Written for the vectoriser: 32-bit numbers, no branch in an inner loop, few arrays a loop (what is written has
to be seen not to overlap with what is read), cells in strips of `WIDE` columns, so that a loop over a strip's
rows is one long run of memory.
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
WIDE = 8
"""Columns of a strip: as many 32-bit numbers as go into one step of the vectoriser. A power of two."""
_LANES, _SHIFT = WIDE - 1, 3
# One pad, or a row of them: the compiler makes a loop of each.
_ALONE, _ROW = 0, 1
_TIGHT = 2e-5
_STEPS = 60
ROOM = 65576
"""Cells that one patch may cover. A constant, so that the compiler sees that the planes of the scratch lie
apart;
not a power of two, so that they do not compete for the same lines of the cache."""


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _gaps(z, tx, ty, tz, k, k2, scratch, n, steps, first, at, h, s, m, inv, form, mould, pad, pads, depth):
    """Write gap, weight, cover, k and k2 of a run of cells into the five planes of the scratch.

    Returns what `_springs` does for a first depth.
    """
    lane_x, row_y = steps
    x0, y0, deep = first
    u0, v0, w0 = at
    hx, hy, hz = h
    sx, sy, sz = s
    mx, my, mz = m
    inv_a, inv_b, inv_pitch = inv
    dome, rim, edge = form
    uu, uv, vv, lean_u, lean_v = mould
    pitch, middle, last_pad = pad
    zero, half, one, two = _F(0.0), _F(0.5), _F(1.0), _F(2.0)
    f0, f1, f2 = zero, zero, zero
    for j in range(n):
        rx = x0 + lane_x[j]
        ry = y0 + row_y[j]
        u = rx * hx + ry * hy + z[j] * hz + u0
        v = rx * sx + ry * sy + z[j] * sz + v0
        w = rx * mx + ry * my + z[j] * mz + w0
        from_pad = v
        if pads == _ROW:
            which = min(max(_F(np.int32(v * inv_pitch + middle + half)), zero), last_pad)
            from_pad = v - (which - middle) * pitch
        a = u * inv_a
        b = from_pad * inv_b
        level = a * a + b * b
        cover = min(max(half + (one - level) * edge, zero), one)
        cover *= one if abs(w) < deep else zero
        weight = cover * max(tx[j] * mx + ty[j] * my + tz[j] * mz, zero)
        followed = u * (uu * u + uv * v + lean_u) + v * (vv * v + lean_v)
        gap = level * (dome + rim * level) + followed - w
        d = depth - gap
        on = one if d > zero else zero
        d = d * on
        loaded = weight * on
        bend = k2[j] * d
        f0 += loaded * d * (k[j] + bend)
        f1 += loaded * (k[j] + two * bend)
        f2 += loaded * k2[j]
        scratch[j] = gap
        scratch[j + ROOM] = weight
        scratch[j + 2 * ROOM] = cover
        scratch[j + 3 * ROOM] = k[j]
        scratch[j + 4 * ROOM] = k2[j]
    return f0, f1, f2


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


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _pressures(gap, weight, cover, k, k2, out, n, depth):
    """Write the cells' mean pressures; return the area in contact and the force."""
    zero, one = _F(0.0), _F(1.0)
    area, force = zero, zero
    for j in range(n):
        d = depth - gap[j]
        on = one if d > zero else zero
        d = d * on
        p = d * (k[j] + k2[j] * d)
        area += weight[j] * on
        force += weight[j] * p
        out[j] = p * cover[j]
    return area, force


@njit(error_model="numpy", forceinline=True)
def _peak(bits, n):
    """Return the highest of pressures as whole numbers: of numbers that are not below nothing the bits of the
    higher one are higher, and the highest of whole numbers is found in one sweep."""
    peak = np.int32(0)
    for j in range(n):
        peak = max(peak, bits[j])
    return peak


@njit(error_model="numpy", forceinline=True)
def _outline(hx, hy, sx, sy, mz, reach_a, reach_b, pads):
    """Return what `_highest` reads of an outline as seen from above, half its width there, and where along
    it the outline is highest. [m]"""
    if pads == 1:
        # u and v of the plane's points are (x sy - y sx) / mz and (y hx - x hy) / mz, so an ellipse is one
        # from above, too: first x^2 + 2 second x y + third y^2 = 1.
        p, q = 1.0 / (reach_a * mz) ** 2, 1.0 / (reach_b * mz) ** 2
        first = p * sy * sy + q * hy * hy
        second = -(p * sx * sy + q * hx * hy)
        third = p * sx * sx + q * hx * hx
        fourth = p * q * mz * mz
        return (first, second, third, fourth), np.sqrt(third / fourth), -second / np.sqrt(first * fourth)
    # A row of pads lies in a rectangle: two pairs of lines, y as a steepness times x and a height.
    far = 1e6
    first, second = (sy / sx, reach_a * mz / abs(sx)) if abs(sx) > 1e-6 else (0.0, far)
    third, fourth = (hy / hx, reach_b * mz / abs(hx)) if abs(hx) > 1e-6 else (0.0, far)
    wide = abs(hx) * reach_a + abs(sx) * reach_b
    highest = (hx if hy > 0.0 else -hx) * reach_a + (sx if sy > 0.0 else -sx) * reach_b
    return (first, second, third, fourth), wide, highest


@njit(error_model="numpy", forceinline=True)
def _highest(x, outline, pads):
    """Return how far up an outline goes at x from its middle; as far down it goes at -x. [m]"""
    first, second, third, fourth = outline
    if pads == 1:
        return (np.sqrt(max(third - fourth * x * x, 0.0)) - second * x) / third
    return min(first * x + second, third * x + fourth)


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _is_still(p):
    return p[0] + p[1] + p[2] + p[3] + p[4] + p[5] + p[6] + p[7] <= _F(0.0)


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _trim(pressure, n):
    """Return how many cells of a run are left out before and behind, in whole rows that feel nothing."""
    before = 0
    while before < n and _is_still(pressure[before : before + WIDE]):
        before += WIDE
    behind = n
    while behind > before and _is_still(pressure[behind - WIDE : behind]):
        behind -= WIDE
    return before, behind


@njit(fastmath=_LOOSE, error_model="numpy", forceinline=True)
def _zone_bits(pressure, zone, n):
    bits = np.int32(0)
    for j in range(n):
        bits = np.int32(bits | (zone[j] if pressure[j] > _F(0.0) else np.int32(0)))
    return bits


@njit(nogil=True, fastmath=_LOOSE, error_model="numpy")
def solve(samples, ground, shapes, prints, hand, first, end, zoned):
    """Press one hand, sample after sample: `plain.solve`."""
    cap, most_runs = prints.pressure.shape[2], prints.span.shape[2]
    scratch = prints.scratch[hand]
    steps = prints.steps[0], prints.steps[1]
    bits_of_all = prints.pressure.view(np.int32)
    peak_bits = np.zeros(1, np.int32)
    peak = peak_bits.view(np.float32)
    warm = prints.warm[hand]
    cx, cy, deep, rows = ground.cx, ground.cy, ground.deep, ground.rows
    for i in range(first, end):
        prints.runs[hand, i] = 0
        prints.depth[hand, i] = np.nan
        prints.area[hand, i] = 0.0
        prints.peak[hand, i] = 0.0
        prints.zones[hand, i] = 0
        prints.force[hand, i] = 0.0
        part = samples.part[hand, i]
        asked = _F(samples.force[hand, i])
        if part < 0 or asked <= _F(0.0):
            warm[2] = _F(-1.0)
            continue
        px, py, pz = samples.position[hand, i, 0], samples.position[hand, i, 1], samples.position[hand, i, 2]
        hx, hy, hz = samples.heading[hand, i, 0], samples.heading[hand, i, 1], samples.heading[hand, i, 2]
        mx, my, mz = samples.normal[hand, i, 0], samples.normal[hand, i, 1], samples.normal[hand, i, 2]
        sx, sy, sz = my * hz - mz * hy, mz * hx - mx * hz, mx * hy - my * hx
        a, b = shapes.half_length[part], shapes.half_width[part]
        edge = shapes.edge[part]
        grown = np.sqrt(1.0 + 0.5 / edge)
        # The skin's own slope and curve at the patch's scale, which a soft hand takes on.
        scale = shapes.scale[part]
        fx = min(max((px - ground.x0) / cx, 0.0), ground.columns - 1.001)
        fy = min(max((py - ground.y0) / cy, 0.0), rows - 1.001)
        column, row = int(fx), int(fy)
        tx, ty = fx - column, fy - row
        slope_x = slope_y = bend_xx = bend_xy = bend_yy = 0.0
        for corner in range(4):
            over, down = column + (corner & 1), row + (corner >> 1)
            near = ground.relief[scale, ((over >> _SHIFT) * rows + down) * WIDE + (over & _LANES)]
            share = (tx if corner & 1 else 1.0 - tx) * (ty if corner >> 1 else 1.0 - ty)
            slope_x += share * near[0]
            slope_y += share * near[1]
            bend_xx += share * near[2]
            bend_xy += share * near[3]
            bend_yy += share * near[4]
        mould = shapes.mould[part]
        upright = max(mz - slope_x * mx - slope_y * my, 0.1)
        lean_u = mould * (slope_x * hx + slope_y * hy - hz) / upright
        lean_v = mould * (slope_x * sx + slope_y * sy - sz) / upright
        take = 0.5 * mz * mould
        uu = take * (hx * hx * bend_xx + 2 * hx * hy * bend_xy + hy * hy * bend_yy)
        uv = 2 * take * (hx * sx * bend_xx + (hx * sy + hy * sx) * bend_xy + hy * sy * bend_yy)
        vv = take * (sx * sx * bend_xx + 2 * sx * sy * bend_xy + sy * sy * bend_yy)

        pads = shapes.pads[part]
        pitch = shapes.pitch[part]
        inv_pitch = 1.0 / pitch if pads > 1 else 0.0
        outline, wide, highest = _outline(
            hx, hy, sx, sy, mz, a * grown, shapes.half_row[part] + b * (grown - 1.0), pads
        )
        # Skin off the plane is seen beside where it lies: by `deep` times how far the normal leans, at most.
        aside, along = deep * abs(mx), deep * abs(my)
        strip0 = max(0, int(np.ceil((px - wide - aside - ground.x0) / cx)) >> _SHIFT)
        strip1 = min(
            (ground.columns >> _SHIFT) - 1, int(np.floor((px + wide + aside - ground.x0) / cx)) >> _SHIFT
        )
        k, k2 = ground.k[part], ground.k2[part]
        goes_on = warm[2] == part
        depth = warm[0] + warm[1] if goes_on else _F(-1e9)
        f0, f1, f2 = _F(0.0), _F(0.0), _F(0.0)
        used = 0
        runs = 0
        for strip in range(strip0, min(strip1, strip0 + most_runs - 1) + 1):
            x0 = ground.x0 + strip * WIDE * cx - px
            low, high = max(x0 - aside, -wide), min(x0 + _LANES * cx + aside, wide)
            top = _highest(min(max(highest, low), high), outline, pads) + along
            bottom = -_highest(-min(max(-highest, low), high), outline, pads) - along
            row0 = max(0, int(np.ceil((py + bottom - ground.y0) / cy)))
            row1 = min(rows - 1, int(np.floor((py + top - ground.y0) / cy)))
            n = min((row1 - row0 + 1) * WIDE, (cap - used) // WIDE * WIDE)
            if high < low or n <= 0:
                continue
            c = (strip * rows + row0) * WIDE
            prints.span[hand, i, runs, 0] = c
            prints.span[hand, i, runs, 1] = n
            prints.span[hand, i, runs, 2] = used
            runs += 1
            here = (
                ground.z[c:c + n], ground.toward_x[c:c + n], ground.toward_y[c:c + n],
                ground.toward_z[c:c + n], k[c:c + n], k2[c:c + n], scratch[used:], n, steps,
                (_F(x0), _F(ground.y0 + row0 * cy - py), _F(deep)),
                (_F(-pz * hz), _F(-pz * sz), _F(-pz * mz)),
                (_F(hx), _F(hy), _F(hz)), (_F(sx), _F(sy), _F(sz)), (_F(mx), _F(my), _F(mz)),
                (_F(1.0 / a), _F(1.0 / b), _F(inv_pitch)),
                (_F(shapes.dome[part]), _F(shapes.rim[part]), _F(edge)),
                (_F(uu), _F(uv), _F(vv), _F(lean_u), _F(lean_v)),
                (_F(pitch), _F(0.5 * (pads - 1)), _F(pads - 1)),
            )  # fmt: skip
            felt = _gaps(*here, _ROW, depth) if pads > 1 else _gaps(*here, _ALONE, depth)
            f0, f1, f2 = f0 + felt[0], f1 + felt[1], f2 + felt[2]
            used += n
        gap, weight, cover = scratch[:used], scratch[ROOM : ROOM + used], scratch[2 * ROOM : 2 * ROOM + used]
        stiff, stiffer = scratch[3 * ROOM : 3 * ROOM + used], scratch[4 * ROOM : 4 * ROOM + used]
        out = prints.pressure[hand, i]

        # Convex and rising in depth, so the steps below converge from anywhere that touches. The first is
        # from where the hand has been going, and most often it arrives.
        area = force = _F(0.0)
        found = False
        for _ in range(_STEPS):
            if f1 <= _F(0.0):
                lowest, skin = _lowest(gap, weight, used)
                if skin <= _F(0.0):
                    break
                depth = lowest + _F(1e-3)
            else:
                short = asked - f0
                # With the same cells in contact this is the exact answer.
                root = f1 * f1 + _F(4.0) * f2 * short
                depth += _F(2.0) * short / (f1 + np.sqrt(max(root, _F(0.0))))
            area, force = _pressures(gap, weight, cover, stiff, stiffer, out, used, depth)
            if abs(asked - force) <= _F(_TIGHT) * asked:
                found = True
                break
            f0, f1, f2 = _springs(gap, weight, stiff, stiffer, used, depth)
        if not found:
            warm[2] = _F(-1.0)
            continue
        peak_bits[0] = _peak(bits_of_all[hand, i], used)
        prints.runs[hand, i] = runs
        prints.depth[hand, i] = depth
        prints.area[hand, i] = area
        prints.force[hand, i] = force
        prints.peak[hand, i] = peak[0]
        bits = np.int32(0)
        for r in range(runs):
            c, n, used = prints.span[hand, i, r, 0], prints.span[hand, i, r, 1], prints.span[hand, i, r, 2]
            before, behind = _trim(out[used : used + n], n)
            prints.span[hand, i, r, 0] = c + before
            prints.span[hand, i, r, 1] = behind - before
            prints.span[hand, i, r, 2] = used + before
            if zoned:
                bits |= _zone_bits(out[used : used + n], ground.zone[c : c + n], n)
        prints.zones[hand, i] = bits
        warm[1] = depth - warm[0] if goes_on else _F(0.0)
        warm[0] = depth
        warm[2] = _F(part)
