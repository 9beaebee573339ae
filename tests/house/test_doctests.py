"""Every example in a docstring runs and says what is printed."""

import doctest
import importlib
import importlib.util
import pkgutil

import pytest

import backrub

# Alembic runs its scripts by path, inside its own context.
MODULES = sorted(
    info.name
    for info in pkgutil.walk_packages(backrub.__path__, "backrub.")
    if info.name != "backrub.__main__" and ".migrations" not in info.name
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0


def test_examples_in_tools_are_true(top):
    for path in sorted((top / "tools").glob("*.py")):
        if ">>> " in path.read_text(encoding="utf-8"):
            spec = importlib.util.spec_from_file_location(f"tools_{path.stem}", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            assert doctest.testmod(module).failed == 0, path.name
