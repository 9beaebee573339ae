"""What human output is written on."""

from __future__ import annotations

from rich.console import Console


def paper() -> Console:
    """Return stdout as a page that takes words as they are: no markup, no codes, no coloured numbers."""
    return Console(markup=False, emoji=False, highlight=False, soft_wrap=False)
