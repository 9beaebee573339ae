"""A server with an empty journal, for the pictures: with its own clock where time is to pass."""

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

LATER = Path(__file__).resolve().parent.parent / "tests" / "browser" / "serve_later.py"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/settings", timeout=2) as answer:
        return bool(json.load(answer))
    return False


@contextlib.contextmanager
def serving(folder: str, ahead: Path | None = None) -> Iterator[str]:
    """Serve an empty journal, and yield the address; `ahead` holds how far ahead its clock is. [s]"""
    port = free_port()
    address = f"http://localhost:{port}"
    program = ["-m", "backrub"] if ahead is None else [str(LATER), str(ahead)]
    command = [sys.executable, *program, "serve", "--port", str(port)]
    command += ["--database", f"sqlite:///{folder}/{port}.sqlite"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_s = time.monotonic() + 60
        while not answers(address):
            if server.poll() is not None or time.monotonic() > until_s:
                sys.exit("The server did not start: try `make run` and read what it says.")
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()
