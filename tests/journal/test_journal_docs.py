"""The page on the journal names every table, column, kind of line and code, and no others."""

import re
from pathlib import Path

from backrub.journal import lines_in, trouble
from backrub.journal.tables import METADATA, VERSION_TABLE

PAGE = (Path(__file__).parents[2] / "docs" / "journal.md").read_text(encoding="utf-8")


def rows(heading):
    """Return the cells in code of each row of the table under a heading, by the row's first cell."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
    return {re.findall(r"`([^`]+)`", first)[0]: re.findall(r"`([^`]+)`", second) for first, second in lines}


def test_every_table_is_described_as_it_is():
    made = {table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables}
    assert rows("Tables") == made | {VERSION_TABLE: ["version_num"]}


def test_every_kind_of_line_is_described():
    kinds = {"backrub-journal", "end", *lines_in._MODELS}
    assert set(rows("Carrying it: lines of JSON")) == kinds


def test_every_code_is_explained():
    codes = {
        value for value in vars(trouble).values() if isinstance(value, str) and re.match("journal-", value)
    }
    assert set(rows("When something is in the way")) == codes
