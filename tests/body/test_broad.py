"""How much broader the atlas is drawn for somebody heavy, against the edge of our own body."""

import numpy as np
import pytest

from backrub.body import body_of
from backrub.body.zones import bony_cells
from backrub.catalog import load
from backrub.catalog.broad import broadened
from backrub.model.plan import Body

HEIGHTS_M = {"female": (1.50, 1.63, 1.75), "male": (1.62, 1.76, 1.90)}
AGES = (20, 35, 50, 75)
FLANK = np.arange(0.44, 1.121, 0.01)
OVER, SHORT = 0.032, 0.10
"""So far over the least edge of any of them, and so far short of it, the drawn one may be: 6 mm and 2 cm."""


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("bmi", [24, 27, 30, 34, 38, 42])
def test_the_edge_is_just_inside_that_of_the_narrowest_of_them(sex, bmi):
    people = [
        Body(sex=sex, height_m=height_m, mass_kg=round(bmi * height_m**2, 1), age_years=age)
        for height_m in HEIGHTS_M[sex]
        for age in AGES
    ]
    backs = [body_of(each).back for each in people]
    edges = [np.interp(FLANK, back.along, back.edge_high) for back in backs]
    least = np.min(edges, axis=0)
    drawn, said = (
        np.interp(FLANK, *each.edge.T[::-1]) for each in (load().atlas, broadened(load().atlas, people[0]))
    )
    moved = said > drawn + 1e-9
    assert moved.any()
    # Where what the atlas draws is already over, nothing is added to it.
    assert (said <= np.maximum(least, drawn) + OVER)[moved].all(), (said - least).round(3)
    assert (said >= least - SHORT)[moved].all(), (said - least).round(3)


def test_the_crest_of_the_hip_is_bone_out_to_this_bodys_own_edge():
    # Its drawn line ends at 0.72; of somebody heavy, the flank beyond is as bony for a hand.
    back = body_of(Body(sex="male", height_m=1.76, mass_kg=127.0, age_years=55)).back
    field = back.field(0.004)
    bone = bony_cells(back, field)
    for sign in (-1, 1):
        beyond = field.is_skin & (abs(field.along - 0.861) < 0.01) & (sign * field.across > 0.75)
        assert beyond.sum() > 20
        assert bone[beyond].all()
