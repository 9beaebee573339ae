"""Where the answer goes: a full disk, a reader who leaves, a command that nobody knows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(TOP / "src")}
COMMANDS = [["techniques"], ["techniques", "--json"], ["schema", "request"], ["plan", "REQUEST", "--json"],
            ["screen", "REQUEST"], ["--help"], ["plan", "gone.toml", "--json"]]  # fmt: skip


def words(command, request_file):
    return [
        sys.executable, "-m", "backrub",
        *(str(request_file()) if word == "REQUEST" else word for word in command),
    ]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_disk_is_a_sentence_and_no_bug(request_file, command):
    with Path("/dev/full").open("w") as full:
        said = subprocess.run(
            words(command, request_file), stdout=full, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
    assert said.returncode == 2, said.stderr
    assert "stdout: can't be written: the disk is full" in said.stderr
    assert "Free some space" in said.stderr
    assert "inside Backrub" not in said.stderr
    assert "Exception" not in said.stderr


@pytest.mark.parametrize("command", COMMANDS[:-1], ids=" ".join)
def test_a_reader_who_has_left_is_left_in_peace(request_file, command):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        said = subprocess.run(
            words(command, request_file), stdout=writing, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
        )
    finally:
        os.close(writing)
    assert (said.returncode, said.stderr) == (0, "")


def test_a_closed_stdout_is_no_bug(request_file):
    line = f'"{sys.executable}" -m backrub screen "{request_file()}" --json >&-'
    said = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=ENVIRONMENT)
    assert said.returncode in (0, 2)
    assert "inside Backrub" not in said.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["plan", "--json"],
        ["plan", "x.toml", "--jsn", "--json"],
        ["plann", "x.toml", "--json"],
        ["--json"],
        ["journal", "forget", "--json"],
        ["journal", "forgt", "someone", "--json"],
        ["lint", "--json"],
        ["screen", "gone.toml", "--json"],
    ],
    ids=" ".join,
)
def test_with_json_there_is_one_document_for_a_wrong_word_too(backrub, command):
    said = backrub(*command)
    assert said.code == 2
    assert said.err
    problems = json.loads(said.out)["problems"]
    assert all(each["what"] and each["way_out"] for each in problems)


def test_a_bug_is_one_document_too(backrub, request_file, monkeypatch):
    def fall(*_, **__):
        raise RuntimeError("Alexandra has a cold")

    monkeypatch.setattr("backrub.app.stages.screen_request", fall)
    said = backrub("screen", request_file(), "--json")
    assert said.code == 70
    assert said.document["problems"][0]["what"]
    assert "Alexandra" not in said.out + said.err


def test_a_wrong_word_without_json_is_a_sentence_alone(backrub):
    said = backrub("plan", "x.toml", "--jsn")
    assert (said.code, said.out) == (2, "")
    assert "--jsn" in said.err
