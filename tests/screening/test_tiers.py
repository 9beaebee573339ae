"""Which tier each answer has alone, and which limits an adapted one: retyped by hand from the pages."""

import pytest

from backrub.screening import screen
from strategies import CONDITIONS, IDS, TODAY, WITH_A_PLACE, dated, plain

# Tier of each condition alone, in a healthy 34-year-old without back pain.
ALONE = {
    "cauda-equina-signs": ("urgent", "now"),
    "progressive-weakness": ("urgent", "today"),
    "nerve-problem": ("clinician", None),
    "major-trauma": ("urgent", "today"),
    "recent-injury": ("clinician", None),
    "recent-surgery": ("clinician", None),
    "fever-or-unwell": ("not-today", None),
    "immunosuppressed": ("clinician", None),
    "cancer": ("clinician", None),
    "weight-loss": ("clinician", None),
    "steroids": ("clinician", None),
    "night-pain": ("clinician", None),
    "thoracic-spine-pain": ("clinician", None),
    "chest-pain-or-breathless": ("urgent", "now"),
    "osteoporosis": ("clinician", None),
    "aortic-aneurysm": ("clinician", None),
    "dvt-signs": ("urgent", "now"),
    "anticoagulants": ("adapt", None),
    "bleeding-disorder": ("adapt", None),
    "broken-skin": ("adapt", None),
    "contagious-skin": ("not-today", None),
    "sunburn-or-bruise": ("adapt", None),
    "high-blood-pressure-uncontrolled": ("clinician", None),
    "heart-condition-unstable": ("clinician", None),
    "pregnancy": ("adapt", None),
    "pregnancy-complication": ("urgent", "today"),
    "implanted-device": ("clinician", None),
    "reduced-sensation": ("adapt", None),
    "intoxicated": ("not-today", None),
    "oil-allergy": ("adapt", None),
    "fragile-skin": ("adapt", None),
    "scoliosis-known": ("adapt", None),
    "deformity-new": ("clinician", None),
    "inflammatory-back-pain": ("clinician", None),
    "kidney-symptoms": ("urgent", "today"),
    "no-consent": ("not-today", None),
}

STONES = {"hot-stone-glide", "placed-stones"}
DEVICE = {"massager-glide", "massager-hold"}
TENDER = {"trigger-point-release"}
ARMS = {"forearm-glide", "forearm-press"}


def screened(*conditions, **more):
    return screen(plain(*conditions, **more), day=TODAY, conditions=CONDITIONS)


def test_every_condition_has_a_row():
    assert list(ALONE) == list(IDS)


@pytest.mark.parametrize("condition", IDS)
def test_each_condition_alone_has_its_tier(condition):
    clearance = screened(condition)
    assert (clearance.tier, clearance.when) == ALONE[condition]
    assert condition in {reason.condition for reason in clearance.reasons}


def test_nobody_with_nothing_is_clear_and_free():
    clearance = screened()
    assert clearance.tier == "clear"
    assert clearance.reasons == ()
    assert (clearance.max_level, clearance.max_minutes, clearance.position) == (4, 120, "prone")
    assert not clearance.forbidden_techniques
    assert not clearance.forbidden_places
    assert not clearance.forbidden_parts
    assert not clearance.forbidden_oils
    assert not clearance.avoid
    assert not clearance.place_max_level


@pytest.mark.parametrize("condition", [each for each in IDS if ALONE[each][0] not in ("clear", "adapt")])
def test_a_tier_without_a_massage_allows_nothing(condition):
    clearance = screened(condition)
    assert not clearance.may_plan
    assert (clearance.max_level, clearance.max_minutes) == (0, 0)


# level, seated, techniques out, parts out (at least); for the clinician's ones after a yes
LIMITS = [
    ("nerve-problem", 3, False, TENDER, set()),
    ("recent-injury", 2, False, DEVICE, set()),
    ("recent-surgery", 2, False, DEVICE, set()),
    ("steroids", 2, False, set(), set()),
    ("cancer", 2, False, set(), set()),
    ("osteoporosis", 2, False, DEVICE | ARMS, {"thumb", "reinforced-thumb", "forearm"}),
    ("anticoagulants", 2, False, STONES | DEVICE | TENDER, {"thumb", "reinforced-thumb", "forearm"}),
    ("bleeding-disorder", 2, False, STONES | DEVICE | TENDER, {"thumb", "reinforced-thumb", "forearm"}),
    ("broken-skin", 4, False, STONES, set()),
    ("sunburn-or-bruise", 4, False, STONES, set()),
    ("pregnancy", 2, True, STONES | DEVICE, set()),
    ("implanted-device", 4, False, DEVICE, set()),
    ("reduced-sensation", 2, False, STONES | DEVICE | TENDER, set()),
    ("immunosuppressed", 2, False, set(), set()),
    ("weight-loss", 2, False, set(), set()),
    ("night-pain", 2, False, set(), set()),
    ("thoracic-spine-pain", 3, False, DEVICE, set()),
    ("high-blood-pressure-uncontrolled", 2, False, STONES | DEVICE, set()),
    ("heart-condition-unstable", 2, False, STONES | DEVICE, set()),
    ("fragile-skin", 2, False, STONES | DEVICE, {"thumb", "reinforced-thumb"}),
    ("scoliosis-known", 2, False, DEVICE, {"thumb", "reinforced-thumb"}),
    ("deformity-new", 2, False, DEVICE | ARMS, {"thumb", "reinforced-thumb", "forearm"}),
    ("inflammatory-back-pain", 2, False, DEVICE | ARMS, {"forearm"}),
]


