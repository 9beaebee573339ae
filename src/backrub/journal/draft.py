"""One transaction's worth of writing, checked before any store sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from backrub.errors import DataError, Problem
from backrub.journal.event import NewEvent
from backrub.journal.store import Documents
from backrub.journal.text import as_text, problems_of_ids


@dataclass(frozen=True, slots=True)
class Draft:
    """What `begin` or `append` is about to write; documents and answers are JSON text already."""

    stream: str
    events: tuple[NewEvent, ...]
    expected_position: int
    client_id: str | None
    documents: Mapping[str, str]
    person: str | None = None
    answers: str | None = None


def draft(
    stream: str,
    events: Sequence[NewEvent],
    *,
    expected_position: int,
    client_id: str | None,
    documents: Documents | None,
    person: str | None = None,
    answers: Mapping[str, JsonValue] | None = None,
) -> Draft:
    """Return the draft of a transaction; raises DataError with everything that can't be kept."""
    problems = problems_of_ids(stream=stream, client_id=client_id, person=person)
    if not events:
        problems.append(Problem("events", "hold nothing", "Write at least one event."))
    if answers is not None and person is None:
        problems.append(Problem("answers", "belong to nobody", "Give the id of the person with them."))
    texts: dict[str, str] = {}
    private: str | None = None
    for name, document in (documents or {}).items():
        problems += problems_of_ids(document=name)
        try:
            texts[name] = as_text(document, name=str(name))
        except DataError as error:
            problems += error.problems
    if answers is not None:
        try:
            private = as_text(dict(answers), name="answers")
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return Draft(
        stream=stream,
        events=tuple(events),
        expected_position=expected_position,
        client_id=client_id,
        documents=texts,
        person=person,
        answers=private,
    )
