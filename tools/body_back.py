"""The working back of one lying body of the model: a height field over the chart, its midline and its edge.

The field is what is seen from above. Where the skin is steeper than a hand works from above, or ends, the
field goes on at that slope, so that it is defined everywhere and lies under nothing.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import CloughTocher2DInterpolator, PchipInterpolator
from scipy.ndimage import gaussian_filter1d

from body_model import C7, LEFT, Array, Model

ACROSS = np.linspace(0.0, 1.25, 51)
"""The chart's lines across, half of them: the other half is their mirror."""
ALONG = np.linspace(-0.3, 1.5, 145)
"""The chart's lines along, from the back of the head to the gluteal fold."""
STEEP = float(np.tan(np.deg2rad(72.0)))
"""Nothing of the field is steeper."""
EDGE_STEEP = float(np.tan(np.deg2rad(70.0)))
"""The edge of the working back lies where its skin becomes steeper than this."""
DIGITS = 6
"""Vertices are taken to the micrometre. Processors differ in the last bit of a sum, and where four vertices
lie on a circle that bit chose which way the triangles between them run: half a millimetre on the skin."""
RULER_M = 0.015
"""How stiff the ruler along the midline is: the spread over which it evens out."""


def landmarks_of(vertices: Array) -> dict[str, Array]:
    """Return the landmarks on the midline and on the left. [m]"""
    left = {f"{name}-left": mean_of(vertices, where) for name, where in LEFT.items()}
    # The chart's 1 is the line through both.
    return {"c7": vertices[C7], "psis": left["psis-left"] * [0, 1, 1], **left}


def mean_of(vertices: Array, where: dict[int, float]) -> Array:
    """Return the weighted mean of some vertices."""
    return np.asarray(np.array(list(where.values())) @ vertices[list(where)])


def normals_of(model: Model, vertices: Array) -> Array:
    """Return the outward unit normals of the vertices."""
    corners = vertices[model.triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, model.triangles[:, corner], faces)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return np.asarray(normals / np.where(length > 0, length, 1.0))


def working_skin(model: Model, vertices: Array, *, length_m: float) -> np.ndarray:
    """Return which vertices belong to the back as seen from above, arms left out."""
    y, upward = vertices[:, 1], normals_of(model, vertices)[:, 2] > 0.12
    in_reach = (y > -0.42 * length_m) & (y < 1.66 * length_m)
    # The arm leaves the trunk at the back of the armpit; above it the shoulder's cap is the trunk's edge.
    armpit = np.clip((0.26 * length_m - y) / (0.10 * length_m), 0.0, 1.0)
    no_arm = model.arm_frac < 0.35 + 0.6 * armpit
    found = model.is_skin & upward & in_reach & no_arm
    # Only what hangs together with C7: the chin and the breasts' undersides look up, too.
    inner = model.triangles[found[model.triangles].all(axis=1)]
    reached = np.zeros_like(found)
    reached[C7] = True
    while True:
        touched = reached.copy()
        touched[inner[reached[inner].any(axis=1)]] = True
        if np.array_equal(touched, reached):
            return np.asarray(reached)
        reached = touched


def back_of(model: Model, vertices: Array) -> dict[str, Array]:
    """Return the back of lying vertices: its scale, midline, field (half) and edge, all in metres."""
    vertices = settled(vertices)
    marks = landmarks_of(vertices)
    half_m, end_m = marks["acromion-left"][0], marks["psis"][1]
    skin = working_skin(model, vertices, length_m=end_m)
    known = on_top(vertices, np.flatnonzero(skin & (vertices[:, 0] > -0.08)))
    surface = surface_over(vertices[known])
    y_m, length_m = midline(surface, end_m=end_m)
    x, y = ACROSS * half_m, y_m
    is_seen = covered(vertices, model.triangles[skin[model.triangles].all(axis=1)], x=x, y=y)
    z = surface(*np.meshgrid(x, y))
    z = slope_limited(np.where(is_seen & np.isfinite(z), z, -np.inf), step_x_m=x[1], step_y_m=np.diff(y))
    return {
        "half_biacromial_m": np.array([half_m]),
        "c7_psis_m": np.array([length_m]),
        "y_m": y_m,
        "z_m": z,
        "edge_m": edge_of(z, is_seen, x=x, y=y),
        **marks,
    }


def settled(vertices: Array) -> Array:
    """Return vertices without the digits in which one processor differs from another."""
    return np.round(vertices, DIGITS)


def surface_over(vertices: Array) -> CloughTocher2DInterpolator:
    """Return the smooth surface through some vertices, as a height over x and y."""
    # Its slopes settle to a few micrometres long before the default tolerance.
    return CloughTocher2DInterpolator(vertices[:, :2], vertices[:, 2], tol=1e-4, maxiter=60)


def on_top(vertices: Array, known: np.ndarray) -> np.ndarray:
    """Return those of some vertices that no other stands steeply over: what lies in a fold is not felt."""
    x, y, z = vertices[known].T
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    return known[~(z - z[:, None] > STEEP * apart).any(axis=1)]


