"""The atlas: places, zones, bones and points of the back, in chart coordinates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backrub.catalog.files import package_text

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """A place people name. `rings` holds a closed (n, 2) polygon for each of its sides."""

    id: str
    says: str
    rings: Mapping[str, Array]

    @property
    def is_paired(self) -> bool:
        """Whether it has a left and a right half."""
        return "middle" not in self.rings


@dataclass(frozen=True, slots=True)
class Bone:
    """A bone near the skin: a (n, 2) polyline on the receiver's right, mirrored on the left, and how far
    beside it still counts. [m]"""

    id: str
    line: Array
    half_width_m: float


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """Everything the atlas draws; anchors are on the receiver's right, to be mirrored. Equal to itself alone,
    so that what is worked out of it can be kept.

    `outer` is what else is seen of a lying body round its places: head and buttocks, drawn wider than any
    back. Nobody is worked at there, so no plan, no press and no report knows them.
    """

    places: Mapping[str, Place]
    barred: Mapping[str, Place]
    outer: Mapping[str, Place]
    anchors: Mapping[str, tuple[float, float]]
    bones: tuple[Bone, ...]
    edge: Array
    document: Mapping[str, Any]

    @property
    def place_ids(self) -> tuple[str, ...]:
        """The working places' ids."""
        return tuple(self.places)

    @property
    def place_sides(self) -> tuple[tuple[str, str], ...]:
        """Every place with each of its sides, the barred ones last, in the order that grids count them by.

        >>> read_atlas().place_sides[0], read_atlas().place_sides[-1]
        (('neck', 'right'), ('spine', 'middle'))
        """
        every = (*self.places.values(), *self.barred.values())
        return tuple((place.id, side) for place in every for side in place.rings)

    def place_at(self, across: float, along: float) -> tuple[str, str] | None:
        """Return the working place and side at a chart point ("both" on the midline), or None.

        >>> read_atlas().place_at(0.3, 0.25)
        ('upper-back', 'right')
        >>> read_atlas().place_at(0.0, 0.3) is None
        True
        """
        # What lies on the very edge is in one place on the right: on the left it is in the same.
        point = np.array([[abs(across), along]])
        for place in self.places.values():
            for side, ring in place.rings.items():
                if inside(ring, point)[0]:
                    on = "both" if side == "middle" else "left" if across < 0 else side
                    return place.id, on
        return None


def inside(ring: Array, points: Array) -> NDArray[np.bool_]:
    """Return which of (n, 2) points lie inside a closed (m, 2) polygon (even-odd rule).

    >>> square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    >>> inside(square, np.array([[0.5, 0.5], [1.5, 0.5]])).tolist()
    [True, False]
    """
    x, y = points[:, 0, None], points[:, 1, None]
    x0, y0 = ring[:-1, 0], ring[:-1, 1]
    x1, y1 = ring[1:, 0], ring[1:, 1]
    spans = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
    return np.asarray((spans & crossing).sum(axis=1) % 2 == 1)


@cache
def read_atlas() -> Atlas:
    """Return the atlas that ships with the package."""
    document = json.loads(package_text("atlas.geojson"))
    rings: dict[str, dict[str, dict[str, Array]]] = {"place": {}, "barred": {}, "outer": {}}
    says: dict[str, str] = {}
    anchors: dict[str, tuple[float, float]] = {}
    bones: list[Bone] = []
    edge = np.empty((0, 2))
    for feature in document["features"]:
        properties, shape = feature["properties"], feature["geometry"]["coordinates"]
        kind = properties["kind"]
        if kind in rings:
            rings[kind].setdefault(properties["place"], {})[properties["side"]] = frozen(shape[0])
            says[properties["place"]] = properties["says"]
        elif kind == "anchor":
            anchors[feature["id"]] = (float(shape[0]), float(shape[1]))
        elif kind == "bone" and feature["id"].endswith(".right"):
            bones.append(Bone(feature["id"], frozen(shape), properties["half_width_m"]))
        elif feature["id"] == "edge.right":
            edge = frozen(shape)
    places = {
        kind: {name: Place(name, says[name], sides) for name, sides in found.items()}
        for kind, found in rings.items()
    }
    return Atlas(places["place"], places["barred"], places["outer"], anchors, tuple(bones), edge, document)


def frozen(points: Any) -> Array:
    """Return points as an array that nobody can write to."""
    array = np.array(points, dtype=np.float64)
    array.flags.writeable = False
    return array
