"""A receiver's own calibration goes from the request to the check; it lets nothing through."""

import pytest

from backrub.app.checking import calibrated, check_on_body, narrow_on_body
from backrub.app.cohorts import check_on_person
from backrub.app.from_plan import clearance_of, request_of
from backrub.app.mapping import checked_and_mapped
from backrub.app.matching import mismatches
from backrub.app.stages import make_plan, replan
from backrub.catalog import load
from backrub.errors import DataError
from backrub.model.plan import Edit, Plan
from backrub.model.request import Request
from motion.conftest import DAY
from playing import request_of as asked_of

CATALOG = load()


def asked(calibration_frac=None) -> Request:
    document = asked_of(minutes=5)
    if calibration_frac is not None:
        document["receiver"] = {**document["receiver"], "calibration_frac": calibration_frac}
    return Request.model_validate(document)


def made(calibration_frac=None) -> Plan:
    outcome = make_plan(asked(calibration_frac), catalog=CATALOG, day=DAY).outcome
    assert isinstance(outcome, Plan)
    return outcome


@pytest.fixture(scope="module")
def whole() -> Plan:
    return made()


@pytest.fixture(scope="module")
def half() -> Plan:
    return made(0.5)


def worst_n(report, name="force-both-hands"):
    return next(each.worst for each in report.limits if each.name == name)


def test_the_plan_has_it_and_is_else_the_same(whole, half):
    assert (whole.body.calibration_frac, half.body.calibration_frac) == (1.0, 0.5)
    assert half.steps == whole.steps


def test_what_is_planned_again_keeps_it(half):
    step = next(index for index, each in enumerate(half.steps) if each.level)
    again = replan(half, [Edit(kind="lock", step=step)], request=asked(0.5), catalog=CATALOG, day=DAY)
    assert isinstance(again.outcome, Plan)
    assert again.outcome.body == half.body
    assert request_of(half, atlas=CATALOG.atlas).receiver.calibration_frac == 0.5


def test_a_plan_of_another_calibration_is_not_played(whole):
    wrong = mismatches(whole, request=asked(0.5), clearance=clearance_of(whole), day=DAY)
    assert [each.where for each in wrong if "body" in each.where] == ["plan.body.calibration_frac"]


@pytest.mark.parametrize("frac", [1.01, 0.49, 0.0, float("nan")])
def test_it_never_means_more_than_the_technique_says_nor_next_to_nothing(whole, frac):
    with pytest.raises(ValueError, match="calibration_frac"):
        asked(frac)
    with pytest.raises(DataError, match="calibration_frac"):
        calibrated(whole, frac)


def test_half_the_calibration_is_half_the_force(whole, half):
    full_n = worst_n(check_on_body(whole, catalog=CATALOG))
    # Two palms of 25 N at level 2 are the most of this evening (fan-strokes.toml).
    assert full_n == pytest.approx(50.0, abs=0.5)
    assert worst_n(check_on_body(half, catalog=CATALOG)) == pytest.approx(25.0, abs=0.5)
    assert worst_n(check_on_body(calibrated(whole, 0.75), catalog=CATALOG)) == pytest.approx(37.5, abs=0.5)


def test_before_it_is_played_the_whole_force_has_to_hold(whole, half):
    assert worst_n(narrow_on_body(half, catalog=CATALOG).report) == pytest.approx(50.0, abs=0.5)


def test_other_people_are_pressed_with_the_whole_force(whole, half):
    one, other = (check_on_person(each, seed=1, number=0, catalog=CATALOG) for each in (whole, half))
    assert one.limits == other.limits


def test_the_map_and_its_report_are_of_the_same_force(half):
    gates = narrow_on_body(half, catalog=CATALOG).report
    checked = checked_and_mapped(half, catalog=CATALOG, report=gates)
    assert worst_n(checked.report) == pytest.approx(25.0, abs=0.5)
    full = checked_and_mapped(calibrated(half, 1.0), catalog=CATALOG, report=gates)
    assert full.report == gates  # known already
    # Half the force is half of what the skin gets over time; what it bears at some places takes less from the
    # half, most of all where the whole gets most.
    given, whole_given = (sum(place.dose_pa_s for place in each.report.places) for each in (checked, full))
    assert 0.5 <= given / whole_given < 0.6
    most, highest = ([each.map.scales[index].most for each in (checked, full)] for index in (0, 1))
    peaks_kpa = [max(place.peak_pa for place in each.report.places) / 1e3 for each in (checked, full)]
    assert highest == pytest.approx(peaks_kpa, rel=1e-2)
    assert 0.5 <= most[0] / most[1] < 0.85
