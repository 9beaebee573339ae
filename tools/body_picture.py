"""Draw docs/pictures/bodies.svg: four bodies from above with chart lines, landmarks and places.

    python tools/body_picture.py

Seen from above with the head up, the receiver's left is on the left.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from backrub.body import Back, ReceiverBody, body_of
from backrub.body.places import PlaceOnBody, outer_of, places_of
from backrub.catalog import load
from backrub.model.plan import Body

OUT = Path(__file__).parents[1] / "docs" / "pictures" / "bodies.svg"
BODIES = (
    ("A small woman", Body(sex="female", height_m=1.50, mass_kg=45.0, age_years=68)),
    ("A mean woman", Body(sex="female", height_m=1.63, mass_kg=68.0, age_years=30)),
    ("A mean man", Body(sex="male", height_m=1.76, mass_kg=85.0, age_years=30)),
    ("A heavy tall man", Body(sex="male", height_m=1.96, mass_kg=145.0, age_years=45)),
)
PX = 560.0
"""Pixels of the drawing in a metre."""
WIDE_M, HIGH_M, TOP_M = 0.94, 1.26, -0.34
GAP = 12.0
HUES = {
    "neck": "#0072b2", "shoulder-top": "#e69f00", "upper-back": "#009e73", "shoulder-blade": "#cc79a7",
    "mid-back": "#56b4e9", "low-back": "#d55e00", "hip": "#8a7f00", "sacrum": "#6a51a3", "spine": "#333333",
}  # fmt: skip
"""A colour-blind safe row (Okabe and Ito), a place each."""
OUTER = "#ffffff"
"""Where nobody is worked at."""
NAMES = {
    "c7": "C7", "t12": "T12", "acromion-right": "acromion", "inferior-angle-right": "inferior angle",
    "rib-12-right": "end of rib 12", "iliac-crest-right": "iliac crest", "psis-right": "PSIS",
}  # fmt: skip
"""The landmarks that carry their names: what comes in pairs says it on the right, once."""
Array = NDArray[np.float64]


def relief(body: ReceiverBody, pixels_m: float = 280.0) -> str:
    """Return the skin from above, lit from the head's left, as the address of a grey PNG."""
    wide, high = round(WIDE_M * pixels_m), round(HIGH_M * pixels_m)
    depth, shade = np.full((high, wide), -np.inf), np.zeros((high, wide))
    corners = np.asarray(body.vertices_m, dtype=np.float64)[body.faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    vertex = np.zeros((len(body.vertices_m), 3))
    for corner in range(3):
        np.add.at(vertex, body.faces[:, corner], normal)
    vertex /= np.maximum(np.linalg.norm(vertex, axis=1, keepdims=True), 1e-12)
    light = np.array([0.35, -0.45, 0.82]) / np.linalg.norm([0.35, -0.45, 0.82])
    lit = 0.30 + 0.70 * np.clip(vertex @ light, 0.0, 1.0)
    place = np.stack([WIDE_M / 2 - corners[:, :, 0], corners[:, :, 1] - TOP_M], axis=2) * pixels_m
    for face in np.flatnonzero(normal[:, 2] > 0):
        _fill(place[face], corners[face, :, 2], lit[body.faces[face]], depth=depth, shade=shade)
    grey = np.where(np.isfinite(depth), 110 + 140 * shade, 255).astype(np.uint8)
    return "data:image/png;base64," + base64.b64encode(png(grey)).decode()


def _fill(place: Array, z: Array, lit: Array, *, depth: Array, shade: Array) -> None:
    (ax, ay), (bx, by), (cx, cy) = place
    low, high = np.floor(place.min(axis=0)).astype(int), np.ceil(place.max(axis=0)).astype(int) + 1
    left, top = max(low[0], 0), max(low[1], 0)
    right, bottom = min(high[0], depth.shape[1]), min(high[1], depth.shape[0])
    twice = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if left >= right or top >= bottom or twice == 0:
        return
    px, py = np.arange(left, right)[None, :] + 0.5, np.arange(top, bottom)[:, None] + 0.5
    b = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / twice
    c = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / twice
    a = 1 - b - c
    height = a * z[0] + b * z[1] + c * z[2]
    here = (a >= -1e-9) & (b >= -1e-9) & (c >= -1e-9) & (height > depth[top:bottom, left:right])
    depth[top:bottom, left:right][here] = height[here]
    shade[top:bottom, left:right][here] = (a * lit[0] + b * lit[1] + c * lit[2])[here]


def png(grey: NDArray[np.uint8]) -> bytes:
    """Return a grey picture as a PNG file."""
    high, wide = grey.shape
    rows = b"".join(b"\0" + row.tobytes() for row in grey)

    def piece(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    body = piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(rows, 9)) + piece(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def pixels(positions_m: Array) -> Array:
    """Return where world positions are drawn: the receiver's left on the left."""
    return np.stack([(WIDE_M / 2 - positions_m[:, 0]) * PX, (positions_m[:, 1] - TOP_M) * PX], axis=1)


def path(positions_m: Array, *, closed: bool = False) -> str:
    """Return the path through world positions."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels(positions_m)) + ("Z" if closed else "")


def chart_lines(back: Back) -> Iterator[str]:
    """Yield the chart's lines, cut at the edge: C7 and PSIS bold."""
    for along in np.arange(-2, 13) / 10:
        low, high = (float(np.interp(along, back.along, edge)) for edge in (back.edge_low, back.edge_high))
        across = np.linspace(low, high, 41)
        line = path(back.at(np.stack([across, np.full(41, along)], axis=1)).position_m)
        bold = along in (0.0, 1.0)
        yield f'<path d="{line}" class="{"level" if bold else "line"}"/>'
    for across in np.arange(-4, 5) / 4:
        along = np.linspace(-0.2, 1.2, 141)
        points = np.stack([np.full(141, across), along], axis=1)
        places = back.at(points).position_m
        for run in np.split(np.arange(141), np.flatnonzero(np.diff(back.holds(points))) + 1):
            if back.holds(points[run]).all() and len(run) > 1:
                yield f'<path d="{path(places[run])}" class="{"level" if across == 0 else "line"}"/>'


def areas(back: Back, places: tuple[PlaceOnBody, ...]) -> Iterator[str]:
    """Yield the places as filled outlines on the skin."""
    for place in places:
        for part in shapely.get_parts(place.area):
            ring = np.asarray(shapely.segmentize(part, 0.04).exterior.coords)
            outline = path(back.at(ring).position_m, closed=True)
            yield f'<path d="{outline}" fill="{HUES.get(place.id, OUTER)}" class="place"/>'


def marks(body: ReceiverBody) -> Iterator[str]:
    """Yield the landmarks, and over them the names."""
    places = {name: pixels(position[None, :])[0] for name, position in body.landmarks_m.items()}
    for x, y in places.values():
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" class="mark"/>'
    for name, said in NAMES.items():
        x, y = places[name]
        yield f'<text x="{x + 7:.1f}" y="{y + 4:.1f}" class="name">{said}</text>'


def figure(says: str, body: ReceiverBody) -> str:
    """Return one body's drawing."""
    back = body.back
    places = (*places_of(back, load().atlas), *outer_of(back, load().atlas))
    wide, high = WIDE_M * PX, HIGH_M * PX
    measures = f"{body.height_m:.2f} m, {body.mass_kg:.0f} kg"
    lengths = f"C7 to PSIS {100 * body.c7_psis_m:.1f} cm, shoulders {100 * body.biacromial_m:.1f} cm"
    return "\n".join(
        [
            f'<image href="{relief(body)}" width="{wide}" height="{high}"/>',
            *areas(back, places),
            *chart_lines(back),
            *marks(body),
            f'<text x="{wide / 2}" y="{high + 20}" class="title">{says}</text>',
            f'<text x="{wide / 2}" y="{high + 38}" class="said">{measures}</text>',
            f'<text x="{wide / 2}" y="{high + 54}" class="said">{lengths}</text>',
            f'<text x="{wide / 2 - 60}" y="18" class="side left">their left</text>',
            f'<text x="{wide / 2 + 60}" y="18" class="side">their right</text>',
        ]
    )


STYLE = """
.place { fill-opacity: .30; stroke: #222; stroke-width: .7; stroke-opacity: .6 }
.line { fill: none; stroke: #10324a; stroke-width: .6; stroke-opacity: .55 }
.level { fill: none; stroke: #10324a; stroke-width: 1.6 }
.mark { fill: #fff; stroke: #b00020; stroke-width: 2 }
text { font-family: sans-serif; fill: #111 }
.name { font-size: 12px; paint-order: stroke; stroke: #fff; stroke-width: 3px }
.title { font-size: 16px; font-weight: bold; text-anchor: middle }
.said { font-size: 13px; text-anchor: middle }
.side { font-size: 13px }
.left { text-anchor: end }
.key { font-size: 13px }
"""


def drawn() -> str:
    """Return the picture's file."""
    wide, high = WIDE_M * PX, HIGH_M * PX
    whole_wide, whole_high = 4 * wide + 3 * GAP, high + 110
    parts = []
    for index, (says, asked) in enumerate(BODIES):
        drawing = figure(says, body_of(asked))
        parts.append(f'<g transform="translate({index * (wide + GAP):.1f} 0)">\n{drawing}\n</g>')
    key, x = [], 10.0
    for place, hue in {**HUES, "head, buttocks": OUTER}.items():
        key.append(f'<rect x="{x}" y="{high + 72}" width="16" height="16" fill="{hue}" class="place"/>')
        key.append(f'<text x="{x + 22}" y="{high + 85}" class="key">{place.replace("-", " ")}</text>')
        x += 52 + 8.2 * len(place)
    x += 20
    key.append(f'<path d="M{x} {high + 80}h{PX / 10}" class="level"/>')
    lines = "10 cm; lines every 0.1 along, 0.25 across"
    key.append(f'<text x="{x + PX / 10 + 8}" y="{high + 85}" class="key">{lines}</text>')
    size = f'viewBox="0 0 {whole_wide:.0f} {whole_high:.0f}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">',
            "<title>Four bodies from above, with the chart, landmarks and places</title>",
            f"<style>{STYLE}</style>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *parts,
            *key,
            "</svg>\n",
        ]
    )


def main() -> None:
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(drawn(), encoding="utf-8")


if __name__ == "__main__":
    main()
