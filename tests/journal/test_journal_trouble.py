"""Where a journal can't live or be written: a sentence, a way out, and nothing lost or half-written."""

import sqlite3
import stat
import sys
from contextlib import contextmanager

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy import event

from backrub.errors import DataError, Refused
from backrub.journal.opening import open_store
from backrub.journal.tables import VERSION_TABLE
from rights import without_power


@contextmanager
def refused(code):
    """Expect a refusal that names no secret, has a way out, and hides the driver's own words."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.reason.startswith("the journal ")
    assert caught.value.way_out
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    for secret in ("Alex", "secret", "sqlalche", "psycopg.", "INSERT"):
        assert secret not in str(caught.value)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", "is not an address"),
        ("journal.db", "is not an address"),
        ("mysql://localhost/x", "mysql is not a database that is known"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///x.db?mode=ro", "names no file"),
        ("sqlite://journal.db", "three slashes"),
        ("postgresql://me:secret@host:port/x", "is not an address"),
    ],
)
def test_an_address_that_means_nothing_is_said_with_how_to_write_one(written, says):
    with pytest.raises(DataError) as error:
        open_store(written)
    assert says in str(error.value)
    assert "sqlite:///" in str(error.value)
    assert "secret" not in str(error.value)


@pytest.mark.postgres
def test_postgresql_may_be_written_in_three_ways(postgres_url, happened):
    for start in ("postgresql+psycopg", "postgresql", "postgres"):
        open_store(postgres_url.replace("postgresql+psycopg", start)).close()


def test_a_journal_is_for_its_owners_eyes_and_makes_its_folder(tmp_path, happened):
    path = tmp_path / "new" / "folder" / "journal.db"
    store = open_store(f"sqlite:///{path}")
    store.append("s1", happened("opened"), expected_position=0)
    files = list(path.parent.iterdir())
    assert {file.name for file in files} == {"journal.db", "journal.db-wal", "journal.db-shm"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    store.close()


def test_a_write_is_on_the_disk_when_it_is_answered(sqlite_address):
    store = open_store(sqlite_address)
    with store._engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    # https://www.sqlite.org/pragma.html: synchronous 2 is FULL.
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 5000,
    }
    store.close()


def test_a_forgotten_name_is_nowhere_in_the_files(tmp_path, sqlite_address, happened):
    store = open_store(sqlite_address)
    store.begin("s1", happened("opened"), person="p1", answers={"name": "Xylophonia", "more": "x" * 9000})
    store.put_person("p1", {"name": "Xylophonia Second"})

    def holds_it():
        return [file.name for file in tmp_path.iterdir() if b"Xylophonia" in file.read_bytes()]

    assert holds_it()
    store.forget_person("p1")
    assert holds_it() == []
    store.close()
    assert holds_it() == []


def test_a_locked_journal_says_so_and_takes_the_write_later(sqlite_address, tmp_path, happened):
    store = open_store(sqlite_address, patience_s=0.05)
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with refused("journal-locked"):
        store.begin("s1", happened("opened"), person="p1", answers={"name": "Alex"})
    with refused("journal-locked"):
        open_store(sqlite_address, patience_s=0.05)
    assert store.read("s1") == []
    other.execute("ROLLBACK")
    assert len(store.begin("s1", happened("opened"))) == 1
    store.close()
    other.close()


@pytest.mark.postgres
def test_a_locked_table_in_postgresql_says_so(postgres_url, happened):
    store = open_store(postgres_url, patience_s=0.1)
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE")
        with refused("journal-locked"):
            store.append("s1", happened("opened"), expected_position=0)
    assert len(store.append("s1", happened("opened"), expected_position=0)) == 1
    store.close()


def test_a_journal_that_may_not_be_written_says_so(open_folder, happened):
    path = open_folder / "journal.db"
    store = open_store(f"sqlite:///{path}")
    store.append("s1", happened("opened"), expected_position=0)
    store.close()
    path.chmod(0o444)
    with without_power(), refused("journal-read-only"):
        open_store(f"sqlite:///{path}")
    path.chmod(0o644)
    store = open_store(f"sqlite:///{path}")
    assert len(store.read("s1")) == 1
    store.close()


def test_a_journal_in_a_folder_that_may_not_be_written_says_so(open_folder):
    open_store(f"sqlite:///{open_folder / 'journal.db'}").close()
    (open_folder / "journal.db").chmod(0o666)
    open_folder.chmod(0o555)
    with without_power(), refused("journal-read-only"):
        open_store(f"sqlite:///{open_folder / 'journal.db'}")
    with without_power(), refused("journal-denied"):
        open_store(f"sqlite:///{open_folder / 'new.db'}")
    assert [file.name for file in open_folder.iterdir()] == ["journal.db"]


def test_a_journal_that_becomes_read_only_while_open_says_so(address, happened):
    store = open_store(address)
    store.begin("s1", happened("opened"))

    @event.listens_for(store._engine, "begin")
    def forbid(connection):
        is_sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("PRAGMA query_only = ON" if is_sqlite else "SET TRANSACTION READ ONLY")

    with refused("journal-read-only"):
        store.begin("s2", happened("opened"), documents={"plan": 1}, person="p1", answers={"name": "Alex"})
    assert [stream.stream for stream in store.streams()] == ["s1"]
    store.close()


def test_a_full_disk_keeps_what_was_and_takes_nothing_by_halves(sqlite_address, happened):
    store = open_store(sqlite_address)
    before = store.begin("s1", happened("opened"))
    with store._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    @event.listens_for(store._engine, "begin")
    def fill(connection):
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")

    with refused("journal-full"):
        store.begin(
            "s2",
            happened(*["opened"] * 20),
            documents={"plan": "x" * 100_000},
            person="p1",
            answers={"name": "Alex"},
        )
    assert store.read("s1") == before
    assert store.read("s2") == store.people() == store.documents("s2") == []
    event.remove(store._engine, "begin", fill)
    with store._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert len(store.begin("s2", happened("opened"), documents={"plan": "x" * 100_000})) == 1
    store.close()


@pytest.mark.parametrize("contents", [b"Dear diary, today my back hurt.\n" * 200, b"\x00" * 5000])
def test_a_file_that_is_no_journal_is_left_as_it_is(tmp_path, contents):
    path = tmp_path / "diary.txt"
    path.write_bytes(contents)
    with refused("journal-not-ours"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == contents


def test_another_programs_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with refused("journal-not-ours"):
        open_store(f"sqlite:///{path}")
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmarks",)]


@pytest.mark.postgres
def test_a_server_with_another_programs_tables_is_shared_unless_they_are_named_as_ours(postgres_url):
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    open_store(postgres_url).close()


@pytest.mark.postgres
def test_a_server_where_our_names_are_taken_is_left_as_it_is(postgres_url):
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("CREATE TABLE people (tail TEXT)")
    with refused("journal-not-ours"):
        open_store(postgres_url)


def test_a_folder_in_place_of_a_file_says_so(tmp_path):
    with refused("journal-denied"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_path_through_a_file_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with refused("journal-denied"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'journal.db'}")


def test_a_journal_of_a_newer_release_is_refused_and_left_as_it_is(address, happened):
    store = open_store(address)
    store.begin("s1", happened("opened"))
    with store._engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    store.close()
    with refused("journal-too-new"):
        open_store(address)


def test_a_damaged_row_says_so(address, happened):
    store = open_store(address)
    store.begin("s1", happened("opened"))
    for damage in ("data = '{\"a\": ['", "data = '{\"a\": {}}'", "kind = 'No Kind'"):
        with store._engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE events SET {damage}")
        with refused("journal-damaged"):
            store.read("s1")
    store.close()


@pytest.mark.postgres
def test_a_server_that_does_not_answer_says_where_and_not_the_password():
    with refused("journal-unreachable") as _:
        open_store("postgresql://me:secret@127.0.0.1:9/diary", patience_s=1)


@pytest.mark.postgres
def test_a_database_that_does_not_exist_says_so(postgres_url):
    with refused("journal-unreachable"):
        open_store(postgres_url + "x")


@pytest.mark.postgres
def test_a_server_that_drops_the_line_says_so_or_is_asked_again(postgres_url, happened):
    store = open_store(postgres_url)
    store.begin("s1", happened("opened"))
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as other:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        other.execute(others + " AND datname = current_database()")
        # A line lost while nothing was under way costs nothing.
        assert len(store.read("s1")) == 1

        @event.listens_for(store._engine, "before_cursor_execute")
        def cut(_connection, _cursor, statement, *_rest):
            if statement.startswith("INSERT INTO events"):
                other.execute(others + " AND datname = current_database()")

        with refused("journal-unreachable"):
            store.append("s1", happened("paused"), expected_position=1)
        event.remove(store._engine, "before_cursor_execute", cut)
    assert len(store.read("s1")) == 1
    assert len(store.append("s1", happened("paused"), expected_position=1)) == 1
    store.close()


def test_a_missing_driver_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with refused("journal-no-driver"):
        open_store("postgresql://localhost/x")
