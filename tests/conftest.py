"""What tests of several folders share: a browser's path, and a throwaway PostgreSQL.

Nothing is skipped in silence: where a part is missing, the test fails with one line that says what to do.
"""

import gc
import os
import shutil
import socket
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from uuid import uuid4

import hypothesis
import pytest

from browser.daily import PARTS, part_of

# A test asserts no seconds: a busy machine is no failure.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

TOOLS = Path(__file__).resolve().parent.parent / "tools"


SPREAD = ("test_rules.py",)
"""Long files whose tests share nothing that is dear to make."""


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of one file to one worker, for what they share is made once there; not so walks in the
    browser, which share a server that is soon there."""
    for item in items:
        is_walk = item.path.parent.name == "browser"
        if not (is_walk or item.path.name in SPREAD or item.get_closest_marker("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(f"{item.path.parent.name}-{item.path.stem}"))
    items[:] = _walks_between(items)


def _walks_between(items: list[pytest.Item]) -> list[pytest.Item]:
    """Put walks evenly between the other files: a walk waits a third of its time, and others can use it.

    Workers keep to it with `--no-loadscope-reorder`; by itself xdist has what stands alone last.
    """
    walks = [item for item in items if item.path.parent.name == "browser"]
    others = (item for item in items if item.path.parent.name != "browser")
    files = [list(each) for _, each in groupby(others, key=lambda item: item.path)]
    at = [(number * len(files)) // (len(walks) or 1) for number in range(len(walks))]
    waiting, out = deque(zip(at, walks, strict=True)), []
    for number, file in enumerate(files):
        while waiting and waiting[0][0] <= number:
            out.append(waiting.popleft()[1])
        out += file
    return [*out, *(walk for _, walk in waiting)]


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: nobody needs to look again whether it is still used."""
    gc.collect()
    gc.freeze()


def found_by(script: str) -> Path:
    """Return what a finder in tools/ prints, or fail with the line it says."""
    answer = subprocess.run([TOOLS / script], capture_output=True, text=True)
    if answer.returncode:
        pytest.fail(answer.stderr.strip(), pytrace=False)
    return Path(answer.stdout.strip())


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The Chromium that the browser tests drive."""
    return found_by("find-chromium.sh")


UNSEEN = (
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay",
    "MediaRouter", "OptimizationHints", "PaintHolding", "ThirdPartyStoragePartitioning",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium_arguments() -> list[str]:
    """What makes a headless Chromium start at once and ask no other host for anything."""
    quiet = [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        # The last such switch counts: Playwright's own choices stand first, then the address bar's pages,
        # which would cost a process for each window that nobody sees.
        f"--disable-features={','.join(UNSEEN)}",
    ]
    # Chromium's own sandbox refuses root, and a container's /dev/shm is small.
    return [*quiet, "--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def free_port() -> int:
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def unused_port() -> int:
    """A port of this machine that nothing listens on."""
    return free_port()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of this run's own: the address of its maintenance database, without a password.

    The programs refuse root, so root hands them to `nobody`. Durability is off: the data dies with the run.
    """
    programs = found_by("find-postgres.sh")
    folder = Path(tempfile.mkdtemp(prefix="backrub-pg-", dir="/tmp"))
    user = "nobody" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()

    def run(*words: str | Path) -> None:
        # Output goes to a file: a server that inherits a pipe keeps its reader waiting for ever.
        with tempfile.TemporaryFile("w+") as said:
            command = list(map(str, words))
            if subprocess.run(command, stdout=said, stderr=said, cwd=folder, user=user).returncode:
                said.seek(0)
                pytest.fail(f"{words[0]} failed:\n{said.read()}", pytrace=False)

    options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories={folder} -c fsync=off"
    run(programs / "initdb", "-D", data, "-U", "backrub", "-A", "trust", "-E", "UTF8", "--no-sync")
    run(programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://backrub@127.0.0.1:{port}/postgres"
    finally:
        run(programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: str) -> Callable[[], str]:
    """A maker of empty databases: each call returns the address of a new one."""
    import psycopg

    def make() -> str:
        name = f"t{uuid4().hex}"
        with psycopg.connect(postgres_server.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return postgres_server.removesuffix("postgres") + name

    return make


@pytest.fixture
def postgres_url(new_postgres_database: Callable[[], str]) -> str:
    """The address of an empty database of this test's own, as SQLAlchemy reads it."""
    return new_postgres_database()


@pytest.fixture
def proof_table(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[str, list[dict[str, object]]], Path]:
    """A writer of the tables of docs/proofs: `proof_table(claim, rows)`, one dict a row with the same keys.

    `make prove` says where, by which command and on which day; else the folder is the test's own.
    """
    folder = Path(os.environ.get("BACKRUB_PROOFS", tmp_path))
    command = os.environ.get("BACKRUB_PROOF_COMMAND", "pytest")
    day = os.environ.get("BACKRUB_PROOF_DATE", "not dated")

    def write(claim: str, rows: list[dict[str, object]]) -> Path:
        heads = list(rows[0])
        lines = [f"# {claim.replace('-', ' ').capitalize()}", ""]
        lines += [f"`{command}` on {day}; the test is `{request.node.nodeid}`.", ""]
        lines += [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
        lines += [f"| {' | '.join(str(row[head]) for head in heads)} |" for row in rows]
        table = folder / f"{claim}.md"
        table.write_text("\n".join(lines) + "\n")
        return table

    return write


COUNTED = "counted"
"""A property of a test: what it counted, as a line for the end of the run. A worker's own print is lost."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests counted, and which walks in the browser were made, where not all were."""
    for report in (*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")):
        for name, line in report.user_properties:
            if name == COUNTED:
                terminalreporter.write_line(str(line))
    part = part_of(os.environ.get("WALKS", "all"), date.today())
    if part is not None:
        made = f"those of every day, and part {part + 1} of {PARTS} of the others"
        terminalreporter.write_line(f"Walks in the browser: {made}. WALKS=all walks every one.")


@pytest.fixture
def open_folder():
    """A folder that everybody can reach."""
    with tempfile.TemporaryDirectory(prefix="backrub-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)
