"""The catalog's own package data: the only files that the engine reads."""

from __future__ import annotations

from importlib.resources import files

_ROOT = files("backrub.catalog")


def package_text(*path: str) -> str:
    """Return the text of one data file of the catalog."""
    return _ROOT.joinpath(*path).read_text(encoding="utf-8")


def package_names(folder: str) -> tuple[str, ...]:
    """Return the names, without ending, of a folder's TOML files, in order.

    >>> "classic" in package_names("styles")
    True
    """
    entries = _ROOT.joinpath(folder).iterdir()
    return tuple(sorted(each.name[:-5] for each in entries if each.name.endswith(".toml")))
