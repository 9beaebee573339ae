"""The pictures in the docs are what the project draws today."""

import base64
import importlib.util
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import numpy as np
import pytest

from backrub.export.dose_scale import DAY
from drawn import SVG, shapes_of, words_of

TOP = Path(__file__).resolve().parents[2]
AGAIN = "Draw it again: python tools/dose_picture.py"


BODIES_AGAIN = "Draw them again: python tools/body_picture.py"


def now_and_kept(name):
    """Return a picture as its tool draws it now, and as it lies in the docs."""
    spec = importlib.util.spec_from_file_location(name, TOP / "tools" / f"{name}.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.drawn(), tool.OUT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def drawn():
    return now_and_kept("dose_picture")


@pytest.fixture(scope="module")
def bodies():
    return now_and_kept("body_picture")


@pytest.mark.slow
def test_the_dose_map_of_the_classic_half_hour_is_drawn_anew_the_same(drawn):
    now, kept = drawn
    assert words_of(now) == words_of(kept), AGAIN
    for fill in DAY:
        # Another processor's last digits may move a point by a tenth of a pixel.
        areas = [sum(each.area for each in shapes_of(text, fill)) for text in (now, kept)]
        assert areas[0] == pytest.approx(areas[1], rel=0.005, abs=20), f"{fill}: {AGAIN}"


def test_it_is_small_enough_for_a_page(drawn):
    assert 50_000 < len(drawn[1]) < 300_000


def marks(svg):
    """Return what is drawn, mark by mark: what it is, and its numbers [px]; pictures within it left out."""
    return [
        (
            (each.tag, each.get("class"), each.get("fill"), each.text if each.tag == f"{SVG}text" else None),
            [float(number) for key in PLACED for number in re.findall(r"-?\d+\.?\d*", each.get(key) or "")],
        )
        for each in ET.fromstring(svg).iter()
    ]


PLACED = ("d", "x", "y", "cx", "cy", "r", "width", "height", "transform", "viewBox")


def greys(svg):
    """Return the grey pictures in an SVG, each (high, wide), from PNGs whose rows are not filtered."""
    found = []
    for each in ET.fromstring(svg).iter(f"{SVG}image"):
        file, content, at = base64.b64decode(each.get("href").partition(",")[2]), b"", 8
        wide, high = struct.unpack(">II", file[16:24])
        while at < len(file):
            (size,) = struct.unpack(">I", file[at : at + 4])
            content += file[at + 8 : at + 8 + size] if file[at + 4 : at + 8] == b"IDAT" else b""
            at += size + 12
        rows = np.frombuffer(zlib.decompress(content), np.uint8).reshape(high, wide + 1)
        assert not rows[:, 0].any()
        found.append(rows[:, 1:].astype(float))
    return found


def apart(now, kept):
    """Return how far two pictures' marks are apart at most [px], infinity where they are not the same ones,
    and their greys on the mean."""
    ours, theirs = marks(now), marks(kept)
    if [what for what, _ in ours] != [what for what, _ in theirs]:
        return np.inf, np.inf
    if [len(numbers) for _, numbers in ours] != [len(numbers) for _, numbers in theirs]:
        return np.inf, np.inf
    numbers = (np.concatenate([each for _, each in told]) for told in (ours, theirs))
    greyer = [np.abs(one - other).mean() for one, other in zip(greys(now), greys(kept), strict=True)]
    return np.abs(np.subtract(*numbers)).max(), max(greyer)


def test_the_four_bodies_are_drawn_anew_the_same(bodies):
    # Another processor's last digits may move a point by a tenth of a pixel, or a pixel's edge.
    px, grey = apart(*bodies)
    assert px < 0.21, BODIES_AGAIN
    assert grey < 0.05, BODIES_AGAIN
    assert len(greys(bodies[1])) == 4


@pytest.mark.parametrize(
    ("was", "is_now"),
    [("A mean man", "A big man"), ('class="mark"', 'class="line"'), ('cx="', 'cx="1'), ('d="M', 'd="M9')],
)
def test_a_picture_of_other_bodies_would_be_seen(bodies, was, is_now):
    assert was in bodies[1]
    px, grey = apart(bodies[0], bodies[1].replace(was, is_now, 1))
    assert px > 0.21 or grey > 0.05


def test_another_skin_would_be_seen(bodies):
    first, second = re.findall(r'href="([^"]+)"', bodies[1])[:2]
    px, grey = apart(bodies[0], bodies[1].replace(first, second))
    assert px < 0.21
    assert grey > 0.05
