"""With --open the browser is given the printed address, where there is one; without, nothing opens."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from backrub.web import serve
from loops import awaited

LONG_S = 30


@pytest.fixture
def served(tmp_path, unused_port):
    """Serve with some words until it answers; return the printed address and what a browser was given."""
    browser = tmp_path / "browser"
    given = tmp_path / "given"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{given}.part" && mv "{given}.part" "{given}"\n')
    browser.chmod(0o755)

    def serve(*words, screen=":0", waits_for_browser):
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HOME": str(tmp_path),
            "BROWSER": f"{browser} %s",
            "BACKRUB_PORT": str(unused_port),
            "BACKRUB_DATABASE": f"sqlite:///{tmp_path / 'journal.db'}",
        }
        environment.pop("WAYLAND_DISPLAY", None)
        environment.pop("DISPLAY", None)
        if screen:
            environment["DISPLAY"] = screen
        command = [sys.executable, "-W", "ignore", "-m", "backrub", *words]
        running = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
        )
        try:
            printed = running.stdout.readline()
            address = next(word for word in printed.split() if word.startswith("http"))
            assert httpx.get(f"{address}api/settings", timeout=LONG_S).status_code == 200
            until = time.monotonic() + LONG_S
            while waits_for_browser and not given.exists() and time.monotonic() < until:
                time.sleep(0.02)
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=LONG_S)
        return address, given.read_text() if given.exists() else None

    return serve


@pytest.mark.parametrize("words", [["serve", "--open"], []], ids=["serve --open", "alone"])
def test_the_browser_is_given_the_printed_address(served, words):
    address, given = served(*words, waits_for_browser=True)
    assert given == address


def test_serve_alone_opens_nothing(served):
    assert served("serve", waits_for_browser=False)[1] is None


def test_where_there_is_no_screen_nothing_opens(served):
    assert served("serve", "--open", screen="", waits_for_browser=False)[1] is None


def test_both_halves_of_an_answer_are_sent_at_once(unused_port):
    async def sends_at_once():
        met = asyncio.get_running_loop().create_future()
        listening = serve._listen(unused_port)
        async with await asyncio.start_server(lambda _, writer: met.set_result(writer), sock=listening):
            _, asking = await asyncio.open_connection("127.0.0.1", unused_port)
            answering = await met
            held = answering.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for each in (asking, answering):
                each.close()
        return held != 0

    assert awaited(sends_at_once())
