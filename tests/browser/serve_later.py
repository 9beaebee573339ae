"""`backrub serve` with a clock that a test moves: the file named first holds how many seconds it is ahead.

python serve_later.py AHEAD serve --port 8765 ...
"""

import runpy
import sys
import time
from collections.abc import Callable
from pathlib import Path


def ahead_of(real: Callable[[], float], file: Path) -> Callable[[], float]:
    """Return a clock that is as far ahead of the real one as the file says at that moment. [s]"""
    return lambda: real() + float(file.read_text() or "0")


if __name__ == "__main__":
    # Before anything of the server is imported: it takes its clock from there once.
    time.time = ahead_of(time.time, Path(sys.argv[1]))
    from serve_trusting import trust

    trust()
    sys.argv = ["backrub", *sys.argv[2:]]
    runpy.run_module("backrub", run_name="__main__")
