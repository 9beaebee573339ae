"""Every error that a client can meet says what is wrong and what to do, in plain words."""

import json

import pytest
from starlette.testclient import TestClient

from backrub.errors import Refused
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web

JSON = {"content-type": "application/json"}
ASKED = json.dumps({"request": EXAMPLE_REQUEST})
LARGE = json.dumps({"request": "x" * 2_000_000})
JARGON = ("Input should", "Refused, because", "pydantic", "dictionary", "pattern", "parse", "object", "None")

# status, method, path, body, headers
PATHS = [
    (404, "GET", "/api/nothing", None, {}),
    (404, "GET", "/api/sessions/none/nowhere", None, {}),
    (404, "GET", "/gone.js", None, {}),
    (404, "GET", "/api/sessions/none", None, {}),
    (404, "GET", "/api/sessions/none/events?follow=false", None, {}),
    (404, "POST", "/api/sessions/none/commands", '{"kind": "start", "client_id": "c"}', JSON),
    (405, "DELETE", "/api/plan", None, {}),
    (405, "PUT", "/api/plan", "{}", JSON),
    (405, "POST", "/api/catalog", "{}", JSON),
    (404, "GET", "/api/plan", None, {}),
    (405, "POST", "/", "{}", JSON),
    (421, "GET", "/api/catalog", None, {"host": "elsewhere.example"}),
    (403, "POST", "/api/plan", ASKED, {**JSON, "origin": "https://elsewhere.example"}),
    (403, "POST", "/api/plan", ASKED, {**JSON, "sec-fetch-site": "cross-site"}),
    (415, "POST", "/api/plan", ASKED, {"content-type": "text/plain"}),
    (413, "POST", "/api/plan", LARGE, JSON),
    (422, "GET", "/api/schema/reqest", None, {}),
    (422, "GET", "/api/schema/NO", None, {}),
    (422, "GET", "/api/sessions/-", None, {}),
    (422, "GET", "/api/sessions/none/events?after=-1", None, {}),
    (422, "GET", "/api/sessions/none/events?after=half", None, {}),
    (422, "GET", "/api/sessions/none/events?after=1.5", None, {}),
    (422, "GET", "/api/sessions/none/events?after=99999999999999999", None, {}),
    (422, "GET", "/api/sessions/none/events?follow=perhaps", None, {}),
    (422, "GET", "/api/sessions/none/events", None, {"last-event-id": "-3"}),
    (422, "GET", "/api/sessions/none/events", None, {"last-event-id": "x"}),
    (422, "POST", "/api/sessions/none/commands", '{"kind": "strt"}', JSON),
    (422, "POST", "/api/sessions/none/commands", '{"kind": "pain", "nrs": 11}', JSON),
    (422, "POST", "/api/plan", "", JSON),
    (422, "POST", "/api/plan", "{", JSON),
    (422, "POST", "/api/plan", "[]", JSON),
    (422, "POST", "/api/plan", '{"request": {"receiver": 3, "schema": 2, "kit": {"oil": 3}}}', JSON),
    (422, "POST", "/api/replan", '{"request": 1, "plan": 2, "edits": 3}', JSON),
]


def told(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problems = answer.json()["problems"]
    assert problems
    for each in problems:
        assert each["what"]
        assert each["way_out"].endswith((".", "?")), each
        assert each["way_out"] != each["what"]
        assert not any(word in each["what"] + each["way_out"] for word in JARGON), each
    return problems


@pytest.mark.parametrize(
    ("status", "method", "path", "body", "headers"),
    PATHS,
    ids=[f"{row[1]} {row[2]} {i}" for i, row in enumerate(PATHS)],
)
def test_every_error_has_what_and_a_way_out(client, status, method, path, body, headers):
    told(client.request(method, path, content=body, headers=headers), status)


def test_a_wrong_method_is_told_the_right_one(client):
    (problem,) = told(client.delete("/api/plan"), 405)
    assert "POST" in problem["way_out"]


def test_a_wrong_query_is_told_at_its_name(client):
    (problem,) = told(client.get("/api/sessions/none/events?after=-1"), 422)
    assert problem["where"] == "query after"
    assert "whole number" in problem["way_out"]


def test_a_command_that_a_rule_refuses_says_what_would_help(client, opened):
    path = f"/api/sessions/{opened['id']}/commands"
    told(client.post(path, json={"kind": "resume", "client_id": "c1"}), 409)


@pytest.mark.parametrize(("code", "status"), [("journal-full", 507), ("journal-busy", 503)])
def test_a_journal_in_trouble_says_what_would_help(app, tmp_path, monkeypatch, code, status):
    def fall(*_, **__):
        raise Refused(code, "The journal is in trouble.", "Try again.")

    monkeypatch.setattr(app.store, "read", fall)
    monkeypatch.setattr(app.store, "read_document", fall)
    client = TestClient(make_web(app, static=tmp_path), base_url="http://localhost:8765")
    told(client.get("/api/sessions/s1"), status)


def test_a_bug_says_what_to_do(app, tmp_path, monkeypatch):
    def fall(*_, **__):
        raise RuntimeError("Alexandra has a cold")

    monkeypatch.setattr("backrub.app.stages.screen_request", fall)
    client = TestClient(
        make_web(app, static=tmp_path), base_url="http://localhost:8765", raise_server_exceptions=False
    )
    told(client.post("/api/screen", content=ASKED, headers=JSON), 500)
