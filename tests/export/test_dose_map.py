"""The sheet: read back from its own SVG and PNG, not from the code that drew it."""

import io
import re
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache

import numpy as np
import pytest
import shapely
from PIL import Image
from shapely import affinity

from backrub.body import body_of
from backrub.catalog import load
from backrub.contact.lying import bed_of
from backrub.dose.fold import DoseFold, TechniqueFold
from backrub.dose.skin import CELL_M
from backrub.export.back_picture import back_picture
from backrub.export.dose_map import dose_sheet
from backrub.export.dose_scale import DAY
from backrub.export.drawing import svg_of
from backrub.export.drawing_png import png_of
from drawn import SVG, shapes_of, words_of
from motion.conftest import evening

MARGIN, COLUMN = 40, (1240 - 2 * 40 - 2 * 30) / 3
"""Where the first of three large backs stands on the sheet, and how wide it is. [px]"""


@cache
def receiver():
    return body_of(evening(20)[0].body)


@cache
def planted():
    """One technique that pressed one round spot, 5 cm wide, 8 cm to the receiver's left of the midline."""
    plan = evening(20)[0]
    bed = bed_of(receiver(), plan.body, cell_m=CELL_M)
    away_m = np.hypot(bed.x_m[None, :] - 0.08, bed.y_m[:, None] - 0.25)
    spot = np.where(away_m < 0.025, 100e3, 0.0)
    technique = next(step.technique for step in plan.steps if step.level is not None)
    return DoseFold(bed, (TechniqueFold(technique, spot, spot / 10),))


@cache
def sheet():
    return dose_sheet(evening(20)[0], planted(), body=receiver(), catalog=load())


@cache
def svg():
    return svg_of(sheet())


def shapes(fill):
    return shapes_of(svg(), fill)


def test_it_is_a_picture_with_a_title_words_units_and_a_scale():
    root = ET.fromstring(svg())
    assert root.find(f"{SVG}title").text == "What this massage does to the skin"
    assert "kPa" in root.find(f"{SVG}desc").text
    words = words_of(svg())
    for said in ("Pressure over time", "Highest pressure", "their left", "their right", "C7", "sacrum"):
        assert said in words
    assert any(text.startswith("kPa s:") for text in words)
    assert any(text.startswith("kPa:") for text in words)
    assert any("model" in text for text in words)


def in_first_panel(fill):
    """What of a colour stands on the first large back, above its key."""
    picture = back_picture(receiver(), load().atlas)
    px_m = COLUMN / picture.width_m
    panel = shapely.box(MARGIN, 152, MARGIN + COLUMN, 152 + picture.height_m * px_m)
    return px_m, [each for each in shapes(fill) if panel.contains(each)]


def test_what_was_pressed_on_the_left_is_drawn_on_the_left_as_large_as_it_is():
    # The last colour begins at about half of what the spot got, so it is as wide as the spot.
    px_m, (spot,) = in_first_panel(DAY[8])
    left, _, right, _ = spot.bounds
    assert (left + right) / 2 == pytest.approx(MARGIN + COLUMN / 2 - 0.08 * px_m, abs=1.5)
    assert right - left == pytest.approx(0.05 * px_m, abs=0.005 * px_m)


def test_the_body_is_drawn_whole_and_the_same_on_both_sides():
    picture = back_picture(receiver(), load().atlas)
    mirrored = affinity.scale(picture.clay, xfact=-1, origin=(picture.width_m / 2, 0))
    assert picture.clay.symmetric_difference(mirrored).area < 0.005 * picture.clay.area
    assert picture.clay.area > 0.15  # more than a trunk's 0.3 m by 0.5 m


def test_a_back_without_a_touch_has_no_colour():
    nothing = np.zeros(planted().bed.z_m.shape)
    empty = DoseFold(planted().bed, (TechniqueFold("kneading", nothing, nothing),))
    drawn = svg_of(dose_sheet(evening(20)[0], empty, body=receiver(), catalog=load()))
    # The two keys alone have the scale's colours.
    assert drawn.count(DAY[0]) == 2


def test_it_is_small_holds_no_date_no_address_and_is_the_same_again():
    assert len(svg()) < 300_000
    assert svg() == svg_of(dose_sheet(evening(20)[0], planted(), body=receiver(), catalog=load()))
    assert str(date.today().year) not in re.sub(r'd="[^"]*"', "", svg())
    assert re.findall(r"https?://[^\"]*", svg()) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in svg()
    assert "style=" not in svg()


def test_every_letter_is_in_any_font():
    assert svg().isascii()


def test_a_name_with_signs_stays_words():
    made = sheet()
    odd = svg_of(type(made)(made.width, made.height, made.ground, "<b>&", "\"'", ()))
    assert ET.fromstring(odd).find(f"{SVG}title").text == "<b>&"


def test_the_pixels_show_the_same_as_the_marks():
    image = Image.open(io.BytesIO(png_of(sheet(), scale=1.0))).convert("RGB")
    assert image.size == (sheet().width, sheet().height)
    _, (spot,) = in_first_panel(DAY[8])
    middle = spot.centroid
    wanted = tuple(int(DAY[8][at : at + 2], 16) for at in (1, 3, 5))
    # A line of the chart may run over it: a neighbour of the middle.
    seen = image.getpixel((int(middle.x) + 4, int(middle.y) + 4))
    assert max(abs(a - b) for a, b in zip(seen, wanted, strict=True)) < 12
    assert image.getpixel((2, 2))[0] > 240
    words = np.asarray(image)[20:60, 40:420]
    assert words.min() < 80  # the title is there without any font on the machine


def test_the_pixels_are_the_same_again():
    assert png_of(sheet(), scale=0.5) == png_of(sheet(), scale=0.5)
