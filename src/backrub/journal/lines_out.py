"""A journal as lines of JSON: to carry it to another place, and to read it with any tool.

The first line says what the file is, the last one how many lines stand between, so that a file cut
short is not taken for a whole one. `docs/journal.md` describes every kind of line.
"""

from __future__ import annotations

from collections.abc import Iterator

from backrub.journal.store import Store
from backrub.journal.text import as_text

SCHEMA = 1
"""The version of the lines; that of an event's own shape stands in the event."""


def export_lines(store: Store, *, with_people: bool = False) -> Iterator[str]:
    """Yield the whole journal, one JSON object a line (without line ends), events as they were recorded.

    Names and health answers are left out unless `with_people` asks for them.

    >>> from backrub.journal.memory import MemoryStore
    >>> list(export_lines(MemoryStore()))
    ['{"backrub-journal":1}', '{"end":0}']
    """
    yield as_text({"backrub-journal": SCHEMA}, name="")
    count = 0
    for line in _body(store, with_people=with_people):
        count += 1
        yield as_text(line, name="")
    yield as_text({"end": count}, name="")


def _body(store: Store, *, with_people: bool) -> Iterator[dict[str, object]]:
    if with_people:
        for person in store.people():
            answers = store.read_person(person)
            if answers is not None:
                yield {"person": {"person": person, "answers": answers}}
    for stream in store.streams():
        yield {"stream": stream.model_dump()}
        for event in store.read(stream.stream, as_recorded=True):
            yield {"event": event.model_dump()}
        for name in store.documents(stream.stream):
            document = store.read_document(stream.stream, name)
            yield {"document": {"stream": stream.stream, "name": name, "document": document}}
