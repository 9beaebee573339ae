"""The article's eight red flags: each at least "ask a clinician first", whatever the notes say of them."""

import pytest

from backrub.model.clearance import TIERS
from backrub.screening import screen
from strategies import CONDITIONS, TODAY, plain

CLINICIAN = TIERS.index("clinician")


def tier(*conditions, **more):
    return screen(plain(*conditions, **more), day=TODAY, conditions=CONDITIONS).tier


def keeps_off(*conditions, **more):
    return TIERS.index(tier(*conditions, **more)) >= CLINICIAN


@pytest.mark.parametrize("pain", ["known", "new", "worsening"])
@pytest.mark.parametrize("age_years", [13, 16, 19, 56, 60, 70, 71, 88])
def test_flag_1_younger_than_20_or_older_than_55_with_back_pain_is_not_massaged(age_years, pain):
    assert keeps_off(age_years=age_years, back_pain=pain, guardian=True)


@pytest.mark.parametrize("age_years", [19, 56])
def test_flag_1_counts_a_sore_spot_on_the_map_as_back_pain(age_years):
    assert keeps_off(age_years=age_years, wishes={"sore": ({"across": 0.5, "along": 0.8, "pain_nrs": 2},)})


@pytest.mark.parametrize("age_years", [20, 34, 55])
def test_flag_1_lets_the_ages_between_be_massaged_with_an_old_ache(age_years):
    assert tier(age_years=age_years, back_pain="known") == "adapt"  # a word on when to have it looked at


@pytest.mark.parametrize("injury", [None, "hurts", "recovered"])
def test_flag_2_recently_recovered_from_an_injury_is_not_massaged(injury):
    assert keeps_off("recent-injury", details={"injury": injury})


def test_flag_3_back_pain_getting_worse_is_not_massaged():
    assert keeps_off(back_pain="worsening")


def test_flag_4_pain_in_the_spine_of_the_upper_part_is_not_massaged():
    assert keeps_off("thoracic-spine-pain")


@pytest.mark.parametrize("along", [0.0, 0.21, 0.39, 0.541, 0.653])  # C7, T4, T7, T10, T12
def test_flag_4_counts_a_sore_spot_on_the_upper_spine(along):
    assert keeps_off(wishes={"sore": ({"across": 0.0, "along": along, "pain_nrs": 3},)})


def test_flag_5_cancer_patients_are_not_massaged():
    assert keeps_off("cancer")


def test_flag_6_a_person_on_steroids_is_not_massaged():
    assert keeps_off("steroids")


def test_flag_7_a_person_with_significant_weight_loss_is_not_massaged():
    assert keeps_off("weight-loss")


def test_flag_8_a_patient_with_a_nerve_related_problem_is_not_massaged():
    assert keeps_off("nerve-problem")
