"""Brings a database's tables to today's shape, one process at a time, or says why not."""

from __future__ import annotations

import threading
from pathlib import Path

import sqlalchemy as sa

from backrub.errors import Refused
from backrub.journal.tables import HEAD, METADATA, VERSION_TABLE
from backrub.journal.trouble import NOT_OURS, TOO_NEW, refusal

# Any fixed number does; every process that migrates a journal waits on the same one.
_ADVISORY_LOCK = 0x6261636B727562

# Alembic keeps the running migration in its own modules, so that a process can run but one.
_ALEMBIC = threading.Lock()


def bring_up_to_date(connection: sa.Connection, *, place: str) -> None:
    """Make or migrate the journal's tables inside the connection's open transaction.

    On SQLite the caller has begun it with the write lock, on PostgreSQL an advisory lock is taken
    here, so that of two processes the second finds the work done. Raises Refused when the database
    is another program's or was written by a newer release; then nothing has been changed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
    version = _version(connection, place=place)
    if version == HEAD:
        return
    with _ALEMBIC:
        _upgrade(connection, version, place=place)


def _upgrade(connection: sa.Connection, version: str | None, *, place: str) -> None:
    # Alembic takes a while to load, and is needed on the day of an upgrade only.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise Refused(
            TOO_NEW,
            f"the journal {place} was written by a newer Backrub (its tables are at {version!r:.40})",
            "Update Backrub, or choose another journal; this one was left as it is.",
        )
    command.upgrade(config, "head")


def _version(connection: sa.Connection, *, place: str) -> str | None:
    """Return the version of the journal's tables, or None when there are none yet."""
    names = set(sa.inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        version = sa.select(sa.column("version_num", sa.String)).select_from(sa.table(VERSION_TABLE))
        if (found := connection.execute(version).scalar()) is not None:
            return found
    # A server is shared by design, a file is not: in a file any stranger's table means it is not ours.
    is_file = connection.dialect.name == "sqlite"
    if names - {VERSION_TABLE} if is_file else names & set(METADATA.tables):
        raise refusal(NOT_OURS, place=place)
    return None
