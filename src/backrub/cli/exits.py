"""The exit codes: the only place that knows them."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
BAD_INPUT: Final = 2
NO_MASSAGE: Final = 3
URGENT: Final = 4
INFEASIBLE: Final = 5
LIMIT_BROKEN: Final = 6
FAULT: Final = 70
INTERRUPTED: Final = 130
