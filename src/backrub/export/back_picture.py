"""One back as it is drawn: the body from above with the head up, its working back, places and chart lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from backrub.body import Back, ReceiverBody
from backrub.body.back import ALONG_HIGH, ALONG_LOW
from backrub.body.places import places_of, trunk_of
from backrub.catalog.atlas import Atlas
from backrub.contact import Bed
from backrub.export.contours import area_above, filled

Array = NDArray[np.float64]

BESIDE_M, BELOW = 0.115, 1.44
"""How far beside the shoulder corners a picture goes on [m], and to which line along: the towel's place."""
LEVELS = ("C7", 0.0), ("T7", 0.39), ("T12", 0.653), ("L4", 0.861), ("S2", 1.0)
"""Lines across that are drawn, by the vertebra they lie at: clinical notes 3.1."""
ACROSS = (-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75)
"""Lines along that are drawn."""
FINE_M = 0.0006
"""No line of a picture is moved by more to spare points. [m]"""


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """One side of a place as it is drawn, and where its name may stand."""

    id: str
    side: str
    is_barred: bool
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class BackPicture:
    """What every picture of one back shares, in metres from its top left corner, y down.

    The receiver's left is on the left: they lie prone, seen from above, head up. `clay` is the body within
    the picture, `back` the working back, `lines` the chart's, of
    which `levels_m` (41, 2) each run across at a vertebra.
    """

    width_m: float
    height_m: float
    left_m: float
    top_m: float
    clay: BaseGeometry
    back: BaseGeometry
    lines: BaseGeometry
    levels_m: tuple[tuple[str, Array], ...]
    places: tuple[PlaceShape, ...]

    def placed(self, world_m: Array) -> Array:
        """Return where world positions (k, 2 or 3) lie in the picture, (k, 2). [m]"""
        return np.stack([self.left_m - world_m[:, 0], world_m[:, 1] - self.top_m], axis=1)

    def bands(self, values: Array, edges: Sequence[float], *, bed: Bed) -> tuple[BaseGeometry, ...]:
        """Return where a bed's cells (ny, nx) are above each edge, cut at the working back."""
        x_m, y_m = self.left_m - bed.x_m, bed.y_m - self.top_m
        whole = filled(values, bed.area_m2 > 0)
        return tuple(_clean(area_above(whole, edge, x=x_m, y=y_m).intersection(self.back)) for edge in edges)


def back_picture(body: ReceiverBody, atlas: Atlas) -> BackPicture:
    """Return one receiver's back as it is drawn.

    >>> from backrub.body import example_body
    >>> from backrub.catalog import load
    >>> picture = back_picture(example_body(), load().atlas)
    >>> bool(picture.clay.contains(picture.back.buffer(-0.02)))
    True
    """
    back = body.back
    skin = np.asarray(body.vertices_m, dtype=np.float64)
    left_m = back.half_biacromial_m + BESIDE_M
    top_m = float(skin[:, 1].min()) - 0.012
    bottom_m = float(np.interp(BELOW, back.along, back.y_m))
    picture = BackPicture(
        2 * left_m, bottom_m - top_m, left_m, top_m, shapely.Polygon(), shapely.Polygon(),
        shapely.Polygon(), (), (),
    )  # fmt: skip

    def drawn(chart: Array) -> Array:
        return picture.placed(back.at(chart).position_m)

    frame = shapely.box(0.0, 0.0, picture.width_m, picture.height_m)
    trunk = shapely.segmentize(trunk_of(back, along_low=ALONG_LOW, along_high=ALONG_HIGH), 0.04)
    working = shapely.Polygon(drawn(np.asarray(trunk.exterior.coords))).buffer(0)
    faces = skin[body.faces][:, :, :2]
    lit = shapely.union_all(shapely.polygons(np.stack([left_m - faces[:, :, 0], faces[:, :, 1] - top_m], 2)))
    clay = lit.union(working).simplify(FINE_M).intersection(frame)
    levels = tuple((name, drawn(_across(back, along))) for name, along in LEVELS)
    downs = [shapely.LineString(drawn(points)) for points in _along(back)]
    across = [shapely.LineString(points) for _, points in levels]
    places = tuple(
        PlaceShape(place.id, place.side, place.is_barred, _on_skin(place.area, drawn))
        for place in places_of(back, atlas)
    )
    return BackPicture(
        picture.width_m,
        picture.height_m,
        left_m,
        top_m,
        clay=clay,
        back=working.simplify(FINE_M),
        lines=shapely.union_all([*downs, *across]).simplify(FINE_M).intersection(working),
        levels_m=levels,
        places=places,
    )


def _across(back: Back, along: float) -> Array:
    low, high = (float(np.interp(along, back.along, edge)) for edge in (back.edge_low, back.edge_high))
    return np.stack([np.linspace(low, high, 41), np.full(41, along)], axis=1)


def _along(back: Back) -> list[Array]:
    along = np.linspace(ALONG_LOW, ALONG_HIGH, 161)
    return [np.stack([np.full(len(along), across), along], axis=1) for across in ACROSS]


def _on_skin(area: BaseGeometry, drawn: object) -> BaseGeometry:
    assert callable(drawn)
    rings = [
        shapely.Polygon(drawn(np.asarray(part.exterior.coords)))
        for part in shapely.get_parts(shapely.segmentize(area, 0.04))
    ]
    return shapely.union_all(rings).simplify(FINE_M)


def _clean(area: BaseGeometry) -> BaseGeometry:
    """Return an area without specks of less than a quarter of a square centimetre, with few points."""
    parts = [each.simplify(FINE_M) for each in shapely.get_parts(area) if each.area > 25e-6]
    return shapely.MultiPolygon([each for part in parts for each in shapely.get_parts(part)])
