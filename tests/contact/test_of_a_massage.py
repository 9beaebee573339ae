"""A whole evening, from its score to what it did to one receiver's skin."""

from functools import cache

import numpy as np
import pytest

from backrub.catalog import load
from backrub.catalog.atlas import read_atlas
from backrub.contact.lying import bed_of
from backrub.contact.press import press
from backrub.dose import skin_of
from backrub.motion.samples import PARTS
from dose.pressing import hands
from motion.conftest import PEOPLE, body, evening

PALM, THUMBS = PARTS.index("palm"), [PARTS.index("thumb"), PARTS.index("reinforced-thumb")]


def blocks():
    plan, score = evening(20, "classic")
    own = plan.model_copy(update={"body": PEOPLE["mean woman"]})
    return hands(own, score, skin=skin_of(own, catalog=load()))


@cache
def pressed(threads=2):
    return press(blocks(), bed=bed_of(body(), PEOPLE["mean woman"]), threads=threads)


def test_all_force_that_the_hands_give_is_accounted_for():
    made = pressed()
    force_n_s = sum(hand.force_n.sum() / hand.rate_hz for pair in blocks() for hand in pair)
    given_n_s = made.hands.force_time_n_s.sum()
    assert given_n_s == pytest.approx(force_n_s, rel=1e-3)  # but for the little that misses the skin
    assert made.hands.missed_s.max() < 1.0
    # Cells that are tilted against the hand take a little more than the hand gives.
    assert given_n_s <= sum(made.sides_n_s) * 1.001 <= 1.1 * given_n_s


def test_both_sides_get_about_the_same():
    left, right = pressed().sides_n_s
    assert left == pytest.approx(right, rel=0.05)


def test_the_places_that_are_worked_on_are_covered():
    made = pressed()
    for index, (place, side) in enumerate(read_atlas().place_sides):
        if place in ("upper-back", "mid-back", "low-back"):
            assert (made.passes[made.bed.place == index] > 0).mean() > 0.85, (place, side)


def test_no_thumb_comes_onto_the_strip_and_palms_only_lightly():
    # 2 cm each side of the midline, C7 to S1: design rules for hands.
    made = pressed()
    strip = made.bed.place == len(read_atlas().place_sides) - 1
    assert made.touch_s[THUMBS][:, :, strip].max() == 0
    palms = made.presses.place_pa.value[PALM, -2]
    assert palms <= 2.5e3


def test_times_are_within_the_evening():
    made = pressed()
    assert made.duration_s == pytest.approx(evening(20, "classic")[1].duration_s, abs=0.02)
    assert 0 < made.hands.hands_on_s <= made.duration_s
    assert np.nanmax(made.peak_at_s) <= made.duration_s
    assert made.touch_s.sum(axis=(0, 1)).max() <= 2 * made.duration_s
    assert (made.hands.worked_s.sum(axis=1) <= made.duration_s).all()
