"""Runs the server on this machine: its own socket first, so that a port in use is a sentence."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import sys
import webbrowser
from contextlib import closing
from threading import Thread

import uvicorn

from backrub.app.root import App, open_app
from backrub.app.settings import Settings
from backrub.errors import DataError, Problem
from backrub.web.factory import make_web

HOST = "127.0.0.1"
GRACE_S = 3
"""How long a stopping server waits for answers that are under way. [s]"""


def serve(settings: Settings, *, open_browser: bool) -> None:
    """Serve until told to stop; raises DataError or Refused when the port or the journal can't be used."""
    with closing(_listen(settings.port)) as listening:
        app = open_app(settings)
        with closing(app.store):
            _log_to_stderr()
            config = uvicorn.Config(
                make_web(app),
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE_S,
                lifespan="off",
                ws="none",
            )
            try:
                asyncio.run(_run(uvicorn.Server(config), listening, app=app, open_browser=open_browser))
            except KeyboardInterrupt:
                print("\nStopped. Every session is kept.", flush=True)


async def _run(server: uvicorn.Server, listening: socket.socket, *, app: App, open_browser: bool) -> None:
    address = f"http://localhost:{app.settings.port}/"
    running = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if server.started:
        print(f"Backrub is at {address}  (Ctrl-C stops it)", flush=True)
        app.gate.warm_up(app.catalog)
        if open_browser and has_browser(os.environ, sys.platform):
            # Some browsers keep the caller waiting.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    await running


def has_browser(environment: os._Environ[str] | dict[str, str], platform: str) -> bool:
    """Say whether a window can open here; a text browser would take over the terminal.

    >>> has_browser({}, "linux"), has_browser({"DISPLAY": ":0"}, "linux"), has_browser({}, "darwin")
    (False, True, True)
    """
    return platform in ("darwin", "win32") or bool(
        environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    )


def _listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine; raises DataError when the port can't be had."""
    # By its number: only of a socket that says it is TCP does asyncio send each answer at once, without
    # waiting some 40 ms for the other side to tell that it has got the first half.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        # Bound without listening, a second server would bind as well and only fail later.
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            what, way_out = f"{port} is in use", f"Is Backrub running already? Try --port {_next(port)}."
        elif error.errno in (errno.EACCES, errno.EPERM):
            what, way_out = f"{port} is kept for the system", "Choose a port from 1024 up."
        else:
            what, way_out = f"{port} can't be used", "Choose another port."
        raise DataError([Problem("port", what, way_out)]) from None
    return listening


def _next(port: int) -> int:
    return port + 1 if port < 65535 else port - 1


def _log_to_stderr() -> None:
    """Send our own lines and the server's warnings to stderr."""
    to_stderr = logging.StreamHandler()
    to_stderr.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    for name, level in (("backrub", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.setLevel(level)
        logger.addHandler(to_stderr)
        logger.propagate = False
