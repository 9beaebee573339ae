"""What human output is written on."""

from __future__ import annotations

import errno

from rich.console import Console


class Paper(Console):
    """A page whose reader may leave: that is told to whoever runs the command, like any other write."""

    def on_broken_pipe(self) -> None:
        """Say that nobody reads any more."""
        raise BrokenPipeError(errno.EPIPE, "nobody reads any more")


def paper() -> Console:
    """Return stdout as a page that takes words as they are: no markup, no codes, no coloured numbers."""
    return Paper(markup=False, emoji=False, highlight=False, soft_wrap=False)
