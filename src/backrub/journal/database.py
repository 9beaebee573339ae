"""The journal in a database: one code path for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from json import JSONDecodeError
from typing import TypeVar

import sqlalchemy as sa
from pydantic import JsonValue, ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError

from backrub.journal.draft import Draft, draft
from backrub.journal.event import Event, NewEvent, placed
from backrub.journal.store import Batch, Conflict, Documents, Stream
from backrub.journal.tables import DOCUMENTS, EVENTS, PEOPLE, STREAMS
from backrub.journal.text import answers_from, as_text, check_ids, from_text, is_same
from backrub.journal.trouble import DAMAGED, document_taken, no_stream, refusal, trouble
from backrub.journal.upcast import Upcasters, upcast

# A try fails when another writer's row came first; the next one sees that row and answers with a Conflict.
_TRIES = 5
_MANY = 50

T = TypeVar("T")


class DatabaseStore:
    """A `Store` over an engine that `open_store` has made ready; safe to share between threads."""

    def __init__(self, engine: sa.Engine, *, place: str, upcasters: Upcasters | None = None) -> None:
        self._engine = engine
        self._writer = engine.execution_options(begins="IMMEDIATE")
        self._place = place
        self._upcasters = upcasters or {}

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
        wanted = (
            sa.select(EVENTS)
            .where(EVENTS.c.stream == stream, EVENTS.c.position > after)
            .order_by(EVENTS.c.position)
        )
        with self._reading() as connection:
            recorded = [_event(row) for row in connection.execute(wanted)]
        return recorded if as_recorded else upcast(recorded, self._upcasters)

    def streams(self, *, person: str | None = None) -> list[Stream]:
        wanted = sa.select(STREAMS.c.stream, STREAMS.c.person).order_by(STREAMS.c.number)
        if person is not None:
            wanted = wanted.where(STREAMS.c.person == person)
        with self._reading() as connection:
            return [Stream(stream=row.stream, person=row.person) for row in connection.execute(wanted)]

    def put_document(self, stream: str, name: str, *, document: JsonValue) -> None:
        check_ids(stream=stream, name=name)
        texts = {name: as_text(document, name=name)}

        def work(connection: sa.Connection) -> None:
            if not _has_stream(connection, stream):
                raise no_stream(stream)
            _put_documents(connection, stream, texts=texts)

        self._transact(work)

    def read_document(self, stream: str, name: str) -> JsonValue:
        with self._reading() as connection:
            text = _document(connection, stream, name=name)
        return None if text is None else from_text(text)

    def documents(self, stream: str) -> list[str]:
        wanted = sa.select(DOCUMENTS.c.name).where(DOCUMENTS.c.stream == stream)
        with self._reading() as connection:
            return sorted(connection.execute(wanted).scalars())

    def put_person(self, person: str, answers: Mapping[str, JsonValue]) -> None:
        check_ids(person=person)
        text = as_text(dict(answers), name="answers")
        self._transact(lambda connection: _put_person(connection, person, text=text))

    def read_person(self, person: str) -> dict[str, JsonValue] | None:
        with self._reading() as connection:
            text = _answers(connection, person)
        return None if text is None else answers_from(text)

    def forget_person(self, person: str) -> bool:
        gone = self._transact(
            lambda connection: connection.execute(sa.delete(PEOPLE).where(PEOPLE.c.person == person)).rowcount
        )
        if gone and self._engine.dialect.name == "sqlite":
            # The deleted bytes are overwritten in the file (secure_delete); this empties the log beside it.
            with self._told(), self._engine.execution_options(begins="").connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone > 0

    def people(self) -> list[str]:
        with self._reading() as connection:
            return sorted(connection.execute(sa.select(PEOPLE.c.person)).scalars())

    def adopt(self, batch: Batch) -> Conflict | None:
        documents = [(each, {each.name: as_text(each.document, name=each.name)}) for each in batch.documents]
        people = {each.person: as_text(each.answers, name="answers") for each in batch.people}

        def work(connection: sa.Connection) -> Conflict | None:
            ends: dict[str, int] = {}
            for event in batch.events:
                end = ends[event.stream] if event.stream in ends else _end(connection, event.stream)
                if event.position != end + 1:
                    return Conflict(event.stream, event.position - 1, end)
                ends[event.stream] = event.position
            owners = {each.stream: each.person for each in batch.streams}
            for stream in dict.fromkeys([*owners, *ends]):
                _put_stream(connection, stream, person=owners.get(stream))
            _put_events(connection, batch.events)
            for each, texts in documents:
                if not _has_stream(connection, each.stream):
                    raise no_stream(each.stream)
                _put_documents(connection, each.stream, texts=texts)
            for person, text in people.items():
                if _answers(connection, person) is None:
                    connection.execute(sa.insert(PEOPLE).values(person=person, answers=text))
            return None

        return self._transact(work)

    def close(self) -> None:
        self._engine.dispose()

    def _write(self, new: Draft) -> list[Event] | Conflict:
        def work(connection: sa.Connection) -> list[Event] | Conflict:
            # The end first: the same command, written by another between the two looks, is then seen.
            end = _end(connection, new.stream)
            if new.client_id is not None and (seen := _seen(connection, new.stream, client_id=new.client_id)):
                return seen
            if end != new.expected_position:
                return Conflict(new.stream, new.expected_position, end)
            written = placed(
                new.events, stream=new.stream, after=new.expected_position, client_id=new.client_id
            )
            if new.expected_position == 0:
                _put_stream(connection, new.stream, person=new.person)
            _put_events(connection, written)
            _put_documents(connection, new.stream, texts=new.documents)
            if new.person is not None and new.answers is not None:
                _put_person(connection, new.person, text=new.answers)
            return written

        written = self._transact(work)
        return written if isinstance(written, Conflict) else upcast(written, self._upcasters)

    def _transact(self, work: Callable[[sa.Connection], T]) -> T:
        """Do `work` in one write transaction; again, when another writer's row came first."""
        for left in reversed(range(_TRIES)):
            try:
                with self._told(), self._writer.begin() as connection:
                    return work(connection)
            except IntegrityError:
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._told(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        with told_clearly(self._place):
            yield


@contextmanager
def told_clearly(place: str) -> Iterator[None]:
    """Turn what a driver or a damaged row raises into a Refused; bugs of ours pass through."""
    try:
        yield
    except DBAPIError as error:
        if (refused := trouble(error, place=place)) is None:
            raise
        # Without its cause, for a driver can quote what was being written.
        raise refused from None
    except (ValidationError, JSONDecodeError):
        raise refusal(DAMAGED, place=place) from None


def _event(row: sa.Row[tuple[object, ...]]) -> Event:
    return Event.model_validate({**row._mapping, "data": from_text(row.data)})


def _end(connection: sa.Connection, stream: str) -> int:
    last = sa.select(sa.func.max(EVENTS.c.position)).where(EVENTS.c.stream == stream)
    return connection.execute(last).scalar() or 0


def _seen(connection: sa.Connection, stream: str, *, client_id: str) -> list[Event]:
    wanted = (
        sa.select(EVENTS)
        .where(EVENTS.c.stream == stream, EVENTS.c.client_id == client_id)
        .order_by(EVENTS.c.position)
    )
    return [_event(row) for row in connection.execute(wanted)]


def _has_stream(connection: sa.Connection, stream: str) -> bool:
    wanted = sa.select(STREAMS.c.number).where(STREAMS.c.stream == stream)
    return connection.execute(wanted).scalar() is not None


def _put_stream(connection: sa.Connection, stream: str, *, person: str | None) -> None:
    if not _has_stream(connection, stream):
        connection.execute(sa.insert(STREAMS).values(stream=stream, person=person))


def _put_events(connection: sa.Connection, events: Sequence[Event]) -> None:
    rows = [{**event.model_dump(), "data": as_text(event.data, name="data")} for event in events]
    if len(rows) > _MANY:
        connection.execute(sa.insert(EVENTS), rows)
        return
    # One by one, for psycopg logs a warning when many at once lose a race, and losing is in order.
    for row in rows:
        connection.execute(sa.insert(EVENTS), row)


def _document(connection: sa.Connection, stream: str, *, name: str) -> str | None:
    wanted = sa.select(DOCUMENTS.c.document).where(DOCUMENTS.c.stream == stream, DOCUMENTS.c.name == name)
    return connection.execute(wanted).scalar()


def _put_documents(connection: sa.Connection, stream: str, *, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if (kept := _document(connection, stream, name=name)) is None:
            connection.execute(sa.insert(DOCUMENTS).values(stream=stream, name=name, document=text))
        elif not is_same(from_text(kept), from_text(text)):
            raise document_taken(stream, name)


def _answers(connection: sa.Connection, person: str) -> str | None:
    return connection.execute(sa.select(PEOPLE.c.answers).where(PEOPLE.c.person == person)).scalar()


def _put_person(connection: sa.Connection, person: str, *, text: str) -> None:
    here = sa.update(PEOPLE).where(PEOPLE.c.person == person).values(answers=text)
    if not connection.execute(here).rowcount:
        connection.execute(sa.insert(PEOPLE).values(person=person, answers=text))
