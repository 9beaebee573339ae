"""Backs are as long and as broad as measured people's, and the page says by how much."""

import importlib.util
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def tool(name):
    spec = importlib.util.spec_from_file_location(f"tools_{name}", TOP / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TABLES = tool("body_tables")


OLDEST_YEARS = 90  # nobody's shape is older


@pytest.mark.parametrize("age_years", [*TABLES.AGES_YEARS, OLDEST_YEARS])
@pytest.mark.parametrize("sex", TABLES.SEXES)
def test_backs_are_within_two_standard_deviations_of_measured_people(sex, age_years):
    for (height_m, bmi), (length, breadth, is_nearest) in TABLES.deviations(sex, age_years).items():
        assert not is_nearest, (height_m, bmi)
        assert abs(length) <= 2, (height_m, bmi, length)
        assert abs(breadth) <= 2, (height_m, bmi, breadth)


def test_the_page_has_the_tables_as_they_are():
    text = TABLES.PAGE.read_text(encoding="utf-8")
    assert TABLES.written(text) == text, "run python tools/body_tables.py"