def midline(surface: CloughTocher2DInterpolator, *, end_m: float) -> tuple[Array, float]:
    """Return y at each of ALONG, and the length of the midline from C7 to the PSIS' line. [m]

    A flexible ruler spans the dips between the spinous processes of a thin back, and so does this.
    """
    y = np.linspace(0.0, end_m, 401)
    z = gaussian_filter1d(surface(np.zeros_like(y), y), RULER_M / y[1], mode="nearest")
    arc = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(y), np.diff(z)))])
    spline = PchipInterpolator(arc / arc[-1], y)
    # Past the ends the line goes on as it leaves them: the skin dips there (hair, cleft), the levels do not.
    first, last = spline(0.04) / 0.04, (end_m - spline(0.96)) / 0.04
    inner = spline(np.clip(ALONG, 0.0, 1.0))
    outer = np.where(ALONG < 0, ALONG * first, np.where(ALONG > 1, (ALONG - 1) * last, 0.0))
    return np.asarray(inner + outer), float(arc[-1])


def covered(vertices: Array, triangles: np.ndarray, *, x: Array, y: Array) -> np.ndarray:
    """Return which points of the grid (y, x) lie under one of the triangles, seen from above."""
    corners = vertices[triangles][:, :, :2]
    low, high = corners.min(axis=1), corners.max(axis=1)
    left, right = np.searchsorted(x, low[:, 0]), np.searchsorted(x, high[:, 0], side="right")
    top, bottom = np.searchsorted(y, low[:, 1]), np.searchsorted(y, high[:, 1], side="right")
    # Every pair of a triangle and a point of the grid in the box round it.
    wide = right - left
    count = wide * (bottom - top)
    which = np.repeat(np.arange(len(triangles)), count)
    number = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    column, row = left[which] + number % wide[which], top[which] + number // wide[which]
    turns = []
    for start in range(3):
        p, q = corners[which, start].T, corners[which, (start + 1) % 3].T
        turns.append((q[0] - p[0]) * (y[row] - p[1]) - (q[1] - p[1]) * (x[column] - p[0]))
    inside = (np.min(turns, axis=0) >= -1e-12) | (np.max(turns, axis=0) <= 1e-12)
    seen = np.zeros((len(y), len(x)), dtype=bool)
    seen[row[inside], column[inside]] = True
    return seen


def slope_limited(z: Array, *, step_x_m: float, step_y_m: Array) -> Array:
    """Return the lowest field above `z` (rows down y; -inf where nothing is) that is nowhere steeper than
    STEEP."""
    whole = np.concatenate([z[:, :0:-1], z], axis=1)  # mirrored, so that the midline is no border
    down = STEEP * step_y_m[:, None]
    across = STEEP * step_x_m
    slant = STEEP * np.hypot(step_y_m, step_x_m)[:, None]
    while True:
        before = whole.copy()
        whole[:, 1:] = np.maximum(whole[:, 1:], whole[:, :-1] - across)
        whole[:, :-1] = np.maximum(whole[:, :-1], whole[:, 1:] - across)
        whole[1:] = np.maximum(whole[1:], whole[:-1] - down)
        whole[:-1] = np.maximum(whole[:-1], whole[1:] - down)
        whole[1:, 1:] = np.maximum(whole[1:, 1:], whole[:-1, :-1] - slant)
        whole[1:, :-1] = np.maximum(whole[1:, :-1], whole[:-1, 1:] - slant)
        whole[:-1, 1:] = np.maximum(whole[:-1, 1:], whole[1:, :-1] - slant)
        whole[:-1, :-1] = np.maximum(whole[:-1, :-1], whole[1:, 1:] - slant)
        if np.array_equal(before, whole):
            return np.asarray(whole[:, z.shape[1] - 1 :])


def edge_of(z: Array, is_seen: np.ndarray, *, x: Array, y: Array) -> Array:
    """Return how far out the working back goes on each line along. [m]"""
    z_y, z_x = np.gradient(z, y, x)
    excess = np.where(is_seen, np.hypot(z_x, z_y) - EDGE_STEEP, 10.0)
    # The cleft between the buttocks is not the edge.
    inner = np.where(y > 1.05 * y[ALONG >= 1.0][0], 0.25, 0.12) * x[ACROSS >= 1.0][0]
    excess[x[None, :] < inner[:, None]] = -1.0
    excess[:, -1] = 10.0
    first = (excess >= 0).argmax(axis=1)
    rows = np.arange(len(y))
    inner, outer = excess[rows, first - 1], excess[rows, first]
    where = x[first - 1] + (x[1] - x[0]) * np.clip(-inner / (outer - inner), 0.0, 1.0)
    # A body's edge has no teeth: the grid's do not belong to it.
    kernel = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9
    return np.convolve(np.pad(where, 2, mode="edge"), kernel, mode="valid")
