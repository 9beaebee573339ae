"""Lines of JSON back into a journal: all of them or none, and the same lines twice change nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from backrub.errors import DataError, Problem, did_you_mean
from backrub.journal.event import Event
from backrub.journal.lines_out import SCHEMA
from backrub.journal.store import Batch, Document, Person, Store, Stream
from backrub.journal.text import is_same

_MODELS: dict[str, type[BaseModel]] = {
    "stream": Stream,
    "event": Event,
    "document": Document,
    "person": Person,
}
_AGAIN = "Export again."
_OTHER = "These are two different journals: import into an empty one."
_LOOKS = 5


@dataclass(frozen=True, slots=True)
class Imported:
    """How many of each were new, and are now in the journal."""

    streams: int
    events: int
    documents: int
    people: int


def import_lines(lines: Iterable[str], store: Store) -> Imported:
    """Write what an export holds and the store does not, all of it or nothing.

    What is here already, and the same, is passed over: importing twice doubles nothing. Raises
    DataError with every problem and its line number (a line that can't be read, a gap, an event that
    differs from the one recorded here, a file cut short); then nothing has been written. Answers of a
    person of whom some are kept here already are not replaced.

    >>> from backrub.journal.memory import MemoryStore
    >>> import_lines(['{"backrub-journal":1}', '{"end":0}'], MemoryStore())
    Imported(streams=0, events=0, documents=0, people=0)
    """
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    # Looked at again when someone wrote between the look and the writing.
    for _ in range(_LOOKS):
        file = _read(numbered)
        batch = _missing(file, store)
        if file.problems:
            raise DataError(sorted(file.problems, key=lambda each: int(each.where.removeprefix("line "))))
        if store.adopt(batch) is None:
            return Imported(
                streams=len(batch.streams),
                events=len(batch.events),
                documents=len(batch.documents),
                people=len(batch.people),
            )
    way_out = "Close the session that is running, then import again."
    raise DataError([Problem("journal", "is being written to at the same time", way_out)])


@dataclass(slots=True)
class _File:
    """What the lines have given so far, each with its line's number, and what is wrong with them."""

    streams: dict[str, tuple[int, Stream]] = field(default_factory=dict)
    events: dict[tuple[str, int], tuple[int, Event]] = field(default_factory=dict)
    documents: dict[tuple[str, str], tuple[int, Document]] = field(default_factory=dict)
    people: dict[str, tuple[int, Person]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def faults(self, number: int, what: str, *, way_out: str = _AGAIN) -> None:
        self.problems.append(Problem(f"line {number}", what, way_out))


def _read(lines: list[tuple[int, str]]) -> _File:
    """Return what the lines hold and what is wrong with them, taken for themselves."""
    file = _File()
    whole = False
    for place, (number, line) in enumerate(lines):
        if (pair := _pair(line)) is None:
            file.faults(number, "is not a JSON object with one key", way_out="Mend it, or export again.")
            continue
        key, value = pair
        if place == 0:
            _read_first(file, number, key=key, value=value)
        elif key == "end":
            whole = True
            if place < len(lines) - 1:
                file.faults(number, "ends the journal, but more follows", way_out="Import one at a time.")
            elif not is_same(value, place - 1):
                file.faults(number, f"counts {value!r:.40} lines before it, but there are {place - 1}")
        else:
            _read_line(file, number, key=key, value=value)
    if not whole:
        file.faults(lines[-1][0] if lines else 1, "is not the end of a journal: the file was cut short")
    _check_order(file)
    return file


def _pair(line: str) -> tuple[str, Any] | None:
    try:
        given = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return next(iter(given.items())) if isinstance(given, dict) and len(given) == 1 else None


def _read_first(file: _File, number: int, *, key: str, value: object) -> None:
    if key != "backrub-journal":
        file.faults(number, "does not begin a journal", way_out="Give a file that export wrote.")
    elif not is_same(value, SCHEMA):
        what = f"schema {value!r:.40} is not one that this release reads"
        file.faults(number, what, way_out="Update Backrub, then import again.")


def _read_line(file: _File, number: int, *, key: str, value: object) -> None:
    if (model := _MODELS.get(key)) is None:
        file.faults(number, f"unknown kind of line {key!r:.60}", way_out=did_you_mean(key, [*_MODELS]))
        return
    try:
        given = model.model_validate(value)
    except ValidationError as error:
        for each in error.errors():
            where = ".".join([key, *(str(part) for part in each["loc"])])
            file.faults(number, f"{where}: {each['msg']}", way_out="Mend it, or export again.")
        return
    match given:
        case Stream():
            _keep(file, number, into=file.streams, key=given.stream, given=given)
        case Event():
            _keep(file, number, into=file.events, key=(given.stream, given.position), given=given)
        case Document():
            _keep(file, number, into=file.documents, key=(given.stream, given.name), given=given)
        case Person():
            _keep(file, number, into=file.people, key=given.person, given=given)


def _keep(file: _File, number: int, *, into: dict[Any, tuple[int, Any]], key: object, given: object) -> None:
    if key in into:
        file.faults(number, f"says again what line {into[key][0]} says", way_out="Leave one of them out.")
    else:
        into[key] = (number, given)


def _check_order(file: _File) -> None:
    """Note every gap, every command that stands there twice, every document without a stream."""
    ends: dict[str, int] = {}
    commands: dict[tuple[str, str, int], int] = {}
    for (stream, position), (number, event) in sorted(file.events.items()):
        if position != ends.get(stream, 0) + 1:
            file.faults(number, f"{stream} goes from {ends.get(stream, 0)} to {position}: events are missing")
        ends[stream] = position
        if event.client_id is not None:
            first = commands.setdefault((stream, event.client_id, event.part), number)
            if first != number:
                file.faults(number, f"is part {event.part} of command {event.client_id}, as is line {first}")
    for (stream, name), (number, _document) in file.documents.items():
        if stream not in file.streams and stream not in ends:
            file.faults(number, f"{name} belongs to {stream}, which this file does not hold")


def _missing(file: _File, store: Store) -> Batch:
    """Return what the store lacks; notes a problem for everything that it has otherwise."""
    here = {each.stream: each for each in store.streams()}
    for name, (number, stream) in file.streams.items():
        if name in here and here[name].person != stream.person:
            file.faults(number, f"{name} belongs to someone else here", way_out=_OTHER)
    recorded = {
        (event.stream, event.position): event
        for stream in {stream for stream, _position in file.events} & here.keys()
        for event in store.read(stream, as_recorded=True)
    }
    for key, (number, event) in file.events.items():
        if key in recorded and not is_same(recorded[key].model_dump(), event.model_dump()):
            what = f"{event.stream} {event.position} differs from what was recorded here"
            file.faults(number, what, way_out=_OTHER)
    documents = []
    for number, document in file.documents.values():
        if document.stream not in here or document.name not in store.documents(document.stream):
            documents.append(document)
        elif not is_same(store.read_document(document.stream, document.name), document.document):
            what = f"{document.name} of {document.stream} differs from the one kept here"
            file.faults(number, what, way_out=_OTHER)
    known = set(store.people())
    return Batch(
        streams=[stream for name, (_number, stream) in file.streams.items() if name not in here],
        events=[event for key, (_number, event) in sorted(file.events.items()) if key not in recorded],
        documents=documents,
        people=[person for key, (_number, person) in file.people.items() if key not in known],
    )
