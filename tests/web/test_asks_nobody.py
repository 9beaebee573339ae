"""Backrub asks nobody else: a whole evening of the real server looks up no name and opens no line out."""

import copy
import json
import os
import re
import subprocess
import sys

import httpx
import pytest

from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web
from web.test_real_server import LONG_S, Server

WRITES_DOWN = """
import json, os, sys
_out = os.open(os.environ["BACKRUB_TESTS_LINES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
_of = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
       "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request",
       "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "webbrowser.open")
def _hook(event, args):
    if event in _of:
        os.write(_out, (json.dumps([event, repr(args)]) + "\\n").encode())
sys.addaudithook(_hook)
"""
"""Python reads it before anything else of a process: what goes out, and programs that might, is put down."""


@pytest.fixture
def watched(tmp_path, unused_port, monkeypatch):
    """A server whose every line outwards is written down, and a maker of what was."""
    folder = tmp_path / "watching"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WRITES_DOWN)
    lines = tmp_path / "lines"
    monkeypatch.setenv("BACKRUB_TESTS_LINES", str(lines))
    monkeypatch.syspath_prepend(str(folder))
    server = Server(tmp_path, unused_port)
    server.start()
    yield server, lambda: [tuple(json.loads(line)) for line in lines.read_text().splitlines()]
    server.kill()


def walk(server):
    """Go the whole way through one evening; return the routes that were asked."""
    asked = set()
    request = copy.deepcopy(EXAMPLE_REQUEST)
    request["receiver"]["name"] = "Alexandra"
    request["wishes"]["minutes"] = 10
    with httpx.Client(base_url=server.address, timeout=LONG_S) as client:

        def got(path, **named):
            answer = client.get(path.format(**named))
            assert answer.status_code == 200, (path, answer.text)
            asked.add(path)
            return answer

        def posted(path, body, status=200, **named):
            answer = client.post(path.format(**named), json=body)
            assert answer.status_code == status, (path, answer.text)
            asked.add(path)
            return answer

        for path in ("/", "/ask", "/api/settings", "/api/catalog", "/api/atlas"):
            got(path)
        got("/api/schema/{name}", name="plan")
        for stage in ("screen", "options"):
            posted(f"/api/{stage}", {"request": request})
        plan = posted("/api/plan", {"request": request}).json()["plan"]
        posted("/api/replan", {"request": request, "plan": plan, "edits": []})
        posted("/api/alternatives", {"request": request, "plan": plan, "step": 1})
        for stage in ("narrow", "score", "check"):
            posted(f"/api/{stage}", {"plan": plan})
        posted("/api/body", {"body": plan["body"]})
        session = posted("/api/sessions", {"plan": plan, "request": request}, status=201).json()["id"]
        for kind in ("start", "pause", "stop"):
            body = {"kind": kind, "client_id": f"{session}-{kind}"}
            posted("/api/sessions/{session_id}/commands", body, session_id=session)
        got("/api/sessions/{session_id}", session_id=session)
        client.get(f"/api/sessions/{session}/events?follow=false")
        asked.add("/api/sessions/{session_id}/events")
        got("/api/history")
        got("/api/history/{session_id}", session_id=session)
        posted("/api/routine", {"plan": plan, "name": "Sunday"})
        posted("/api/practise", {"technique": "kneading", "duration_s": 20})
        posted("/api/rhythm", {"days": ["sun"], "time": "20:30", "title": "Massage"})
    return asked


@pytest.mark.slow
def test_a_whole_evening_asks_nobody_outside(watched, app, tmp_path):
    server, told = watched
    asked = walk(server)
    # Every route there is: a new one is walked here, too.
    assert set(make_web(app).openapi()["paths"]) - asked == set()
    database = f"sqlite:///{server.disk / 'journal.db'}"
    words = ["journal", "export", "--with-people", "--database", database]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    export = subprocess.run(
        [sys.executable, "-m", "backrub", *words], capture_output=True, text=True, env=environment, check=True
    )
    assert "Alexandra" in export.stdout
    # Its own listener is all that it has. That one is told shows that the others would be.
    own = re.compile(rf"\(<socket\.socket .*>, \('127\.0\.0\.1', {server.port}\)\)")
    assert [event for event, args in told() if own.fullmatch(args)] == ["socket.bind"]
    assert [each for each in told() if not own.fullmatch(each[1])] == []
