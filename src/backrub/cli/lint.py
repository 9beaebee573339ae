"""Checks catalog files one by one and lists every problem of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from backrub.cli.files import name_of, text_of
from backrub.errors import DataError, Problem
from backrub.model.base import File
from backrub.model.read import read_document, read_text

# A key that only files of that kind have; the folder's name decides first.
TELLING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "strokes": "technique",
        "weights": "style",
        "question": "condition",
        "people_say": "claim",
        "oils": "preparation",
        "zones": "limits",
        "features": "atlas",
        "pieces": "routine",
        "moduli": "layers",
        "parts": "patches",  # limits have parts, too, and zones, which tell them before
    }
)

FOLDERS: Final = ("technique", "style", "condition", "claim")
"""The kinds with a folder of their own, one file each; of the others there is one file."""


def lint_files(files: Sequence[str]) -> list[tuple[str, str]]:
    """Return each file with its kind; raises DataError with every problem of every file."""
    fine: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for file in files:
        try:
            text = text_of(file)
            kind = kind_of(file, text)
            _reader(kind)(text, name=name_of(file))
        except DataError as error:
            problems += error.problems
        else:
            fine.append((file, kind))
    if problems:
        raise DataError(problems)
    return fine


def kind_of(file: str, text: str) -> str:
    """Return which kind of catalog file this is; raises DataError when nothing tells."""
    folder = Path(file).resolve().parent.name if file != "-" else ""
    for kind in FOLDERS:
        if folder == f"{kind}s":
            return kind
    document = read_document(text, name=name_of(file))
    for key, kind in TELLING.items():
        if key in document:
            return kind
    what = "is no catalog file: nothing in it tells its kind"
    keys = ", ".join(f"{key} ({kind})" for key, kind in TELLING.items())
    raise DataError([Problem(name_of(file), what, f"Each kind has its own key: {keys}.")])


def _reader(kind: str) -> Callable[..., Any]:
    if kind == "technique":
        from backrub.catalog.technique import read_technique

        return read_technique
    if kind == "style":
        from backrub.catalog.style import read_style

        return read_style
    if kind == "condition":
        from backrub.catalog.condition import read_condition

        return read_condition
    if kind == "claim":
        from backrub.catalog.claim import read_claim

        return read_claim
    if kind == "atlas":
        from backrub.catalog.atlas_file import read_atlas_file

        return read_atlas_file
    if kind == "routine":
        from backrub.model.routine import Routine

        return partial(read_text, Routine)
    from backrub.catalog.layers import Layers
    from backrub.catalog.limits import Limits
    from backrub.catalog.patches import Patches
    from backrub.catalog.preparation import Preparation

    models: dict[str, type[File]] = {
        "limits": Limits,
        "preparation": Preparation,
        "layers": Layers,
        "patches": Patches,
    }
    return partial(read_text, models[kind])
