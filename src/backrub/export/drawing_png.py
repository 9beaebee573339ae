"""A drawing as pixels: the same marks as its SVG."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import shapely
from PIL import Image, ImageDraw, ImageFont
from shapely.geometry.base import BaseGeometry

from backrub.export.drawing import Area, Drawing, Line, Words, strings_of

FINER = 2
"""So many times finer it is drawn and then made smaller, so that edges are smooth."""


def png_of(drawing: Drawing, *, scale: float = 2.0) -> bytes:
    """Return a drawing as a PNG file, `scale` pixels for each of its own.

    >>> square = Area(shapely.box(1, 1, 3, 3), "#eaddcb")
    >>> png_of(Drawing(4, 4, "#fff", title="", says="", marks=(square,)))[1:4]
    b'PNG'
    """
    wide, high = round(drawing.width * scale), round(drawing.height * scale)
    grown = scale * FINER
    image = Image.new("RGB", (wide * FINER, high * FINER), drawing.ground)
    words = [mark for mark in drawing.marks if isinstance(mark, Words)]
    for mark in drawing.marks:
        if isinstance(mark, Area):
            _fill(image, mark, grown)
        elif isinstance(mark, Line):
            brush = ImageDraw.Draw(image)
            width = max(1, round(mark.width * grown))
            for points, is_ring in strings_of(mark.shape):
                line = points if not is_ring else np.concatenate([points, points[1:2]])
                brush.line(
                    [tuple(each) for each in line * grown], fill=mark.stroke, width=width, joint="curve"
                )
    image = image.resize((wide, high), Image.Resampling.BOX)
    brush = ImageDraw.Draw(image)
    for mark in words:
        _write(brush, mark, scale)
    out = io.BytesIO()
    image.quantize(colors=128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fill(image: Image.Image, mark: Area, grown: float) -> None:
    """Fill an area; each part is drawn by itself, so that its holes show what lies below."""
    for part in _polygons(mark.shape):
        rings = [
            [tuple(each) for each in np.asarray(ring.coords) * grown]
            for ring in (part.exterior, *part.interiors)
        ]
        left, top, right, bottom = (int(each) for each in np.array(part.bounds) * grown)
        corner = left - 1, top - 1
        mask = Image.new("1", (right - left + 3, bottom - top + 3), 0)
        brush = ImageDraw.Draw(mask)
        for number, ring in enumerate(rings):
            brush.polygon([(x - corner[0], y - corner[1]) for x, y in ring], fill=int(number == 0))
        image.paste(mark.fill, corner, mask)


def _polygons(shape: BaseGeometry) -> list[shapely.Polygon]:
    return [
        each for each in shapely.get_parts(shape) if isinstance(each, shapely.Polygon) and not each.is_empty
    ]


def _write(brush: ImageDraw.ImageDraw, mark: Words, scale: float) -> None:
    font = _font(mark.size * scale)
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[mark.anchor]
    bold = mark.size * scale / 40 if mark.is_bold else 0.0
    at = mark.x * scale, mark.y * scale
    if mark.halo is not None:
        brush.text(
            at, mark.text, mark.halo, font, anchor=anchor, stroke_width=1.5 * scale, stroke_fill=mark.halo
        )
    brush.text(at, mark.text, mark.fill, font, anchor=anchor, stroke_width=bold, stroke_fill=mark.fill)


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    # The one that comes with Pillow: a machine without any font draws the same picture.
    return ImageFont.load_default(size)
