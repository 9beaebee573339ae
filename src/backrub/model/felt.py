"""How somebody feels before and after, in their own numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backrub.model.base import Value

Nrs = Annotated[int, Field(ge=0, le=10, strict=True)]
"""A receiver's own number, 0 to 10 (numeric rating scale)."""


class Felt(Value):
    """Pain and ease, 0 to 10 each; null where it was not asked or not said."""

    pain_nrs: Nrs | None = None
    ease_nrs: Nrs | None = None


class FeltBoth(Value):
    """What was felt before and after; null where nobody said."""

    before: Felt | None = None
    after: Felt | None = None
