"""Try the two commands on a clean clone with an empty home, and time them.

python tools/clean_clone.py [--test] [--write]

Clones the commit that is checked out into a folder that is thrown away, with a home that holds nothing, and
runs `make run` there until the server answers, then once more. `--test` runs `make test` there, too.
`--write` puts the table into docs/proofs.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from served import answers, free_port

TOP = Path(__file__).resolve().parent.parent
TABLE = TOP / "docs" / "proofs" / "clean-clone.md"
LONGEST_S = 1800.0
OURS = (
    "PYTHON",
    "VIRTUAL_ENV",
    "XDG_",
    "BACKRUB_",
    "CHROMIUM",
    "POSTGRES_BIN",
    "DATABASE",
    "PORT",
    "WALKS",
    "WORKERS",
)
"""What begins like this is no fresh machine's; by which way packages come is."""


def main() -> None:
    """Clone, run twice, perhaps test, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--test", action="store_true", help="run `make test` in the clone, too")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE.relative_to(TOP)}")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backrub-clone-") as folder:
        clone, home = Path(folder) / "backrub", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", "--no-local", str(TOP), str(clone)], check=True)
        commit = _said("git", "rev-parse", "HEAD", cwd=clone)
        rows = [served(clone, home, what=what) for what in ("first `make run`", "second `make run`")]
        if asked.test:
            rows.append(timed(["make", "test"], clone, home, what="`make test`"))
        left_behind = _said("git", "status", "--short", cwd=clone)
    table = table_of(rows, commit)
    sys.stdout.write(table)
    if left_behind:
        sys.exit(f"what git does not know was left in the clone:\n{left_behind}")
    if asked.write:
        TABLE.write_text(table)


def served(clone: Path, home: Path, *, what: str) -> dict[str, str]:
    """Run `make run` until its page answers, then stop it as Ctrl-C does."""
    port = free_port()
    begun_s, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    words = ["make", "run", f"PORT={port}"]
    with subprocess.Popen(words, cwd=clone, env=_bare(home), start_new_session=True) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}", process)
            lasts_s = time.monotonic() - begun_s
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)
    return _row(what, lasts_s, before)


def timed(words: list[str], clone: Path, home: Path, *, what: str) -> dict[str, str]:
    """Run a command to its end; it must succeed."""
    begun_s, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, cwd=clone, env=_bare(home), check=True)
    return _row(what, time.monotonic() - begun_s, before)


def table_of(rows: list[dict[str, str]], commit: str) -> str:
    """Return the page: the command, the day, the commit, and a row for each run."""
    day, command = (
        datetime.now(UTC).date().isoformat(),
        " ".join(["python", "tools/clean_clone.py", *sys.argv[1:]]),
    )
    heads = list(rows[0])
    lines = [
        "# Clean clone",
        "",
        f"`{command}` on {day}, at commit {commit[:10]}: a new clone, an empty home.",
        "",
    ]
    lines += [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row.values())} |" for row in rows)]) + "\n"


def _row(what: str, lasts_s: float, before: resource.struct_rusage) -> dict[str, str]:
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    own_s = now.ru_utime + now.ru_stime - before.ru_utime - before.ru_stime
    return {"what": what, "seconds": f"{lasts_s:.1f}", "of a core, until it was stopped": f"{own_s:.1f}"}


def _bare(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "HOME": str(home)}


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end_s = time.monotonic() + LONGEST_S
    while not answers(address):
        if process.poll() is not None:
            sys.exit(f"`make run` ended with {process.returncode} before it answered")
        if time.monotonic() > end_s:
            sys.exit(f"no answer at {address} after {LONGEST_S:g} s")
        time.sleep(0.05)


def _said(*words: str, cwd: Path) -> str:
    return subprocess.run(words, cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    main()
