"""Write src/backrub/catalog/atlas.geojson: places, zones, lines and points of the back, in the chart.

    python tools/build_atlas.py

Half the back is described here (the receiver's right, across > 0) and mirrored. Sources stand at each
feature; all of
it is projected on real bodies later, so these are chart coordinates: across -1..1 between the acromia,
along 0 at C7, 1 at the PSIS.
Levels along the spine: T4 .21, T7 .39, T10 .541, L1 .709, L4 .861 (Ernst MJ 2013, BMC Res Notes 6:58);
the rest interpolated.
"""

from __future__ import annotations

import json
from pathlib import Path

from atlas_under import LEVELS, MUSCLES, ORGANS, READ_LEVELS, RIBS, TEXTBOOK

OUT = Path(__file__).parents[1] / "src" / "backrub" / "catalog" / "atlas.geojson"
ENGINEERING = "engineering judgement from the levels above and ANSUR II breadths (clinical notes 3.3)"

# Working places, right side. Together with `spine` and `sacrum` they tile the back.
PLACES = {
    "neck": (
        "back of the neck",
        "semispinalis and splenius capitis, trapezius, descending part",
        [(0.10, -0.20), (0.30, -0.20), (0.30, 0.0), (0.10, 0.0)],
    ),
    "shoulder-top": (
        "top of the shoulder",
        "trapezius, descending part; supraspinatus",
        [(0.30, -0.06), (0.60, 0.03), (0.95, 0.11), (0.95, 0.14), (0.30, 0.14)],
    ),
    "upper-back": (
        "between the shoulder blades",
        "rhomboids; trapezius, transverse part; erector spinae, thoracic part",
        [(0.10, 0.0), (0.30, 0.0), (0.30, 0.14), (0.46, 0.14), (0.46, 0.44), (0.10, 0.44)],
    ),
    "shoulder-blade": (
        "on the shoulder blade",
        "infraspinatus, teres minor and major, over the scapula",
        [(0.46, 0.14), (0.95, 0.14), (0.92, 0.25), (0.84, 0.36), (0.80, 0.44), (0.46, 0.44)],
    ),
    "mid-back": (
        "middle of the back",
        "erector spinae, thoracic part; latissimus dorsi",
        [(0.10, 0.44), (0.80, 0.44), (0.72, 0.55), (0.69, 0.653), (0.10, 0.653)],
    ),
    "low-back": (
        "lower back",
        "erector spinae, lumbar part; quadratus lumborum",
        [
            (0.10, 0.653),
            (0.69, 0.653),
            (0.68, 0.76),
            (0.72, 0.861),
            (0.51, 0.88),
            (0.36, 0.93),
            (0.24, 0.955),
            (0.10, 0.955),
        ],
    ),
    "hip": (
        "top of the hip",
        "gluteus medius and maximus, below the iliac crest",
        [(0.24, 0.955), (0.36, 0.93), (0.51, 0.88), (0.72, 0.861), (0.80, 0.955), (0.84, 1.12), (0.24, 1.12)],
    ),
}
MIDDLE = {
    "sacrum": (
        "flat bone at the base of the spine",
        "sacrum",
        [(-0.24, 0.955), (0.24, 0.955), (0.24, 1.12), (-0.24, 1.12)],
    ),
    "spine": (
        "the spine",
        "spinous processes, C2 to S1",
        [(-0.10, -0.20), (0.10, -0.20), (0.10, 0.955), (-0.10, 0.955)],
    ),
}
# What else is seen from above: nobody is worked at there. Drawn wider than any back; each body cuts it.
OUTER = {
    "head": (
        "the head",
        "occiput",
        [(-1.6, -0.35), (1.6, -0.35), (1.6, -0.20), (-1.6, -0.20)],
    ),
    "buttocks": (
        "the buttocks",
        "gluteus maximus, lower part",
        [(-1.6, 1.12), (1.6, 1.12), (1.6, 1.35), (-1.6, 1.35)],
    ),
}
# Where strokes start, end and turn: the middle of a place, its lower and upper end, its spine side and its
# outer side.
ANCHORS = {
    "neck": {
        "": (0.20, -0.09),
        "low": (0.20, -0.01),
        "top": (0.20, -0.16),
        "in": (0.14, -0.04),
        "out": (0.24, -0.09),
    },
    "shoulder-top": {
        "": (0.52, 0.075),
        "low": (0.52, 0.11),
        "top": (0.46, 0.04),
        "in": (0.38, 0.05),
        "out": (0.78, 0.11),
    },
    "upper-back": {
        "": (0.26, 0.25),
        "low": (0.26, 0.41),
        "top": (0.26, 0.07),
        "in": (0.20, 0.25),
        "out": (0.38, 0.25),
        "in.low": (0.20, 0.41),
        "in.top": (0.20, 0.04),
        "out.low": (0.38, 0.41),
        "out.top": (0.38, 0.17),
        "in.high": (0.20, 0.155),
        "out.high": (0.38, 0.17),
    },
    "shoulder-blade": {
        "": (0.64, 0.26),
        "low": (0.60, 0.36),
        "top": (0.66, 0.20),
        "in": (0.54, 0.27),
        "out": (0.78, 0.24),
    },
    "mid-back": {
        "": (0.40, 0.55),
        "low": (0.36, 0.64),
        "top": (0.36, 0.46),
        "in": (0.20, 0.55),
        "out": (0.56, 0.54),
        "in.low": (0.20, 0.645),
        "in.top": (0.20, 0.45),
        "out.low": (0.52, 0.63),
        "out.top": (0.60, 0.47),
        "near": (0.25, 0.60),
    },
    "low-back": {
        "": (0.38, 0.78),
        "low": (0.32, 0.87),
        "top": (0.36, 0.67),
        "in": (0.20, 0.80),
        "out": (0.54, 0.76),
        "in.low": (0.20, 0.90),
        "in.top": (0.20, 0.66),
        "out.low": (0.48, 0.84),
        "out.top": (0.52, 0.67),
        "near": (0.25, 0.74),
        "base": (0.245, 0.867),
    },
    "hip": {
        "": (0.52, 1.01),
        "low": (0.50, 1.06),
        "base": (0.46, 1.105),
        "top": (0.54, 0.96),
        "in": (0.27, 1.07),
        "out": (0.66, 0.99),
        "out.low": (0.76, 1.06),
    },
    "sacrum": {
        "": (0.0, 1.03),
        "low": (0.0, 1.08),
        "top": (0.0, 0.99),
        "in": (0.06, 1.03),
        "out": (0.16, 1.03),
    },
}
# Bones that only a palm may glide over: polylines, right side, with the half width that counts as bone [m].
BONES = {
    "scapular-spine": (
        [(0.46, 0.158), (0.70, 0.15), (0.95, 0.14)],
        0.008,
        "T3 at its root: clinical notes 3.2",
    ),
    "scapular-lateral-border": ([(0.52, 0.46), (0.70, 0.36), (0.86, 0.24)], 0.008, "clinical notes 3.4"),
    "iliac-crest": (
        [(0.24, 0.985), (0.38, 0.92), (0.50, 0.883), (0.64, 0.861), (0.72, 0.861)],
        0.008,
        "L4: Ernst MJ 2013; clinical notes 3.2",
    ),
    "psis": ([(0.23, 1.0), (0.25, 1.0)], 0.012, "S2, 4-5 cm lateral: clinical notes 3.4"),
}
# The trunk's edge, right side: nothing is worked outside it. A narrow reading of ANSUR II chest, waist and
# hip breadths.
EDGE = [
    (0.30, -0.20),
    (0.30, -0.06),
    (0.60, 0.03),
    (0.95, 0.11),
    (0.95, 0.14),
    (0.92, 0.25),
    (0.84, 0.36),
    (0.80, 0.44),
    (0.72, 0.55),
    (0.69, 0.653),
    (0.68, 0.76),
    (0.72, 0.861),
    (0.80, 0.955),
    (0.84, 1.12),
]
# Whose trunk is broader: at each line along, how much further out the edge lies per kg/m2 of body mass index,
# and from which index on. The least of small and tall people of 25 to 75 years, on this project's own body;
# tests/body/test_broad.py measures it again. Points of strokes move from the first of `moves_across` on,
# by the whole way from the second [engineering judgement].
BROAD: dict[str, object] = {
    "along": [0.44, 0.52, 0.55, 0.60, 0.653, 0.76, 0.835, 0.861, 0.955, 1.12],
    "female": [
        [0.0, 42.0], [0.0, 42.0], [0.0, 42.0], [0.0032, 26.0], [0.0085, 24.0], [0.0135, 22.5],
        [0.0083, 20.0], [0.0090, 20.0], [0.0140, 22.0], [0.0135, 18.5],
    ],
    "male": [
        [0.0, 42.0], [0.0, 42.0], [0.0130, 29.5], [0.0080, 26.0], [0.0098, 22.5], [0.0122, 22.5],
        [0.0123, 24.0], [0.0125, 24.0], [0.0105, 27.0], [0.0085, 27.0],
    ],
    "most_kg_m2": 42.0,
    "moves_across": [0.25, 0.50],
}  # fmt: skip
# Tender-spot sites after Travell and Simons, from memory: clinical notes 3.6, low trust.
TENDER = {
    "upper-trapezius": (0.50, 0.07),
    "levator": (0.38, 0.10),
    "supraspinatus": (0.55, 0.12),
    "middle-trapezius": (0.30, 0.19),
    "infraspinatus": (0.58, 0.24),
    "rhomboid-major": (0.36, 0.30),
    "lower-trapezius": (0.33, 0.42),
    "longissimus": (0.17, 0.57),
    "iliocostalis-thoracis": (0.28, 0.60),
    "iliocostalis-lumborum": (0.30, 0.73),
    "multifidus": (0.12, 0.85),
    "quadratus-lumborum": (0.42, 0.79),
    "gluteus-medius": (0.40, 1.02),
}


