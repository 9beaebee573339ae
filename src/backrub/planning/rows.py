"""The rows of a programme: each with a name that says which wish or rule it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(slots=True)
class Rows:
    """Named rows of the programme: low <= coefficients . x <= high.

    `columns` and `values` are those of row after row, `ends` says where each row's end.
    """

    names: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(
        self, name: str, terms: Mapping[int, float], *, low: float = -np.inf, high: float = np.inf
    ) -> None:
        """Add one row over column -> coefficient."""
        self.names.append(name)
        self.columns += terms.keys()
        self.values += terms.values()
        self.ends.append(len(self.columns))
        self.low.append(low)
        self.high.append(high)

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """Return row, column and value of all that is not 0, in order."""
        row = np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=0))
        column, value = np.array(self.columns), np.array(self.values, dtype=np.float64)
        order = np.lexsort((column, row))
        order = order[value[order] != 0]
        return row[order], column[order], value[order]


def summed(parts: Iterable[Mapping[int, float]]) -> dict[int, float]:
    """Return the terms of a sum: column -> coefficient.

    >>> summed([{0: 1.0, 1: 2.0}, {1: 0.5}])
    {0: 1.0, 1: 2.5}
    """
    out: dict[int, float] = {}
    for part in parts:
        for column, value in part.items():
            out[column] = out.get(column, 0.0) + value
    return out
