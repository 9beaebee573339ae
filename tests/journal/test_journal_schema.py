"""The tables: what the migrations make, made once, however many open the journal at the same moment."""

import os
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


def test_many_who_open_a_new_journal_at_once_make_its_tables_once(address, happened):
    stores, errors, start = [], [], threading.Barrier(6)

    def run():
        start.wait()
        try:
            stores.append(open_store(address))
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
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
