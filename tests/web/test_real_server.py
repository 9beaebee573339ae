"""A real server in a process of its own: it starts, streams, stops, and survives being killed."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from backrub.web.bodies import EXAMPLE_REQUEST

TOP = Path(__file__).resolve().parents[2]
LONG_S = 30


class Server:
    """`backrub serve` on a database of its own, that can be killed and started again.

    `under` are words that run it with something less than it would have.
    """

    def __init__(self, folder, port, *, under=()):
        self.folder, self.port, self.under = folder, port, under
        self.disk = folder / "disk"
        self.disk.mkdir(exist_ok=True)
        self.address = f"http://127.0.0.1:{port}"
        self.process = None

    def start(self):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(self.folder)}
        database = f"sqlite:///{self.disk / 'journal.db'}"
        words = ["-W", "ignore", "-m", "backrub", "serve", "--port", str(self.port), "--database", database]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*self.under, sys.executable, *words], stdout=log, stderr=log, env=environment
            )
        for _ in range(LONG_S * 20):
            try:
                httpx.get(f"{self.address}/api/settings")
                return
            except httpx.TransportError:
                assert self.process.poll() is None, self.log()
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self):
        self.process.kill()
        self.process.wait(LONG_S)

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(LONG_S)

    def log(self):
        return (self.folder / "log").read_text()


@pytest.fixture
def server(tmp_path, unused_port):
    made = Server(tmp_path, unused_port)
    made.start()
    yield made
    if made.process.poll() is None:
        made.kill()


def opened(server):
    with httpx.Client(base_url=server.address, timeout=LONG_S) as client:
        request = json.loads(json.dumps(EXAMPLE_REQUEST))
        request["receiver"]["name"] = "Alexandra"
        planned = client.post("/api/plan", json={"request": request})
        assert planned.status_code == 200, planned.text
        plan = planned.json()["plan"]
        for _ in range(9):
            answer = client.post("/api/sessions", json={"plan": plan, "request": request})
            if answer.status_code != 409:  # a busy machine is still pressing the plan
                break
        assert answer.status_code == 201, answer.text
        return answer.json()


def command(server, session_id, kind, *, client_id, client=httpx, **more):
    body = {"kind": kind, "client_id": client_id, **more}
    return client.post(f"{server.address}/api/sessions/{session_id}/commands", json=body, timeout=LONG_S)


def recorded(server, session_id, *, after=0):
    path = f"{server.address}/api/sessions/{session_id}/events?follow=false&after={after}"
    answer = httpx.get(path, timeout=LONG_S)
    return [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]


class Listener(threading.Thread):
    """Reads a session's stream until it breaks, and keeps what it heard with the moment of hearing."""

    def __init__(self, server, session_id, *, last_event_id=None):
        super().__init__(daemon=True)
        self.path = f"{server.address}/api/sessions/{session_id}/events"
        self.headers = {} if last_event_id is None else {"last-event-id": str(last_event_id)}
        self.heard = []
        self.ended = threading.Event()

    def run(self):
        try:
            with httpx.stream("GET", self.path, headers=self.headers, timeout=LONG_S) as answer:
                for line in answer.iter_lines():
                    if line.startswith("data: "):
                        self.heard.append((time.perf_counter(), json.loads(line[6:])))
        except httpx.HTTPError:
            return
        finally:
            self.ended.set()

    def wait_for(self, position):
        for _ in range(LONG_S * 100):
            if self.heard and self.heard[-1][1]["position"] >= position:
                return
            time.sleep(0.01)
        raise AssertionError(f"position {position} was never heard: {self.heard}")


@pytest.mark.slow
def test_news_reach_every_listener_while_it_happens_and_a_stop_ends_the_streams(server):
    session = opened(server)
    listeners = [Listener(server, session["id"]) for _ in range(3)]
    for listener in listeners:
        listener.start()
        listener.wait_for(1)
    command(server, session["id"], "start", client_id="c1")
    answer = command(server, session["id"], "pause", client_id="c2")
    position = answer.json()["state"]["position"]
    for listener in listeners:
        listener.wait_for(position)
        assert [event["position"] for _, event in listener.heard] == list(range(1, position + 1))
    assert server.stop() in (0, -signal.SIGTERM)
    for listener in listeners:
        assert listener.ended.wait(LONG_S)
    assert "Traceback" not in server.log()


