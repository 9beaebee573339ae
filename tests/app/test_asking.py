"""All problems of a request at once, whichever stage would have found them first."""

import copy
from datetime import date

import pytest
from pydantic import ValidationError

from backrub.app.asking import problems_of_request, problems_of_rest
from backrub.catalog import load
from backrub.model.request import Request

DAY = date(2026, 11, 20)
FINE = {
    "receiver": {"age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64.0},
    "wishes": {"minutes": 20},
    "kit": {"oil": "coconut"},
}


def with_(**changes):
    document = copy.deepcopy(FINE)
    for path, value in changes.items():
        folder, key = path.split("__")
        document[folder][key] = value
    return document


def places(*, to_plan=True, **changes):
    request = Request.model_validate(with_(**changes))
    found = problems_of_request(request, catalog=load(), day=DAY, to_plan=to_plan)
    assert all(each.what and each.way_out for each in found)
    return [each.where for each in found]


def rest(**changes):
    document = with_(**changes)
    with pytest.raises(ValidationError):
        Request.model_validate(document)
    return [each.where for each in problems_of_rest(document, catalog=load(), day=DAY)]


def spot(across, along):
    return {"across": across, "along": along, "pain_nrs": 4}


def circle(across, along, radius_m):
    return {"across": across, "along": along, "radius_m": radius_m}


def test_a_request_without_fault_has_no_problem():
    assert places() == []


def test_screening_and_planning_tell_their_problems_together():
    found = places(
        receiver__conditions=["steriods", "broken-skin"],
        receiver__cleared_by_clinician=[{"condition": "cancer", "on": "2026-11-21"}],
        wishes__style="relaxaton",
        wishes__sore=[spot(0.9, 0.7)],
        kit__oil="coconot",
        kit__surface="chair",
    )
    assert set(found) == {
        "receiver.conditions[0]",
        "receiver.cleared_by_clinician[0].on",
        "wishes.style",
        "wishes.sore[0]",
        "kit.oil",
        "kit.surface",
        'wishes.avoid[why = "broken-skin"]',
    }


def test_a_place_that_is_not_marked_is_asked_for_a_plan_only():
    assert places(receiver__conditions=["broken-skin"]) == ['wishes.avoid[why = "broken-skin"]']
    assert places(receiver__conditions=["broken-skin"], to_plan=False) == []


def test_who_must_call_for_help_is_not_sent_back_to_mend_the_oil():
    assert places(receiver__conditions=["cauda-equina-signs"], kit__oil="coconot") == []


def test_values_that_cant_be_read_hide_no_problem_of_the_others():
    found = rest(wishes__minutes=0, wishes__style="relaxaton", kit__oil="coconot", receiver__age_years=-3)
    assert set(found) == {"wishes.style", "kit.oil"}


def test_problems_beside_unreadable_items_keep_their_places():
    conditions = ["Not An Id", "steriods", "nor This", "steroids", "cancr"] + ["Bad"] * 8 + ["sterods"]
    found = rest(receiver__conditions=conditions)
    assert found == ["receiver.conditions[1]", "receiver.conditions[4]", "receiver.conditions[13]"]
    sore = [{"across": 9, "along": 9, "pain_nrs": 40}, spot(0.9, 0.7), spot(0.2, 0.3)]
    assert rest(wishes__sore=sore) == ["wishes.sore[1]"]


def test_what_hangs_on_an_unreadable_value_is_not_guessed():
    assert rest(kit__surface="chair", wishes__position="pron") == []
    assert rest(receiver__height_m=-1, wishes__avoid=[circle(0, 0.5, 0.6)]) == []


@pytest.mark.parametrize("document", [None, [], 7, {}, {"receiver": 3}, {"schema": 2}, {"wishes": [1]},
                                      {"receiver": {"name": "\ud800"}}, {"": {}}])  # fmt: skip
def test_what_is_no_request_at_all_has_nothing_more_to_tell(document):
    assert problems_of_rest(document, catalog=load(), day=DAY) == []


# The atlas's edge, read off its drawing: 0.69 at the twelfth rib (along 0.653), 0.30 on the neck, 0.84 at
# the lower end (along 1.12), 0.95 at the widest (0.11 to 0.14). A mark may lie 0.05 outside it.
@pytest.mark.parametrize(
    ("across", "along", "is_on"),
    [
        (0.73, 0.653, True), (0.75, 0.653, False),
        (-0.34, -0.1, True), (-0.36, -0.1, False),
        (0.99, 0.12, True), (1.01, 0.12, False),
        (0.0, -0.24, True), (0.0, -0.26, False),
        (0.0, 1.16, True), (0.0, 1.18, False),
    ],
)  # fmt: skip
def test_a_spot_counts_as_on_the_back_up_to_a_fingers_breadth_outside_its_edge(across, along, is_on):
    assert places(wishes__sore=[spot(across, along)]) == ([] if is_on else ["wishes.sore[0]"])


def test_a_circle_may_reach_in_from_outside_and_is_refused_where_it_touches_nothing():
    # Half the shoulders' breadth is about 18 cm here: the edge at 0.68 is 3.6 cm from a centre at 0.9.
    assert places(wishes__avoid=[circle(0.9, 0.76, 0.06)]) == []
    assert places(wishes__avoid=[circle(0.9, 0.76, 0.02)]) == ["wishes.avoid[0]"]
    assert places(wishes__avoid=[circle(0.72, 0.76, 0.005)]) == []


def test_the_flank_of_somebody_heavy_is_on_their_back():
    # An index of 42: 0.68 and 19.5 times 0.0135 (women) or 0.0122 (men) are 0.94 and 0.92.
    def of(sex, mass_kg):
        marks = {"wishes__sore": [spot(-0.95, 0.76)], "wishes__avoid": [circle(0.9, 0.76, 0.02)]}
        return places(receiver__sex=sex, receiver__height_m=1.7, receiver__mass_kg=mass_kg, **marks)

    assert of("female", 65.0) == of("male", 65.0) == ["wishes.sore[0]", "wishes.avoid[0]"]
    assert of("female", 121.4) == of("male", 121.4) == of("unspecified", 121.4) == []


@pytest.mark.parametrize("radius_m", [0.3, 0.6])
def test_a_circle_that_covers_the_back_is_told_at_its_place(radius_m):
    assert places(wishes__avoid=[circle(0.3, 0.2, 0.02), circle(0, 0.5, radius_m)]) == ["wishes.avoid[1]"]


def test_a_circle_that_leaves_half_the_back_is_a_wish_like_any_other():
    assert places(wishes__avoid=[circle(0, 0.5, 0.15)]) == []


def test_circles_that_only_together_cover_the_back_are_told_once():
    circles = [circle(0, 0.1, 0.22), circle(0, 0.8, 0.22)]
    assert places(wishes__avoid=circles[:1]) == []
    assert places(wishes__avoid=circles) == ["wishes.avoid"]
