"""Problems as a file or a program carries them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backrub.model.base import Value


class ProblemDetail(Value):
    """One thing that is wrong: where it stands in what was given, what it is, and the way out."""

    where: str
    what: str
    way_out: str = ""


class Problems(Value):
    """What a command with `--json` prints where something given can't be used: everything at once."""

    problems: Annotated[tuple[ProblemDetail, ...], Field(min_length=1)]
