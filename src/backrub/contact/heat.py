"""How long skin may bear a warm stone: the observed burn times, not the usual integral."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

BURN_C = (44.0, 45.0, 47.0, 48.0, 49.0, 51.0, 53.0, 55.0, 60.0)
BURN_S = (21600.0, 10800.0, 2700.0, 900.0, 480.0, 240.0, 60.0, 20.0, 5.0)
"""Second-degree burns as observed, the shorter end of each range: Moritz and Henriques 1947 (Am J Pathol
23:695),
clinical notes 2.5, from memory but for 44 degrees. The Henriques integral made from them is not cautious
below
50 degrees: it gives 25 minutes at 49 degrees, where 8 to 9.5 were seen."""

SAFETY = 30.0
"""Skin may bear a thirtieth of the time that burned it [engineering judgement]. At 43 degrees that is 24
minutes,
where IEC 60601-1 speaks of ten or more; pressed skin carries heat away worse than bathed skin."""

COOL_C = 41.0
"""Below this no heat counts: no burn is on record, and skin under a warm cloth gets there [engineering
judgement]."""


def bearable_s(stone_c: ArrayLike) -> NDArray[np.float64]:
    """Return how long skin may bear a surface of this temperature [s], infinite below `COOL_C`.

    The logarithm of the observed time is taken to be straight between the table's temperatures and beyond its
    ends, and the time is then divided by `SAFETY`.

    >>> bearable_s([40.0, 44.0, 45.0, 50.0]).round(1).tolist()
    [inf, 720.0, 360.0, 11.3]
    """
    warm_c = np.asarray(stone_c, dtype=np.float64)
    table_c, logs = np.array(BURN_C), np.log(BURN_S)
    segment = np.clip(np.searchsorted(table_c, warm_c) - 1, 0, len(table_c) - 2)
    slope = (logs[segment + 1] - logs[segment]) / (table_c[segment + 1] - table_c[segment])
    log_s = logs[segment] + slope * (warm_c - table_c[segment])
    return np.where(warm_c < COOL_C, np.inf, np.exp(log_s) / SAFETY)
