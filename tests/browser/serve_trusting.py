"""`backrub serve` that presses no plan on a back: for walks that are about something else.

python serve_trusting.py serve --port 8765 ...
"""

import runpy
import sys
from typing import Any


def trust() -> None:
    """Let every plan pass as it is, and compile nothing ahead."""
    from backrub.app.gate import Gate, Tried

    def passed(self: Gate, plan: Any, **_: Any) -> Tried:
        return Tried(plan, None)

    Gate.tried = passed  # type: ignore[method-assign]
    Gate.warm_up = lambda self, catalog: None  # type: ignore[method-assign]


if __name__ == "__main__":
    trust()
    sys.argv = ["backrub", *sys.argv[1:]]
    runpy.run_module("backrub", run_name="__main__")
