"""One name, one meaning, one unit: the page and the values hold the same names."""

import dataclasses
import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel

import backrub.catalog
import backrub.model

PAGE = Path(__file__).resolve().parents[2] / "docs" / "nomenclature.md"

# The end of a name and the unit that the page has to give for it; the longest end counts.
UNITS = {
    "_kg_m2": "kg/m²",
    "_m_s": "m/s", "_pa_s": "Pa s", "_n_s": "N s", "_m2": "m²", "_frac": "1", "_years": "years",
    "_rad": "rad", "_hz": "Hz", "_pa_m": "Pa/m", "_n_m": "N/m", "_kg": "kg", "_pa": "Pa", "_s": "s",
    "_m": "m", "_n": "N", "_c": "°C",
}  # fmt: skip


def values() -> list[type]:
    found = []
    for package in (backrub.model, backrub.catalog):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            found += [
                thing
                for thing in vars(module).values()
                if isinstance(thing, type)
                and thing.__module__ == module.__name__
                and (issubclass(thing, BaseModel) or dataclasses.is_dataclass(thing))
            ]
    return found


def is_numeric(annotation: Any) -> bool:
    """Say whether a value of this type holds a number, anywhere inside; a nested value names its own."""
    if isinstance(annotation, type) and issubclass(annotation, int | float):
        return annotation is not bool
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation.__name__ == "Span"
    return any(is_numeric(part) for part in get_args(annotation))


def numeric_fields() -> dict[str, str]:
    """Return each numeric field's name with the values that have it."""
    found: dict[str, list[str]] = {}
    for value in values():
        hints = get_type_hints(value, include_extras=True)
        model = getattr(value, "model_fields", None)
        own = model if model is not None else {each.name for each in dataclasses.fields(value)}
        for name in own:
            if is_numeric(hints[name]) and name != "schema_":
                found.setdefault(name, []).append(value.__name__)
    return {name: ", ".join(sorted(owners)) for name, owners in found.items()}


def rows() -> dict[str, tuple[str, str]]:
    """Return the page's rows: name to (unit, meaning)."""
    table = re.findall(
        r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len({name for name, _, _ in table}) == len(table), "a name stands there twice"
    return {name: (unit.strip(), meaning.strip()) for name, unit, meaning in table}


def unit_of(name: str) -> str | None:
    return next((unit for end, unit in UNITS.items() if name.endswith(end)), None)


def test_every_number_of_the_model_and_the_catalog_is_on_the_page() -> None:
    missing = {name: owners for name, owners in numeric_fields().items() if name not in rows()}
    assert missing == {}, "add a row for each to docs/nomenclature.md"


def test_the_page_names_nothing_that_is_gone() -> None:
    gone = set(rows()) - set(numeric_fields())
    assert gone == set(), "take these rows out of docs/nomenclature.md"


def test_the_unit_on_the_page_is_the_one_in_the_name() -> None:
    wrong = {name: unit for name, (unit, _) in rows().items() if unit_of(name) not in (None, unit)}
    assert wrong == {}


def test_every_row_says_what_it_means() -> None:
    assert [name for name, (unit, meaning) in rows().items() if len(meaning) < 8 or not unit] == []


@pytest.mark.parametrize(
    ("name", "unit"),
    [("speed_m_s", "m/s"), ("dose_pa_s", "Pa s"), ("area_m2", "m²"), ("start_s", "s"), ("level", None)],
)
def test_the_longest_end_of_a_name_tells_its_unit(name: str, unit: str | None) -> None:
    assert unit_of(name) == unit
