"""Hands on synthetic backs: what the tests of contact press with."""

import numpy as np

from backrub.catalog.patches import Patch
from backrub.contact.bed import Bed
from backrub.motion.samples import PARTS, HandBlock

RATE_HZ = 60.0
NO_WHERE = {"position_m": (0.0, 0.0, 0.0), "normal": (0.0, 0.0, 1.0), "heading": (0.0, -1.0, 0.0)}


def rigid(**shape):
    """Return patches in which every part is the same hard disc, or what `shape` makes of it."""
    disc = {"half_length_m": 0.03, "half_width_m": 0.03, "contact": "broad", "typical_n": 10.0, **shape}
    return dict.fromkeys(PARTS, Patch(**disc))


def unit(vector):
    vector = np.asarray(vector, dtype=float)
    return vector / np.linalg.norm(vector, axis=-1, keepdims=True)


def tangent(normal, heading):
    """Return the heading laid into the plane across the normal."""
    normal, heading = unit(normal), np.asarray(heading, dtype=float)
    return unit(heading - normal * (normal * heading).sum(axis=-1, keepdims=True))


def block(count, *, part="palm", force_n=20.0, position_m=(0.0, 0.2, 0.0), normal=(0.0, 0.0, 1.0),
          heading=(0.0, -1.0, 0.0), level=2, speed_m_s=0.0, stroke=0, stone_c=0.0,
          rate_hz=RATE_HZ):  # fmt: skip
    """Return one hand's samples; every value may be one for all or one for each."""

    def each(value, *shape):
        return np.broadcast_to(np.asarray(value, dtype=float), (count, *shape))

    lifted = part is None
    return HandBlock.of(
        rate_hz=rate_hz, position_m=each(position_m, 3), normal=each(unit(normal), 3),
        heading=each(tangent(normal, heading), 3), speed_m_s=each(speed_m_s),
        force_n=each(0.0 if lifted else force_n), part=each(-1 if lifted else PARTS.index(part)),
        level=each(0 if lifted else level), stroke=each(stroke), stone_c=each(stone_c),
    )  # fmt: skip


def lifted(count, *, rate_hz=RATE_HZ):
    return block(count, part=None, rate_hz=rate_hz)


def curved(radius_x_m=0.18, radius_y_m=1.5, *, cell_m=0.004, k_pa_m=4e5, k2_pa_m2=3e9, width_m=0.36,
           length_m=0.44, place=-1):  # fmt: skip
    """Return a back like a barrel, highest on the midline."""
    flat = Bed.flat(width_m=width_m, length_m=length_m, cell_m=cell_m)
    x_m, y_m = np.meshgrid(flat.x_m, flat.y_m)
    z_m, slope_x, slope_y = barrel(x_m, y_m, radius_x_m=radius_x_m, radius_y_m=radius_y_m)
    return Bed.of(
        x0_m=flat.x0_m, y0_m=flat.y0_m, cell_x_m=cell_m, cell_y_m=cell_m, z_m=z_m,
        area_m2=cell_m**2 * np.sqrt(1 + slope_x**2 + slope_y**2),
        k_pa_m=k_pa_m, k2_pa_m2=k2_pa_m2, place=place,
    )  # fmt: skip


def barrel(x_m, y_m, *, radius_x_m=0.18, radius_y_m=1.5):
    """Return height and both slopes of the curved back."""
    height_m = -(x_m**2) / (2 * radius_x_m) - (y_m - 0.2) ** 2 / (2 * radius_y_m)
    return height_m, -x_m / radius_x_m, -(y_m - 0.2) / radius_y_m


def on_barrel(x_m, y_m, *, heading=(0.0, -1.0, 0.0), **more):
    """Return position, normal and heading on the curved back, for `block`."""
    x_m, y_m = np.broadcast_arrays(np.asarray(x_m, dtype=float), np.asarray(y_m, dtype=float))
    z_m, slope_x, slope_y = barrel(x_m, y_m, **more)
    normal = unit(np.stack([-slope_x, -slope_y, np.ones_like(z_m)], axis=-1))
    return {
        "position_m": np.stack([x_m, y_m, z_m], axis=-1),
        "normal": normal,
        "heading": tangent(normal, np.broadcast_to(heading, normal.shape)),
    }
