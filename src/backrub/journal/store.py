"""What every journal store does, whatever holds it, and the values it answers with.

The contract suite in `tests/journal` is the other half of this page: every store passes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, JsonValue

from backrub.journal.event import Event, Id, NewEvent

Documents = Mapping[str, JsonValue]
"""Whole JSON documents by name; what is written under a name never changes."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Someone else wrote first: the stream ends at `position`, not at `expected_position`.

    The way on is to read what came since, decide again and append after it.
    """

    stream: str
    expected_position: int
    position: int


class Stream(BaseModel):
    """A stream's name and the opaque id of the person whose it is, when it is somebody's."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    stream: Id
    person: Id | None = None


class Document(BaseModel):
    """A whole JSON document that belongs to a stream."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    stream: Id
    name: Id
    document: JsonValue


class Person(BaseModel):
    """What is private of one person, name and health answers, under an opaque id."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    person: Id
    answers: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Batch:
    """Anything that is written together or not at all."""

    streams: Sequence[Stream] = ()
    events: Sequence[Event] = ()
    documents: Sequence[Document] = ()
    people: Sequence[Person] = ()


class Store(Protocol):
    """A journal: streams of events that only grow, documents that never change, and people apart.

    Every writing method is one transaction: all of it or nothing. Trouble with the place where the
    journal lives is a `Refused` whose code starts with `journal-`; ids, documents and answers that
    can't be kept are a `DataError`.
    """

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
        """Open a stream with its first events, its documents and the private answers, all in one.

        `person` is the opaque id that the stream belongs to; `answers` go to the people table under
        it, in place of what stood there. A stream that exists is a Conflict, unless `client_id` has
        opened it before: then the events of that time come back and nothing is written.
        """
        ...

    def append(
        self,
        stream: str,
        events: Sequence[NewEvent],
        *,
        expected_position: int,
        client_id: str | None = None,
        documents: Documents | None = None,
    ) -> list[Event] | Conflict:
        """Write events after `expected_position`, the last one that the writer has seen (0: none).

        The documents, if any, are written with them. A `client_id` already seen in this stream
        returns what was recorded then, whatever `expected_position` says, and writes nothing: a
        command sent twice does it once. For that to hold of a command that changes nothing, too,
        it is recorded as well: no events are a DataError.
        """
        ...

    def read(self, stream: str, *, after: int = 0, as_recorded: bool = False) -> list[Event]:
        """Return the stream's events after a position, brought up to date unless `as_recorded`."""
        ...

    def streams(self, *, person: str | None = None) -> list[Stream]:
        """Return every stream, or one person's, oldest first."""
        ...

    def put_document(self, stream: str, name: str, *, document: JsonValue) -> None:
        """Keep a document for good. The same again is fine; another under that name is Refused."""
        ...

    def read_document(self, stream: str, name: str) -> JsonValue:
        """Return a document, or None where there is none."""
        ...

    def documents(self, stream: str) -> list[str]:
        """Return the names of a stream's documents, sorted."""
        ...

    def put_person(self, person: str, answers: Mapping[str, JsonValue]) -> None:
        """Keep what is private of a person, in place of what stood there."""
        ...

    def read_person(self, person: str) -> dict[str, JsonValue] | None:
        """Return what is private of a person, or None when nothing is kept (any more)."""
        ...

    def forget_person(self, person: str) -> bool:
        """Delete what is private of a person; their events stay. Return whether there was anything."""
        ...

    def people(self) -> list[str]:
        """Return the ids of all people of whom something private is kept, sorted."""
        ...

    def adopt(self, batch: Batch) -> Conflict | None:
        """Write what another journal recorded, as it stands there, or nothing at all.

        Events whose place is taken, or that would leave a gap, are a Conflict; a document whose name
        is taken by another is Refused. A person of whom something is kept here already stays as is.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