@pytest.mark.parametrize(("condition", "level", "seated", "techniques", "parts"), LIMITS)
def test_an_adapted_condition_keeps_the_limits_of_the_notes(condition, level, seated, techniques, parts):
    circles = [{"across": 0.6, "along": 0.5, "radius_m": 0.01, "why": condition}]
    clearance = screened(
        condition,
        cleared_by_clinician=[{"condition": condition, "on": TODAY}],
        wishes={"avoid": circles if condition in WITH_A_PLACE else []},
        details=dated(condition),
    )
    assert clearance.tier == "adapt"
    assert clearance.max_level <= level
    assert clearance.position == ("seated" if seated else "prone")
    assert techniques <= set(clearance.forbidden_techniques)
    assert parts <= set(clearance.forbidden_parts)


@pytest.mark.parametrize(
    ("condition", "places"),
    [("nerve-problem", ("low-back", "hip", "sacrum")), ("thoracic-spine-pain", ("upper-back", "mid-back"))],
)
def test_nothing_firm_goes_over_a_nerves_way_or_a_spine_that_hurts(condition, places):
    clearance = screened(condition, cleared_by_clinician=[{"condition": condition, "on": TODAY}])
    assert all(clearance.place_max_level[place] <= 2 for place in places)


@pytest.mark.parametrize(("details", "tier"), [({"pregnancy_weeks": 5}, "adapt"), ({}, "adapt")])
def test_pregnancy_is_seated_light_and_without_deep_low_back_work_at_any_week(details, tier):
    clearance = screened("pregnancy", details=details, wishes={"position": "prone", "level": 4})
    assert (clearance.tier, clearance.position, clearance.max_level) == (tier, "seated", 2)
    assert clearance.place_max_level == {"hip": 1, "low-back": 1, "sacrum": 1}


def test_late_in_pregnancy_there_is_a_break():
    def advice(weeks):
        return " ".join(screened("pregnancy", details={"pregnancy_weeks": weeks}).reasons[0].effects)

    assert "halfway" in advice(28)
    assert "halfway" not in advice(27)


def test_pregnancy_complications_are_urgent_unless_the_signs_are_said_not_to_be_there():
    assert screened("pregnancy-complication").tier == "urgent"
    assert screened("pregnancy-complication", details={"pregnancy_signs": True}).tier == "urgent"
    assert screened("pregnancy-complication", details={"pregnancy_signs": False}).tier == "clinician"


def test_an_aneurysm_that_is_cleared_has_no_prone_or_deep_low_back_work():
    clearance = screened(
        "aortic-aneurysm", cleared_by_clinician=[{"condition": "aortic-aneurysm", "on": TODAY}]
    )
    assert (clearance.tier, clearance.position) == ("adapt", "seated")
    assert clearance.place_max_level["low-back"] == 1


# ---- ages ------------------------------


@pytest.mark.parametrize("guardian", [True, False])
@pytest.mark.parametrize("age_years", [0, 5, 11])
def test_under_12_is_for_a_clinician(age_years, guardian):
    assert screened(age_years=age_years, guardian=guardian).tier == "clinician"


@pytest.mark.parametrize("age_years", [12, 15])
def test_from_12_to_15_a_guardian_is_there_and_it_is_light_and_short(age_years):
    assert screened(age_years=age_years).tier == "not-today"
    clearance = screened(age_years=age_years, guardian=True)
    assert (clearance.tier, clearance.max_level, clearance.max_minutes) == ("adapt", 2, 20)
    assert set(clearance.forbidden_techniques) >= STONES | TENDER
    assert "stone" in clearance.forbidden_parts


def test_at_16_nobody_needs_to_watch():
    assert screened(age_years=16).tier == "clear"


@pytest.mark.parametrize(("age_years", "out"), [(70, False), (71, True), (90, True)])
def test_over_70_there_are_no_stones(age_years, out):
    clearance = screened(age_years=age_years)
    assert ("stone" in clearance.forbidden_parts) is out
    assert (set(clearance.forbidden_techniques) >= STONES) is out


