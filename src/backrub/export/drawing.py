"""A drawing as a few kinds of marks, and its SVG: what prints it, here or as pixels, decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Array = NDArray[np.float64]
Anchor = Literal["start", "middle", "end"]

FONT = "'Atkinson Hyperlegible Next', 'Atkinson Hyperlegible', system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Area:
    """A filled shape, with holes where it has some. Lengths are in the drawing's own unit, a pixel."""

    shape: BaseGeometry
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """Lines of one colour and width: `shape` is lines, or an area whose outline is meant."""

    shape: BaseGeometry
    stroke: str
    width: float


@dataclass(frozen=True, slots=True)
class Words:
    """One line of words; `y` is what the letters stand on."""

    text: str
    x: float
    y: float
    size: float
    fill: str
    anchor: Anchor = "start"
    is_bold: bool = False
    halo: str | None = None


Mark = Area | Line | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, the first mark lowest. `title` and `says` are for who hears it."""

    width: float
    height: float
    ground: str
    title: str
    says: str
    marks: tuple[Mark, ...]


def svg_of(drawing: Drawing) -> str:
    """Return a drawing as SVG text that needs nothing from anywhere.

    >>> square = Area(shapely.box(1, 1, 3, 3), "#eaddcb")
    >>> drawing = Drawing(4, 4, "#fff", title="A square", says="It is small.", marks=(square,))
    >>> print(svg_of(drawing).splitlines()[-2])
    <path d="M3 1v2h-2v-2z" fill="#eaddcb"/>
    """
    wide, high = f"{drawing.width:g}", f"{drawing.height:g}"
    size = f'width="{wide}" height="{high}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" {size}',
            f'role="img" aria-labelledby="title says" font-family="{FONT}">',
            f'<title id="title">{escape(drawing.title)}</title>',
            f'<desc id="says">{escape(drawing.says)}</desc>',
            f'<rect {size} fill="{drawing.ground}"/>',
            *(_svg_mark(mark) for mark in drawing.marks),
            "</svg>\n",
        ]
    )


def path_of(shape: BaseGeometry) -> str:
    """Return a shape as the data of an SVG path, to a tenth of a unit, each point told from the last.

    >>> path_of(shapely.LineString([(0, 0), (1.26, 0), (2, 3)]))
    'M0 0h1.3l.7 3'
    """
    return "".join(_path(points, is_ring=is_ring) for points, is_ring in strings_of(shape))


def _svg_mark(mark: Mark) -> str:
    if isinstance(mark, Area):
        return f'<path d="{path_of(mark.shape)}" fill="{mark.fill}"/>'
    if isinstance(mark, Line):
        return (
            f'<path d="{path_of(mark.shape)}" fill="none" stroke="{mark.stroke}" '
            f'stroke-width="{mark.width:g}" stroke-linejoin="round"/>'
        )
    more = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
    more += ' font-weight="650"' if mark.is_bold else ""
    if mark.halo is not None:
        more += f' paint-order="stroke" stroke="{mark.halo}" stroke-width="3" stroke-linejoin="round"'
    where = f'x="{mark.x:g}" y="{mark.y:g}" font-size="{mark.size:g}" fill="{mark.fill}"'
    return f"<text {where}{more}>{escape(mark.text)}</text>"


def strings_of(shape: BaseGeometry) -> Iterable[tuple[Array, bool]]:
    """Yield each line and each ring of a shape, with whether it is a ring."""
    for part in shapely.get_parts(shape):
        if isinstance(part, shapely.Polygon):
            if not part.is_empty:
                for ring in (part.exterior, *part.interiors):
                    yield np.asarray(ring.coords), True
        elif isinstance(part, shapely.LineString):
            yield np.asarray(part.coords), False
        elif not isinstance(part, shapely.Point):
            yield from strings_of(part)


def _path(points: Array, *, is_ring: bool) -> str:
    """Return one subpath; tenths are counted whole, so that no error adds up."""
    tenths = np.rint(points * 10).astype(np.int64)
    steps = np.diff(tenths, axis=0)
    if is_ring:
        steps = steps[:-1]
    steps = steps[(steps != 0).any(axis=1)]
    told = [f"M{_number(tenths[0, 0])}{_joined(tenths[0, 1])}"]
    for x, y in steps.tolist():
        if y == 0:
            told.append(f"h{_number(x)}")
        elif x == 0:
            told.append(f"v{_number(y)}")
        else:
            told.append(f"l{_number(x)}{_joined(y)}")
    return "".join(told) + ("z" if is_ring else "")


def _number(tenths: int) -> str:
    """Return tenths as the shortest number.

    >>> _number(-5), _number(120), _number(34)
    ('-.5', '12', '3.4')
    """
    sign, tenths = ("-" if tenths < 0 else ""), abs(int(tenths))
    whole, rest = divmod(tenths, 10)
    return f"{sign}{whole if whole or not rest else ''}{f'.{rest}' if rest else ''}"


def _joined(tenths: int) -> str:
    told = _number(tenths)
    return told if told.startswith("-") else f" {told}"
