"""The first page and its neighbours: what they tell people to type is there, and every page can be found."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
DOCS = TOP / "docs"
PAGES = [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def commands() -> set[str]:
    """Return the words after `backrub` that its help lists."""
    said = subprocess.run(
        [sys.executable, "-m", "backrub", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(TOP / "src"), "COLUMNS": "200", "LANG": "C.UTF-8"},
    ).stdout
    return set(re.findall(r"^  ([a-z]+)  ", said[said.index("Commands:") :], flags=re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_make_targets_that_there_are(page: Path) -> None:
    named = set(re.findall(r"(?:`|^    )make ([a-z]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert named <= targets()


def test_the_pages_name_only_commands_that_there_are() -> None:
    known = commands()
    assert {"screen", "plan", "score"} <= known
    for page in PAGES:
        named = set(re.findall(r"(?:`|\$ )backrub ([a-z]+)", page.read_text(encoding="utf-8")))
        assert named <= known, page.name


def test_the_first_page_has_the_two_commands_and_what_people_must_know() -> None:
    first = (TOP / "README.md").read_text(encoding="utf-8")
    assert "    make run " in first
    assert "    make test " in first
    assert "No licensed clinician has reviewed" in first
    headings = re.findall(r"^## (.+)$", first, flags=re.MULTILINE)
    for heading in ("Two commands", "Five minutes of first use", "What it does not do", "Safety", "Privacy"):
        assert heading in headings
    assert "Apache-2.0" in first


def test_the_continuous_check_runs_what_the_first_page_says() -> None:
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    assert "exec make test" in script


@pytest.mark.parametrize("folder", [DOCS, DOCS / "decisions"], ids=lambda folder: folder.name)
def test_every_page_is_in_its_index(folder: Path) -> None:
    index = (folder / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", index))
    pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
    assert linked == pages, f"{folder.name}/README.md lists every page of its folder, and no other"


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.name[:4] for page in (DOCS / "decisions").glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers))
    for page in (DOCS / "decisions").glob("[0-9]*.md"):
        told = re.match(r"# (\d+)", page.read_text(encoding="utf-8"))
        assert told
        assert int(told[1]) == int(page.name[:4])
