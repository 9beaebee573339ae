"""Cold starts: help, and the plan of a half hour (34 years, relaxation, oil, nothing to avoid).

Each run is a process of its own with warm files. Times are printed, ratios are guarded: help loads none of
what a plan needs, and a plan costs little more than loading the solver that it stands on.
"""

import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
REQUEST = """
[receiver]
age_years = 34
sex = "female"
height_m = 1.68
mass_kg = 64.0
[wishes]
minutes = 30
[kit]
oil = "coconut"
"""
ROUNDS = 5


def start(*words: str, given: str = "") -> None:
    """Run a Python process to its end."""
    environment = {**os.environ, "PYTHONPATH": str(TOP / "src")}
    command = [sys.executable, *words]
    subprocess.run(command, input=given, text=True, check=True, capture_output=True, env=environment)


def show_help() -> None:
    start("-m", "backrub", "--help")


def make_plan() -> None:
    start("-m", "backrub", "plan", "-", "--json", given=REQUEST)


def load_parts() -> None:
    start("-c", "import numpy, highspy, pydantic, typer")


def test_help_is_there_at_once(benchmark, median_s):
    benchmark.pedantic(show_help, rounds=ROUNDS, warmup_rounds=1)
    assert benchmark.stats.stats.median < 0.5 * median_s(make_plan, 3)


def test_a_cold_plan_costs_little_more_than_its_parts(benchmark, median_s):
    benchmark.pedantic(make_plan, rounds=ROUNDS, warmup_rounds=1)
    assert benchmark.stats.stats.median < 6 * median_s(load_parts, 3)
