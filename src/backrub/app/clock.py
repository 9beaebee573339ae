"""The one clock. Nothing below `app` reads the time; it is passed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Clock:
    """Today's date where the people are, and the seconds since 1970 [s]. Tests pass a clock of their own."""

    today: Callable[[], date] = date.today
    now_s: Callable[[], float] = time.time
