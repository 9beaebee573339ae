"""Where pressing begins to hurt: the clinical notes' own figures come out."""

import numpy as np
import pytest

from backrub.cohort.people import person_of
from backrub.cohort.tolerance import most_sensitive, threshold_pa
from backrub.model.cohort import Person

PROBE_M2 = 1e-4


def somebody(sex="female", tolerance_frac=0.5):
    return Person(
        seed=0, number=0, sex=sex, age_years=40, height_m=1.7, mass_kg=70.0, tolerance_frac=tolerance_frac
    )


@pytest.mark.parametrize(
    ("sex", "place", "mean_kpa", "deviation_kpa"),
    # Clinical notes 2.7.
    [
        ("male", "shoulder-top", 300, 120),
        ("female", "shoulder-top", 220, 90),
        ("male", "low-back", 450, 180),
        ("female", "hip", 340, 140),
    ],
)
def test_many_people_have_the_mean_and_spread_of_the_notes(sex, place, mean_kpa, deviation_kpa):
    shares = (np.arange(4000) + 0.5) / 4000
    found = np.array([threshold_pa(somebody(sex, share), place, area_m2=PROBE_M2) for share in shares])
    assert found.mean() == pytest.approx(mean_kpa * 1e3, rel=0.01)
    assert found.std() == pytest.approx(deviation_kpa * 1e3, rel=0.03)


@pytest.mark.parametrize(("area_cm2", "factor"), [(3, 0.72), (60, 0.29)])
def test_a_larger_patch_hurts_at_less(area_cm2, factor):
    # The two factors are the notes' own.
    one, larger = (threshold_pa(somebody(), "hip", area_m2=area) for area in (PROBE_M2, area_cm2 * PROBE_M2))
    assert larger / one == pytest.approx(factor, abs=0.005)


def test_who_feels_pain_later_is_so_everywhere():
    for place in ("neck", "upper-back", "shoulder-blade", "mid-back", "low-back", "hip", "sacrum", "spine"):
        tender, tough = (
            threshold_pa(somebody("male", share), place, area_m2=PROBE_M2) for share in (0.1, 0.9)
        )
        assert tender < tough


def test_between_places_counts_as_on_the_tenderest():
    who = person_of(1, 1)
    places = ("neck", "shoulder-top", "upper-back", "shoulder-blade", "mid-back", "low-back", "hip")
    least = min(threshold_pa(who, place, area_m2=PROBE_M2) for place in places)
    assert threshold_pa(who, most_sensitive(None), area_m2=PROBE_M2) == least
