"""Make `.venv` hold what is asked for, and do nothing when it already does.

    python tools/environment.py serving|postgres|cohort|everything ...

Plain pip and the hash-locked files are all it uses. What was installed is written beside the
environment's own files, by the hash of each lock, so that a second start costs a few milliseconds.
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
PYTHON = VENV / "bin" / "python"
RECORD = VENV / "backrub-installed.json"
EDITABLE = "this checkout"

LOCKS = {
    "serving": ("requirements.lock", "requirements-build.lock"),
    "postgres": ("requirements-postgres.lock",),
    "cohort": ("requirements-cohort.lock",),
    "everything": ("requirements-test.lock",),
}
# The full set was solved first and holds all the others.
INCLUDED = {"requirements-test.lock": {lock for locks in LOCKS.values() for lock in locks}}


def hash_of(*paths: Path) -> str:
    """Return one hash of the contents of some files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def run(*command: str | Path, trouble: str) -> None:
    """Run a command to its end; leave with one sentence when it fails."""
    if subprocess.run([str(word) for word in command], cwd=TOP).returncode:
        sys.exit(trouble)


def pip(*words: str, trouble: str) -> None:
    run(PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *words, trouble=trouble)


def read_record() -> dict[str, str]:
    """Return what is installed: lock -> its hash when it was."""
    try:
        return dict(json.loads(RECORD.read_text()))
    except (OSError, ValueError):
        return {}


def ensure_environment() -> None:
    """Make the environment, or make it anew when its Python is gone."""
    if PYTHON.exists():
        return
    print("Making .venv ...", flush=True)
    run(
        sys.executable, "-m", "venv", *(["--clear"] if VENV.exists() else []), VENV,
        trouble="Could not make .venv: Python's venv module is missing (Debian: apt install python3-venv).",
    )  # fmt: skip


def ensure_installed(parts: list[str]) -> None:
    """Install the locks that changed, and this checkout when its own description did."""
    record = read_record()
    locks = [lock for part in parts for lock in LOCKS[part]]
    for whole, included in INCLUDED.items():
        if whole in locks:
            locks = [whole, *(lock for lock in locks if lock not in included)]
    now = {lock: hash_of(TOP / lock) for lock in locks}
    stale = [lock for lock in locks if record.get(lock) != now[lock]]
    if stale:
        print(f"Installing from {', '.join(stale)} (a few minutes the first time) ...", flush=True)
        # A half-done install is not recorded, so the next call does it again.
        RECORD.unlink(missing_ok=True)
        pip(
            "--require-hashes",
            *(word for lock in stale for word in ("-r", lock)),
            trouble="Could not install the locked packages: is this machine online, with space on its disk?",
        )
        for lock in stale:
            record[lock] = now[lock]
            for included in INCLUDED.get(lock, set()):
                record[included] = hash_of(TOP / included)
    described = hash_of(TOP / "pyproject.toml", TOP / "src/backrub/__init__.py")
    if stale or record.get(EDITABLE) != described:
        pip(
            "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".",
            trouble="Could not install this checkout into .venv; the lines above say why.",
        )  # fmt: skip
        record[EDITABLE] = described
        RECORD.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n")


def main() -> None:
    parts = sys.argv[1:]
    if not parts or any(part not in LOCKS for part in parts):
        sys.exit(f"usage: environment.py {'|'.join(LOCKS)} ...")
    ensure_environment()
    ensure_installed(parts)


if __name__ == "__main__":
    main()
