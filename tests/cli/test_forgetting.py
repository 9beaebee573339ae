"""What Settings tell somebody at home to do at the computer is what forgets a person."""

import copy
import json
import re
from pathlib import Path

from starlette.testclient import TestClient

from backrub.app.gate import Gate
from backrub.app.root import App
from backrub.app.settings import Settings
from backrub.app.stores import open_journal
from backrub.catalog import load
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web

SETTINGS = Path(__file__).resolve().parents[2] / "frontend" / "src" / "home" / "Settings.svelte"
"""The pages' words."""


def played(database, names):
    """Open an evening for each of people who are not remembered."""
    store = open_journal({}, database=database)
    settings = Settings(database=database, port=8765)
    app = App(settings=settings, catalog=load(), store=store, gate=Gate(longest_s=300))
    client = TestClient(make_web(app), base_url="http://localhost:8765")
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["wishes"]["minutes"] = 10
    plan = client.post("/api/plan", json={"request": request}).json()["plan"]
    for name in names:
        request["receiver"]["name"] = name
        answer = client.post("/api/sessions", json={"plan": plan, "request": request})
        assert answer.status_code == 201, answer.text
    store.close()


def test_the_two_commands_of_the_settings_take_a_person_out(backrub, tmp_path):
    database = f"sqlite:///{tmp_path / 'journal.db'}"
    played(database, ["Alexandra", "Alexandra", "Billie"])
    export, forget = re.findall(r"“backrub (journal [^”]+)”", SETTINGS.read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in backrub(*export.split(), "--database", database).out.splitlines()]
    # After the file's own line one for each, before anything else.
    people = {
        line["person"]["person"]: line["person"]["answers"]["request"]["receiver"]["name"]
        for line in lines[1:4]
    }
    assert sorted(people.values()) == ["Alexandra", "Alexandra", "Billie"]
    for person, name in people.items():
        if name == "Alexandra":
            assert backrub(*forget.split(), person, "--database", database).code == 0
    left = backrub(*export.split(), "--database", database).out
    assert "Alexandra" not in left
    assert "Billie" in left
