"""The atlas on one back: places out to that back's own edge, and everything else that the atlas draws.

The atlas ends its places at a narrow trunk's edge. On a body they end at the body's: what lies further out
than the atlas' edge belongs to the place beside it at the same level, and what the body doesn't have is cut
off.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from backrub.body.asset import Array, frozen
from backrub.body.back import ALONG_HIGH, ALONG_LOW, Back
from backrub.body.field import Field
from backrub.catalog.atlas import Atlas, Place
from backrub.catalog.broad import widened

_STEP = 0.02
"""How finely a line is laid on the skin, in the chart."""


@dataclass(frozen=True, slots=True)
class PlaceOnBody:
    """One side of a place as this body has it; `is_barred` where nobody works. `area` is in the chart."""

    id: str
    side: str
    says: str
    is_barred: bool
    area: Polygon | MultiPolygon


@dataclass(frozen=True, slots=True)
class Projected:
    """One line or point of the atlas on the skin: `points` (k, 2) in the chart and `position_m` (k, 3)."""

    id: str
    kind: str
    points: Array
    position_m: Array


def trunk_of(back: Back, *, along_low: float, along_high: float) -> Polygon:
    """Return the back inside its edge between two lines along, in the chart.

    >>> from backrub.body import example_body
    >>> trunk_of(example_body().back, along_low=0.0, along_high=1.0).is_valid
    True
    """
    inner = back.along[(back.along > along_low) & (back.along < along_high)]
    along = np.concatenate([[along_low], inner, [along_high]])
    low, high = (np.interp(along, back.along, edge) for edge in (back.edge_low, back.edge_high))
    outline = [*zip(high, along, strict=True), *zip(low[::-1], along[::-1], strict=True)]
    return Polygon(outline)


def places_of(back: Back, atlas: Atlas) -> tuple[PlaceOnBody, ...]:
    """Return every working and barred place of the atlas as this back has it: together they are the back from
    the neck to the hips, and with `outer_of` all that is seen of it.

    >>> from backrub.body import example_body
    >>> from backrub.catalog import load
    >>> len(places_of(example_body().back, load().atlas))
    16
    """
    low, high = ends_of(atlas)
    trunk = trunk_of(back, along_low=low, along_high=high)
    return tuple(
        PlaceOnBody(place.id, side, place.says, is_barred, _solid(area.intersection(trunk)))
        for place, side, area, is_barred in _wide(atlas)
    )


def ends_of(atlas: Atlas) -> tuple[float, float]:
    """Return between which lines along the atlas' places lie: past them are head and buttocks.

    >>> from backrub.catalog import load
    >>> ends_of(load().atlas)
    (-0.2, 1.12)
    """
    along = np.concatenate([ring[:, 1] for each in atlas.places.values() for ring in each.rings.values()])
    return float(along.min()), float(along.max())


def outer_of(back: Back, atlas: Atlas) -> tuple[PlaceOnBody, ...]:
    """Return what of this back lies round its places: head and buttocks. Nobody is worked at there.

    >>> from backrub.body import example_body
    >>> from backrub.catalog import load
    >>> [(each.id, each.is_barred) for each in outer_of(example_body().back, load().atlas)]
    [('head', True), ('buttocks', True)]
    """
    trunk = trunk_of(back, along_low=ALONG_LOW, along_high=ALONG_HIGH)
    return tuple(
        PlaceOnBody(
            place.id, side, place.says, is_barred=True, area=_solid(Polygon(ring).intersection(trunk))
        )
        for place in atlas.outer.values()
        for side, ring in place.rings.items()
    )


def drawn_of(back: Back, atlas: Atlas, *, kinds: Sequence[str]) -> tuple[Projected, ...]:
    """Return the atlas' lines, rings and points of some kinds, laid on the skin.

    >>> from backrub.body import example_body
    >>> from backrub.catalog import load
    >>> [each.id for each in drawn_of(example_body().back, load().atlas, kinds=["organ"])]
    ['kidney.right', 'kidney.left']
    """
    return tuple(
        Projected(name, kind, frozen(points), frozen(back.at(points).position_m))
        for name, kind, points in _features(atlas.document)
        if kind in kinds
    )


def cells_of(field: Field, places: Sequence[PlaceOnBody]) -> NDArray[np.int16]:
    """Return the index of the place that each skin cell (ny, nx) lies in; -1 off the places and off the skin.

    >>> from backrub.body import example_body
    >>> from backrub.catalog import load
    >>> back = example_body().back
    >>> field, places = back.field(0.01), places_of(back, load().atlas)
    >>> places[cells_of(field, places)[30, field.z_m.shape[1] // 2]].id
    'spine'
    """
    across, along = field.across[field.is_skin], field.along[field.is_skin]
    which = np.full(len(across), -1, dtype=np.int16)
    for index, place in enumerate(places):
        shapely.prepare(place.area)
        low_across, low_along, high_across, high_along = place.area.bounds
        # Most cells are nowhere near.
        near = np.flatnonzero(
            (across >= low_across) & (across <= high_across) & (along >= low_along) & (along <= high_along)
        )
        which[near[shapely.contains_xy(place.area, across[near], along[near])]] = index
    found = np.full(field.z_m.shape, -1, dtype=np.int16)
    found[field.is_skin] = which
    return frozen(found)


@lru_cache(maxsize=1)
def _wide(atlas: Atlas) -> tuple[tuple[Place, str, BaseGeometry, bool], ...]:
    """Return every place's sides with all that lies outward of them, and whether nobody works there."""
    return tuple(
        (place, side, widened(atlas, ring), is_barred)
        for places, is_barred in ((atlas.places, False), (atlas.barred, True))
        for place in places.values()
        for side, ring in place.rings.items()
    )


def _solid(area: BaseGeometry) -> Polygon | MultiPolygon:
    """Return what of an area has area: cutting leaves lines and points behind."""
    parts = [each for each in shapely.get_parts(area) if isinstance(each, Polygon) and each.area > 1e-9]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _features(document: Mapping[str, object]) -> Iterator[tuple[str, str, Array]]:
    features = document["features"]
    assert isinstance(features, list)
    for feature in features:
        shape = feature["geometry"]
        points = np.array(shape["coordinates"], dtype=np.float64)
        if shape["type"] == "Polygon":
            points = points[0]
        yield feature["id"], feature["properties"]["kind"], _dense(np.atleast_2d(points))


def _dense(points: Array) -> Array:
    """Return a line with points no further apart than the step, its own among them."""
    if len(points) < 2:
        return points
    pieces = [
        np.linspace(start, end, max(2, int(np.ceil(np.hypot(*(end - start)) / _STEP)) + 1))[:-1]
        for start, end in itertools.pairwise(points)
    ]
    return np.concatenate([*pieces, points[-1:]])
