"""The judge's own copies of what the product chooses, and what the judge may look at."""

import ast
import tomllib
from pathlib import Path

from judge import judge_pages as pages
from judge.judge_ground import CATALOG

HERE = Path(__file__).resolve().parent
ASKING = {"judge_evenings.py", "judge_proof.py", "judge_requests.py"}
"""These ask the product for what is judged."""
JUDGES = sorted({path.name for path in HERE.glob("judge_*.py")} - ASKING)


def test_the_judge_imports_nothing_of_the_product():
    assert "judge_ground.py" in JUDGES
    for name in JUDGES:
        tree = ast.parse((HERE / name).read_text())
        named = {
            alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        }
        named |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not [each for each in named if each.split(".")[0] == "backrub"], name


def test_how_broad_each_part_is_stands_in_both_alike():
    parts = tomllib.loads((CATALOG / "limits.toml").read_text())["parts"]
    assert {
        part: (each["half_across_m"], each["half_along_m"]) for part, each in parts.items()
    } == pages.HALF_M


def test_the_judge_and_the_requests_know_every_condition_and_style():
    from judge.judge_requests import CONDITIONS, STYLES

    assert {path.stem for path in (CATALOG / "conditions").glob("*.toml")} == set(CONDITIONS)
    assert {path.stem for path in (CATALOG / "styles").glob("*.toml")} == set(STYLES)
