"""Over the whole claimed range a body has the height that was asked for, and its display skin the mass."""

from itertools import product

import numpy as np
import pytest

from backrub.body import body_of
from backrub.model.plan import Body
from body.conftest import people, volume_m3

KG_M3 = 985.0  # written out: the package's own is what is judged
HEIGHT_M, MASS_FRAC = 0.005, 0.03
HEIGHTS_M = (1.45, 1.55, 1.65, 1.75, 1.85, 1.95, 2.05)
BMIS = (16, 21, 26, 34, 42)
AGES_YEARS = (18, 45, 85)


def off(asked):
    """Return by how much height [m] and mass [1] are off what was asked for, and whether it is said to be."""
    body = body_of(asked)
    mass_kg = KG_M3 * volume_m3(body)
    return body.height_m - asked.height_m, mass_kg / asked.mass_kg - 1, body.nearest


@pytest.mark.parametrize("asked", people(24, seed=17))
def test_skin_weighs_what_was_asked_for(asked):
    height_m, mass_frac, is_nearest = off(asked)
    assert abs(height_m) < HEIGHT_M
    assert abs(mass_frac) < MASS_FRAC
    assert not is_nearest


@pytest.mark.parametrize("bmi", [16, 42])
@pytest.mark.parametrize("height_m", [1.45, 2.05])
@pytest.mark.parametrize("sex", ["female", "male", "unspecified"])
def test_so_it_does_in_the_corners_of_the_range(sex, height_m, bmi):
    asked = Body(sex=sex, height_m=height_m, mass_kg=bmi * height_m**2, age_years=40)
    off_m, mass_frac, is_nearest = off(asked)
    assert abs(off_m) < HEIGHT_M
    assert abs(mass_frac) < MASS_FRAC
    assert not is_nearest


def test_a_body_out_of_reach_is_not_what_was_asked_for():
    _, mass_frac, is_nearest = off(Body(sex="male", height_m=1.70, mass_kg=200, age_years=40))
    assert is_nearest
    assert abs(mass_frac) > MASS_FRAC


@pytest.mark.prove
def test_every_body_of_a_grid(proof_table):
    rows, worst = [], []
    for sex in ("female", "male", "unspecified"):
        grid = product(HEIGHTS_M, BMIS, AGES_YEARS)
        found = [
            off(Body(sex=sex, height_m=height_m, mass_kg=bmi * height_m**2, age_years=age_years))
            for height_m, bmi, age_years in grid
        ]
        height_m, mass_frac, is_nearest = (np.array(each) for each in zip(*found, strict=True))
        worst.append((np.abs(height_m).max(), np.abs(mass_frac).max(), is_nearest.sum()))
        rows.append(
            {
                "who": f"{sex}, {HEIGHTS_M[0]}-{HEIGHTS_M[-1]} m, BMI {BMIS[0]}-{BMIS[-1]}, "
                f"{AGES_YEARS[0]}-{AGES_YEARS[-1]} years",
                "bodies": len(found),
                "height looked up, off at worst [mm]": f"{1e3 * worst[-1][0]:.3f}",
                "mass of the skin off at worst [%]": f"{100 * worst[-1][1]:.2f}",
                "only the nearest": int(worst[-1][2]),
            }
        )
    proof_table("bodies-height-and-mass", rows)
    assert max(each[0] for each in worst) < HEIGHT_M
    assert max(each[1] for each in worst) < MASS_FRAC
    assert sum(each[2] for each in worst) == 0
