"""The catalog as people and programs list it."""

from __future__ import annotations

from typing import Any

from pydantic import RootModel

from backrub.catalog import Catalog
from backrub.model.base import HandPart, Value


class TechniqueRow(Value):
    """What a list says of one technique; `article` is its number in the article, 1 to 8, or null."""

    id: str
    name: str
    family: str
    parts: tuple[HandPart, ...]
    article: int | None
    levels: tuple[int, ...]
    sources: tuple[str, ...]


class TechniqueRows(RootModel[tuple[TechniqueRow, ...]]):
    """What `backrub techniques --json` prints: every technique, the article's eight first."""


def technique_rows(catalog: Catalog) -> list[dict[str, Any]]:
    """Return one row per technique: what `backrub techniques --json` prints."""
    rows = (
        TechniqueRow(
            id=each.id,
            name=each.name,
            family=each.family,
            parts=tuple(each.parts),
            article=each.article,
            levels=tuple(each.levels),
            sources=tuple(each.sources),
        )
        for each in catalog.techniques.values()
    )
    return [row.model_dump(mode="json") for row in rows]
