"""The names that a researcher scripts against: documented, exported, lazy, and their page is true."""

import doctest
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

import backrub
from app.narrowed import strict
from app.test_changing import other_step
from backrub.app import stages
from backrub.app.narrowing import narrow
from backrub.catalog import load
from motion.conftest import DAY
from strategies import plain

TOP = Path(__file__).resolve().parents[2]
CATALOG = load()
FIRM = {"wishes": {"minutes": 30, "level": 4, "style": "deep-tissue"}, "kit": {"oil": "coconut"}}


def test_the_facade_exports_exactly_what_its_page_documents():
    page = (TOP / "docs" / "python.md").read_text()
    headings = re.findall(r"^### `(\w+)`$", page, flags=re.MULTILINE)
    assert sorted(headings) == sorted(backrub.FACADE)
    assert len(headings) == len(set(headings))


def test_every_name_loads():
    for name in backrub.FACADE:
        assert getattr(backrub, name).__name__.lower().replace("_", "") in (
            name.lower().replace("_", ""),
            "load",  # load_catalog is the catalog's own load
        )


def test_every_example_on_the_page_runs():
    result = doctest.testfile(
        str(TOP / "docs" / "python.md"), module_relative=False, optionflags=doctest.ELLIPSIS
    )
    assert result.attempted > 12
    assert result.failed == 0


def test_importing_the_package_loads_nothing_heavy():
    script = "import sys, backrub; print(sorted(m for m in sys.modules if m.split('.')[0] in sys.argv[1:]))"
    heavy = ("numpy", "highspy", "pydantic", "fastapi", "sqlalchemy", "shapely", "typer", "rich")
    answer = subprocess.run(
        [sys.executable, "-c", script, *heavy],
        env={"PYTHONPATH": str(TOP / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "[]"


def test_a_name_that_there_is_not_is_an_attribute_error():
    assert not hasattr(backrub, "heal")
    assert set(backrub.FACADE) <= set(dir(backrub))


def refused(request, clearance):
    with pytest.raises(backrub.DataError) as told:
        backrub.plan(request, clearance, day=DAY)
    assert all(each.way_out for each in told.value.problems)
    return {each.where: each.what for each in told.value.problems}


def test_a_clearance_that_is_wider_than_these_answers_allow_makes_no_plan():
    wide = backrub.screen(plain(**FIRM), day=DAY)
    told = refused(plain("anticoagulants", **FIRM), wide)
    assert told["clearance.max_level"] == "is above what is allowed"
    assert "massager" in told["clearance.forbidden_parts"]
    assert "trigger-point-release" in told["clearance.forbidden_techniques"]
    allergic = plain("oil-allergy", details={"allergies": ["coconut"]}, **FIRM)
    assert refused(allergic, wide) == {"clearance.forbidden_oils": "lacks coconut"}
    marked = plain(wishes={"avoid": [{"across": 0.3, "along": 0.3, "radius_m": 0.02}]})
    assert refused(marked, wide) == {"clearance.avoid": "lacks a place to leave alone"}
    seated = plain(wishes={"position": "seated"})
    assert refused(seated, wide) == {"clearance.position": "should be seated"}
    assert refused(plain(), backrub.screen(seated, day=DAY)) == {
        "clearance.position": "should be lying face down"
    }


def test_a_clearance_that_would_be_none_by_now_makes_no_plan():
    wide = backrub.screen(plain(**FIRM), day=DAY)
    assert list(refused(plain("fever-or-unwell", **FIRM), wide)) == ["request"]


@pytest.mark.parametrize("days", [-30, -1, 1])
def test_a_clearance_of_another_day_makes_no_plan(days):
    other = backrub.screen(plain(**FIRM), day=DAY + timedelta(days=days))
    assert list(refused(plain(**FIRM), other)) == ["clearance.lapses_on"]


def test_a_narrower_clearance_is_kept_to():
    narrower = backrub.screen(plain("anticoagulants", **FIRM), day=DAY)
    made = backrub.plan(plain(**FIRM), narrower, day=DAY)
    assert made.limits.max_level == 2
    assert max(step.level or 0 for step in made.steps) <= 2


def test_it_plans_as_everybody_else_does():
    felt = plain(wishes={"minutes": 20}, corrections={"inferior-angle-left": (-0.42, 0.5)})
    made = backrub.plan(felt, day=DAY)
    assert made.body.corrections == {"inferior-angle-left": (-0.42, 0.5)}
    served = stages.make_plan(felt, catalog=CATALOG, day=DAY).outcome
    assert made == served.model_copy(update={"solve_s": made.solve_s})
    lock = [backrub.Edit(kind="lock", step=next(i for i, step in enumerate(made.steps) if step.level))]
    again = backrub.replan(made, lock, request=felt, day=DAY)
    served = stages.replan(made, lock, request=felt, catalog=CATALOG, day=DAY).outcome
    assert again == served.model_copy(update={"solve_s": again.solve_s})
    impossible = plain(wishes={"minutes": 20}, corrections={"inferior-angle-left": (0.9, 0.1)})
    with pytest.raises(backrub.DataError, match="inferior-angle-left"):
        backrub.plan(impossible, day=DAY)


def test_planning_again_makes_nothing_firmer_that_was_too_much_on_this_back():
    asked = plain(wishes={"minutes": 20, "level": 3}, kit={"oil": "coconut"})
    made = backrub.plan(asked, day=DAY)
    technique = next(step.technique for step in made.steps if step.level == 3 and step.phase == "focus")
    held = narrow(made, catalog=CATALOG, judge=strict([(technique, 3)])).plan
    lock = backrub.Edit(kind="lock", step=other_step(held, technique))
    again = backrub.replan(held, [lock], request=asked, day=DAY)
    assert again.gentler == held.gentler
    assert max(step.level for step in again.steps if step.technique == technique) < 3
