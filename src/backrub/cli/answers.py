"""From a plan's file to an answer on stdout: shared by several commands; loads what it needs when it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def of_plan(plan: str, make: Callable[..., Any]) -> tuple[Any, Any]:
    """Return a file's plan and what `make` makes of it; problems name the file."""
    from backrub.app.within import within
    from backrub.catalog import load
    from backrub.cli.files import name_of, read_value
    from backrub.model.plan import Plan

    read = read_value(Plan, plan)
    with within(name_of(plan), joined_by=" "):
        return read, make(read, catalog=load())


def print_value(value: Any) -> None:
    """Print a value as one JSON document."""
    sys.stdout.write(value.model_dump_json(indent=2) + "\n")


def print_json(document: object) -> None:
    """Print what JSON can hold as one document."""
    import json

    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
