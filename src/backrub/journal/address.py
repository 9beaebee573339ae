"""Where a journal lives: from the words a person wrote to a checked address."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from backrub.errors import DataError, Problem

_WAY_OUT = "Write it like sqlite:////home/me/journal.db or postgresql://user:password@host/name."
_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def read_address(written: str) -> URL:
    """Return the database URL that `written` means; raises DataError when it means none of ours.

    >>> read_address("postgres://me@localhost/backrub").drivername
    'postgresql+psycopg'
    """
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        # Not shown: what could not be read may still hold a password.
        raise DataError([Problem("database", "is not an address that can be read", _WAY_OUT)]) from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise DataError([Problem("database", f"{url.drivername} is not a database that is known", _WAY_OUT)])
    if url.host or url.username or url.password or url.port:
        what = "a path needs three slashes after sqlite: (four, when it starts at the root)"
        raise DataError([Problem("database", what, _WAY_OUT)])
    if not url.database or url.database == ":memory:" or url.query or url.database.startswith("file:"):
        raise DataError([Problem("database", "names no file", _WAY_OUT)])
    return url.set(drivername="sqlite+pysqlite", database=str(Path(url.database).expanduser()))


def place_of(url: URL) -> str:
    """Return the address as it may be shown: a path, or the server without user and password."""
    if url.drivername.startswith("sqlite"):
        return str(url.database)
    host = url.host or str(url.query.get("host", "") or "this machine")
    return f"{url.database or ''} at {host}" + (f":{url.port}" if url.port else "")
