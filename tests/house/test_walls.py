"""The walls between folders: the layers, and the few that layers alone cannot hold."""

import ast
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import backrub

ABOVE_THE_WALL = {"cli", "web", "app"}
# Each reads the world: the time, chance, the disk, the network, the process it is in.
WORLD = {"time", "random", "secrets", "uuid", "socket", "ssl", "urllib", "http", "requests", "httpx", "os"}
WORLD |= {"subprocess", "tempfile", "shutil", "threading", "asyncio", "glob", "platformdirs"}
# The journal is a disk, and the catalog reads its own package data.
KNOWN = {"journal": {"os", "uuid", "threading", "time"}, "export": {"tempfile"}}
# By name, at run time: what is not there in each installation, and what is large is loaded late.
BY_NAME = {"cohort/table.py": {"pyarrow", "pyarrow.compute", "pyarrow.parquet"}}
CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "np.random", "numpy.random"}


def noun_of(path, top):
    """Return the folder of the package that a file stands in, or its own name."""
    return path.relative_to(top / "src" / "backrub").parts[0].removesuffix(".py")


@cache
def tree_of(path):
    """Return a file of the package as Python reads it, once for all walls."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(tree):
    """Return every module that a file imports, by its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parsed(package_files, top):
    """Return (noun, path, tree) of each file of the package."""
    for path in package_files:
        if not path.relative_to(top / "src" / "backrub").parts[0].startswith("__"):
            yield noun_of(path, top), path.relative_to(top), tree_of(path)


def linted(top):
    """Run import-linter on the sources in a folder: it goes by what Python would import."""
    linter = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(top / "src")}
    return subprocess.run([linter, "--no-cache"], cwd=top, env=environment, capture_output=True, text=True)


def test_a_folder_imports_only_what_is_below_it_and_no_way_round_leads_through_a_wall(top):
    answer = linted(top)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Contracts: 3 kept, 0 broken." in answer.stdout


