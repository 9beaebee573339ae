"""Opens the journal that the settings name."""

from __future__ import annotations

from collections.abc import Mapping

from backrub.app.settings import read_settings
from backrub.journal.store import Store


def open_journal(environment: Mapping[str, str], *, database: str | None) -> Store:
    """Return the store at an address, or at the environment's; raises Refused with the reason."""
    return open_store_at(read_settings(environment, database=database).database)


def open_store_at(database: str) -> Store:
    """Return the store at an address, made or brought up to date; raises Refused or DataError."""
    from backrub.journal.opening import open_store

    return open_store(database)
