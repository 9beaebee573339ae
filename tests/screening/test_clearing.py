"""A clinician's yes: what it lowers, for how long, and when it stops counting."""

from datetime import timedelta

import pytest

from backrub.screening import screen
from strategies import CONDITIONS, DATED, IDS, TODAY, WITH_A_PLACE, dated, plain

# Retyped from the settled rules.
CAN = [
    "nerve-problem",
    "recent-injury",
    "recent-surgery",
    "immunosuppressed",
    "cancer",
    "weight-loss",
    "steroids",
    "night-pain",
    "thoracic-spine-pain",
    "osteoporosis",
    "aortic-aneurysm",
    "anticoagulants",
    "bleeding-disorder",
    "high-blood-pressure-uncontrolled",
    "heart-condition-unstable",
    "pregnancy",
    "implanted-device",
    "reduced-sensation",
    "scoliosis-known",
    "deformity-new",
    "inflammatory-back-pain",
    "fragile-skin",
]
CANNOT = [
    "cauda-equina-signs",
    "progressive-weakness",
    "major-trauma",
    "fever-or-unwell",
    "chest-pain-or-breathless",
    "dvt-signs",
    "kidney-symptoms",
    "pregnancy-complication",
    "contagious-skin",
    "broken-skin",
    "sunburn-or-bruise",
    "intoxicated",
    "no-consent",
    "oil-allergy",
]


def screened(*conditions, on=None, named=None, **more):
    yes = [{"condition": each, "on": on} for each in (named or conditions)] if on is not None else []
    return screen(plain(*conditions, cleared_by_clinician=yes, **more), day=TODAY, conditions=CONDITIONS)


def days_ago(days):
    return TODAY - timedelta(days=days)


def test_the_two_lists_hold_every_condition():
    assert sorted(CAN + CANNOT) == sorted(IDS)


@pytest.mark.parametrize("condition", CAN)
def test_a_yes_lowers_what_it_can_to_adapt_and_no_further(condition):
    assert screened(condition, on=TODAY, details=dated(condition, days=9)).tier == "adapt"


@pytest.mark.parametrize("condition", CANNOT)
def test_no_yes_lowers_the_others(condition):
    assert screened(condition, on=TODAY).tier == screened(condition).tier


@pytest.mark.parametrize("details", [{"pregnancy_signs": False}])
def test_a_complicated_pregnancy_is_never_cleared_by_a_box(details):
    assert screened("pregnancy-complication", on=TODAY, details=details).tier == "clinician"


@pytest.mark.parametrize(
    ("days", "tier"), [(0, "adapt"), (89, "adapt"), (90, "adapt"), (91, "clinician"), (400, "clinician")]
)
def test_a_yes_counts_through_day_90(days, tier):
    assert screened("steroids", on=days_ago(days)).tier == tier


def test_the_newest_yes_is_the_one_that_counts():
    yes = [{"condition": "steroids", "on": days_ago(days)} for days in (200, 10, 150)]
    clearance = screen(plain("steroids", cleared_by_clinician=yes), day=TODAY, conditions=CONDITIONS)
    assert clearance.tier == "adapt"


@pytest.mark.parametrize("age_years", [19, 56, 70])
def test_back_pain_at_that_age_is_cleared_by_its_own_name(age_years):
    assert screened(age_years=age_years, back_pain="known").tier == "clinician"
    assert screened(age_years=age_years, back_pain="known", named=["back-pain"], on=TODAY).tier == "adapt"


def test_a_sore_spot_on_the_upper_spine_needs_the_yes_for_upper_spine_pain():
    wishes = {"sore": [{"across": 0.0, "along": 0.3, "pain_nrs": 2}]}
    assert screened(wishes=wishes).tier == "clinician"
    assert screened(wishes=wishes, named=["back-pain"], on=TODAY).tier == "clinician"
    assert screened(wishes=wishes, named=["thoracic-spine-pain"], on=TODAY).tier == "adapt"


@pytest.mark.parametrize("pain", ["new", "worsening"])
@pytest.mark.parametrize("named", ["back-pain", "steroids", "scoliosis-known"])
def test_a_yes_from_before_the_pain_began_does_not_count(pain, named):
    ticked = () if named == "back-pain" else (named,)
    told = {"age_years": 60, "back_pain": pain}
    before = screened(
        *ticked, named=[named, "back-pain"], on=days_ago(20), details={"pain_since": days_ago(19)}, **told
    )
    assert before.tier == "clinician"


