"""What may be chosen is what screening and planning would leave of it, with a reason for everything else."""

import pytest
from hypothesis import given, settings

from backrub.app.stages import options_for
from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.request import HalfRequest
from backrub.planning.wishes import brought_down
from backrub.screening.screen import screen
from strategies import TODAY, requests

CATALOG = load()
EVERY = ("levels", "styles", "oils", "positions", "surfaces")


def asked(**document):
    return options_for(HalfRequest.model_validate(document), catalog=CATALOG, day=TODAY)


def barred(found, what):
    return {each.value: (each.why, each.way_out) for each in getattr(found, what) if not each.possible}


def test_nothing_said_yet_narrows_nothing():
    found = asked()
    assert (found.tier, found.max_level, found.max_minutes, found.position) == ("clear", 4, 120, "prone")
    assert set(barred(found, "levels")) == {4, 5}  # relaxation stays at three
    assert set(barred(found, "styles")) == {"hot-stone", "massager"}
    assert barred(found, "oils") == {}
    assert barred(found, "positions") == {}
    assert set(barred(found, "surfaces")) == {"chair"}
    assert found.stones.possible
    assert found.massager.possible
    assert found.minutes.why == ""


def test_blood_thinners_say_what_they_leave_and_why():
    found = asked(receiver={"conditions": ["anticoagulants"]}, wishes={"style": "deep-tissue"})
    why, way_out = barred(found, "levels")[3]
    assert why == f"Pressure stays light (level 2 at most). {CATALOG.conditions['anticoagulants'].why}"
    assert way_out == "Choose light pressure or lighter."
    assert not found.stones.possible
    assert not found.massager.possible
    assert "No hot stones." in found.stones.why


def test_a_missing_mark_is_no_error_and_what_is_marked_is_shown_with_its_margin():
    device = {"conditions": ["implanted-device"], "details": {"implant_on": "2020-01-01"}}
    assert asked(receiver=device).avoid == ()
    circle = {"across": -0.4, "along": 0.3, "radius_m": 0.02, "why": "implanted-device"}
    (shown,) = asked(receiver=device, wishes={"avoid": [circle]}).avoid
    assert shown.radius_m == pytest.approx(0.02 + CATALOG.conditions["implanted-device"].place.margin_m)


def test_who_must_sit_is_told_so_and_may_have_the_chair():
    found = asked(receiver={"conditions": ["pregnancy"]}, kit={"surface": "chair"})
    assert found.position == "seated"
    assert set(barred(found, "positions")) == {"prone"}
    assert barred(found, "surfaces") == {}
    assert found.place_max_level["sacrum"] == 1


def test_who_would_like_to_sit_may_still_lie_down():
    found = asked(wishes={"position": "seated"})
    assert found.position == "seated"
    assert barred(found, "positions") == {}


def test_with_no_massage_everything_says_what_to_do_instead():
    found = asked(receiver={"conditions": ["cauda-equina-signs"]})
    assert (found.tier, found.max_level, found.minutes.most) == ("urgent", 0, 0)
    for what in EVERY:
        assert all(not each.possible and "Call" in each.way_out for each in getattr(found, what))


def test_what_the_catalog_does_not_know_is_told_all_at_once():
    with pytest.raises(DataError) as told:
        asked(
            receiver={"conditions": ["cancr"], "details": {"surgery_on": "2099-01-01"}},
            wishes={"style": "relaxatoin"},
            kit={"oil": "cocnut"},
        )
    assert [each.where for each in told.value.problems] == [
        "receiver.conditions[0]", "receiver.details.surgery_on", "wishes.style", "kit.oil",
    ]  # fmt: skip
    assert all(each.way_out for each in told.value.problems)


@settings(max_examples=60)
@given(requests())
def test_what_is_possible_is_kept_as_it_is_and_what_is_not_has_a_reason(request):
    found = asked(**request.model_dump(mode="json", by_alias=True))
    clearance = screen(request, day=TODAY, conditions=CATALOG.conditions)
    assert (found.tier, found.max_level, found.position) == (
        clearance.tier, clearance.max_level, clearance.position,
    )  # fmt: skip
    choices = [*(each for what in EVERY for each in getattr(found, what)), found.stones, found.massager]
    assert all(bool(each.why and each.way_out) != each.possible for each in choices)
    if not clearance.may_plan:
        return
    for part, key, offered in (
        ("wishes", "level", found.levels), ("wishes", "style", found.styles), ("kit", "oil", found.oils),
    ):  # fmt: skip
        for each in offered:
            changed = getattr(request, part).model_copy(update={key: each.value})
            wished = brought_down(request.model_copy(update={part: changed}), clearance, catalog=CATALOG)
            if each.possible:
                assert getattr(wished, key) == each.value
            elif getattr(wished, key) == each.value:
                assert each.lacks  # what is lacking is no limit of screening
