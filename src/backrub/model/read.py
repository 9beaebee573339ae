"""From text to a checked value, with all its problems at once."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from backrub.errors import DataError, Problem, did_you_mean
from backrub.model import once

MAX_BYTES = 1_000_000
"""No file or body of ours comes near a megabyte; what is larger is refused unread."""

V = TypeVar("V", bound=BaseModel)


def read_text(model: type[V], text: str, *, name: str) -> V:
    """Return the value that `text` (TOML, or JSON when it starts with a brace) describes.

    Raises DataError with every problem, each with its place, what it is and the way out.

    >>> from backrub.model.base import Span
    >>> read_text(Span, "low = 0.01\\nhigh = 0.03", name="span.toml")
    Span(low=0.01, high=0.03)
    """
    if len(text) > MAX_BYTES:
        raise DataError(
            [Problem(name, f"is larger than {MAX_BYTES // 1_000_000} MB", "Give a smaller file.")]
        )
    return read_mapping(model, read_document(text, name=name), name=name)


def is_json(text: str) -> bool:
    """Return whether a file is read as JSON, because a brace comes first, and not as TOML.

    >>> is_json(' {"schema": 1}'), is_json("schema = 1")
    (True, False)
    """
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def read_document(text: str, *, name: str) -> Mapping[str, Any]:
    """Return the table in TOML or JSON text; raises DataError with the line where it can't be read."""
    try:
        if is_json(text):
            document = once.loads(text.lstrip("\ufeff"), parse_constant=_no_constant)
        else:
            document = tomllib.loads(text.lstrip("\ufeff"))
    except RecursionError:
        raise DataError([Problem(name, "is nested too deeply", "Give a flat file.")]) from None
    except ValueError as error:  # JSONDecodeError and TOMLDecodeError are ValueErrors
        raise DataError([Problem(name, f"cannot be read: {error}", "Write it as TOML or JSON.")]) from None
    if problems := once.problems_of(document, name=name):
        raise DataError(problems)
    if not isinstance(document, dict):
        raise DataError([Problem(name, "is not a table", "Write keys and values.")])
    return document


def read_mapping(model: type[V], document: Mapping[str, Any], *, name: str = "") -> V:
    """Return `model` made of a mapping; raises DataError with every problem."""
    known = model.model_fields.get("schema_")
    if known is not None and document.get("schema", 1) != 1:
        what = f"schema {document.get('schema')!r} is not one this release reads"
        raise DataError([Problem(_at(name, ("schema",)), what, "Use schema = 1, or a newer Backrub.")])
    try:
        return model.model_validate_json(json.dumps(document, default=str))
    except ValidationError as error:
        raise DataError([problem_of(each, model=model, name=name) for each in error.errors()]) from None
    except ValueError:  # json.dumps meets a lone surrogate or the like
        raise DataError([Problem(name, "holds characters that can't be read", "Save it as UTF-8.")]) from None


def problem_of(error: ErrorDetails, *, model: type[BaseModel], name: str = "") -> Problem:
    """Return one pydantic error as a problem in our words."""
    where = _at(name, error["loc"])
    key = str(error["loc"][-1]) if error["loc"] else ""
    given = error.get("input")
    if error["type"] == "extra_forbidden":
        return Problem(where, f"unknown key {key}", did_you_mean(key, _known_keys(model, error["loc"][:-1])))
    if error["type"] == "missing":
        return Problem(where, "is missing", f"Add {key}.")
    if error["type"] == "literal_error":
        expected = error.get("ctx", {}).get("expected", "")
        options = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
        return Problem(where, f"{_shown(given)} is not a choice", did_you_mean(str(given), options))
    if error["type"] in ("union_tag_invalid", "union_tag_not_found"):
        context = error.get("ctx", {})
        where = f"{where}.{context.get('discriminator', 'kind')}".replace("'", "").lstrip(".")
        if error["type"] == "union_tag_not_found":
            return Problem(where, "is missing", "Say which kind it is.")
        tags = [word.strip(" '") for word in context.get("expected_tags", "").split(",")]
        tag = str(context.get("tag", ""))
        return Problem(where, f"{_shown(tag)} is not a choice", did_you_mean(tag, tags))
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    if error["type"] == "value_error":
        return Problem(where, message, "Mend that, then try again.")
    return Problem(where, f"{_shown(given)} can't be used", _way_out(error) or f"It should be {message}.")


def _way_out(error: ErrorDetails) -> str:
    """Return what to write instead, in plain words; empty for what is rare."""
    limits = error.get("ctx", {})
    plain = {
        "greater_than_equal": "Use {ge} or more.",
        "greater_than": "Use more than {gt}.",
        "less_than_equal": "Use {le} or less.",
        "less_than": "Use less than {lt}.",
        "model_type": "Write keys and values.",
        "model_attributes_type": "Write keys and values.",
        "dict_type": "Write keys and values.",
        "tuple_type": "Write a list.",
        "list_type": "Write a list.",
        "float_type": "Write a number.",
        "float_parsing": "Write a number.",
        "int_type": "Write a whole number.",
        "int_parsing": "Write a whole number.",
        "int_from_float": "Write a whole number.",
        "finite_number": "Write a number.",
        "bool_type": "Write true or false.",
        "bool_parsing": "Write true or false.",
        "string_type": "Write it in quotes.",
        "string_too_long": "Use {max_length} letters at most.",
        "string_too_short": "Write something here.",
        "string_pattern_mismatch": "Use small letters, digits and dashes, like low-back.",
        "too_long": "Give {max_length} at most.",
        "too_short": "Give at least {min_length}.",
        "date_from_datetime_parsing": "Write a day, like 2026-11-01.",
        "date_parsing": "Write a day, like 2026-11-01.",
        "date_type": "Write a day, like 2026-11-01.",
    }.get(error["type"], "")
    return plain.format(**limits)


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number that can be used")


def _at(name: str, location: tuple[int | str, ...]) -> str:
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else (f".{part}" if path else str(part))
    return f"{name} {path}".strip()


def _shown(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _known_keys(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys of the model that `location` leads to, as far as plain nesting tells."""
    here: Any = model
    for part in location:
        if isinstance(part, int):
            continue
        field = getattr(here, "model_fields", {}).get(part)
        here = _inner_model(field.annotation) if field is not None else None
        if here is None:
            return []
    return [info.alias or key for key, info in here.model_fields.items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _inner_model(argument)) is not None:
            return found
    return None
