"""The two commands pass on what a person says, and nothing else."""

import os
import subprocess

import pytest


def dry(top, *words):
    """Return what make would run, without running it."""
    # What was said to the make that runs these tests is not meant for this one.
    said_outside = {"MAKEFLAGS", "MAKEOVERRIDES", "MFLAGS", "PORT", "DATABASE", "WORKERS"}
    environment = {name: value for name, value in os.environ.items() if name not in said_outside}
    answer = subprocess.run(["make", "-n", *words], cwd=top, env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


def test_run_serves_on_its_own_port_with_its_own_journal_unless_told(top):
    said = dry(top, "run")
    assert "backrub serve --open" in said
    assert "--port" not in said
    assert "--database" not in said


def test_run_takes_a_port_and_a_database(top):
    said = dry(top, "run", "PORT=9123", "DATABASE=postgresql://me@db/backrub?sslmode=require&x=1")
    assert "--port '9123'" in said
    assert "--database 'postgresql://me@db/backrub?sslmode=require&x=1'" in said
    assert "environment.py serving postgres" in said


def test_a_file_as_database_needs_no_server_driver(top):
    assert "serving postgres" not in dry(top, "run", "DATABASE=sqlite:///journal.sqlite")


@pytest.mark.parametrize("verb", ["check", "fix", "bench", "prove", "wheel", "screens", "test"])
def test_every_other_verb_makes_sure_that_everything_is_there(verb, top):
    assert "environment.py everything" in dry(top, verb)


def test_test_runs_the_checks_and_then_every_test(top):
    said = dry(top, "test")
    order = ["ruff check", "ruff format --check", "mypy", "lint-imports", "frontend.py check", "pytest -q -n"]
    assert [said.index(word) for word in order] == sorted(said.index(word) for word in order)
    assert "find-chromium.sh --install" in said
    assert "find-postgres.sh --install" in said


def test_make_alone_is_make_run(top):
    assert dry(top) == dry(top, "run")
