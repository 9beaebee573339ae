"""The atlas on a broad back: its edge further out, its places out to that edge, and the outer lanes with it.

The atlas draws a narrow trunk, and the chart is as wide as the shoulders, so the flanks of somebody heavy lie
beyond both. Spine, bones and organs stay where they are, and so do the lines between places; the crest of the
hip, which the atlas ends at its edge, goes on to the new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from backrub.catalog.atlas import Array, Atlas, Place, frozen
from backrub.model.base import Sex
from backrub.model.plan import Body
from backrub.model.request import Receiver

DIGITS = 4
"""A moved point is rounded to so many: a few hundredths of a millimetre."""

STAYS = frozenset({"in", "near", "base"})
"""Points with these names lie beside the spine or on a muscle there, however broad the flank is."""

_FAR = 2.0
"""Further out, in the chart, than any edge."""


def broadened(atlas: Atlas, body: Body | Receiver) -> Atlas:
    """Return the atlas as it lies on somebody of this sex, height and mass.

    How much broader a trunk is stands with the atlas' own edge (`tools/build_atlas.py`), by body mass index;
    of "unspecified" the narrower of both sexes is taken. Whoever is as narrow as it draws has the same atlas.

    >>> from backrub.catalog.atlas import read_atlas
    >>> atlas, light = read_atlas(), Body(sex="female", height_m=1.63, mass_kg=48.0, age_years=40)
    >>> broadened(atlas, light) is atlas
    True
    >>> broad = broadened(atlas, light.model_copy(update={"mass_kg": 95.0}))
    >>> atlas.anchors["low-back.out"], broad.anchors["low-back.out"]
    ((0.54, 0.76), (0.719, 0.76))
    """
    along, rows, most_kg_m2 = _further(atlas)
    bmi_kg_m2 = min(body.mass_kg / body.height_m**2, most_kg_m2)
    of_sex = [rate * np.maximum(bmi_kg_m2 - start, 0.0) for rate, start in _of(rows, body.sex)]
    further = np.min(of_sex, axis=0).round(DIGITS)
    return _moved(atlas, along, tuple(further.tolist())) if further.any() else atlas


def widened(atlas: Atlas, ring: Array) -> BaseGeometry:
    """Return a place's (n, 2) ring with all that lies outward of its part of the atlas' edge.

    >>> from backrub.catalog.atlas import read_atlas
    >>> atlas = read_atlas()
    >>> [widened(atlas, atlas.places["hip"].rings[side]).bounds[::2] for side in ("left", "right")]
    [(-2.0, -0.24), (0.24, 2.0)]
    """
    area = Polygon(ring)
    parts: list[Polygon] = [area]
    # The atlas is of a mirrored trunk, so its one edge serves both sides.
    for edge in (shapely.LineString(atlas.edge * [sign, 1.0]) for sign in (-1.0, 1.0)):
        shared = area.boundary.intersection(edge)
        for line in shapely.get_parts(shapely.line_merge(shared) if shared.length else shared):
            points = np.asarray(line.coords)
            if len(points) < 2:
                continue
            outward = np.stack([np.sign(points[:, 0]) * _FAR, points[:, 1]], axis=1)
            parts.append(Polygon([*points, *outward[::-1]]))
    return shapely.union_all(parts)


def _of(rows: dict[str, Array], sex: Sex) -> Sequence[Array]:
    return [row for name, row in rows.items() if sex in ("unspecified", name)]


@lru_cache(maxsize=4)
def _further(atlas: Atlas) -> tuple[tuple[float, ...], dict[str, Array], float]:
    """Return the lines along, for each sex how fast its edge goes outward there and from which body mass
    index on (2, n), and the highest index that is followed."""
    broad = _broad(atlas)
    rows = {sex: np.array(broad[sex]).T for sex in ("female", "male")}
    return tuple(broad["along"]), rows, broad["most_kg_m2"]


def _broad(atlas: Atlas) -> dict[str, Any]:
    edge = next(each for each in atlas.document["features"] if each["id"] == "edge.right")
    broad: dict[str, Any] = edge["properties"]["broad"]
    return broad


@lru_cache(maxsize=64)
def _moved(atlas: Atlas, along: tuple[float, ...], further: tuple[float, ...]) -> Atlas:
    """Return the atlas with its edge so much further out at some lines; one for each, to be kept by."""
    inner, outer = _broad(atlas)["moves_across"]

    def out(points: Array) -> Array:
        share = np.clip((np.abs(points[:, 0]) - inner) / (outer - inner), 0.0, 1.0)
        by = np.sign(points[:, 0]) * share * np.interp(points[:, 1], along, further)
        return np.stack([points[:, 0] + by, points[:, 1]], axis=1)

    edge = frozen(out(_with(atlas.edge, along)))
    trunk = Polygon([*edge, *(edge[::-1] * [-1.0, 1.0])])
    places = {name: _out_to(trunk, place, atlas=atlas) for name, place in atlas.places.items()}
    moved = out(np.array([*atlas.anchors.values()])).round(DIGITS).tolist()
    anchors = {
        name: old if STAYS & {*name.split(".")} else (across, along)
        for (name, old), (across, along) in zip(atlas.anchors.items(), moved, strict=True)
    }
    bones = tuple(replace(bone, line=out_to(edge, bone.line, atlas=atlas)) for bone in atlas.bones)
    return replace(atlas, places=places, anchors=anchors, bones=bones, edge=edge)


def out_to(edge: Array, line: Array, *, atlas: Atlas) -> Array:
    """Return a bone's line on the right, which ends where the atlas' edge is, out to another edge (n, 2).

    >>> from backrub.catalog.atlas import read_atlas
    >>> crest = next(bone for bone in read_atlas().bones if bone.id.startswith("iliac-crest"))
    >>> out_to(read_atlas().edge + [0.1, 0.0], crest.line, atlas=read_atlas())[-2:].round(3).tolist()
    [[0.72, 0.861], [0.82, 0.861]]
    """
    across, along = line[-1]
    end = float(np.interp(along, edge[:, 1], edge[:, 0]))
    if end <= across or across < float(np.interp(along, atlas.edge[:, 1], atlas.edge[:, 0])):
        return line
    return frozen([*line, (end, along)])


def _with(edge: Array, along: Sequence[float]) -> Array:
    """Return an edge with a point at each of some lines, too."""
    lines = np.unique([*edge[:, 1], *along])
    return np.stack([np.interp(lines, edge[:, 1], edge[:, 0]), lines], axis=1)


def _out_to(trunk: Polygon, place: Place, *, atlas: Atlas) -> Place:
    """Return a place out to a trunk's edge; its left side is its right one mirrored."""
    if not place.is_paired:
        return place
    wide = widened(atlas, place.rings["right"]).intersection(trunk)
    assert isinstance(wide, Polygon)
    ring = np.asarray(wide.exterior.coords)
    return Place(place.id, place.says, {"right": frozen(ring), "left": frozen(ring * [-1.0, 1.0])})
