"""One line of an exported journal: the shapes that `journal export` writes and `journal import` reads."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue, RootModel

from backrub.journal.event import Event, Id
from backrub.journal.store import Document, Stream
from backrub.model.base import Value


class FirstLine(Value):
    """The first line: what the file is."""

    backrub_journal: Annotated[Literal[1], Field(alias="backrub-journal")]


class Person(Value):
    """A person's name and health answers, as they were given; only in an export with people."""

    person: Id
    answers: dict[str, JsonValue]


class PersonLine(Value):
    """Somebody's answers."""

    person: Person


class StreamLine(Value):
    """A session begins; its events and documents follow."""

    stream: Stream


class EventLine(Value):
    """One event, in the shape in which it was recorded."""

    event: Event


class DocumentLine(Value):
    """One document of a session."""

    document: Document


class LastLine(Value):
    """The last line: how many lines stand between."""

    end: Annotated[int, Field(ge=0)]


class ExportLine(RootModel[FirstLine | PersonLine | StreamLine | EventLine | DocumentLine | LastLine]):
    """One line of a journal's export; with people it holds names and health answers."""
