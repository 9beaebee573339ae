"""A second `make run`: nothing to install or to build, from the command to the first answer of the server.

The whole of it is `make`, `tools/environment.py serving`, `tools/frontend.py build` and `backrub serve` on a
journal of its own. The goal is two seconds of its own work: that is printed. What is guarded are ratios of
processor time: it costs little more than loading the parts that the server stands on, and its two checks a
small part of that.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

TOP = Path(__file__).resolve().parents[1]
MOST_RUN = 2.4
"""A second run over its parts: three runs took 1.7, 1.8 and 1.9."""
MOST_CHECKS = 0.16
"""Its two checks over its parts: three runs took 0.10, 0.10 and 0.13."""
LONGEST_S = 120.0


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def make_run(folder: Path) -> None:
    """Run `make run` until its server answers, then stop it."""
    port = free_port()
    # No screen: nothing opens a browser.
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")
    }
    command = ["make", "-s", "run", f"PORT={port}", f"DATABASE=sqlite:///{folder / 'journal.db'}"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            command, cwd=TOP, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    try:
        until_s = time.perf_counter() + LONGEST_S
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/api/settings") as answer:
                    assert answer.status == 200
                    return
            except URLError:
                assert running.poll() is None, (folder / "log").read_text()
                assert time.perf_counter() < until_s
                time.sleep(0.01)
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(LONGEST_S)


def check_only() -> None:
    for words in (["tools/environment.py", "serving"], ["tools/frontend.py", "build"]):
        subprocess.run([sys.executable, *words], cwd=TOP, check=True, capture_output=True)


def load_parts() -> None:
    parts = "import alembic, fastapi, numpy, pydantic, sqlalchemy, sse_starlette, typer, uvicorn"
    subprocess.run([sys.executable, "-c", parts], check=True, capture_output=True)


def test_a_second_make_run_costs_little_more_than_its_parts(works_s, tmp_path):
    own_s, parts_s, checks_s = works_s(lambda: make_run(tmp_path), load_parts, check_only)
    print(
        f"\nprocessor time of a second make run: {own_s:.2f} s, its two checks {checks_s:.2f} s, its parts"
        f" alone {parts_s:.2f} s; ratios {own_s / parts_s:.2f} and {checks_s / parts_s:.2f}"
    )
    assert own_s < MOST_RUN * parts_s
    assert checks_s < MOST_CHECKS * parts_s
