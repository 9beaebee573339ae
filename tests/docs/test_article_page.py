"""The page of the article names tests that exist."""

import re
from pathlib import Path

TOP = Path(__file__).parents[2]
TESTS = "\n".join(path.read_text() for path in sorted((TOP / "tests" / "article").glob("test_*.py")))
NAMES = re.findall(r"def (test_\w+)", TESTS)
PAGE = (TOP / "docs" / "article.md").read_text()


def test_each_test_that_is_named_in_short_is_there():
    short = re.findall(r"`(\d_[a-z0-9_]+)…`", PAGE)
    assert len(short) >= 25
    assert [
        each for each in short if not any(re.match(rf"test_[a-z]*_?{each}", name) for name in NAMES)
    ] == []


def test_each_test_that_is_named_in_full_is_there():
    whole = re.findall(r"`(test_\w+)`", PAGE)
    assert whole
    assert [each for each in whole if each not in NAMES] == []
