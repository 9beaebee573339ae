"""How much broader the atlas is drawn for somebody heavy, against the edge of our own body."""

import numpy as np
import pytest

from backrub.body import body_of
from backrub.catalog import load
from backrub.catalog.broad import broadened
from backrub.model.plan import Body

HEIGHTS_M = {"female": (1.50, 1.63, 1.75), "male": (1.62, 1.76, 1.90)}
AGES = (25, 50, 75)
FLANK = np.array([0.55, 0.653, 0.76, 0.861, 0.955, 1.12])
OVER, SHORT = 0.015, 0.10
"""So far over the least edge of any of them, and so far short of it, the drawn one may be: 3 mm and 2 cm."""


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
    moved = said > drawn
    assert moved.any()
    assert (said <= least + OVER)[moved].all(), (said - least).round(3)
    assert (said >= least - SHORT)[moved].all(), (said - least).round(3)
