"""Benchmarks state the size of their work and guard ratios; seconds are printed, never asserted."""

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from playwright.sync_api import Browser, sync_playwright

TOP = Path(__file__).resolve().parents[1]
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
