"""The golden files that the front end's own tests read say what the server says."""

import importlib.util
import json
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
GOLDEN = TOP / "frontend" / "tests" / "golden"
SPEC = importlib.util.spec_from_file_location("pages_golden", TOP / "tools" / "pages_golden.py")
assert SPEC is not None
assert SPEC.loader is not None
made = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(made)


@pytest.mark.parametrize("name", ["schemas", "ground", "names"])
def test_the_pages_are_compared_with_what_the_server_says_today(name: str) -> None:
    now = json.loads(json.dumps(getattr(made, name)()))
    then = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    assert then == now, "out of date: run tools/pages_golden.py, then the front end's tests"
