"""The catalog as people and programs list it."""

from __future__ import annotations

from typing import Any

from backrub.catalog import Catalog


def technique_rows(catalog: Catalog) -> list[dict[str, Any]]:
    """Return one row per technique: what `backrub techniques --json` prints."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "family": each.family,
            "parts": list(each.parts),
            "article": each.article,
            "levels": list(each.levels),
            "sources": list(each.sources),
        }
        for each in catalog.techniques.values()
    ]
