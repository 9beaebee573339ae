"""Who is drawn: the same for everybody, and as the published tables have people."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrub.cohort.people import BMI, HEIGHT_M, body_of_person, person_of
from backrub.model.plan import Body

MANY = 20_000


@cache
def drawn():
    return [person_of(3, number) for number in range(MANY)]


def of(sex, field, low_years=20, high_years=79):
    people = [who for who in drawn() if who.sex == sex and low_years <= who.age_years <= high_years]
    return np.array([getattr(who, field) for who in people])


@given(seed=st.integers(0, 2**62), number=st.integers(0, 10**6))
def test_a_body_depends_on_seed_and_number_alone(seed, number):
    assert person_of(seed, number) == person_of(seed, number)
    assert person_of(seed, number) != person_of(seed + 1, number)
    assert person_of(seed, number) != person_of(seed, number + 1)


def test_known_bodies_stay_who_they_are():
    # Written down once: a change here is another cohort, and DRAWN has to say so.
    told = [
        (who.sex, who.age_years, who.height_m, who.mass_kg) for who in (person_of(1, k) for k in range(4))
    ]
    assert told == [
        ("female", 35, 1.656, 157.0),
        ("female", 28, 1.585, 87.2),
        ("female", 74, 1.669, 78.8),
        ("male", 32, 1.828, 72.9),
    ]


@given(seed=st.integers(0, 2**62), number=st.integers(0, 10**6))
def test_everybody_is_somebody_who_could_be(seed, number):
    who = person_of(seed, number)
    assert 20 <= who.age_years <= 79
    assert HEIGHT_M[0] <= who.height_m <= HEIGHT_M[1]
    assert BMI[0] - 0.1 <= who.mass_kg / who.height_m**2 <= BMI[1] + 0.1
    assert 0 <= who.tolerance_frac <= 1
    assert body_of_person(who) == Body(
        sex=who.sex, height_m=who.height_m, mass_kg=who.mass_kg, age_years=who.age_years
    )


# Census Bureau, NC-EST2024-AGESEX-RES, POPESTIMATE2022: the single years added up by five, from 20 to 79.
RESIDENTS = {
    "male": (11_090_066, 11_299_481, 11_852_898, 11_337_479, 10_827_504, 9_826_556,
             10_418_054, 10_387_713, 10_344_609, 8_934_330, 7_066_013, 4_911_106),
    "female": (10_656_544, 10_953_339, 11_618_816, 11_104_338, 10_726_881, 9_874_888,
               10_467_562, 10_690_530, 10_921_606, 9_845_120, 8_159_247, 5_934_586),
}  # fmt: skip
CHI_SQUARE_99 = 41.64
"""The 99th percentile of chi-square with 23 degrees of freedom, from a table."""


def test_sexes_and_ages_are_drawn_as_published():
    published = np.array([*RESIDENTS["male"], *RESIDENTS["female"]])
    wanted = MANY * published / published.sum()
    found = np.array(
        [np.histogram(of(sex, "age_years"), bins=range(20, 81, 5))[0] for sex in ("male", "female")]
    ).ravel()
    assert found.sum() == MANY
    assert ((found - wanted) ** 2 / wanted).sum() < CHI_SQUARE_99
    assert np.abs(found - wanted).max() < 0.01 * MANY


def test_within_five_years_each_year_is_drawn():
    years = np.bincount([who.age_years for who in drawn()])[20:]
    assert len(years) == 60
    assert years.min() > 0.5 * MANY * 4_911_106 / 239_249_266 / 5  # the smallest group, half of its fifth


@pytest.mark.parametrize(
    ("sex", "years", "median_m", "low_m", "high_m"),
    # Vital and Health Statistics 3(50), table 7: 50th, 5th and 95th percentile.
    [("female", 30, 1.628, 1.501, 1.729), ("male", 60, 1.750, 1.618, 1.866)],
)
def test_heights_are_the_published_ones(sex, years, median_m, low_m, high_m):
    heights_m = of(sex, "height_m", years, years + 9)
    assert np.median(heights_m) == pytest.approx(median_m, abs=0.008)
    assert np.percentile(heights_m, (5, 95)) == pytest.approx((low_m, high_m), abs=0.012)


@pytest.mark.parametrize(
    ("sex", "mean_kg", "low_kg", "middle_kg", "high_kg"),
    # The same, table 3, which nothing is drawn from: mean, 5th, 50th and 95th percentile of 20 and older.
    [("male", 90.3, 60.9, 86.6, 131.8), ("female", 77.9, 50.7, 73.5, 119.2)],
)
def test_masses_come_out_as_published_though_no_mass_was_given(sex, mean_kg, low_kg, middle_kg, high_kg):
    masses_kg = of(sex, "mass_kg")
    assert masses_kg.mean() == pytest.approx(mean_kg, rel=0.03)
    found = np.percentile(masses_kg, (5, 50, 95))
    assert found == pytest.approx((low_kg, middle_kg, high_kg), rel=0.05)


def test_tall_people_are_not_rounder():
    for sex in ("female", "male"):
        heights_m, masses_kg = of(sex, "height_m", 40, 49), of(sex, "mass_kg", 40, 49)
        assert abs(np.corrcoef(heights_m, masses_kg / heights_m**2)[0, 1]) < 0.1
