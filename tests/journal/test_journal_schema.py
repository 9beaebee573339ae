"""The tables: what the migrations make, made once, however many open the journal at the same moment."""

import os
import sqlite3
import subprocess
import sys
import threading
from importlib.resources import files

import pytest
import sqlalchemy as sa
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from backrub.journal.opening import open_store
from backrub.journal.tables import HEAD, METADATA, VERSION_TABLE

MIGRATIONS = files("backrub.journal") / "migrations"


def test_the_migrations_make_the_tables_that_the_code_knows(address):
    store = open_store(address)
    with store._engine.connect() as connection:
        options = {"version_table": VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        keys = sa.inspect(connection)
        assert keys.get_pk_constraint("events")["constrained_columns"] == ["stream", "position"]
        unique = [each["column_names"] for each in keys.get_unique_constraints("events")]
        assert unique == [["stream", "client_id", "part"]]
    store.close()


def test_the_head_that_the_code_knows_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def open_at_once(addresses):
    """Open each address in a thread of its own, all at the same moment."""
    stores, errors, start = [], [], threading.Barrier(len(addresses))

    def run(address):
        start.wait()
        try:
            stores.append(open_store(address))
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=run, args=(address,)) for address in addresses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return stores


def test_several_new_journals_are_made_at_once_in_one_process(tmp_path, happened):
    for store in open_at_once([f"sqlite:///{tmp_path / str(number)}.db" for number in range(6)]):
        assert len(store.append("s1", happened("opened"), expected_position=0)) == 1
        store.close()


def test_many_who_open_a_new_journal_at_once_make_its_tables_once(address, happened):
    stores = open_at_once([address] * 6)
    stores[0].append("s1", happened("opened"), expected_position=0)
    assert [len(store.read("s1")) for store in stores] == [1] * 6
    for store in stores:
        store.close()


def test_a_migration_that_fails_leaves_the_database_empty(address, monkeypatch):
    made = []

    def fail(name, *_rest, **_more):
        made.append(name)
        if name == "people":
            raise RuntimeError("the power went")
        return create(name, *_rest, **_more)

    create = op.create_table
    monkeypatch.setattr(op, "create_table", fail)
    with pytest.raises(RuntimeError):
        open_store(address)
    assert made == ["streams", "events", "documents", "people"]
    engine = sa.create_engine(address)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()
    monkeypatch.undo()
    open_store(address).close()


def test_an_up_to_date_journal_opens_without_loading_alembic(sqlite_address):
    open_store(sqlite_address).close()
    script = "import sys; from backrub.journal.opening import open_store; open_store(sys.argv[1]);"
    said = subprocess.run(
        [sys.executable, "-c", script + "print('alembic' in sys.modules)", sqlite_address],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "False\n"


def test_reading_after_a_position_uses_the_key(address):
    store = open_store(address)
    question = "SELECT * FROM events WHERE stream = 's1' AND position > 9000 ORDER BY position"
    with store._engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}").all()
            assert len(plan) == 1
            assert "(stream=? AND position>?)" in plan[0].detail
        else:
            connection.exec_driver_sql("SET enable_seqscan = off")
            plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {question}").scalars())
            assert "events_pkey" in plan
    store.close()


def test_a_journal_that_another_is_just_making_is_waited_for(tmp_path, sqlite_address):
    # A file without a write-ahead log yet, held by someone: SQLite itself would not wait to switch it.
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("PRAGMA user_version = 1")
    later = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
    later.start()
    open_store(sqlite_address).close()
    later.join()
    other.close()
