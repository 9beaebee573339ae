"""Health conditions: what is asked, why, and what each answer changes. One TOML file each; its name is its
id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from backrub.catalog.claim import Trust
from backrub.catalog.files import package_names, package_text
from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.base import File, HandPart, Value
from backrub.model.clearance import Tier
from backrub.model.details import Details
from backrub.model.read import read_document, read_mapping
from backrub.model.request import Id

Section = Literal[
    "right-now",
    "warning-signs",
    "back-and-nerves",
    "bones-and-injuries",
    "heart-and-blood",
    "illness",
    "skin",
    "pregnancy",
]
"""Where the form asks it."""

Words = Annotated[str, Field(min_length=3, max_length=400)]
PainState = Literal["none", "known", "new", "worsening"]
Sign = Literal[
    "redness_spreads", "bleeding_unstable", "blood_pressure_signs", "aneurysm_signs", "ulcers", "skin_treated"
]
"""Follow-up signs: each counts when it is said to be there."""

EventDate = Literal["surgery_on", "injury_on", "implant_on"]


class Limits(Value):
    """What a massage with this condition must keep. Every field only narrows; absent means no limit.

    `advice` holds short sentences that no number says; the words for the numbers are made from the numbers.
    """

    max_level: Annotated[int, Field(ge=1, le=4)] | None = None
    max_minutes: Annotated[float, Field(ge=5, le=120)] | None = None
    seated: bool = False
    parts_out: tuple[HandPart, ...] = ()
    techniques_out: tuple[Id, ...] = ()
    places_out: tuple[Id, ...] = ()
    place_max_level: Mapping[Id, Annotated[int, Field(ge=1, le=4)]] = {}
    oils_out: tuple[Id, ...] = ()
    advice: tuple[Words, ...] = ()


class When(Value):
    """One circumstance and what it means. Every test that is given must hold; none given always holds.

    No test asks for the absence of a condition, so one more "yes" can only add circumstances. `*_years`
    compare whole years: under is below, over is above. `any_condition`: one of them is answered yes, too.
    `injury` "hurts" also holds when nothing is said. `weeks_since_under` holds when the date is nearer than
    that, or not said. `not_said_no` holds unless the follow-up is answered no. `on_strip`: a marked place of
    this condition (or, for upper-spine pain, a sore spot) lies over the strip along the spine.
    """

    back_pain: tuple[PainState, ...] | None = None
    age_under_years: int | None = None
    age_over_years: int | None = None
    any_condition: tuple[Id, ...] | None = None
    injury: tuple[Literal["recovered", "hurts"], ...] | None = None
    weeks_since_under: Mapping[EventDate, Annotated[int, Field(ge=1)]] | None = None
    says_yes: Sign | None = None
    not_said_no: Literal["pregnancy_signs"] | None = None
    pregnancy_weeks_from: int | None = None
    on_strip: bool = False
    giver_experience: Literal["first", "some", "trained"] | None = None
    giver_hands: Literal["healthy", "sore"] | None = None
    without_guardian: bool = False

    tier: Tier
    act: Literal["now", "today"] | None = None
    says: Words
    next: Words
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _says_how_soon(self) -> Self:
        if (self.tier == "urgent") != (self.act is not None):
            raise ValueError("act (now or today) belongs to tier urgent, and only there")
        if self.tier == "clear":
            raise ValueError("a circumstance that changes nothing needs no entry")
        return self


class Place(Value):
    """A place that must be marked as an avoid circle whose `why` is the condition's id; `margin_m` is added
    round it. [m]"""

    margin_m: Annotated[float, Field(ge=0, le=0.2)]
    ask: Words


class Asked(Value):
    """A follow-up question: which key of Details it fills, and how it is put."""

    key: str
    question: Words
    choices: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _is_a_detail(self) -> Self:
        if self.key not in Details.model_fields:
            raise ValueError(
                f"unknown detail {self.key!r}. {did_you_mean(self.key, list(Details.model_fields))}"
            )
        return self


class Condition(File):
    """One health condition. `limits` hold whenever a massage goes ahead with it, whatever the circumstance.

    `question` asks one thing; `counts` lists what else is a yes. "Not sure" counts as yes. `clearable`: a
    clinician's yes lowers `clinician` to `adapt`; it never touches `urgent` or `not-today`.
    `lasting`: what was once yes does not go away by itself, so that a yes from before may stand without being
    asked for again.
    """

    id: Id
    order: Annotated[int, Field(ge=0)]
    name: Words
    section: Section
    question: Words
    counts: tuple[Words, ...] = ()
    why: Words
    clearable: bool
    lasting: bool
    article: Annotated[int, Field(ge=1, le=8)] | None = None
    asks: tuple[Asked, ...] = ()
    place: Place | None = None
    limits: Limits = Limits()
    when: tuple[When, ...]
    oils: Mapping[str, tuple[Id, ...]] = {}
    source: Words
    trust: Trust

    @model_validator(mode="after")
    def _says_what_a_yes_means(self) -> Self:
        # Not a least length on the field: pydantic would report it, too, when an entry is wrong in itself.
        if not self.when:
            raise ValueError("without a [[when]] a yes means nothing; add one")
        return self


def read_condition(text: str, *, name: str) -> Condition:
    """Return the condition in a TOML file named `name`; the file's name without its ending is its id.

    Raises DataError with every problem. An `id` in the file is refused, because the name already says it.
    """
    document = dict(read_document(text, name=name))
    if "id" in document:
        raise DataError([Problem(f"{name} id", "is not written in the file", "The file's name is the id.")])
    return read_mapping(Condition, {**document, "id": name.removesuffix(".toml")}, name=name)


@cache
def read_conditions() -> Mapping[str, Condition]:
    """Return every condition of the catalog by id, in the order in which they are asked.

    Raises DataError with the problems of every file, and where one names a condition that there isn't.

    >>> len(read_conditions())
    36
    """
    conditions: list[Condition] = []
    problems: list[Problem] = []
    for stem in package_names("conditions"):
        try:
            conditions.append(read_condition(package_text(f"conditions/{stem}.toml"), name=f"{stem}.toml"))
        except DataError as error:
            problems.extend(error.problems)
    problems.extend(_cross_problems(conditions))
    if problems:
        raise DataError(problems)
    return MappingProxyType({each.id: each for each in sorted(conditions, key=lambda each: each.order)})


def _cross_problems(conditions: Iterable[Condition]) -> list[Problem]:
    """Return what no file can see alone: names of conditions that there aren't, two with one order."""
    conditions = tuple(conditions)
    known = [each.id for each in conditions]
    problems = [
        Problem(
            f"{each.id}.toml when[{index}].any_condition",
            f"unknown condition {named!r}",
            did_you_mean(named, known),
        )
        for each in conditions
        for index, when in enumerate(each.when)
        for named in when.any_condition or ()
        if named not in known
    ]
    seen: dict[int, str] = {}
    for each in conditions:
        if each.order in seen:
            what = f"order {each.order} is {seen[each.order]}'s already"
            problems.append(Problem(f"{each.id}.toml order", what, "Give each file its own."))
        seen.setdefault(each.order, each.id)
    return problems
