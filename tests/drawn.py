"""Reads an SVG of ours back into shapes, from its path data alone."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import shapely

SVG = "{http://www.w3.org/2000/svg}"
STEPS = {"h": lambda told: (told[0], 0), "v": lambda told: (0, told[0]), "l": tuple}


def rings(data: str) -> list[np.ndarray]:
    """Return the points of each subpath: moves are absolute, h, v and l are not."""
    found, at = [], np.zeros(2)
    for kind, told in re.findall(r"([Mlhvz])([^Mlhvz]*)", data):
        numbers = [float(each) for each in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", told)]
        if kind == "M":
            at = np.array(numbers)
            found.append([at])
        elif kind != "z":
            at = at + STEPS[kind](numbers)
            found[-1].append(at)
    return [np.array(ring) for ring in found]


def shapes_of(svg: str, fill: str) -> list[shapely.Geometry]:
    """Return the areas of one colour, each path with its holes filled."""
    paths = [path for path in ET.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == fill]
    return [
        shapely.union_all([shapely.Polygon(ring).buffer(0) for ring in rings(path.get("d")) if len(ring) > 2])
        for path in paths
    ]


def words_of(svg: str) -> list[str]:
    """Return every line of words."""
    return [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
