"""`backrub serve` for the browser walks: a real process that can be killed, started again, and set ahead."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CLOCKED = Path(__file__).with_name("serve_later.py")
TRUSTING = Path(__file__).with_name("serve_trusting.py")


class Server:
    """`backrub serve` as people run it, on a port of its own, that can be killed and started again.

    Plans are played as they are: pressing each on its back takes seconds. `is_strict` has them pressed.
    """

    def __init__(self, folder: Path, *, is_clocked: bool = False, is_strict: bool = False) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.folder = folder
        self.address = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.is_strict = is_strict
        self.ahead: Path | None = folder / "ahead" if is_clocked else None
        if self.ahead is not None:
            self.ahead.write_text("0")

    def start(self) -> None:
        """Start it and wait until it answers."""
        program = [str(TRUSTING)] if self.ahead is None else [str(CLOCKED), str(self.ahead)]
        if self.is_strict:
            program = ["-m", "backrub"]
        command = [sys.executable, *program, "serve", "--port", str(self.port)]
        command += ["--database", f"sqlite:///{self.folder / 'journal.sqlite'}"]
        with (self.folder / "log").open("ab") as said:
            self.process = subprocess.Popen(
                command, stdout=said, stderr=said, env={**os.environ, "HOME": str(self.folder)}
            )
        for _ in range(600):
            if self.process.poll() is not None:
                break
            with contextlib.suppress(OSError):
                self.ask("/api/settings")
                return
            time.sleep(0.05)
        pytest.fail(f"The server did not start:\n{(self.folder / 'log').read_text()}", pytrace=False)

    def pass_time(self, seconds_s: float) -> None:
        """Move a moved clock on. [s]"""
        assert self.ahead is not None, "only later_server has a clock that moves"
        late_s = float(self.ahead.read_text()) + seconds_s
        # Renamed into place: the server never reads half a number.
        new = self.ahead.with_suffix(".new")
        new.write_text(str(late_s))
        new.replace(self.ahead)

    def kill(self) -> None:
        """kill -9: no goodbye."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def ask(self, path: str) -> Any:
        """GET a path and read its JSON."""
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            return json.load(answer)

    def kinds(self, session: str) -> list[str]:
        """Return the kinds of a session's events, as its stream tells them."""
        path = f"{self.address}/api/sessions/{session}/events?follow=false"
        with urllib.request.urlopen(path, timeout=10) as answer:
            text = answer.read().decode()
        return [
            line.removeprefix("event:").strip() for line in text.splitlines() if line.startswith("event:")
        ]


@contextlib.contextmanager
def served(folder: Path, *, is_clocked: bool = False, is_strict: bool = False) -> Iterator[Server]:
    """Start a server with a folder of its own, and kill it in the end."""
    made = Server(folder, is_clocked=is_clocked, is_strict=is_strict)
    made.start()
    yield made
    made.kill()
