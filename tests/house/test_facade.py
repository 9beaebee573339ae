"""The names that a researcher scripts against load when first used, and are documented one by one."""

import re
import subprocess
import sys

import pytest

import backrub


def test_every_public_name_loads():
    for name in backrub.FACADE:
        assert getattr(backrub, name) is not None
        assert name in dir(backrub)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nowhere"):
        _ = backrub.nowhere


def test_the_page_documents_exactly_the_public_names(top):
    page = top / "docs" / "python.md"
    headings = (
        re.findall(r"^#+ `(\w+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if page.exists()
        else []
    )
    assert sorted(headings) == sorted(backrub.FACADE)


def test_importing_the_package_loads_nothing_heavy(top):
    heavy = "numpy highspy shapely pydantic fastapi sqlalchemy"
    ask = f"import sys, backrub; print([name for name in {heavy.split()} if name in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=top / "src", capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
