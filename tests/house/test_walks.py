"""The walks of `make test`: none is forgotten, and what an evening stands on is walked every day."""

import ast
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from browser.daily import EVERY_DAY, PARTS, is_walked, part_of

HERE = Path(__file__).resolve().parents[1]
NAMES = {
    node.name
    for path in (HERE / "browser").glob("test_*.py")
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
}


def test_every_walk_is_made_within_ten_days():
    begun = date(2026, 11, 26)
    days = [part_of("daily", begun + timedelta(days=day)) for day in range(PARTS)]
    assert sorted(days) == [*range(10)]
    walked = [{name for name in NAMES if is_walked(name, part=part)} for part in days]
    assert set.union(*walked) == NAMES
    assert set.intersection(*walked) == EVERY_DAY
    # No day is left with next to nothing.
    others = len(NAMES - EVERY_DAY)
    assert all(len(each - EVERY_DAY) >= others / (2 * PARTS) for each in walked)


def test_a_part_or_all_can_be_asked_for():
    assert [part_of(each, date.min) for each in ("1", "2", "10", "all")] == [0, 1, 9, None]


COUNTING = """
def test_counts(record_property):
    record_property("counted", "Three taps.")
    print("nobody sees this")
    assert {}
"""


@pytest.mark.parametrize(("workers", "holds"), [(0, True), (2, False)], ids=["here", "workers"])
def test_what_a_test_counts_is_printed(tmp_path: Path, workers: int, *, holds: bool) -> None:
    (tmp_path / "test_counting.py").write_text(COUNTING.format(holds))
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "-p", "conftest", str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert said.returncode == (0 if holds else 1), said.stdout + said.stderr
    assert said.stdout.splitlines().count("Three taps.") == 1
