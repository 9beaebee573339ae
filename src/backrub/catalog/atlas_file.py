"""The atlas's file, checked: every drawing of the right kind, closed, mirrored, and none off the chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Annotated, Final, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat

from backrub.errors import DataError, Problem
from backrub.model.base import File, Point, Value
from backrub.model.read import read_text

Words = Annotated[str, Field(min_length=2, max_length=300)]
Ring = Annotated[tuple[Point, ...], Field(min_length=4)]


class Drawn(Value):
    """A place that people name (`place`), that nothing presses (`barred`), or that lies round the places and
    where nobody is worked at (`outer`); one side of it.

    `says` is what people call it, `anatomy` what an anatomist does.
    """

    kind: Literal["place", "barred", "outer"]
    place: Words
    side: Literal["left", "right", "middle"]
    says: Words
    anatomy: Words
    source: Words


class Anchor(Value):
    """A point by which strokes are written; on the receiver's right, or on the midline."""

    kind: Literal["anchor"]
    place: Words


class Near(Value):
    """A bone near the skin, and how far beside its line it counts. [m]"""

    kind: Literal["bone"]
    half_width_m: PositiveFloat
    source: Words


class Under(Value):
    """What lies under the skin: a muscle, an organ or a floating rib. It labels and teaches; what hands may
    do there stands in limits.toml."""

    kind: Literal["muscle", "organ", "rib"]
    says: Words
    source: Words


class Broad(Value):
    """How much further out the edge of a broad trunk lies than the one drawn: at each line `along` so much
    per kg/m2 of body mass index, and from which index on.

    Points by which strokes are written move with it from the first of `moves_across` on, and from the second
    by all of it.
    """

    along: Annotated[tuple[float, ...], Field(min_length=2)]
    female: tuple[tuple[NonNegativeFloat, PositiveFloat], ...]
    male: tuple[tuple[NonNegativeFloat, PositiveFloat], ...]
    most_kg_m2: PositiveFloat
    moves_across: tuple[NonNegativeFloat, PositiveFloat]


class Edge(Value):
    """Where the trunk ends that the atlas draws; the right one says how much broader others are."""

    kind: Literal["edge"]
    source: Words
    broad: Broad | None = None


class Other(Value):
    """Where tender spots are often found, or the level of a vertebra."""

    kind: Literal["tender", "level"]
    source: Words


class Polygon(Value):
    """A closed ring, its first point once more at its end."""

    type: Literal["Polygon"]
    coordinates: Annotated[tuple[Ring, ...], Field(min_length=1, max_length=1)]


class LineString(Value):
    """A line of at least two points."""

    type: Literal["LineString"]
    coordinates: Annotated[tuple[Point, ...], Field(min_length=2)]


class Dot(Value):
    """One point."""

    type: Literal["Point"]
    coordinates: Point


class Feature(Value):
    """One thing that the atlas draws."""

    type: Literal["Feature"]
    id: Words
    properties: Annotated[Drawn | Anchor | Near | Under | Edge | Other, Field(discriminator="kind")]
    geometry: Annotated[Polygon | LineString | Dot, Field(discriminator="type")]


class AtlasFile(File):
    """The atlas as GeoJSON; its coordinates are the chart's (across, along), not degrees."""

    type: Literal["FeatureCollection"]
    features: Annotated[tuple[Feature, ...], Field(min_length=1)]


SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "place": "Polygon", "barred": "Polygon", "outer": "Polygon", "anchor": "Point", "tender": "Point",
        "bone": "LineString", "edge": "LineString", "muscle": "Polygon", "organ": "Polygon",
        "rib": "LineString", "level": "LineString",
    }
)  # fmt: skip
"""Kind -> the shape it is drawn as."""


def read_atlas_file(text: str, *, name: str) -> AtlasFile:
    """Return the atlas in a GeoJSON text; raises DataError with every problem."""
    atlas = read_text(AtlasFile, text, name=name)
    problems = [
        Problem(f"{name} {where}", what, way_out)
        for where, what, way_out in (*_shapes(atlas), *_sides(atlas), *_edges(atlas))
    ]
    if problems:
        raise DataError(problems)
    return atlas


Told = Iterator[tuple[str, str, str]]


def _shapes(atlas: AtlasFile) -> Told:
    seen: set[tuple[str, str]] = set()
    for index, each in enumerate(atlas.features):
        where, shape = f"features[{index}]", SHAPES[each.properties.kind]
        if (each.properties.kind, each.id) in seen:
            yield f"{where}.id", f"{each.id!r} is there twice", "Give each its own id."
        seen.add((each.properties.kind, each.id))
        if each.geometry.type != shape:
            yield f"{where}.geometry", f"is a {each.geometry.type}", f"Draw it as a {shape}."
        elif isinstance(each.geometry, Polygon):
            ring = each.geometry.coordinates[0]
            if ring[0] != ring[-1]:
                yield f"{where}.geometry", "is not closed", "Repeat the first point at its end."


def _sides(atlas: AtlasFile) -> Told:
    """What is drawn on one side stands mirrored on the other."""
    drawn = {(each.properties.kind, each.id): (index, each) for index, each in enumerate(atlas.features)}
    for (kind, id_), (index, each) in drawn.items():
        name, dot, side = id_.rpartition(".")
        if not dot or side not in ("left", "right"):
            continue
        other = drawn.get((kind, f"{name}.{'left' if side == 'right' else 'right'}"))
        if other is None:
            yield (
                f"features[{index}]",
                f"{id_!r} has no other side",
                "Draw it on both sides, or in the middle.",
            )
        elif side == "left" and _points(each) != {(-across, along) for across, along in _points(other[1])}:
            yield f"features[{index}].geometry", f"{id_!r} is not its right side mirrored", "Mirror it."


def _edges(atlas: AtlasFile) -> Told:
    edges = [each for each in atlas.features if each.id == "edge.right"]
    if not edges:
        yield "features", "the back has no edge", "Draw edge.right from the neck down."
    for each in edges:
        along = [point[1] for point in each.geometry.coordinates if isinstance(point, tuple)]
        if along != sorted(along):
            yield "features", "edge.right turns back", "Draw it from the neck down."
        broad = each.properties.broad if isinstance(each.properties, Edge) else None
        if broad is None:
            yield "features", "edge.right does not say how much broader others are", "Give it `broad`."
        if broad and not len(broad.along) == len(broad.female) == len(broad.male):
            yield "features", "edge.right's lines and rows differ in number", "Give each line its row."
        if broad and (
            list(broad.along) != sorted(broad.along) or broad.moves_across[0] >= broad.moves_across[1]
        ):
            yield "features", "edge.right's broader lines are out of order", "Put the smaller first."


def _points(feature: Feature) -> set[Point]:
    shape = feature.geometry
    if isinstance(shape, Polygon):
        return set(shape.coordinates[0])
    return {shape.coordinates} if isinstance(shape, Dot) else set(shape.coordinates)
