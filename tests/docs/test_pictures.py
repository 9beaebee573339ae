"""The pictures in the docs are what the project draws today."""

import importlib.util
from pathlib import Path

import pytest

from backrub.export.dose_scale import DAY
from drawn import shapes_of, words_of

TOP = Path(__file__).resolve().parents[2]
AGAIN = "Draw it again: python tools/dose_picture.py"


@pytest.fixture(scope="module")
def drawn():
    spec = importlib.util.spec_from_file_location("dose_picture", TOP / "tools" / "dose_picture.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.drawn(), tool.OUT.read_text(encoding="utf-8")


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
