"""A journal that an older release wrote opens: its events are read in today's shape, and stay as they are."""

import sqlite3
from datetime import date

import pytest

from backrub.app import sessions
from backrub.app.clock import Clock
from backrub.app.facade import read_request
from backrub.app.gate import Gate, Tried
from backrub.app.root import open_app
from backrub.app.settings import Settings
from backrub.app.stages import make_plan
from backrub.errors import Refused
from backrub.model.command import Choose, Start
from backrub.session import shapes, version_of

REQUEST = """
receiver = {age_years = 34, sex = "female", height_m = 1.68, mass_kg = 64}
wishes = {minutes = 10}
"""


@pytest.fixture(autouse=True)
def trusting(monkeypatch):
    """No plan is pressed on a back here: that is not what these events are about."""
    monkeypatch.setattr(Gate, "tried", lambda gate, plan, *, catalog: Tried(plan, None))


@pytest.fixture
def settings(tmp_path):
    return Settings(database=f"sqlite:///{tmp_path / 'journal.db'}", port=8765)


@pytest.fixture
def opened(settings):
    """A session in a file, as this release writes it: its id."""
    app = open_app(settings)
    request = read_request(REQUEST)
    plan = make_plan(request, catalog=app.catalog, day=date.today()).outcome
    live = sessions.open_session(app, plan, request=request)
    app.store.close()
    return live.id


def as_an_older_release_wrote_it(path):
    """In that release, the story goes, the first event said yes or no where today's says how many."""
    database = sqlite3.connect(path)
    database.execute("update events set data = '{\"is_known\": true}', version = 1 where kind = 'opened'")
    database.commit()
    database.close()


def to_a_count(data):
    return {"sessions_before": 1 if data["is_known"] else 0}


def test_an_event_of_an_older_shape_is_read_in_todays(settings, opened, tmp_path, monkeypatch):
    as_an_older_release_wrote_it(tmp_path / "journal.db")
    monkeypatch.setattr(shapes, "OLDER", {("opened", 1): to_a_count})
    app = open_app(settings)
    assert app.sessions.read(opened).state.sessions_before == 1
    # A second massage may go to 6: what the old event said counts.
    done = sessions.command(app, opened, said=Choose(client_id="c1", ceiling=6))
    assert [each.kind for each in done.events] == ["spot-chosen"]
    (recorded, *_) = app.store.read(opened, as_recorded=True)
    assert (recorded.version, dict(recorded.data)) == (1, {"is_known": True})
    app.store.close()


def test_new_events_say_which_shape_they_have(settings, opened, monkeypatch):
    monkeypatch.setattr(shapes, "OLDER", {("started", 1): dict, ("started", 2): dict})
    assert (version_of("started"), version_of("paused")) == (3, 1)
    app = open_app(settings)
    sessions.command(app, opened, said=Start(client_id="c1"))
    assert [each.version for each in app.store.read(opened, as_recorded=True)] == [1, 3]
    app.store.close()


def test_a_session_of_this_release_opens_again(settings, opened):
    app = open_app(settings)
    assert app.clock == Clock()
    assert app.sessions.read(opened).state.status == "ready"
    app.store.close()


@pytest.mark.parametrize("change", ["version = 2", "kind = 'hummed'"])
def test_an_event_of_a_newer_release_is_left_alone_and_said(settings, opened, tmp_path, change):
    database = sqlite3.connect(tmp_path / "journal.db")
    database.execute(f"update events set {change} where kind = 'opened'")
    database.commit()
    database.close()
    app = open_app(settings)
    with pytest.raises(Refused, match="newer Backrub") as refused:
        sessions.command(app, opened, said=Start(client_id="c1"))
    assert refused.value.code == "journal-too-new"
    assert len(app.store.read(opened, as_recorded=True)) == 1
    app.store.close()