@pytest.mark.slow
def test_the_log_of_a_whole_session_holds_no_name_and_no_answer(server):
    session = opened(server)
    command(server, session["id"], "start", client_id="c1")
    httpx.post(
        f"{server.address}/api/plan?name=Alexandra", json={"request": {"receiver": {"name": "Alexandra"}}}
    )
    httpx.post(
        f"{server.address}/api/screen", content=b"Alexandra", headers={"content-type": "application/json"}
    )
    server.stop(signal.SIGINT)
    log = server.log()
    assert "POST /api/sessions 201" in log
    assert "Alexandra" not in log
    assert "age_years" not in log
    assert "?" not in log


@pytest.mark.slow
def test_a_listener_that_lost_the_network_gets_what_it_missed_and_nothing_twice(server):
    session = opened(server)
    first = Listener(server, session["id"])
    first.start()
    command(server, session["id"], "start", client_id="c1")
    first.wait_for(2)
    # The network is cut: what happens now is heard by nobody.
    command(server, session["id"], "pause", client_id="c2")
    command(server, session["id"], "resume", client_id="c3")
    again = Listener(server, session["id"], last_event_id=2)
    again.start()
    whole = recorded(server, session["id"])
    again.wait_for(whole[-1]["position"])
    assert [event for _, event in again.heard] == whole[2:]


KINDS = ("pause", "resume", "softer", "harder", "good", "skip", "back", "pain", "hold", "extend")


AIMED_S = 0.015
"""Within so long a press is written and answered here, more or less."""


def play_and_kill(server, chance, *, is_aimed):
    """Play, kill the server at a random moment, start it again; return the session and what was said. An
    aimed kill comes within milliseconds of a press."""
    session = opened(server)
    command(server, session["id"], "start", client_id="c0")
    sent = []
    killing = threading.Timer(chance.uniform(0.0, AIMED_S if is_aimed else 0.4), server.kill)
    begins = chance.randint(2, 12) if is_aimed else 1
    answered, last = {}, session["state"]
    with httpx.Client() as client:  # one line that stays open: a press arrives as soon as it is made
        for number in range(1, 400):
            kind = chance.choice(KINDS)
            more = {"nrs": chance.randint(0, 4)} if kind == "pain" else {}
            sent.append((kind, f"c{number}", more))
            if number == begins:
                killing.start()
            try:
                answer = command(server, session["id"], kind, client_id=f"c{number}", client=client, **more)
            except httpx.TransportError:
                break
            if answer.status_code == 200:
                answered[f"c{number}"] = answer.json()["events"]
                last = answer.json()["state"]
            else:
                assert answer.status_code == 409, answer.text
    killing.join()
    server.start()
    return session, sent, answered, last


def survives(server, chance, *, is_aimed=False):
    """Kill it once and look whether all is there; return how many presses there were, how many were
    answered with what they did, and whether the last one was written without an answer."""
    session, sent, answered, last = play_and_kill(server, chance, is_aimed=is_aimed)
    events = recorded(server, session["id"])
    assert [event["position"] for event in events] == list(range(1, len(events) + 1))
    by_client = {}
    for event in events:
        by_client.setdefault(event["client_id"], []).append(event)
    # Whatever was answered is there, whole and as it was said.
    for client_id, said in answered.items():
        assert by_client.get(client_id, []) == said
    # The last one may be there or not; sent again it is done once, and so is everything before it.
    answer = httpx.get(f"{server.address}/api/sessions/{session['id']}", timeout=LONG_S)
    assert answer.status_code == 200, answer.text
    state = answer.json()["state"]
    if state["position"] == last["position"]:
        told = ("revision", "levels", "cap", "ends_s", "is_eased", "spots_done")
        assert {key: state[key] for key in told} == {key: last[key] for key in told}
    for kind, client_id, more in sent[:-1]:
        if client_id in by_client:
            command(server, session["id"], kind, client_id=client_id, **more)
    assert recorded(server, session["id"]) == events
    kind, client_id, more = sent[-1]
    for _ in range(2):
        command(server, session["id"], kind, client_id=client_id, **more)
    last = [event for event in recorded(server, session["id"]) if event["client_id"] == client_id]
    assert [event["part"] for event in last] == list(range(1, len(last) + 1))
    again = httpx.get(f"{server.address}/api/sessions/{session['id']}", timeout=LONG_S).json()
    assert again["state"]["position"] == len(recorded(server, session["id"]))
    assert state["position"] == len(events)
    assert again["plan"]["steps"]
    return len(sent), len(answered), client_id in by_client


