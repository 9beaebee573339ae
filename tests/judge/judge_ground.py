"""The chart of one receiver, from the atlas' raw file: places, points of strokes and the trunk's edge;
further out where a trunk is broader than the atlas draws it (docs/planning.md)."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely

CATALOG = Path(__file__).resolve().parents[2] / "src" / "backrub" / "catalog"


class Ground(NamedTuple):
    """`places` by (place, side), the middle's side being "both"; each of `bones` with its name, its
    line in the chart and how far beside it still counts [m]; `anchors` on the receiver's right; `edge`
    there as (n, 2) points."""

    places: dict[tuple[str, str], shapely.Polygon]
    bones: list[tuple[str, shapely.LineString, float]]
    anchors: dict[str, tuple[float, float]]
    edge: np.ndarray


@cache
def features() -> list[dict[str, Any]]:
    """Return the atlas' features."""
    return json.loads((CATALOG / "atlas.geojson").read_text())["features"]


@cache
def as_drawn() -> Ground:
    """Return what the atlas draws."""
    places, bones, anchors, edge = {}, [], {}, np.empty((0, 2))
    for feature in features():
        kept, points = feature["properties"], feature["geometry"]["coordinates"]
        if kept["kind"] == "place":
            side = "both" if kept["side"] == "middle" else kept["side"]
            places[kept["place"], side] = shapely.Polygon(points[0])
        elif kept["kind"] == "bone":
            bones.append((feature["id"], shapely.LineString(points), kept["half_width_m"]))
        elif kept["kind"] == "anchor":
            anchors[feature["id"]] = tuple(points)
        elif feature["id"] == "edge.right":
            edge = np.array(points)
    return Ground(places, bones, anchors, edge)


def _broad() -> dict[str, Any]:
    return next(each for each in features() if each["id"] == "edge.right")["properties"]["broad"]


@cache
def ground_of(sex: str, height_m: float, mass_kg: float) -> Ground:
    """Return the chart of somebody: every point of the edge, and of strokes, moved out by hand."""
    own, broad = as_drawn(), _broad()
    bmi = min(mass_kg / (height_m * height_m), broad["most_kg_m2"])
    near, far = broad["moves_across"]

    def moved(across: float, along: float) -> tuple[float, float]:
        by = min(
            np.interp(along, broad["along"], [a * max(0.0, bmi - b) for a, b in broad[each]])
            for each in (("female", "male") if sex == "unspecified" else (sex,))
        )
        return across + by * min(1.0, max(0.0, (across - near) / (far - near))), along

    old = shapely.LineString(own.edge)
    finer = sorted({*own.edge[:, 1], *broad["along"]})
    edge = np.array([moved(np.interp(each, own.edge[:, 1], own.edge[:, 0]), each) for each in finer])

    def at(name: str, point: tuple[float, float]) -> tuple[float, float]:
        stays = any(f".{each}" in name for each in ("in", "near", "base"))  # beside the spine: notation
        return point if stays else moved(*point)

    # What is new lies between both edges; each place gets what is at its own levels of the old edge.
    new = shapely.Polygon([*edge, *own.edge[::-1]]).buffer(0)
    places = {}
    for (place, side), polygon in own.places.items():
        turned = polygon if side != "left" else shapely.transform(polygon, lambda points: points * [-1, 1])
        on_edge = turned.boundary.intersection(old.buffer(1e-9))
        if side != "both" and not on_edge.is_empty:
            _, low, _, high = on_edge.bounds
            turned = turned.union(new.intersection(shapely.box(0, low, 3, high)).buffer(1e-9))
        places[place, side] = (
            turned if side != "left" else shapely.transform(turned, lambda points: points * [-1, 1])
        )
    # A bone that ends at the old edge, as the crest of the hip does, ends at the new one.
    bones = []
    for name, line, beside_m in own.bones:
        across, along = line.coords[-1]
        if old.distance(shapely.Point(abs(across), along)) < 1e-9:
            end = np.copysign(moved(abs(across), along)[0], across), along
            line = shapely.LineString([*line.coords, end]) if end[0] != across else line
        bones.append((name, line, beside_m))
    return Ground(places, bones, {name: at(name, each) for name, each in own.anchors.items()}, edge)
