"""Every kind of store, each empty and of the test's own."""

import pytest

from backrub.journal.event import NewEvent
from backrub.journal.memory import MemoryStore
from backrub.journal.opening import open_store

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=DATABASES)
def address(request, tmp_path):
    """The address of an empty database."""
    if request.param == "postgres":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'journal.db'}"


@pytest.fixture
def sqlite_address(tmp_path):
    return f"sqlite:///{tmp_path / 'journal.db'}"


@pytest.fixture(params=["memory", *DATABASES])
def new_store(request, tmp_path):
    """A maker of a store: called again, it opens the same journal (in memory: the first store)."""
    opened = []
    if request.param == "memory":
        yield lambda **options: opened[0] if opened else opened.append(MemoryStore(**options)) or opened[0]
        return
    postgres = request.param == "postgres"
    where = request.getfixturevalue("postgres_url") if postgres else f"sqlite:///{tmp_path / 'journal.db'}"

    def make(**options):
        opened.append(open_store(where, **options))
        return opened[-1]

    yield make
    for store in opened:
        store.close()


@pytest.fixture
def store(new_store):
    return new_store()


@pytest.fixture
def happened():
    """A maker of new events: `happened("paused", "resumed")`, one second apart."""

    def make(*kinds, **data):
        return [NewEvent(kind=kind, at_s=float(second), data=data) for second, kind in enumerate(kinds)]

    return make
