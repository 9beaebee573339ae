"""Screening only ever narrows: laws over random requests."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backrub.model.base import BareCircle
from backrub.model.clearance import TIERS, Clearance
from backrub.screening import screen
from strategies import CONDITIONS, IDS, TODAY, mirrored, plain, plannable_receivers, requests

MANY = settings(max_examples=40)
PEOPLE = (
    {}, {"back_pain": "known"}, {"back_pain": "worsening"}, {"age_years": 75},
    {"age_years": 60, "back_pain": "new", "details": {"pain_since": "2026-11-01"}},
)  # fmt: skip
"""A receiver who is well, and others whose pain or age says something of its own."""


def screened(request, day=TODAY):
    return screen(request, day=day, conditions=CONDITIONS)


def narrower(less, more):
    """Whether `less` allows nothing that `more` does not."""
    caps, wider = less.place_max_level, more.place_max_level
    return (
        (TIERS.index(less.tier), less.when == "now") >= (TIERS.index(more.tier), more.when == "now")
        and less.max_level <= more.max_level
        and less.max_minutes <= more.max_minutes
        and (less.position == more.position or less.position == "seated")
        and set(less.forbidden_techniques) >= set(more.forbidden_techniques)
        and set(less.forbidden_places) >= set(more.forbidden_places)
        and set(less.forbidden_parts) >= set(more.forbidden_parts)
        and set(less.forbidden_oils) >= set(more.forbidden_oils)
        and all(caps.get(place, 4) <= level for place, level in wider.items())
        and less.lapses_on <= more.lapses_on
    )


def with_receiver(request, **changes):
    return request.model_copy(update={"receiver": request.receiver.model_copy(update=changes)})


@MANY
@given(requests(), st.sampled_from(IDS))
def test_one_more_yes_never_widens_anything(request, condition):
    more = with_receiver(request, conditions=(*request.receiver.conditions, condition))
    assert narrower(screened(more), screened(request))


@pytest.mark.parametrize("yes", [(), (*IDS, "back-pain")], ids=["no doctor's yes", "a doctor's yes to all"])
@pytest.mark.parametrize("person", PEOPLE, ids=str)
def test_of_two_conditions_neither_ever_widens_the_other(person, yes):
    cleared = [{"condition": each, "on": TODAY} for each in yes]

    def of(*conditions):
        return screened(plain(*conditions, cleared_by_clinician=cleared, **person))

    alone = {each: of(each) for each in IDS}
    wider = [
        (one, other)
        for one, other in combinations(IDS, 2)
        for both in [of(one, other)]
        if not (narrower(both, alone[one]) and narrower(both, alone[other]))
    ]
    assert wider == []


@MANY
@given(requests(who=plannable_receivers()), st.sampled_from(IDS))
def test_one_more_yes_never_widens_a_massage_that_there_is(request, condition):
    more = with_receiver(request, conditions=(*request.receiver.conditions, condition))
    assert narrower(screened(more), screened(request))


@MANY
@given(requests())
def test_a_clinicians_yes_only_lowers_clinician_to_adapt(request):
    without = with_receiver(request, cleared_by_clinician=())
    given_yes, none = screened(request), screened(without)
    assert given_yes.tier == none.tier or (
        none.tier == "clinician" and given_yes.tier in ("adapt", "not-today")
    )
    assert given_yes.forbidden_parts == none.forbidden_parts
    assert given_yes.forbidden_techniques == none.forbidden_techniques
    assert given_yes.place_max_level == none.place_max_level
    assert given_yes.position == none.position
    assert given_yes.avoid == none.avoid


@MANY
@given(requests())
def test_a_sore_spot_more_never_widens_anything(request):
    wishes = request.wishes
    less = request.model_copy(update={"wishes": wishes.model_copy(update={"sore": wishes.sore[:-1]})})
    assert narrower(screened(request), screened(less))


@MANY
@given(requests())
def test_worse_pain_is_never_better(request):
    tiers = [
        TIERS.index(screened(with_receiver(request, back_pain=pain)).tier)
        for pain in ("none", "known", "new", "worsening")
    ]
    assert tiers == sorted(tiers)


@MANY
@given(requests())
def test_the_same_answers_get_the_same_clearance(request):
    assert screened(request) == screened(type(request).model_validate_json(request.model_dump_json()))


@MANY
@given(requests(), st.randoms(use_true_random=False))
def test_the_order_of_ticks_does_not_matter(request, random):
    ticked = list(request.receiver.conditions)
    random.shuffle(ticked)
    assert screened(with_receiver(request, conditions=tuple(ticked))) == screened(request)


@MANY
@given(requests())
def test_a_mirrored_request_gets_the_mirrored_clearance(request):
    here, there = screened(request), screened(mirrored(request))
    turned = tuple(
        BareCircle(across=-each.across, along=each.along, radius_m=each.radius_m) for each in here.avoid
    )
    assert there.avoid == turned
    assert there.model_copy(update={"avoid": ()}) == here.model_copy(update={"avoid": ()})


@MANY
@given(requests())
def test_wishes_for_more_change_nothing(request):
    wishes = request.wishes.model_copy(update={"level": 5, "minutes": 120, "style": "deep-tissue"})
    assert screened(request.model_copy(update={"wishes": wishes})) == screened(request)


@MANY
@given(requests())
def test_the_worst_tier_wins_and_comes_first(request):
    clearance = screened(request)
    ranks = [TIERS.index(reason.tier) for reason in clearance.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert TIERS.index(clearance.tier) == max(ranks, default=0)
    assert (clearance.when is not None) == (clearance.tier == "urgent")
    names = [reason.condition for reason in clearance.reasons]
    assert len(names) == len(set(names))


@MANY
@given(requests())
def test_every_reason_says_what_changes_what_to_do_and_where_it_is_from(request):
    for reason in screened(request).reasons:
        assert reason.says
        assert reason.next
        assert reason.source
        assert reason.effects


@MANY
@given(requests())
def test_no_clearance_outlives_its_day_or_a_yes_it_leans_on(request):
    clearance = screened(request)
    assert clearance.lapses_on == TODAY + timedelta(days=1)
    for yes in request.receiver.cleared_by_clinician:
        # Day 90 still counts, so the first day without it is the 91st.
        if yes.on + timedelta(days=90) >= TODAY:
            assert clearance.lapses_on <= yes.on + timedelta(days=91)


@MANY
@given(requests())
def test_every_wished_circle_stays_at_least_as_large(request):
    for wished in request.wishes.avoid:
        assert any(
            (bare.across, bare.along) == (wished.across, wished.along) and bare.radius_m >= wished.radius_m
            for bare in screened(request).avoid
        )


@MANY
@given(requests())
def test_a_clearance_survives_the_wire(request):
    clearance = screened(request)
    assert Clearance.model_validate_json(clearance.model_dump_json()) == clearance
