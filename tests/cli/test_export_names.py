"""Carrying the journal away: names and health answers come along only when they are asked for."""

from pathlib import Path

import pytest

from backrub.app.stores import open_store_at
from backrub.journal.event import NewEvent

TOP = Path(__file__).resolve().parents[2]


@pytest.fixture
def address(tmp_path):
    """A journal in which Alex, who has a fever, was here once."""
    address = f"sqlite:///{tmp_path / 'journal.db'}"
    store = open_store_at(address)
    answers = {"name": "Alex", "conditions": ["fever-or-unwell"]}
    store.begin("s1", [NewEvent(kind="opened", at_s=0.0)], person="p1", answers=answers)
    store.close()
    return address


def test_an_export_has_no_name_and_no_health_answer_by_itself(backrub, address):
    said = backrub("journal", "export", "--database", address)
    assert said.code == 0
    assert '"opened"' in said.out
    assert "Alex" not in said.out
    assert "fever" not in said.out


def test_an_export_with_people_has_both(backrub, address):
    said = backrub("journal", "export", "--with-people", "--database", address)
    assert "Alex" in said.out
    assert "fever" in said.out


@pytest.mark.parametrize("page", ["README.md", "docs/commands.md"])
def test_the_pages_say_so(page):
    text = (TOP / page).read_text(encoding="utf-8")
    said = next(line for line in text.splitlines() if "--with-people" in line)
    assert "names and" in said


def test_the_help_says_so(backrub):
    said = backrub("journal", "export", "--help").out
    assert "only with --with-people" in " ".join(said.split())
