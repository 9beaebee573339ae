"""Cold starts: help, and the plan of a half hour (34 years, relaxation, oil, nothing to avoid).

Each run is a process of its own with warm files. Processor times are printed, their ratios are guarded: help
loads none of what a plan needs, and a plan costs little more than loading the solver that it stands on.
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
MOST_HELP = 0.19
"""Help over a plan: three runs took 0.13, 0.13 and 0.15."""
MOST_PLAN = 5.0
"""A plan over its parts: three runs took 3.2, 3.7 and 4.1."""


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


def test_help_is_there_at_once_and_a_cold_plan_costs_little_more_than_its_parts(works_s):
    help_s, plan_s, parts_s = works_s(show_help, make_plan, load_parts)
    print(
        f"\nprocessor time of a cold start: --help {help_s:.2f} s, plan {plan_s:.2f} s,"
        f" its parts alone {parts_s:.2f} s; ratios {help_s / plan_s:.3f} and {plan_s / parts_s:.2f}"
    )
    assert help_s < MOST_HELP * plan_s
    assert plan_s < MOST_PLAN * parts_s
