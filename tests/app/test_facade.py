"""The names that a researcher scripts against: documented, exported, lazy, and their page is true."""

import doctest
import re
import subprocess
import sys
from pathlib import Path

import backrub

TOP = Path(__file__).resolve().parents[2]


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
