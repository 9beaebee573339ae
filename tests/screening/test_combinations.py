"""Answers that mean more together: retyped from the settled rules, a line each."""

import pytest

from backrub.screening import screen
from strategies import CONDITIONS, TODAY, plain

PAINS = ("known", "new", "worsening")


def screened(*conditions, **more):
    return screen(plain(*conditions, **more), day=TODAY, conditions=CONDITIONS)


def circle(why, across=0.0, along=0.4):
    return {"across": across, "along": along, "radius_m": 0.01, "why": why}


@pytest.mark.parametrize("condition", ["fever-or-unwell", "immunosuppressed"])
@pytest.mark.parametrize("pain", PAINS)
def test_fever_or_a_weak_immune_system_with_any_back_pain_is_urgent(condition, pain):
    assert screened(condition, back_pain=pain).tier == "urgent"


@pytest.mark.parametrize("condition", ["fever-or-unwell", "immunosuppressed"])
def test_a_sore_spot_is_back_pain_enough(condition):
    sore = {"across": 0.6, "along": 0.9, "pain_nrs": 0}
    assert screened(condition, wishes={"sore": [sore]}).tier == "urgent"


@pytest.mark.parametrize("painful", ["night-pain", "thoracic-spine-pain", "inflammatory-back-pain"])
def test_a_yes_to_a_question_about_back_pain_is_back_pain(painful):
    assert screened("fever-or-unwell", painful, back_pain="none").tier == "urgent"


@pytest.mark.parametrize("skin", ["broken-skin", "contagious-skin", "sunburn-or-bruise"])
def test_fever_with_broken_or_red_skin_is_urgent(skin):
    assert screened("fever-or-unwell", skin).tier == "urgent"


@pytest.mark.parametrize("other", ["weight-loss", "night-pain"])
def test_cancer_with_weight_loss_or_night_pain_is_urgent(other):
    assert screened("cancer", other).tier == "urgent"


@pytest.mark.parametrize(
    ("pain", "tier"),
    [("none", "clinician"), ("known", "clinician"), ("new", "urgent"), ("worsening", "urgent")],
)
def test_cancer_with_new_or_worsening_pain_is_urgent(pain, tier):
    assert screened("cancer", back_pain=pain).tier == tier


@pytest.mark.parametrize("bones", ["osteoporosis", "steroids"])
@pytest.mark.parametrize(
    ("injury", "tier"), [("hurts", "urgent"), (None, "urgent"), ("recovered", "clinician")]
)
def test_a_minor_injury_that_still_hurts_with_thin_bones_is_urgent(bones, injury, tier):
    assert screened("recent-injury", bones, details={"injury": injury}).tier == tier


@pytest.mark.parametrize(("age_years", "tier"), [(70, "clinician"), (71, "urgent")])
def test_a_minor_injury_that_still_hurts_over_70_is_urgent(age_years, tier):
    assert screened("recent-injury", age_years=age_years, details={"injury": "hurts"}).tier == tier
    assert screened("recent-injury", age_years=age_years, details={"injury": "recovered"}).tier == "clinician"


@pytest.mark.parametrize("skin", ["broken-skin", "sunburn-or-bruise"])
def test_a_graze_or_bruise_over_the_strip_is_for_a_clinician_and_urgent_after_an_injury(skin):
    over, beside = {"avoid": [circle(skin)]}, {"avoid": [circle(skin, across=0.6)]}
    assert screened(skin, wishes=beside).tier == "adapt"
    assert screened(skin, wishes=over).tier == "clinician"
    assert screened(skin, "recent-injury", wishes=over, details={"injury": "recovered"}).tier == "urgent"
    assert screened(skin, "recent-injury", wishes=beside, details={"injury": "recovered"}).tier == "clinician"


@pytest.mark.parametrize("skin", ["broken-skin", "sunburn-or-bruise"])
def test_no_box_clears_a_graze_or_bruise_over_the_strip(skin):
    yes = [{"condition": each, "on": TODAY} for each in (skin, "back-pain", "recent-injury")]
    assert screened(skin, wishes={"avoid": [circle(skin)]}, cleared_by_clinician=yes).tier == "clinician"


@pytest.mark.parametrize("pain", ["new", "worsening"])
def test_new_pain_with_a_widened_artery_is_urgent_now(pain):
    clearance = screened("aortic-aneurysm", back_pain=pain)
    assert (clearance.tier, clearance.when) == ("urgent", "now")


def test_high_blood_pressure_in_pregnancy_is_urgent():
    assert screened("high-blood-pressure-uncontrolled", "pregnancy").tier == "urgent"


def test_open_skin_that_feels_less_is_for_a_clinician():
    assert screened("reduced-sensation", "broken-skin").tier == "clinician"


def test_now_beats_today():
    clearance = screened("kidney-symptoms", "dvt-signs")
    assert clearance.when == "now"
    assert [reason.condition for reason in clearance.reasons] == ["dvt-signs", "kidney-symptoms"]


# ---- soft flags ------------------------------

SOFT = ("weight-loss", "steroids", "night-pain", "thoracic-spine-pain", "osteoporosis")


def several(clearance):
    return "several-signs" in {reason.condition for reason in clearance.reasons}


@pytest.mark.parametrize("first", SOFT)
@pytest.mark.parametrize("second", SOFT)
def test_two_soft_flags_with_pain_are_for_a_clinician_unless_each_is_cleared(first, second):
    if first == second:
        return
    yes = [{"condition": each, "on": TODAY} for each in (first, second)]
    said = {"back_pain": "known"}
    assert several(screened(first, second, **said))
    half = screened(first, second, cleared_by_clinician=yes[:1], **said)
    assert half.tier == "clinician"
    assert several(half)
    both = screened(first, second, cleared_by_clinician=yes, **said)
    assert both.tier == "adapt"
    assert not several(both)
    for named in (first, second):
        alone = screened(named, cleared_by_clinician=yes, **said)
        assert both.max_level <= alone.max_level
        assert set(both.forbidden_parts) >= set(alone.forbidden_parts)


def test_age_with_pain_and_worsening_pain_are_soft_flags_of_the_back_pain_box():
    said = {"age_years": 60, "back_pain": "worsening", "details": {"pain_since": "2026-11-01"}}
    assert several(screened(**said))
    cleared = screened(**said, cleared_by_clinician=[{"condition": "back-pain", "on": "2026-11-10"}])
    assert cleared.tier == "adapt"
    assert not several(cleared)


def test_soft_flags_without_pain_stand_alone():
    assert not several(screened("weight-loss", "steroids"))
    assert several(
        screened("weight-loss", "steroids", wishes={"sore": [{"across": 0.5, "along": 0.9, "pain_nrs": 1}]})
    )


def test_one_soft_flag_is_not_several():
    assert not several(screened("steroids", back_pain="known"))
