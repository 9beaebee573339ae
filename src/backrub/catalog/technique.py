"""Techniques: one file each, with everything the planner, the score and the teaching pages need."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from backrub.catalog.atlas import read_atlas
from backrub.catalog.files import package_names, package_text
from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.base import File, HandPart, Phase, Span, Surface, Value
from backrub.model.read import read_document, read_mapping
from backrub.model.request import Id
from backrub.notation import StrokeLine, parse_strokes

Family = Literal[
    "gliding", "kneading", "friction", "cross-fibre-friction", "compression", "direct-pressure", "holding",
    "skin-rolling", "rocking", "vibration", "smoothing", "heat",
]  # fmt: skip
"""Families after Sherman KJ et al. 2006, BMC Complement Altern Med 6:24 (36 techniques; each file maps to one in `sherman`)."""

Working = Literal["together", "each-side", "middle", "spot"]
Text = Annotated[str, Field(min_length=3, max_length=400)]


class Repeat(Value):
    """How often and how long: passes and seconds on each side (for `together` and `middle`: in all).

    A technique is used for at least `useful_s` or not at all; `most_s` is the longest that is useful in one step. `times` fixes the
    passes where the technique has its own count. `by` is "line" where each line is done as often as there are passes before the next.
    """

    useful_s: Annotated[float, Field(gt=0)]
    most_s: Annotated[float, Field(gt=0)]
    times: Annotated[int, Field(ge=1)] | None = None
    most_times: Annotated[int, Field(ge=1)] | None = None
    by: Literal["pass", "line"] = "pass"


class Technique(File):
    """One technique. `force_n` is one hand's force by level [N]; a level that is missing is not allowed.

    `working`: both hands at once, mirrored (`together`); one side after the other (`each-side`); on the midline (`middle`); at a spot that the
    receiver shows (`spot`). `places` are where it may be used ("back" for a stroke that names its own places), `barred` where never.
    `instead_part` does it where its part is not allowed (sore thumbs), `instead` names techniques that can take its place. `value` says how good it is for what (0-1); a style
    weighs it. `strokes_at` holds other strokes for single places. `stand` is the giver's side: "same" or "opposite" as the side worked, "head", "any".
    """

    id: Id
    name: Text
    short_name: Annotated[str, Field(min_length=2, max_length=10)]
    family: Family
    sherman: Text
    part: HandPart
    article: Annotated[int, Field(ge=1, le=8)] | None = None
    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    working: Working
    places: Annotated[tuple[str, ...], Field(min_length=1)]
    barred: tuple[str, ...] = ()
    force_n: Annotated[dict[int, Annotated[float, Field(gt=0, le=120)]], Field(min_length=1)]
    speed_m_s: Span | None = None
    rate_hz: Span | None = None
    contact_m2: Annotated[float, Field(gt=0, le=0.03)]
    repeat: Repeat
    stand: Literal["same", "opposite", "head", "any"] = "any"
    stance: dict[Surface, Text]
    oil: bool
    through_clothes: bool
    stones: Literal["moving", "placed"] | None = None
    massager: bool = False
    value: dict[Literal["calm", "loosen", "sore", "warm"], Annotated[float, Field(ge=0, le=1)]]
    instead: tuple[Id, ...] = ()
    instead_part: HandPart | None = None
    purpose: Text
    feel: Text
    mistake: Text
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    strokes: Annotated[tuple[StrokeLine, ...], Field(min_length=1)]
    strokes_at: dict[str, Annotated[tuple[StrokeLine, ...], Field(min_length=1)]] = {}

    @field_validator("force_n", mode="before")
    @classmethod
    def _levels_are_whole(cls, value: Any) -> Any:
        return {int(key): force for key, force in value.items()} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        levels = sorted(self.force_n)
        if not set(levels) <= {1, 2, 3, 4}:
            raise ValueError("force_n has a level that home plans never use: keep to 1, 2, 3 and 4")
        if levels != list(range(levels[0], levels[-1] + 1)):
            raise ValueError("force_n skips a level: give every level between the lowest and the highest")
        if any(self.force_n[low] > self.force_n[low + 1] for low in levels[:-1]):
            raise ValueError("force_n falls where the level rises: give forces that grow with the level")
        if any(stroke.motion in ("line", "to-and-fro") for stroke in self.every_stroke) and self.speed_m_s is None:
            raise ValueError("speed_m_s is missing: strokes that travel need a speed")
        if any(stroke.motion == "loop" for stroke in self.every_stroke) and self.rate_hz is None:
            raise ValueError("rate_hz is missing: circles and kneading need a rate")
        return self

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that this technique may be used at."""
        return tuple(sorted(self.force_n))

    @property
    def parts(self) -> tuple[HandPart, ...]:
        """Every part of the hand that it uses, its own first."""
        return tuple(dict.fromkeys((self.part, *(stroke.part for stroke in self.every_stroke if stroke.part is not None))))

    @property
    def every_stroke(self) -> tuple[StrokeLine, ...]:
        """The strokes of every place."""
        return (*self.strokes, *(stroke for lines in self.strokes_at.values() for stroke in lines))

    def strokes_for(self, place: str) -> tuple[StrokeLine, ...]:
        """Return the strokes that are used at `place`: its own, or those for any."""
        return self.strokes_at.get(place, self.strokes)


def read_technique(text: str, *, name: str) -> Technique:
    """Return the technique that a TOML text describes; `name` is the file's name and, without ending, its id.

    Raises DataError with every problem of the table and of its stroke lines at once.
    """
    document = dict(read_document(text, name=name))
    anchors, places = read_atlas().anchors, read_atlas().place_ids
    problems: list[Problem] = []
    lines = {"": document.pop("strokes", None)}
    special = document.pop("strokes_at", {})
    if isinstance(special, dict):
        lines |= special
    shown: dict[str, list[dict[str, Any]]] = {}
    for place, text_at in lines.items():
        where = f"{name} strokes_at.{place}" if place else f"{name} strokes"
        shown[place] = [{"verb": "hold", "hands": "one", "route": ["here"], "duration_s": 1.0}]
        if not isinstance(text_at, str):
            problems.append(Problem(where, "is missing", 'Add strokes = """..."""'))
            continue
        try:
            shown[place] = [stroke.model_dump() for stroke in parse_strokes(text_at, places=anchors, name=where)]
        except DataError as error:
            problems += error.problems
    try:
        whole = {**document, "strokes": shown.pop(""), "strokes_at": shown}
        technique = read_mapping(Technique, {"id": name.removesuffix(".toml"), **whole}, name=name)
        problems += _unknown_places(technique, places=places, name=name)
    except DataError as error:
        problems = [*error.problems, *problems]
    if problems:
        raise DataError(problems)
    return technique


@cache
def read_techniques() -> dict[str, Technique]:
    """Return every technique that ships, by id, the article's eight first and in its order.

    >>> list(read_techniques())[:2]
    ['whole-hand-effleurage', 'heel-effleurage']
    """
    problems: list[Problem] = []
    found: list[Technique] = []
    for identity in package_names("techniques"):
        try:
            found.append(read_technique(package_text("techniques", f"{identity}.toml"), name=f"{identity}.toml"))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    found.sort(key=lambda each: (each.article or 9, each.id))
    return {each.id: each for each in found}


def _unknown_places(technique: Technique, *, places: tuple[str, ...], name: str) -> list[Problem]:
    return [
        Problem(f"{name} {key}", f"unknown place '{place}'", did_you_mean(place, [*places, "back"]))
        for key, named in (("places", technique.places), ("barred", technique.barred))
        for place in named
        if place not in places and place != ("spine" if key == "barred" else "back")
    ]
