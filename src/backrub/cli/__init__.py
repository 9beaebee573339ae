"""The `backrub` command: read, one call of the engine, write. Results go to stdout, problems to stderr."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; nothing that happens shows a trace to a person."""
    from backrub.cli.last_resort import run

    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))
