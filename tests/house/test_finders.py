"""The parts that tests need from outside are found, or one line says what to install."""

import subprocess
from pathlib import Path

import psycopg
import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.mark.postgres
def test_each_test_gets_an_empty_database_of_its_own(postgres_url, new_postgres_database):
    address = postgres_url.replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE mine (x int)")
    with psycopg.connect(new_postgres_database().replace("+psycopg", "")) as connection:
        rows = connection.execute("SELECT 1 FROM pg_tables WHERE tablename = 'mine'").fetchall()
    assert rows == []


@pytest.mark.browser
def test_a_chromium_is_there_and_starts(chromium_path):
    answer = subprocess.run([chromium_path, "--version"], capture_output=True, text=True)
    assert "Chrom" in answer.stdout


@pytest.mark.parametrize("script", ["find-chromium.sh", "find-postgres.sh", "find-python.sh"])
def test_what_is_missing_is_said_in_one_line_and_fails(script, tmp_path):
    # A PATH that holds only what the scripts themselves run on.
    for tool in ("sh", "ls", "sort", "dirname", "id", "command"):
        for folder in (Path("/usr/bin"), Path("/bin")):
            if (folder / tool).exists() and not (tmp_path / tool).exists():
                (tmp_path / tool).symlink_to(folder / tool)
    text = (TOP / "tools" / script).read_text().replace("/usr/lib/postgresql", str(tmp_path / "none"))
    copy = tmp_path / script
    copy.write_text(text)
    answer = subprocess.run(["/bin/sh", copy], capture_output=True, text=True, env={"PATH": str(tmp_path)})
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert "install" in answer.stderr


def test_ci_runs_the_test_command_that_the_readme_gives():
    script = (TOP / ".ci" / "run").read_text().splitlines()
    readme = (TOP / "README.md").read_text()
    command = script[-1].removeprefix("exec ")
    assert command == "make test"
    assert any(line.strip().split("#")[0].strip() == command for line in readme.splitlines())