@pytest.mark.parametrize("pain", ["new", "worsening"])
@pytest.mark.parametrize("later", [0, 5])
def test_a_yes_on_or_after_the_day_the_pain_began_counts_for_it(pain, later):
    told = {"age_years": 60, "back_pain": pain, "details": {"pain_since": days_ago(20)}}
    assert screened(named=["back-pain"], on=days_ago(20 - later), **told).tier == "adapt"


@pytest.mark.parametrize("pain", ["new", "worsening"])
def test_new_pain_without_a_date_makes_no_yes_count(pain):
    clearance = screened("steroids", named=["steroids", "back-pain"], on=TODAY, back_pain=pain)
    assert clearance.tier == "clinician"
    assert any("since when" in reason.says for reason in clearance.reasons)


def test_a_box_never_lowers_urgent_pairs():
    pair = screened("cancer", "weight-loss", on=TODAY, back_pain="none")
    assert pair.tier == "urgent"
    assert screened("immunosuppressed", on=TODAY, back_pain="known").tier == "urgent"


@pytest.mark.parametrize(
    ("condition", "key"),
    [("recent-surgery", "surgery_on"), ("recent-injury", "injury_on"), ("implanted-device", "implant_on")],
)
def test_a_yes_from_before_it_happened_is_not_about_it(condition, key):
    assert screened(condition, on=days_ago(10), details={key: days_ago(9)}).tier == "clinician"
    assert screened(condition, on=days_ago(9), details={key: days_ago(9)}).tier == "adapt"


@pytest.mark.parametrize("condition", DATED)
def test_a_yes_to_what_nobody_dates_does_not_count_and_says_what_is_missing(condition):
    (reason,) = screened(condition, on=days_ago(3)).reasons
    assert reason.tier == "clinician"
    assert reason.says.endswith("Say when it was, so that the yes of 19 November 2026 can count.")
    assert reason.says.count("Say when it was") == 1


def test_an_old_yes_to_an_undated_device_says_both_ways_out():
    (reason,) = screened("implanted-device", on=days_ago(91)).reasons
    assert "more than 90 days old" in reason.says
    assert reason.says.endswith("Say when it was: without a day it counts as recent.")


@pytest.mark.parametrize("condition", ["steroids", "cancer"])
def test_what_happens_on_no_day_needs_none(condition):
    assert screened(condition, on=days_ago(3)).tier == "adapt"


def test_under_12_no_box_helps():
    yes = [*IDS, "back-pain"]
    assert screened(named=yes, on=TODAY, age_years=11, guardian=True).tier == "clinician"


def test_a_yes_for_one_thing_is_not_for_another():
    assert screened("steroids", "cancer", named=["steroids"], on=TODAY).tier == "clinician"


def test_a_cleared_reason_says_when_and_until_when():
    (reason,) = screened("steroids", on=days_ago(0)).reasons
    assert "22 November 2026" in reason.says
    assert "20 February 2027" in reason.next  # 22 November and 90 days
    assert "Pressure stays light (level 2 at most)." in reason.effects


@pytest.mark.parametrize("condition", WITH_A_PLACE)
def test_cleared_or_not_the_place_stays_out(condition):
    circle = {"across": 0.6, "along": 0.5, "radius_m": 0.02, "why": condition}
    clearance = screened(condition, on=TODAY, wishes={"avoid": [circle]}, details=dated(condition))
    (bare,) = clearance.avoid
    margin_m = 0.10 if condition == "implanted-device" else 0.05
    assert bare.radius_m == pytest.approx(0.02 + margin_m)


@pytest.mark.parametrize(
    "said",
    [{"back_pain": "known"}, {"wishes": {"sore": [{"across": 0.3, "along": 0.7, "pain_nrs": 3}]}}],
)
def test_old_pain_is_massaged_as_wished_and_is_told_when_to_have_it_looked_at(said):
    # Clinical notes 1.3 row 33: over six weeks, not improving: a clinician in no hurry, massage may go on.
    clearance = screened(age_years=40, **said)
    assert (clearance.tier, clearance.max_level) == ("adapt", screened(age_years=40).max_level)
    (reason,) = [each for each in clearance.reasons if each.condition == "back-pain"]
    assert "six weeks" in reason.next
    assert "doctor or physiotherapist" in reason.next


def test_a_yes_for_back_pain_at_that_age_still_keeps_to_medium():
    assert screened(age_years=60, back_pain="known", named=["back-pain"], on=TODAY).max_level == 3