@pytest.mark.slow
def test_a_killed_server_loses_nothing_and_doubles_nothing(server):
    survives(server, random.Random(0))


@pytest.mark.prove
def test_fifty_kills_at_random_moments_lose_nothing(server, proof_table):
    chance = random.Random(2026)
    told, broken = [], []
    for kill in range(50):
        try:
            told.append(survives(server, chance, is_aimed=kill % 2 == 1))
        except AssertionError as error:
            broken.append(f"kill {kill}: {error}")
    row = {
        "kill -9": len(told) + len(broken),
        "presses": sum(sent for sent, _, _ in told),
        "answered": sum(answered for _, answered, _ in told),
        "killed after writing, before answering": sum(is_written for _, _, is_written in told),
        "sessions with a press lost or twice": len(broken),
    }
    proof_table("server-killed-at-random", [row])
    assert broken == []
    assert row["killed after writing, before answering"] >= 1


SMALL = 'mount -t tmpfs -o size=4m none {disk} && exec "$@"'
"""Lays a disk of 4 MB under the journal, in a name space of the server's own: nobody else sees it."""
SHORT = 'ulimit -f 600 && exec "$@"'
"""No file of the server's may become larger than 600 blocks."""


@pytest.fixture
def cramped(tmp_path, unused_port):
    """Start servers that have less room than they would like, and stop them."""
    made = []

    def start(how):
        apart = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "-Urm"]
        under = ["sh", "-c", how.format(disk=tmp_path / "disk"), "sh"]
        made.append(Server(tmp_path, unused_port, under=[*apart, *under] if how is SMALL else under))
        made[0].start()
        return made[0]

    yield start
    for server in made:
        if server.process.poll() is None:
            server.kill()


def positions(server, session_id):
    return [event["position"] for event in recorded(server, session_id)]


def fill(ballast):
    """Write until the disk takes no more."""
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def begun(server):
    """Open a session and start it; return its id and the positions of its events."""
    session = opened(server)
    command(server, session["id"], "start", client_id="c1")
    return session["id"], positions(server, session["id"])


def pressed_until_refused(server, session_id):
    """Press pause and resume until the journal takes no more; return the refusal and what was taken."""
    taken = []
    for number in range(4000):
        kind = "resume" if number % 2 else "pause"
        answer = command(server, session_id, kind, client_id=f"p{number}")
        if answer.status_code != 200:
            return kind, number, answer, taken
        taken += [event["position"] for event in answer.json()["events"]]
    raise AssertionError("the disk was never full")


@pytest.mark.slow
def test_a_really_full_disk_refuses_in_words_and_goes_on_when_there_is_room(cramped):
    server = cramped(SMALL)
    session_id, before = begun(server)
    ballast = Path(f"/proc/{server.process.pid}/root{server.disk}/ballast")
    fill(ballast)
    kind, number, answer, taken = pressed_until_refused(server, session_id)
    assert answer.status_code == 507
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert "has no room left on its disk" in answer.json()["title"]
    assert answer.json()["detail"].startswith("Free some space, then try again.")
    assert positions(server, session_id) == [*before, *taken]
    ballast.unlink()
    again = command(server, session_id, kind, client_id=f"p{number}")
    assert again.status_code == 200, again.text
    more = [event["position"] for event in again.json()["events"]]
    assert positions(server, session_id) == [*before, *taken, *more]
    assert "Traceback" not in server.log()


@pytest.mark.slow
def test_a_disk_that_takes_no_more_refuses_in_words_and_loses_nothing(cramped):
    server = cramped(SHORT)
    session_id, before = begun(server)
    _, _, answer, taken = pressed_until_refused(server, session_id)
    assert answer.status_code in (503, 507)
    assert "the journal" in answer.json()["title"]
    assert positions(server, session_id) == [*before, *taken]
    assert "Traceback" not in server.log()
