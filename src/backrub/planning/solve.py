"""The one file that knows the solver (HiGHS through scipy)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from backrub.planning.model import Programme

GAP_FRAC = 0.01
"""A plan is proven to within one per cent of the best there is."""
LIMIT_S = 20.0
"""After this long the best plan so far is taken, with its gap told. [s]"""


@dataclass(frozen=True, slots=True)
class Solution:
    """A solved programme: the columns, the worth, the proven relative gap."""

    x: np.ndarray[tuple[int], np.dtype[np.float64]]
    worth: float
    gap_frac: float


def solve(programme: Programme, *, limit_s: float = LIMIT_S) -> Solution | None:
    """Return the best plan within GAP_FRAC, or None when the rows leave none."""
    rows = programme.rows
    entries = np.array(rows.entries)
    matrix = csr_array(
        (entries[:, 2], (entries[:, 0].astype(int), entries[:, 1].astype(int))),
        shape=(len(rows.names), len(programme.worth)),
    )
    result = milp(
        -programme.worth,
        integrality=programme.is_binary.astype(np.int64),
        bounds=Bounds(programme.low, programme.high),
        constraints=LinearConstraint(matrix, np.array(rows.low), np.array(rows.high)),
        # without presolve: with it HiGHS restarts at the root, which takes longer than it saves here
        options={"mip_rel_gap": GAP_FRAC * 0.99, "time_limit": limit_s, "presolve": False},
    )
    x: np.ndarray[tuple[int], np.dtype[np.float64]] | None = (
        result.x
    )  # None when infeasible, whatever the stubs say
    if x is None:
        return None
    gap: float | None = result.mip_gap
    worth: float = -float(result.fun or 0.0)
    return Solution(np.asarray(x), worth, gap or 0.0)
