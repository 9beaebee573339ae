"""Of a place to leave alone what counts is all the skin that a hand sweeps: design 8a."""

from dataclasses import replace

import pytest

from backrub.catalog import load
from backrub.model.base import BareCircle
from backrub.motion.move import segments_of
from dose.plain_skin import EVERYTHING, laid, one_step, only_laid
from motion.conftest import body

CIRCLE = BareCircle.model_validate(EVERYTHING["avoid"][0])
"""5 cm round a place of the mean woman's back."""


def beside(away_m, *, part="palm", level=2):
    """The circle as a stroke of 4 cm towards the head leaves it, whose middle goes by so far from its own."""
    back = body().back
    across = CIRCLE.across + away_m / back.half_biacromial_m
    ends = tuple((across, CIRCLE.along + by_m / back.c7_psis_m) for by_m in (0.02, -0.02))
    return laid((0.0, 2.0, (part, level, ends)))["zone-circle-1"]


@pytest.mark.parametrize(
    ("part", "half_m"), [("palm", 0.0405), ("forearm", 0.0243), ("two-fingers", 0.0185), ("thumb", 0.010)]
)
def test_an_outline_comes_no_nearer_than_the_circles_edge(part, half_m):
    """Half a hand's breadth by `docs/clinical.md` 2.2, and cells of half a centimetre."""
    near_m, clear_m = 0.05 + half_m - 0.008, 0.05 + half_m + 0.004
    near, clear = beside(near_m, part=part), beside(clear_m, part=part)
    assert (near.worst, near.ok, near.part, near.place) == (2, False, part, "circle-1")
    assert 0.0 <= near.at_s <= 2.0
    assert (clear.worst, clear.ok) == (0, True)


def test_every_outline_counts_at_the_firmest_of_their_levels():
    assert [beside(0.06, level=level).worst for level in (1, 2, 3)] == [1, 2, 3]


def weightless(segments):
    """The same hands without any force."""
    return {
        hand: [replace(each, laid=replace(each.laid, force_n=0.0 * each.laid.force_n)) for each in mine]
        for hand, mine in segments.items()
    }


def test_a_glide_from_stroke_to_stroke_sweeps_too_and_what_is_in_the_air_does_not():
    over = ((0.3, 0.32), (0.3, 0.28))
    assert laid((0.0, 2.0, ("palm", 1, over)), link=True)["zone-circle-1"].worst == 1
    beside_it = CIRCLE.across + 0.06 / body().back.half_biacromial_m
    path = ((beside_it, 0.32), (beside_it, 0.28))
    plan, score = one_step("whole-hand-effleurage", (0.0, 2.0, ("palm", 1, path)))
    made = segments_of(plan, score, back=body().back, catalog=load())
    lifted = weightless(made)
    assert not only_laid(plan, score, made)["zone-circle-1"].ok
    assert only_laid(plan, score, lifted)["zone-circle-1"].ok
    # With its middle in the circle it is no matter of an edge, however light the skin makes it there.
    plan, score = one_step("whole-hand-effleurage", (0.0, 2.0, ("palm", 1, over)))
    assert not only_laid(plan, score, weightless(segments_of(plan, score, back=body().back, catalog=load())))[
        "zone-circle-1"
    ].ok
