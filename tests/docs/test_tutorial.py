"""The tutorial's blocks run in an empty folder, in order, and end as the page says."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "tutorial.md"


class Block(NamedTuple):
    kind: str
    about: str
    text: str


def blocks(page: str) -> list[Block]:
    """Return the page's blocks: a file to write, or commands with the exit code they end with."""
    found = re.findall(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    return [Block(kind, about, text) for kind, about, text in found]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *words = shlex.split(command)
    assert program == "backrub", command
    # The person's own data folder and settings stay out of it.
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": str(TOP / "src"),
        "COLUMNS": "100",
        "LANG": "C.UTF-8",
    }
    return subprocess.run(
        [sys.executable, "-m", "backrub", *words], cwd=folder, env=environment, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def followed(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, subprocess.CompletedProcess[str]]]:
    """The tutorial followed once: the folder it leaves, and what each command answered."""
    folder = tmp_path_factory.mktemp("tutorial")
    answers: dict[str, subprocess.CompletedProcess[str]] = {}
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if block.kind == "toml":
            (folder / block.about).write_text(block.text, encoding="utf-8")
            continue
        expected = int(block.about.removeprefix("exit=")) if block.about else 0
        for line in block.text.splitlines():
            command = line.removeprefix("$ ")
            answer = run(command, folder)
            assert answer.returncode == expected, f"{command}\n{answer.stdout}{answer.stderr}"
            assert "Traceback" not in answer.stdout + answer.stderr
            answers[command] = answer
    return folder, answers


Followed = tuple[Path, dict[str, subprocess.CompletedProcess[str]]]


def test_every_block_of_the_tutorial_ends_as_it_says(followed: Followed) -> None:
    assert len(followed[1]) >= 6


def test_json_is_one_document_and_nothing_else(followed: Followed) -> None:
    answer = followed[1]["backrub screen request.toml --json"]
    assert json.loads(answer.stdout)["tier"] == "clear"


def test_the_plan_it_writes_is_half_an_hour(followed: Followed) -> None:
    plan = json.loads((followed[0] / "plan.json").read_text(encoding="utf-8"))
    assert plan["duration_s"] == pytest.approx(1800, rel=0.02)
    assert plan["steps"]


def test_bad_input_names_all_three_problems_and_writes_nothing(followed: Followed) -> None:
    folder, answers = followed
    said = answers["backrub plan wrong.toml"]
    assert said.stdout == ""
    assert "age_years" in said.stderr
    assert "minutes" in said.stderr
    assert "Did you mean style?" in said.stderr
    written = {path.name for path in folder.iterdir() if path.is_file()}
    assert written == {"request.toml", "fever.toml", "wrong.toml", "plan.json"}


def test_the_reader_of_the_page_sees_every_block() -> None:
    page = "```toml a.toml\nx = 1\n```\n\n```console exit=3\n$ backrub screen a.toml\n```\n"
    assert blocks(page) == [
        Block("toml", "a.toml", "x = 1\n"),
        Block("console", "exit=3", "$ backrub screen a.toml\n"),
    ]
