"""A whole app in memory, with a clock that stands still until a test moves it."""

from dataclasses import dataclass
from datetime import date

import pytest
from starlette.testclient import TestClient

from backrub.app.clock import Clock
from backrub.app.gate import Gate
from backrub.app.root import App
from backrub.app.settings import Settings
from backrub.catalog import load
from backrub.journal.memory import MemoryStore
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web

DAY = date(2026, 11, 20)
PORT = 8765
GATE = Gate(longest_s=300.0)
"""One for all: the same plan is pressed once for all tests."""


@dataclass
class Hand:
    """The hand that moves the clock."""

    now_s: float = 1_790_000_000.0
    day: date = DAY


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def app(hand):
    clock = Clock(today=lambda: hand.day, now_s=lambda: hand.now_s)
    settings = Settings(database="in memory", port=PORT, place="GB", emergency_number="999")
    return App(settings=settings, catalog=load(), store=MemoryStore(), clock=clock, gate=GATE)


@pytest.fixture
def client(app, tmp_path):
    return TestClient(make_web(app, static=tmp_path), base_url=f"http://localhost:{PORT}")


@pytest.fixture(scope="session")
def example_plan():
    """The plan of the API's example request, made once."""
    clock = Clock(today=lambda: DAY)
    app = App(settings=Settings(database="", port=PORT), catalog=load(), store=MemoryStore(), clock=clock)
    client = TestClient(make_web(app), base_url=f"http://localhost:{PORT}")
    answer = client.post("/api/plan", json={"request": EXAMPLE_REQUEST})
    assert answer.status_code == 200, answer.text
    return answer.json()["plan"]


@pytest.fixture
def opened(client, example_plan):
    """A session of the example plan, just opened."""
    answer = client.post("/api/sessions", json={"plan": example_plan, "request": EXAMPLE_REQUEST})
    assert answer.status_code == 201, answer.text
    return answer.json()
