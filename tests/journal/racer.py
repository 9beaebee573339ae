"""A writer of its own process: `racer.py ADDRESS NAME COUNT` appends COUNT events, each after what it saw.

It prints the position of each event once it is written, so that whoever kills it knows what must be there.
`racer.py ADDRESS NAME hang` stops between the events and the documents of one transaction.
"""

import sys
import time

from sqlalchemy import event

from backrub.journal.event import NewEvent
from backrub.journal.opening import open_store
from backrub.journal.store import Conflict


def say(what):
    print(what, flush=True)


def append(store, name, *, number):
    new = [NewEvent(kind="moved", at_s=float(number), data={"writer": name, "number": number})]
    position = store.read("s1")[-1].position if store.read("s1") else 0
    while isinstance(
        answer := store.append("s1", new, expected_position=position, client_id=f"{name}-{number}"), Conflict
    ):
        position = answer.position
    say(answer[-1].position)


def hang(store):
    def pause(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO documents"):
            say("in the middle")
            time.sleep(600)

    event.listen(store._engine, "before_cursor_execute", pause)
    halves = [NewEvent(kind="half", at_s=0.0), NewEvent(kind="written", at_s=0.0)]
    store.begin("s2", halves, documents={"plan": {}}, person="p2", answers={"name": "half"})


def main(address, name, count):
    store = open_store(address)
    say("open")
    sys.stdin.readline()
    if count == "hang":
        hang(store)
    for number in range(int(count)):
        append(store, name, number=number)


main(*sys.argv[1:])
