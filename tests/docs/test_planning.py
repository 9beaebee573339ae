"""The planning page says what the planner does: its numbers are the code's, and every weight is on it."""

import importlib
import re
from pathlib import Path

import pytest

from backrub.planning.budget import Budget

TOP = Path(__file__).resolve().parents[2]
PAGE = (TOP / "docs" / "planning.md").read_text(encoding="utf-8")
MODULES = [
    importlib.import_module(f"backrub.planning.{name}")
    for name in ("budget", "candidate", "gather", "model", "plan", "replan")
]
ROWS = re.findall(r"^\| `([A-Z_]+)` \| ([^|]+) \|", PAGE, flags=re.MULTILINE)
ELSEWHERE = {"BLOCK_S", "BOTH_BLOCK_S", "SHARES", "WARM_PHASES", "OTHERS_RANK", "PAUSES", "THUMBS"}
"""Said in the page's sentences and tables, or no number."""


def numbers(value) -> list[float]:
    """Return the numbers of a constant, in their order; of a table by level those of levels 1 to 4."""
    if isinstance(value, dict):
        return [float(each) for key, each in value.items() if key != 0]
    return [float(each) for each in (value if isinstance(value, tuple) else (value,))]


def constant(name):
    found = [getattr(module, name) for module in MODULES if hasattr(module, name)]
    assert found, f"{name} is on the page and not in the code"
    return found[0]


@pytest.mark.parametrize(("name", "said"), ROWS)
def test_a_number_on_the_page_is_the_codes(name, said):
    assert [float(each) for each in re.findall(r"\d+(?:\.\d+)?", said)] == numbers(constant(name))


def test_every_weight_and_margin_is_on_the_page():
    own = {
        name
        for module in MODULES
        for name, value in vars(module).items()
        if re.fullmatch(r"[A-Z][A-Z_]+", name) and isinstance(value, int | float | tuple | dict)
    }
    assert own - ELSEWHERE - {name for name, _ in ROWS} == set()


def test_the_places_are_named_with_their_weights():
    said = dict(ROWS)["PLACE_WEIGHT"]
    pairs = {name: float(weight) for name, weight in re.findall(r"([a-z-]+) (\d(?:\.\d)?)", said)}
    assert pairs == constant("PLACE_WEIGHT")


@pytest.mark.parametrize(
    ("row", "minutes"), [("20 and more", 20), ("15 to 20", 15), ("10 to 15", 10), ("under 10", 5)]
)
def test_the_table_of_minutes_is_the_budgets(row, minutes):
    cells = re.search(rf"^\| {row} \| (.+) \|$", PAGE, flags=re.MULTILINE)[1].split(" | ")
    said = [float(each) for cell in cells for each in cell.split("–")]
    made = Budget.of(minutes)
    assert said == [
        made.opening_s,
        made.opening_most_s,
        made.warm_up_s,
        made.closing_s,
        made.closing_most_s,
        made.rest_s,
        made.rest_most_s,
        made.warm_place_s,
    ]


def test_every_kind_of_row_is_explained():
    source = "".join(
        (TOP / "src" / "backrub" / "planning" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("model",)
    )
    kinds = set(re.findall(r'rows\.add\(\s*f?"([a-z-]+:?)', source))
    said = set(re.findall(r"`([a-z-]+:?)[a-z]*`", PAGE))
    assert {kind.rstrip(":") for kind in kinds} - {kind.rstrip(":") for kind in said} == set()


def test_the_gap_and_its_limit_are_those_of_the_solver():
    solve = importlib.import_module("backrub.planning.solve")
    assert f"at most {solve.GAP_FRAC}" in PAGE
    assert f"time limit ({solve.LIMIT_S:g} s)" in PAGE


def test_the_blocks_are_as_long_as_the_page_says():
    budget = MODULES[0]
    assert f"at most {budget.BLOCK_S:g} s ({budget.BOTH_BLOCK_S:g} s" in PAGE