def round_the_linter(tree):
    """Return what a file imports past import-linter, which sees each `import`, wherever in a file it stands,
    but not what the package's own front door hands on, nor what is imported by a name in quotes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name == "backrub")
        elif isinstance(node, ast.ImportFrom):
            names = {each.name for each in node.names}
            front = node.module == "backrub" or (node.level > 0 and node.module is None)
            yield from (f"backrub.{each}" for each in sorted(names & {*backrub.FACADE, "*"}) if front)
            if node.module == "importlib" and "import_module" in names:
                yield "import_module"
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in {
            "importlib.import_module",
            "importlib.__import__",
            "sys.modules",
            "builtins.__import__",
        }:
            yield ast.unparse(node)
        elif isinstance(node, ast.Name) and node.id in {"__import__", "exec", "eval"}:
            yield node.id


def test_nothing_below_the_app_imports_round_the_linter(package_files, top):
    found = {}
    for noun, path, tree in parsed(package_files, top):
        if noun not in ABOVE_THE_WALL and (names := {*round_the_linter(tree)}):
            found[str(path.relative_to("src/backrub"))] = names
    assert found == {name: {"import_module"} for name in BY_NAME}
    # And these ask for nothing of ours.
    for name, allowed in BY_NAME.items():
        tree = tree_of(top / "src" / "backrub" / name)
        words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert {each for each in words if each in allowed} == allowed
        assert not [each for each in words if str(each).startswith("backrub.")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from backrub import plan", "backrub.plan"),
        ("from backrub import *", "backrub.*"),
        ("from .. import plan", "backrub.plan"),
        ("import backrub", "backrub"),
        ("import backrub as front", "backrub"),
        ("from importlib import import_module", "import_module"),
        ("import importlib; importlib.import_module('backrub.planning')", "importlib.import_module"),
        ("__import__('backrub.planning')", "__import__"),
        ("import sys; sys.modules['backrub.planning']", "sys.modules"),
    ],
)
def test_the_check_itself_sees_an_import_round_the_linter_inside_a_function(line, name):
    assert [*round_the_linter(ast.parse(f"def hole():\n    {line}\n"))] == [name]
    seen_by_the_linter = (
        "from backrub import planning\nfrom backrub import __version__\nimport backrub.errors\n"
    )
    assert [*round_the_linter(ast.parse(seen_by_the_linter))] == []


def test_the_linter_sees_functions_in_the_model_that_ask_the_planner(top, tmp_path):
    """On a copy of the package, with the contracts of `pyproject.toml`, one way to write it in each file."""
    holes = {
        "routine": "from backrub.planning import plan",
        "once": "import backrub.planning as maker",
        "practice": "from backrub import planning",
        "rhythm": "from ..planning import plan",
        "scale": "from .. import planning",
    }
    shutil.copytree(top / "src", tmp_path / "src", ignore=shutil.ignore_patterns("*.toml", "static", "data"))
    shutil.copy(top / "pyproject.toml", tmp_path)
    for name, line in holes.items():
        with (tmp_path / "src" / "backrub" / "model" / f"{name}.py").open("a", encoding="utf-8") as file:
            file.write(f"\n\ndef _hole():\n    {line}\n")
    answer = linted(tmp_path)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    for name in holes:
        assert f"backrub.model.{name} -> backrub.planning" in answer.stdout, name


def test_nothing_below_the_app_reads_the_world(package_files, top):
    found = []
    for noun, path, tree in parsed(package_files, top):
        if noun in ABOVE_THE_WALL:
            continue
        forbidden = WORLD - KNOWN.get(noun, set())
        found += [f"{path}: imports {name}" for name in imports(tree) if name.split(".")[0] in forbidden]
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and (name := ast.unparse(node)) in CLOCKS:
                found.append(f"{path}:{node.lineno}: {name}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
                found.append(f"{path}:{node.lineno}: opens a file")
    assert not found, "\n".join(found)


def test_the_check_itself_sees_a_clock_that_hides():
    tree = ast.parse("from time import monotonic as tick\nimport numpy.random\n")
    assert {name.split(".")[0] for name in imports(tree)} == {"time", "numpy"}


def test_one_file_knows_the_solver(package_files, top):
    knowing = {
        str(path)
        for _, path, tree in parsed(package_files, top)
        if any(name.split(".")[0] in ("highspy", "scipy") for name in imports(tree))
    }
    assert len(knowing) <= 1, knowing


def test_kernels_know_only_numpy_and_numba(package_files, top):
    kernels = [each for each in parsed(package_files, top) if each[1].name.endswith("kernels.py")]
    assert len(kernels) >= 2
    for _, path, tree in kernels:
        assert {name.split(".")[0] for name in imports(tree)} <= {"numpy", "numba", "__future__"}, path


def test_the_judge_of_a_plan_never_asks_its_maker(package_files, top):
    for noun, path, tree in parsed(package_files, top):
        if noun in {"dose", "contact", "motion", "body"}:
            assert not [name for name in imports(tree) if name.startswith("backrub.planning")], path


def test_nothing_that_the_judge_stands_on_asks_the_maker_either(package_files, top):
    # Whatever is imported on the way, by whom of the package it may be.
    known = {}
    for path in package_files:
        inner = path.relative_to(top / "src").with_suffix("").parts
        name = ".".join(inner[:-1] if inner[-1] == "__init__" else inner)
        known[name] = set(imports(tree_of(path)))
    for judge in ("body", "dose", "contact", "motion"):
        waiting = {name for name in known if name.split(".")[:2] == ["backrub", judge]}
        reached = set()
        while waiting:
            name = waiting.pop()
            reached.add(name)
            # A module's own packages are run before it.
            packages = {name.rsplit(".", up)[0] for up in range(1, name.count("."))}
            waiting |= (packages | known[name]) & known.keys() - reached
        assert len({name.split(".")[1] for name in reached if "." in name}) > 1
        assert not [name for name in reached if name.startswith("backrub.planning")], judge


def test_the_journal_knows_no_massage(package_files, top):
    for noun, path, tree in parsed(package_files, top):
        if noun == "journal":
            ours = {name for name in imports(tree) if name.startswith("backrub.")}
            assert not [name for name in ours if name.split(".")[1] not in {"journal", "errors"}], path
