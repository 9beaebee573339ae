"""The catalog: techniques, styles, conditions, claims, preparation, limits and the atlas. Data, not code."""

from backrub.catalog.load import Catalog, load

__all__ = ["Catalog", "load"]
