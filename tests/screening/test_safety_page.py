"""The table of docs/safety.md is the data's: `python tests/screening/test_safety_page.py` prints it."""

from pathlib import Path

import pytest

from backrub.catalog.condition import read_conditions
from backrub.model.clearance import TIERS
from backrub.screening.words import effects

PAGE = Path(__file__).parents[2] / "docs" / "safety.md"
ALL = read_conditions()


def told(when):
    return f"{when.tier}, {when.act}" if when.act is not None else when.tier


def rank(when):
    return (TIERS.index(when.tier), when.act == "now")


def row(condition):
    """One line of the table: id, question, tiers, place, box, and what a massage with it keeps."""
    # The last circumstance is the plain one; two kinds of one follow-up share it.
    alone, worst = condition.when[-1], max(condition.when, key=rank)
    up_to = "" if rank(worst) == rank(alone) else f"; up to {told(worst)}"
    margin = "" if condition.place is None else f" ({condition.place.margin_m * 100:.0f} cm)"
    box = "yes" if condition.clearable else "no"
    kept = " ".join(effects([condition.limits], place=None))
    return f"| `{condition.id}`{margin} | {condition.question} | {told(alone)}{up_to} | {box} | {kept} |"


def table():
    head = "| id (margin round its mark) | asked | alone; up to | a box clears it | a massage with it keeps |"
    return "\n".join([head, "|---|---|---|---|---|", *map(row, ALL.values())])


@pytest.mark.parametrize("condition", ALL.values(), ids=lambda each: each.id)
def test_the_safety_page_says_what_the_data_says(condition):
    assert row(condition) in PAGE.read_text(encoding="utf-8").splitlines()


def test_the_safety_page_has_no_row_that_the_data_has_not():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.count(" | ") == 4]
    assert rows == [line for line in table().splitlines() if line.count(" | ") == 4]


def test_the_safety_page_says_that_no_clinician_has_reviewed_it():
    assert "No licensed clinician has reviewed these rules yet" in PAGE.read_text(encoding="utf-8")


if __name__ == "__main__":
    print(table())
