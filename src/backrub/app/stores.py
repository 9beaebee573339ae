"""Opens the journal that the settings name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backrub.app.settings import read_settings
from backrub.journal.event import Event, Flat
from backrub.journal.store import Store
from backrub.journal.upcast import Upcaster, Upcasters


def open_journal(environment: Mapping[str, str], *, database: str | None) -> Store:
    """Return the store at an address, or at the environment's; raises Refused with the reason."""
    return open_store_at(read_settings(environment, database=database).database)


def open_store_at(database: str) -> Store:
    """Return the store at an address, made or brought up to date; raises Refused or DataError.

    Events of older releases are read in today's shape.
    """
    from backrub.journal.opening import open_store

    return open_store(database, upcasters=upcasters())


def upcasters() -> Upcasters:
    """Return what brings old events of a session up to date: every older shape that is registered."""
    from backrub.session import shapes

    return {key: _upcaster(reshape) for key, reshape in shapes.OLDER.items()}


def _upcaster(reshape: Callable[[Flat], Flat]) -> Upcaster:
    def up(event: Event) -> Event:
        return event.model_copy(update={"version": event.version + 1, "data": reshape(event.data)})

    return up
