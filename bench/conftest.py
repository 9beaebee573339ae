"""Benchmarks state the size of their work and guard ratios; seconds are printed.

The pages are held to the times that people feel: run those alone on a machine.
"""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import Browser, sync_playwright

from browser.conftest import Walk
from browser.serving import Server

TOP = Path(__file__).resolve().parents[1]
SIZES = {"phone": {"width": 390, "height": 844}, "laptop": {"width": 1280, "height": 800}}
QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture
def median_s() -> Callable[[Callable[[], object], int], float]:
    """A stopwatch: the median time of some runs of a call, after one that warms it up. [s]"""

    def measure(call: Callable[[], object], runs: int = 5) -> float:
        call()
        times: list[float] = []
        for _ in range(runs):
            began_s = perf_counter()
            call()
            times.append(perf_counter() - began_s)
        return median(times)

    return measure


@pytest.fixture
def works_s() -> Callable[..., list[float]]:
    """A stopwatch for processes that are started and waited for: the median processor time of each call. [s]

    The calls take turns, so that a machine that grows busy or slow does so for all of them.
    """

    def used_s(call: Callable[[], object]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        call()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def measure(*calls: Callable[[], object], rounds: int = 5) -> list[float]:
        for call in calls:
            call()
        turns = [[used_s(call) for call in calls] for _ in range(rounds)]
        return [median(each) for each in zip(*turns, strict=True)]

    return measure


@pytest.fixture
def browser() -> Iterator[Browser]:
    """The Chromium of the browser tests."""
    found = subprocess.run([TOP / "tools" / "find-chromium.sh"], capture_output=True, text=True)
    if found.returncode:
        pytest.fail(found.stderr.strip(), pytrace=False)
    arguments = [*QUIET, "--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=found.stdout.strip(), args=arguments)
        yield started
        started.close()


@pytest.fixture
def new_evening(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., tuple[Walk, Server]]]:
    """A maker of a walk on a phone or a laptop, with a server of its own."""
    servers: list[Server] = []

    def make(device: str, *, is_clocked: bool = False) -> tuple[Walk, Server]:
        folder = tmp_path / str(len(servers))
        folder.mkdir()
        server = Server(folder, is_clocked=is_clocked)
        servers.append(server)
        server.start()
        context = browser.new_context(
            viewport=SIZES[device], service_workers="block", has_touch=device == "phone", locale="en-GB"
        )
        walk = Walk(context, server.address)
        # A busy machine is measured, too: it only takes longer.
        context.set_default_timeout(60_000)
        return walk, server

    yield make
    for server in servers:
        server.kill()
