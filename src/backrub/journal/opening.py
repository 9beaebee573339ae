"""Opens a journal by its address: the engine with its settings, the tables brought up to date."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL

from backrub.errors import Refused
from backrub.journal.address import place_of, read_address
from backrub.journal.database import DatabaseStore, told_clearly
from backrub.journal.schema import bring_up_to_date
from backrub.journal.trouble import DENIED, NO_DRIVER, READ_ONLY, of_system, refusal
from backrub.journal.upcast import Upcasters

PATIENCE_S = 5.0
"""How long a writer waits for another before it says so; writes take milliseconds."""

_SWITCHES = 50


def open_store(
    database: str, *, upcasters: Upcasters | None = None, patience_s: float = PATIENCE_S
) -> DatabaseStore:
    """Open the journal at an address, made or migrated where needed.

    Parameters
    ----------
    database : str
        `sqlite:///relative.db`, `sqlite:////absolute.db`, or `postgresql://user:password@host/name`
        (also written `postgres://` or `postgresql+psycopg://`).
    upcasters : mapping of (kind, version) to function, optional
        What brings old events up to date on reading.
    patience_s : float
        How long to wait for another writer, or for a server to answer. [s]

    Raises
    ------
    DataError
        The address means no database that is known.
    Refused
        The place can't be used; the code (`journal-locked`, `journal-full`, ...) and the words say why.
    """
    url = read_address(database)
    place = place_of(url)
    if url.drivername.startswith("sqlite"):
        _make_private_file(Path(str(url.database)), place=place)
    engine = _engine(url, place=place, patience_s=patience_s)
    try:
        with told_clearly(place), engine.execution_options(begins="IMMEDIATE").begin() as connection:
            bring_up_to_date(connection, place=place)
    except BaseException:
        engine.dispose()
        raise
    return DatabaseStore(engine, place=place, upcasters=upcasters)


def _make_private_file(path: Path, *, place: str) -> None:
    """Make the file, readable by its owner alone, before SQLite would make one for everybody.

    SQLite gives the files that it puts beside it the same rights.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise refusal(DENIED, place=f"{place} (a folder)")
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise _of_file(error, path, place=place) from None


def _of_file(error: OSError, path: Path, *, place: str) -> Refused:
    # Said apart from a file that can't even be read, for the way out is another.
    is_read_only = isinstance(error, PermissionError) and path.is_file() and os.access(path, os.R_OK)
    return refusal(READ_ONLY, place=place) if is_read_only else of_system(error, place=place)


def _engine(url: URL, *, place: str, patience_s: float) -> sa.Engine:
    # Parameters stay out of every message: they are names and health answers.
    if url.drivername.startswith("sqlite"):
        engine = sa.create_engine(url, hide_parameters=True, connect_args={"timeout": patience_s})
        event.listen(engine, "connect", _settle)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        return sa.create_engine(
            url,
            hide_parameters=True,
            # A server that was restarted costs a reconnection, not an error.
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": max(2, round(patience_s)),
                "options": f"-c lock_timeout={max(1, round(patience_s * 1000))} -c synchronous_commit=on",
                "client_encoding": "utf8",
            },
        )
    except ModuleNotFoundError:
        reason = f"the journal {place} needs psycopg, which is not installed"
        raise Refused(NO_DRIVER, reason, "Install it with: pip install 'backrub[postgres]'") from None


def _settle(connection: sqlite3.Connection, _record: Any) -> None:
    """Give a new SQLite connection the settings that keep what was written.

    A write is on the disk when it is answered (WAL with synchronous FULL, https://www.sqlite.org/wal.html),
    and what is deleted is overwritten.
    """
    # The driver would begin transactions late, at the first write; `_begin` does it at once.
    connection.isolation_level = None
    _use_write_ahead_log(connection)
    for setting in (
        "synchronous = FULL",
        "fullfsync = ON",
        "checkpoint_fullfsync = ON",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {setting}")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait for another that is doing so, so we do."""
    for left in reversed(range(_SWITCHES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if not left or not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise
            time.sleep(0.02)


def _begin(connection: sa.Connection) -> None:
    # A writer takes the lock before it looks, or what it saw could be old when it writes.
    begins = connection.get_execution_options().get("begins", "DEFERRED")
    if begins:
        connection.exec_driver_sql(f"BEGIN {begins}")
