"""Several writers at once: every event once, positions without gaps, every command once."""

import os
import subprocess
import sys
import threading
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from backrub.journal.event import NewEvent
from backrub.journal.opening import open_store
from backrub.journal.store import Conflict

HERE = Path(__file__).parent


def at_once(*works):
    """Run each work in a thread of its own; return what they returned, or raise what one raised."""
    answers, errors, start = [], [], threading.Barrier(len(works))

    def run(work):
        try:
            start.wait()
            answers.append(work())
        except BaseException as error:  # noqa: BLE001 - handed to the test's own thread
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return answers


def start_racer(address, name, count):
    return subprocess.Popen(
        [sys.executable, HERE / "racer.py", address, name, str(count)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def go(racer):
    racer.stdin.write("\n")
    racer.stdin.flush()


def end(racer):
    """Kill a racer as the power would, and let go of its pipes."""
    racer.kill()
    racer.communicate()


def test_threads_that_race_on_one_stream_write_every_event_once(store):
    def writer(name):
        def write():
            for number in range(10):
                new = [NewEvent(kind="moved", at_s=0.0, data={"writer": name, "number": number})]
                position = 0
                while isinstance(answer := store.append("s1", new, expected_position=position), Conflict):
                    position = answer.position

        return write

    at_once(*(writer(name) for name in "abcdef"))
    events = store.read("s1")
    assert [event.position for event in events] == list(range(1, 61))
    for name in "abcdef":
        assert [event.data["number"] for event in events if event.data["writer"] == name] == list(range(10))


def test_of_many_who_write_after_the_same_position_one_gets_through(store, happened):
    store.append("s1", happened("opened"), expected_position=0)
    for position in range(1, 11):
        write = partial(store.append, "s1", happened("paused"), expected_position=position)
        answers = at_once(*[write] * 5)
        assert sum(not isinstance(answer, Conflict) for answer in answers) == 1
        assert {answer.position for answer in answers if isinstance(answer, Conflict)} == {position + 1}


def test_one_command_sent_many_times_at_once_happens_once_and_all_hear_the_same(store, happened):
    store.append("s1", happened("opened"), expected_position=0)
    for turn in range(10):
        position = len(store.read("s1"))
        send = partial(
            store.append, "s1", happened("paused", "asked"), expected_position=position, client_id=f"c{turn}"
        )
        answers = at_once(*[send] * 5)
        assert all(answer == answers[0] for answer in answers)
        assert len(store.read("s1")) == position + 2


def test_a_session_begun_by_many_at_once_is_begun_once(store, happened):
    answers = at_once(
        *(
            lambda name=name: store.begin(
                "s1", happened("opened"), documents={"plan": name}, person="p1", answers={"name": name}
            )
            for name in "abcde"
        )
    )
    assert sum(not isinstance(answer, Conflict) for answer in answers) == 1
    assert store.read_person("p1") == {"name": store.read_document("s1", "plan")}


def test_people_put_at_once_do_not_trip_over_each_other(store):
    at_once(*(lambda number=number: store.put_person("p1", {"number": number}) for number in range(8)))
    assert store.read_person("p1")["number"] in range(8)


def test_processes_that_race_on_one_stream_write_every_event_once(address):
    racers = {name: start_racer(address, name, 15) for name in "abcd"}
    # All four opened the new database at the same moment, and each found or made the tables.
    assert [racer.stdout.readline() for racer in racers.values()] == ["open\n"] * 4
    for racer in racers.values():
        go(racer)
    said = [int(line) for racer in racers.values() for line in racer.communicate()[0].split()]
    assert [racer.returncode for racer in racers.values()] == [0] * 4
    store = open_store(address)
    events = store.read("s1")
    assert [event.position for event in events] == list(range(1, 61)) == sorted(said)
    assert set(Counter(event.client_id for event in events).values()) == {1}
    store.close()


def test_a_writer_killed_in_mid_write_leaves_nothing_half_written(address, happened):
    store = open_store(address)
    store.begin("s1", happened("opened"))
    racer = start_racer(address, "x", "hang")
    assert racer.stdout.readline() == "open\n"
    go(racer)
    assert racer.stdout.readline() == "in the middle\n"
    assert store.read("s2") == []
    end(racer)
    assert store.read("s2") == []
    assert store.people() == []
    assert [stream.stream for stream in store.streams()] == ["s1"]
    # The next one finds the way free.
    assert len(store.begin("s2", happened("opened"), documents={"plan": {}})) == 1
    store.close()


@pytest.mark.parametrize("after", range(5))
def test_what_was_answered_survives_a_kill_at_any_moment(address, after):
    racer = start_racer(address, "x", 100_000)
    assert racer.stdout.readline() == "open\n"
    go(racer)
    answered = [int(racer.stdout.readline()) for _ in range(after * 7 + 1)][-1]
    end(racer)
    store = open_store(address)
    events = store.read("s1")
    assert len(events) >= answered
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    # Sent again with the same id, because its answer was lost: it is there once.
    last = events[-1]
    new = [NewEvent(kind="moved", at_s=0.0)]
    assert store.append("s1", new, expected_position=0, client_id=last.client_id) == [last]
    assert len(store.append("s1", new, expected_position=last.position, client_id="next")) == 1
    store.close()
