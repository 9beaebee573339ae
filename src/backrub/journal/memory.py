"""The journal in memory: for rehearsals and tests, and the plainest statement of what a store does."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from backrub.journal.draft import Draft, draft
from backrub.journal.event import Event, NewEvent, placed
from backrub.journal.store import Batch, Conflict, Documents, Stream
from backrub.journal.text import answers_from, as_text, check_ids, from_text, is_same
from backrub.journal.trouble import document_taken, no_stream
from backrub.journal.upcast import Upcasters, upcast


class MemoryStore:
    """A `Store` that is gone when the process is; safe to share between threads."""

    def __init__(self, *, upcasters: Upcasters | None = None) -> None:
        self._upcasters = upcasters or {}
        self._lock = threading.Lock()
        self._streams: dict[str, Stream] = {}
        self._events: dict[str, list[Event]] = {}
        self._documents: dict[tuple[str, str], str] = {}
        self._people: dict[str, str] = {}

    def begin(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        documents: Documents | None = None,
        person: str | None = None,
        answers: Mapping[str, JsonValue] | None = None,
        client_id: str | None = None,
    ) -> list[Event] | Conflict:
        return self._write(
            draft(
                stream,
                events,
                expected_position=0,
                client_id=client_id,
                documents=documents,
                person=person,
                answers=answers,
            )
        )

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_position: int,
        client_id: str | None = None,
        documents: Documents | None = None,
    ) -> list[Event] | Conflict:
        return self._write(
            draft(
                stream,
                events,
                expected_position=expected_position,
                client_id=client_id,
                documents=documents,
            )
        )

    def read(self, stream: str, *, after: int = 0, as_recorded: bool = False) -> list[Event]:
        with self._lock:
            recorded = self._events.get(stream, [])[max(after, 0) :]
        return recorded if as_recorded else upcast(recorded, self._upcasters)

    def streams(self, *, person: str | None = None) -> list[Stream]:
        with self._lock:
            return [each for each in self._streams.values() if person is None or each.person == person]

    def put_document(self, stream: str, name: str, *, document: JsonValue) -> None:
        check_ids(stream=stream, name=name)
        texts = {name: as_text(document, name=name)}
        with self._lock:
            if stream not in self._streams:
                raise no_stream(stream)
            self._check_documents(stream, texts)
            self._keep_documents(stream, texts)

    def read_document(self, stream: str, name: str) -> JsonValue:
        with self._lock:
            text = self._documents.get((stream, name))
        return None if text is None else from_text(text)

    def documents(self, stream: str) -> list[str]:
        with self._lock:
            return sorted(name for owner, name in self._documents if owner == stream)

    def put_person(self, person: str, answers: Mapping[str, JsonValue]) -> None:
        check_ids(person=person)
        text = as_text(dict(answers), name="answers")
        with self._lock:
            self._people[person] = text

    def read_person(self, person: str) -> dict[str, JsonValue] | None:
        with self._lock:
            text = self._people.get(person)
        return None if text is None else answers_from(text)

    def forget_person(self, person: str) -> bool:
        with self._lock:
            return self._people.pop(person, None) is not None

    def people(self) -> list[str]:
        with self._lock:
            return sorted(self._people)

    def adopt(self, batch: Batch) -> Conflict | None:
        with self._lock:
            ends = {stream: len(events) for stream, events in self._events.items()}
            for event in batch.events:
                end = ends.get(event.stream, 0)
                if event.position != end + 1:
                    return Conflict(event.stream, event.position - 1, end)
                ends[event.stream] = event.position
            known = self._streams.keys() | {each.stream for each in batch.streams} | ends.keys()
            for each in batch.documents:
                if each.stream not in known:
                    raise no_stream(each.stream)
                self._check_documents(each.stream, {each.name: as_text(each.document, name=each.name)})
            # Nothing above has written, and nothing below can fail.
            for stream in batch.streams:
                self._streams.setdefault(stream.stream, stream)
            for event in batch.events:
                self._streams.setdefault(event.stream, Stream(stream=event.stream))
                self._events.setdefault(event.stream, []).append(event)
            for each in batch.documents:
                self._keep_documents(each.stream, {each.name: as_text(each.document, name=each.name)})
            for person in batch.people:
                self._people.setdefault(person.person, as_text(person.answers, name="answers"))
            return None

    def close(self) -> None:
        """Nothing to let go of."""

    def _write(self, new: Draft) -> list[Event] | Conflict:
        with self._lock:
            events = self._events.get(new.stream, [])
            mine = [event for event in events if event.client_id == new.client_id]
            if new.client_id is not None and mine:
                return upcast(mine, self._upcasters)
            if len(events) != new.expected_position:
                return Conflict(new.stream, new.expected_position, len(events))
            self._check_documents(new.stream, new.documents)
            written = placed(
                new.events, stream=new.stream, after=new.expected_position, client_id=new.client_id
            )
            self._streams.setdefault(new.stream, Stream(stream=new.stream, person=new.person))
            self._events.setdefault(new.stream, []).extend(written)
            self._keep_documents(new.stream, new.documents)
            if new.person is not None and new.answers is not None:
                self._people[new.person] = new.answers
            return upcast(written, self._upcasters)

    def _check_documents(self, stream: str, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            kept = self._documents.get((stream, name))
            if kept is not None and not is_same(from_text(kept), from_text(text)):
                raise document_taken(stream, name)

    def _keep_documents(self, stream: str, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            self._documents.setdefault((stream, name), text)