# ---- the giver ------------------------------


def test_a_givers_first_session_is_half_an_hour_to_level_3_without_thumbs_or_tender_spots():
    clearance = screened(giver={"experience": "first"})
    assert (clearance.tier, clearance.max_level, clearance.max_minutes) == ("adapt", 3, 30)
    assert {"thumb", "reinforced-thumb"} == set(clearance.forbidden_parts)
    assert clearance.forbidden_techniques == ("trigger-point-release",)
    assert clearance.reasons[0].condition == "giver-first-session"


def test_sore_hands_use_no_thumbs():
    clearance = screened(giver={"hands": "sore"})
    assert {"thumb", "reinforced-thumb"} == set(clearance.forbidden_parts)
    assert (clearance.max_level, clearance.max_minutes) == (4, 120)
    assert clearance.reasons[0].condition == "giver-sore-hands"


# ---- oils ------------------------------

EVERY_OIL = {"olive", "coconut", "sweet-almond", "grapeseed", "sunflower", "jojoba", "sesame"}


@pytest.mark.parametrize(
    ("allergies", "barred", "free"),
    [
        (["almond"], {"sweet-almond"}, {"coconut", "olive", "sesame"}),
        (["Almonds "], {"sweet-almond"}, {"coconut", "olive"}),
        (["olive oil"], {"olive"}, {"coconut"}),
        (["coconut"], {"coconut"}, {"sweet-almond", "olive"}),
        (["nuts"], {"sweet-almond", "walnut", "macadamia"}, {"coconut", "sesame", "olive"}),
        (["tree nuts"], {"sweet-almond"}, {"coconut"}),
        (["sesame", "sunflower"], {"sesame", "sunflower"}, {"sweet-almond", "olive"}),
        (["peanut"], {"peanut"}, {"olive", "coconut"}),
        ([], EVERY_OIL, set()),
        (["something odd"], EVERY_OIL, set()),
        (["almond", "something odd"], EVERY_OIL, set()),
    ],
)
def test_allergies_bar_oils_by_name_and_all_where_we_cannot_tell(allergies, barred, free):
    clearance = screened("oil-allergy", details={"allergies": allergies})
    assert clearance.tier == "adapt"
    assert barred <= set(clearance.forbidden_oils)
    assert not free & set(clearance.forbidden_oils)


def test_an_allergy_that_is_named_counts_without_its_tick():
    assert screened(details={"allergies": ["sesame"]}).forbidden_oils == ("sesame",)


# ---- new and old pain ------------------------------


def test_new_pain_at_34_is_adapted_and_light():
    clearance = screened(back_pain="new")
    assert (clearance.tier, clearance.max_level) == ("adapt", 2)


def test_a_device_put_in_under_8_weeks_ago_is_for_a_clinician():
    circle = {"across": -0.5, "along": 0.2, "radius_m": 0.03, "why": "implanted-device"}
    day_55, day_56 = ({"implant_on": f"2026-{month}"} for month in ("09-28", "09-27"))
    assert screened("implanted-device", details=day_55, wishes={"avoid": [circle]}).tier == "clinician"
    assert screened("implanted-device", details=day_56, wishes={"avoid": [circle]}).tier == "adapt"


def test_a_device_that_nobody_dates_is_a_new_one_and_it_is_said_what_is_missing():
    (reason,) = screened("implanted-device").reasons
    assert reason.tier == "clinician"
    assert reason.says.endswith("Say when it was: without a day it counts as recent.")
    (dated,) = screened("implanted-device", details={"implant_on": "2026-11-01"}).reasons
    assert reason.says.startswith(dated.says)
    assert "Say when it was" not in dated.says


@pytest.mark.parametrize(
    ("condition", "details", "tier"),
    [
        ("broken-skin", {"redness_spreads": True}, "urgent"),
        ("anticoagulants", {"bleeding_unstable": True}, "clinician"),
        ("bleeding-disorder", {"bleeding_unstable": True}, "clinician"),
        ("high-blood-pressure-uncontrolled", {"blood_pressure_signs": True}, "urgent"),
        ("aortic-aneurysm", {"aneurysm_signs": True}, "urgent"),
        ("reduced-sensation", {"ulcers": True}, "clinician"),
        ("fragile-skin", {"skin_treated": True}, "clinician"),
    ],
)
def test_a_sign_asked_for_on_its_own_raises_the_tier_and_counts_without_the_tick(condition, details, tier):
    assert screened(condition, details=details).tier == tier
    assert screened(details=details).tier == tier
    key = next(iter(details))
    assert screened(condition, details={key: False}).tier == ALONE[condition][0]


def test_a_wish_to_sit_is_kept():
    clearance = screened(wishes={"position": "seated"})
    assert (clearance.tier, clearance.position) == ("clear", "seated")
