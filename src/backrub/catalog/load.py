"""All of the catalog as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from backrub.catalog.atlas import Atlas, read_atlas
from backrub.catalog.claim import Claim, read_claims
from backrub.catalog.condition import Condition, read_conditions
from backrub.catalog.limits import Limits, read_limits
from backrub.catalog.preparation import Preparation, read_preparation
from backrub.catalog.style import Style, read_styles
from backrub.catalog.technique import Technique, read_techniques


@dataclass(frozen=True)
class Catalog:
    """What ships with the package, each part read when it is first asked for (reading checks it)."""

    @cached_property
    def techniques(self) -> Mapping[str, Technique]:
        """Every technique by id, the article's eight first."""
        return read_techniques()

    @cached_property
    def styles(self) -> Mapping[str, Style]:
        """Every style by id."""
        return read_styles()

    @cached_property
    def conditions(self) -> Mapping[str, Condition]:
        """Every health condition by id."""
        return read_conditions()

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Every benefit people hear of, by id."""
        return read_claims()

    @cached_property
    def preparation(self) -> Preparation:
        """Room, surface, oil, towels and pillows."""
        return read_preparation()

    @cached_property
    def limits(self) -> Limits:
        """The caps by hand part and place."""
        return read_limits()

    @cached_property
    def atlas(self) -> Atlas:
        """Places, zones and points in the chart."""
        return read_atlas()


def load() -> Catalog:
    """Return the catalog that ships with the package.

    >>> load().limits.thumbs.most_s
    240.0
    """
    return Catalog()
