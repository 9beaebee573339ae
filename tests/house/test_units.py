"""Every number with a unit says so at the end of its name: in values, in data files, everywhere."""

import ast
import dataclasses
import importlib
import pkgutil
import re
import tomllib
import types
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import numpy as np
import pytest
from pydantic import BaseModel

import backrub

UNITS = (
    "_s",
    "_m",
    "_m2",
    "_m_s",
    "_m_s2",
    "_n",
    "_pa",
    "_pa_s",
    "_rad",
    "_hz",
    "_kg",
    "_c",
    "_frac",
    "_years",
)
# Chart coordinates have no unit; minutes stand where a person writes; a plan's contract names the rest.
CHART = re.compile(r"(?:^|_)(?:across|along)(?:_|$)")
NAMED = {"minutes", "max_minutes", "objective", "mip_gap"}
# Tables of the objective's own weights, and lines and points of the chart as a whole.
# Unit vectors have no unit; a Worst's value has that of the field which holds it.
NAMED |= {"normal", "heading"}
# Moore and Garg's index is a number of its own, a product of multipliers.
NAMED |= {"strain_index"}
# How often a hand came over the skin of a place, on average.
NAMED |= {"passes"}
NAMED |= {"weights", "prefer", "value", "points", "middle", "ends", "line", "edge", "path"}
# Of the chart laid on skin: what a step or a bend of the chart is, and where it ends.
NAMED |= {"metric", "shifts", "edge_low", "edge_high", "chart"}
HOLDERS = (Union, types.UnionType, tuple, list, dict, frozenset, set, np.ndarray, np.dtype)
# Free-form by contract: a way out gives new values for any field of a request.
# A row's columns each name their own unit; what an evening is worth has none.
FREE = {("WayOut", "change"), ("Judged", "row"), ("Pantry", "above")}
# A span's bounds have the unit of the field that owns it; a linear programme is numbers alone.
BARE = {"Span", "MostMinutes", "Rows", "Need", "Programme", "Solution"}
# The marks of a drawing, and where a back stands on a sheet, are in the sheet's own pixels.
BARE |= {"Line", "Words", "Drawing", "Panel"}


def modules():
    """Return every module of the package, imported."""
    names = [info.name for info in pkgutil.walk_packages(backrub.__path__, "backrub.")]
    # Alembic runs its scripts by path, inside its own context.
    ours = [name for name in names if name != "backrub.__main__" and ".migrations" not in name]
    return [backrub, *(importlib.import_module(name) for name in ours)]


def values():
    """Return each pydantic model and dataclass that the package defines."""
    found = {}
    for module in modules():
        for thing in vars(module).values():
            if not isinstance(thing, type) or thing.__module__ != module.__name__:
                continue
            if issubclass(thing, BaseModel) or dataclasses.is_dataclass(thing):
                found[f"{thing.__module__}.{thing.__qualname__}"] = thing
    return found


def is_chart_point(annotation):
    parts = get_args(annotation)
    return get_origin(annotation) is tuple and len(parts) == 2 and all(holds_float(part) for part in parts)


def holds_float(annotation: Any) -> bool:
    """Say whether a value of this type holds a float whose unit only the field's name can tell."""
    if annotation is float or (isinstance(annotation, type) and issubclass(annotation, np.floating)):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        # A Span holds bare numbers in the unit of the field that owns it; other models name their own.
        return annotation.__name__ == "Span"
    origin = get_origin(annotation)
    if origin is Annotated:
        return holds_float(get_args(annotation)[0])
    if is_chart_point(annotation):
        return False
    if origin in HOLDERS:
        return any(holds_float(part) for part in get_args(annotation) if part is not Ellipsis)
    return False


def has_unit(name):
    return name in NAMED or name.endswith(UNITS) or bool(CHART.search(name))


def test_every_float_of_every_value_names_its_unit():
    nameless = []
    for path, value in values().items():
        hints = get_type_hints(value, include_extras=True)
        if value.__name__ in BARE:
            continue
        # A limit of any kind carries its unit in a field of its own, and so does a scale.
        own = {"limit", "worst", "edges", "most"} if "unit" in hints else set()
        for name, annotation in hints.items():
            known = name in own or has_unit(name) or (value.__name__, name) in FREE
            if holds_float(annotation) and not known:
                nameless.append(f"{path}.{name}")
    assert not nameless, "\n".join(nameless)


def test_the_check_itself_sees_a_float_without_a_unit():
    assert holds_float(float)
    assert holds_float(float | None)
    assert holds_float(Annotated[float, "positive"])
    assert holds_float(dict[str, float])
    assert holds_float(tuple[float, ...])
    assert holds_float(np.ndarray[Any, np.dtype[np.float64]])
    assert not holds_float(int)
    assert not holds_float(tuple[float, float])
    assert not has_unit("duration")
    assert has_unit("duration_s")
    assert has_unit("along_high")
    assert not has_unit("alongside")


def bare_floats(table, path):
    """Return the keys of a data file that hold floats and name no unit on the way down."""
    for key, value in table.items():
        if has_unit(key):
            continue
        each = value if isinstance(value, list) else [value]
        if any(isinstance(one, float) for one in each):
            yield f"{path}{key}"
        for one in each:
            if isinstance(one, dict):
                yield from bare_floats(one, f"{path}{key}.")


def test_every_float_of_every_data_file_names_its_unit(top, our_files):
    nameless = []
    for path in our_files:
        if path.suffix == ".toml" and top / "src" in path.parents:
            nameless += bare_floats(tomllib.loads(path.read_text()), f"{path.relative_to(top)}: ")
    assert not nameless, "\n".join(nameless)


# Milliseconds and centimetres are for people's eyes; inside there is one unit for each quantity.
FOREIGN = re.compile(r"\b[a-z]\w*_(?:ms|cm|mm|cm2|mm2|deg|sec|kpa|kgf|lb|mmhg)\b")
# A page writes a height in centimetres for a person, and draws.
DRAWN = re.compile(r"_(?:cm|mm)$")


def declared(path):
    """Return what a file declares to others: in Python its fields and parameters, else every word."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    nodes = list(ast.walk(ast.parse(text)))
    fields = [ast.unparse(node.target) for node in nodes if isinstance(node, ast.AnnAssign)]
    return " ".join(fields + [node.arg for node in nodes if isinstance(node, ast.arg)])


@pytest.mark.parametrize("suffix", [".py", ".ts", ".svelte", ".toml", ".sql"])
def test_no_name_carries_a_unit_that_is_not_ours(suffix, top, our_files):
    sources = (top / "src", top / "frontend" / "src")
    foreign = [
        f"{path.relative_to(top)}: {word}"
        for path in our_files
        if path.suffix == suffix and any(source in path.parents for source in sources)
        for word in sorted(set(FOREIGN.findall(declared(path))))
        if suffix not in {".ts", ".svelte"} or not DRAWN.search(word)
    ]
    assert not foreign, "\n".join(foreign)