def feature(identity: str, kind: str, shape: str, coordinates: object, **more: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": identity,
        "properties": {"kind": kind, **more},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


def mirrored(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(-across + 0.0, along) for across, along in points]


def ring(points: list[tuple[float, float]]) -> list[list[list[float]]]:
    return [[list(point) for point in [*points, points[0]]]]


def both_sides(
    name: str, kind: str, points: list[tuple[float, float]], **more: object
) -> list[dict[str, object]]:
    return [
        feature(f"{name}.{side}", kind, "Polygon", ring(shape), **more)
        for side, shape in (("right", points), ("left", mirrored(points)))
    ]


def written() -> str:
    """Return the file as it is written."""
    features: list[dict[str, object]] = []
    for place, (says, anatomy, points) in PLACES.items():
        for side, shape in (("right", points), ("left", mirrored(points))):
            features.append(
                feature(
                    f"{place}.{side}",
                    "place",
                    "Polygon",
                    ring(shape),
                    place=place,
                    side=side,
                    says=says,
                    anatomy=anatomy,
                    source=ENGINEERING,
                )
            )
    for place, (says, anatomy, points) in {**MIDDLE, **OUTER}.items():
        features.append(
            feature(
                place,
                "outer" if place in OUTER else "barred" if place == "spine" else "place",
                "Polygon",
                ring(points),
                place=place,
                side="middle",
                says=says,
                anatomy=anatomy,
                source=ENGINEERING,
            )
        )
    for place, anchors in ANCHORS.items():
        for name, point in anchors.items():
            features.append(
                feature(f"{place}.{name}".rstrip("."), "anchor", "Point", list(point), place=place)
            )
    for bone, (points, half_width_m, source) in BONES.items():
        for side, shape in (("right", points), ("left", mirrored(points))):
            features.append(
                feature(
                    f"{bone}.{side}",
                    "bone",
                    "LineString",
                    [list(p) for p in shape],
                    half_width_m=half_width_m,
                    source=source,
                )
            )
    for side, line in (("right", EDGE), ("left", mirrored(EDGE))):
        shape = [list(p) for p in line]
        more = {"broad": BROAD} if side == "right" else {}
        features.append(feature(f"edge.{side}", "edge", "LineString", shape, source=ENGINEERING, **more))
    for name, point in TENDER.items():
        for side, shape in (("right", [point]), ("left", mirrored([point]))):
            features.append(
                feature(
                    f"tender.{name}.{side}",
                    "tender",
                    "Point",
                    list(shape[0]),
                    source="clinical notes 3.6, from memory",
                )
            )
    for name, (says, points) in MUSCLES.items():
        features += both_sides(name, "muscle", points, says=says, source=TEXTBOOK)
    for name, (says, points, source) in ORGANS.items():
        features += both_sides(name, "organ", points, says=says, source=source)
    for name, (says, points) in RIBS.items():
        source = "clinical notes 3.4, low trust"
        for side, shape in (("right", points), ("left", mirrored(points))):
            line = [list(p) for p in shape]
            features.append(feature(f"{name}.{side}", "rib", "LineString", line, says=says, source=source))
    for name, along in LEVELS.items():
        source = f"Ernst MJ 2013, BMC Res Notes 6:58{'' if name in READ_LEVELS else ', interpolated'}"
        line = [[-0.1, along], [0.1, along]]
        features.append(feature(f"level.{name}", "level", "LineString", line, source=source))
    lines = ",\n".join(json.dumps(each) for each in features)
    return '{"type": "FeatureCollection", "schema": 1, "features": [\n' + lines + "\n]}\n"


def main() -> None:
    OUT.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
