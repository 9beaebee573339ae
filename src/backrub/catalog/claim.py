"""Claims: what people say a back massage does, what can be said of it, and from which papers."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from backrub.catalog.files import package_names, package_text
from backrub.errors import DataError, Problem
from backrub.model.base import File, Value
from backrub.model.read import read_document, read_mapping
from backrub.model.request import Id

Grade = Literal["supported", "mixed", "unsupported"]
"""How far the research carries a claim; shown in words, never by colour alone."""

Trust = Literal["read", "second-hand", "computed", "recalled-sure", "recalled-fair", "recalled-weak", "ours"]
"""How far to trust a figure: `docs/clinical.md` section 0 says what each word means."""

What = Literal["abstract", "table", "excerpt", "second-hand", "not-read"]
"""How much of a source was read."""

Words = Annotated[str, Field(min_length=3, max_length=300)]


class ClaimSource(Value):
    """One paper: who, when, where to find it, how much of it was read, and what it found.

    `year` is None where only an excerpt without a date was seen.
    """

    paper: Words
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    doi: Annotated[str, Field(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    what_was_read: What
    trust: Trust
    found: Words


class Claim(File):
    """One benefit that people hear of. It informs; nothing in the product may use it to sell a massage.

    `article` is the number of the benefit in the article this project started from, or None for what people
    say elsewhere. `qualifier` limits the grade ("short-term", "small") and may be empty.
    """

    id: Id
    title: Words
    article: Annotated[int, Field(ge=1, le=4)] | None = None
    people_say: Words
    we_can_say: Words
    grade: Grade
    qualifier: Annotated[str, Field(max_length=60)] = ""
    sources: Annotated[tuple[ClaimSource, ...], Field(min_length=1)]

    @property
    def grade_in_words(self) -> str:
        """The grade with its qualifier, as people read it.

        >>> read_claims()["stress"].grade_in_words
        'supported (short-term)'
        """
        return f"{self.grade} ({self.qualifier})" if self.qualifier else self.grade


def read_claim(text: str, *, name: str) -> Claim:
    """Return the claim in a TOML file named `name`; the file's name without its ending is the claim's id.

    Raises DataError with every problem. An `id` in the file is refused, because the name already says it.
    """
    document = dict(read_document(text, name=name))
    if "id" in document:
        raise DataError([Problem(f"{name} id", "is not written in the file", "The file's name is the id.")])
    return read_mapping(Claim, {**document, "id": name.removesuffix(".toml")}, name=name)


@cache
def read_claims() -> dict[str, Claim]:
    """Return every claim of the catalog by id, in order of id.

    >>> sorted({claim.grade for claim in read_claims().values()})
    ['mixed', 'supported', 'unsupported']
    """
    claims: dict[str, Claim] = {}
    problems: list[Problem] = []
    for identity in package_names("claims"):
        name = f"{identity}.toml"
        try:
            claims[identity] = read_claim(package_text("claims", name), name=name)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return claims
