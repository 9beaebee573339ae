"""Shapes that events had in older releases, and how each becomes the next one as it is read.

What was written is never rewritten. When the keys of a kind change, its old shape gets a row here, and new
events of that kind are written with the next version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from backrub.session.event import Flat

Reshape = Callable[[Flat], Flat]

OLDER: Final[Mapping[tuple[str, int], Reshape]] = MappingProxyType({})
"""(kind, version) -> the function that makes the data of the version after it. No shape has changed yet."""


def version_of(kind: str) -> int:
    """Return the version of a kind's shape that this release writes.

    >>> version_of("paused")
    1
    """
    return max((version + 1 for known, version in OLDER if known == kind), default=1)
