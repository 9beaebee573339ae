"""Benchmarks state the size of their work and guard ratios; seconds are printed, never asserted."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import pytest


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
