"""A live session's commands while the same server checks another plan of an hour on its receiver's back.

`backrub serve` in a process of its own. Pauses and goes-on are sent one after the other, first while the
server has nothing else to do, then while it checks. Milliseconds are printed; guarded is that no command
waits for the check: the longest takes a small share of it.
"""

import socket
import threading
import time
from statistics import median

import httpx
import pytest

from playing import request_of
from web.test_real_server import Server, opened

MINUTES = 60
ROUNDS = 3
IDLE, EVERY_S = 120, 0.02
MOST_OF_A_CHECK = 0.25


@pytest.fixture
def server(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Server(tmp_path, port)
    made.start()
    yield made
    made.kill()


class Presses:
    """Somebody who presses pause and goes on, and how long each press took to be answered. [s]"""

    def __init__(self, client, session_id):
        self.client, self.path, self.count = client, f"/api/sessions/{session_id}/commands", 0

    def once(self):
        self.count += 1
        kind = "start" if self.count == 1 else ("pause", "resume")[self.count % 2]
        began_s = time.perf_counter()
        answer = self.client.post(self.path, json={"kind": kind, "client_id": f"p{self.count}"})
        took_s = time.perf_counter() - began_s
        assert answer.status_code == 200, answer.text
        time.sleep(EVERY_S)
        return took_s


def beside(call, presses):
    """Press until a call in a thread of its own is done; return how long that took and each press. [s]"""
    done, took_s = threading.Event(), []

    def run():
        began_s = time.perf_counter()
        try:
            call()
        finally:
            took_s.append(time.perf_counter() - began_s)
            done.set()

    thread = threading.Thread(target=run)
    thread.start()
    each_s = []
    while not done.is_set():
        each_s.append(presses.once())
    thread.join()
    return took_s[0], each_s


def test_no_command_waits_for_a_check(server, capsys):
    session = opened(server)
    request = request_of(minutes=MINUTES)
    with httpx.Client(base_url=server.address, timeout=60) as client, httpx.Client(timeout=60) as other:
        plan = client.post("/api/plan", json={"request": request}).json()["plan"]
        presses = Presses(client, session["id"])
        presses.once()

        def check():
            answer = other.post(f"{server.address}/api/check", json={"plan": plan})
            assert answer.status_code == 200, answer.text

        check()  # everything is loaded
        idle_s = [presses.once() for _ in range(IDLE)]
        checks_s, busy_s = [], []
        for _ in range(ROUNDS):
            check_s, each_s = beside(check, presses)
            checks_s.append(check_s)
            busy_s += each_s
    with capsys.disabled():
        print(
            f"\n  a check of {MINUTES} minutes: {median(checks_s):.2f} s; a live command meanwhile and alone:"
        )
        for name, at in (("median", median), ("longest", max)):
            busy, idle = at(busy_s), at(idle_s)
            print(f"  {name:<8}{1e3 * busy:6.1f} ms and {1e3 * idle:6.1f} ms, {busy / idle:.1f} x", end="")
            print(f" ({len(busy_s)} and {len(idle_s)})")
    assert max(busy_s) < MOST_OF_A_CHECK * median(checks_s)
