"""The parts that tests need from outside are found, or one line says what to install."""

import shutil
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


@pytest.fixture
def bare_machine(tmp_path):
    """A machine on which finders find nothing: how to run one there, and the folder that is its PATH."""
    for tool in ("sh", "ls", "sort", "dirname", "id"):
        (tmp_path / tool).symlink_to(shutil.which(tool))

    def run(script, *words):
        text = (
            (TOP / "tools" / script).read_text().replace("/usr/lib/postgresql", str(tmp_path / "postgresql"))
        )
        copy = tmp_path / script
        copy.write_text(text)
        return subprocess.run(
            ["/bin/sh", copy, *words], capture_output=True, text=True, env={"PATH": str(tmp_path)}
        )

    return run, tmp_path


def stand_in(path, lines):
    path.unlink(missing_ok=True)
    path.write_text("#!/bin/sh\n" + lines)
    path.chmod(0o755)


@pytest.mark.parametrize("script", ["find-chromium.sh", "find-postgres.sh", "find-python.sh"])
def test_what_is_missing_is_said_in_one_line_and_fails(script, bare_machine):
    run, _ = bare_machine
    answer = run(script)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert len(answer.stderr.splitlines()) == 1
    assert "install" in answer.stderr


@pytest.mark.parametrize(
    ("script", "package", "program"),
    [
        ("find-chromium.sh", "chromium-headless-shell", "chromium-headless-shell"),
        ("find-postgres.sh", "postgresql", "postgresql/15/bin/initdb"),
    ],
)
def test_root_on_debian_gets_what_is_missing_after_an_update(script, package, program, bare_machine):
    run, folder = bare_machine
    (folder / program).parent.mkdir(parents=True, exist_ok=True)
    made = [folder / program, (folder / program).with_name("pg_ctl")]
    writes = "".join(f"echo '#!/bin/sh' > {path}; /bin/chmod +x {path}; " for path in made)
    stand_in(folder / "id", "echo 0")
    stand_in(folder / "apt-get", f'echo "$*" >> {folder}/apt; case "$*" in *install*) {writes};; esac')
    answer = run(script, "--install")
    assert answer.returncode == 0, answer.stderr
    assert str(folder) in answer.stdout
    assert len(answer.stdout.splitlines()) == 1
    first, second = (folder / "apt").read_text().splitlines()
    assert first.startswith("update")
    assert second.startswith("install")
    assert second.endswith(f" {package}")


@pytest.mark.parametrize("words", [(), ("--install",)])
def test_another_chromium_does_where_debian_has_none(words, bare_machine):
    run, folder = bare_machine
    stand_in(folder / "chromium", "")
    stand_in(folder / "id", "echo 0")
    stand_in(folder / "apt-get", "echo no network >&2; exit 100")
    answer = run("find-chromium.sh", *words)
    assert answer.returncode == 0
    assert answer.stdout == f"{folder}/chromium\n"


@pytest.mark.parametrize("script", ["find-chromium.sh", "find-postgres.sh"])
def test_who_is_not_root_is_told_and_nothing_is_installed(script, bare_machine):
    run, folder = bare_machine
    stand_in(folder / "id", "echo 1000")
    stand_in(folder / "apt-get", f"echo called > {folder}/apt")
    assert run(script, "--install").returncode == 1
    assert not (folder / "apt").exists()


def test_ci_runs_the_test_command_that_the_readme_gives():
    script = (TOP / ".ci" / "run").read_text().splitlines()
    readme = (TOP / "README.md").read_text()
    command = script[-1].removeprefix("exec ")
    assert command == "make test"
    assert any(line.strip().split("#")[0].strip() == command for line in readme.splitlines())
