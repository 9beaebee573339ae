"""The one family of errors: `DataError` (what was given is wrong) and `Refused` (a rule says no).

Everything else that goes wrong is a bug and crashes. Expected outcomes (no plan fits, a clearance that
says no) are values, not errors. HTTP status numbers live in `web`, exit codes in `cli`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it stands, what it is, and the way out.

    >>> print(Problem("wishes.minutes", "0 is too short", "Choose 5 to 120 minutes."))
    wishes.minutes: 0 is too short
        Choose 5 to 120 minutes.
    """

    where: str
    what: str
    way_out: str = ""

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}\n    {self.way_out}" if self.way_out else line


class BackrubError(Exception):
    """The root of both kinds, so that an edge can catch them together."""


class DataError(BackrubError):
    """What was given can't be used; lists every problem at once.

    >>> try:
    ...     raise DataError([Problem("a", "is missing"), Problem("b", "is odd", "Make it even.")])
    ... except DataError as error:
    ...     print(error)
    a: is missing
    b: is odd
        Make it even.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[DataError], tuple[tuple[Problem, ...]]]:
        """Return how to make it again elsewhere: a worker's problems arrive as they were."""
        return DataError, (self.problems,)


class Refused(BackrubError):
    """A rule says no: a stable code, the reason in words, and what would help."""

    def __init__(self, code: str, reason: str, way_out: str) -> None:
        self.code = code
        self.reason = reason
        self.way_out = way_out
        super().__init__(f"{reason}\n    {way_out}" if way_out else reason)

    def __reduce__(self) -> tuple[type[Refused], tuple[str, str, str]]:
        """Return how to make it again elsewhere."""
        return Refused, (self.code, self.reason, self.way_out)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the known word most like `word`, or None when nothing is close.

    >>> nearest("sacrm", ["sacrum", "neck"])
    'sacrum'
    >>> nearest("xyz", ["sacrum", "neck"]) is None
    True
    """
    close = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return close[0] if close else None


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return the way out for an unknown word: the nearest one, or all there are.

    >>> did_you_mean("nek", ["sacrum", "neck"])
    'Did you mean neck?'
    >>> did_you_mean("xyz", ["sacrum", "neck"])
    'Known: neck, sacrum.'
    """
    close = nearest(word, known)
    return f"Did you mean {close}?" if close else f"Known: {', '.join(sorted(known))}."
