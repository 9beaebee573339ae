"""Techniques: one file each, with everything the planner, the score and the teaching pages need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from backrub.catalog.atlas import read_atlas
from backrub.catalog.files import package_names, package_text
from backrub.catalog.limits import read_limits
from backrub.catalog.strokes import Strokes
from backrub.errors import DataError, Problem, did_you_mean
from backrub.model.base import File, HandPart, Phase, Span, Surface, Value
from backrub.model.read import read_document, read_mapping
from backrub.model.request import Id
from backrub.notation import StrokeLine

Family = Literal[
    "gliding", "kneading", "friction", "cross-fibre-friction", "compression", "direct-pressure", "holding",
    "skin-rolling", "rocking", "vibration", "smoothing", "heat",
]  # fmt: skip
"""Families after Sherman KJ et al. 2006, BMC Complement Altern Med 6:24; `sherman` names one of its 36."""

CALM_M_S2 = 1.0
"""A hand at work starts and stops no more suddenly, unless its technique says otherwise. An arm that moves as
smoothly as can be (minimum jerk: Flash and Hogan 1985, J Neurosci 5:1688) then needs three quarters of a
second for 10 cm, from rest to rest [engineering judgement]. [m/s2]"""

Working = Literal["together", "each-side", "middle", "spot"]
Text = Annotated[str, Field(min_length=3, max_length=400)]


class Repeat(Value):
    """How often and how long: passes and seconds on each side (for `together` and `middle`: in all).

    A technique is used for at least `useful_s` or not at all; `most_s` is the longest that is useful in one
    step. `times` fixes the passes where the technique has its own count. `by` is "line" where each line is
    done as often as there are passes before the next.
    """

    useful_s: Annotated[float, Field(gt=0)]
    most_s: Annotated[float, Field(gt=0)]
    times: Annotated[int, Field(ge=1)] | None = None
    most_times: Annotated[int, Field(ge=1)] | None = None
    by: Literal["pass", "line"] = "pass"


class Technique(File):
    """One technique. `force_n` is one hand's force by level [N]; a level that is missing is not allowed.

    `speed_m_s` is how fast a hand goes along, `accel_m_s2` how suddenly it starts and stops at most; circles
    go by `rate_hz`.

    `working`: both hands at once, mirrored (`together`); one side after the other (`each-side`); on the
    midline (`middle`); at a spot that the receiver shows (`spot`). `places` are where it may be used ("back"
    for a stroke that names its own places), `barred` where never. `clothed_only` is for evenings without oil.
    `instead_part` does it where its part is barred (sore thumbs), `narrow_part` a stroke where its own part
    has no room; `instead` names techniques that can take its place. `value` says how good it is for what
    (0-1); a style weighs it. `strokes_at` holds other strokes for single places. `slows`: it goes slower and
    lighter at sore spots. `one_side`: it may be done on one side alone, where the other has no room. `stand`
    is the giver's side: "same" or "opposite" as the side worked, "head" or "any".
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
    accel_m_s2: Annotated[float, Field(gt=0, le=2.5)] = CALM_M_S2
    rate_hz: Span | None = None
    contact_m2: Annotated[float, Field(gt=0, le=0.03)]
    repeat: Repeat
    stand: Literal["same", "opposite", "head", "any"] = "any"
    stance: dict[Surface, Text]
    oil: bool
    through_clothes: bool
    clothed_only: bool = False
    slows: bool = False
    one_side: bool = False
    stones: Literal["moving", "placed"] | None = None
    massager: bool = False
    value: dict[Literal["calm", "loosen", "sore", "warm"], Annotated[float, Field(ge=0, le=1)]]
    instead: tuple[Id, ...] = ()
    instead_part: HandPart | None = None
    narrow_part: HandPart | None = None
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
        motions = {stroke.motion for stroke in self.every_stroke}
        if motions & {"line", "to-and-fro"} and self.speed_m_s is None:
            raise ValueError("speed_m_s is missing: strokes that travel need a speed")
        if "loop" in motions and self.rate_hz is None:
            raise ValueError("rate_hz is missing: circles and kneading need a rate")
        return self

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels that this technique may be used at."""
        return tuple(sorted(self.force_n))

    @property
    def parts(self) -> tuple[HandPart, ...]:
        """Every part of the hand that it uses, its own first."""
        others = (stroke.part for stroke in self.every_stroke if stroke.part is not None)
        return tuple(dict.fromkeys((self.part, *others)))

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
    general = Strokes(name, text, ("strokes",), document.pop("strokes", None))
    special = document.pop("strokes_at", {})
    if not isinstance(special, dict):
        problems.append(
            Problem(f"{name} strokes_at", "is not a table", 'Write [strokes_at], then hip = """..."""')
        )
        special = {}
    every = {"": general} | {
        at: Strokes(name, text, ("strokes_at", at), said) for at, said in special.items()
    }
    shown: dict[str, list[dict[str, Any]]] = {}
    readable: dict[str, Strokes] = {}
    for at, strokes in every.items():
        try:
            shown[at] = [stroke.model_dump() for stroke in strokes.read(anchors=anchors)]
            readable[at] = strokes
        except DataError as error:
            problems += error.problems
            # Stands in for what can't be read, so that the rest of the file is looked at all the same.
            shown[at] = [{"verb": "hold", "hands": "one", "route": ["here"], "duration_s": 1.0}]
    try:
        whole = {**document, "strokes": shown.pop(""), "strokes_at": shown}
        technique = read_mapping(Technique, {"id": name.removesuffix(".toml"), **whole}, name=name)
    except DataError as error:
        raise DataError([*error.problems, *problems]) from None
    problems += _unknown_places(technique, places=places, name=name)
    problems += _unknown_anchors(technique, readable, anchors=anchors, name=name)
    problems += _broken_rules(technique, name=name, is_whole=len(readable) == len(every))
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
            text = package_text("techniques", f"{identity}.toml")
            found.append(read_technique(text, name=f"{identity}.toml"))
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


def _unknown_anchors(
    technique: Technique, readable: Mapping[str, Strokes], *, anchors: Mapping[str, object], name: str
) -> list[Problem]:
    """`here.in` must exist at every place where the stroke that says so is used; `readable` are the strokes
    of the file that could be read, by place ("" for any)."""
    problems = [
        Problem(f"{name} strokes_at.{each}", "is not among its places", did_you_mean(each, technique.places))
        for each in technique.strokes_at
        if each not in technique.places
    ]
    for place in technique.places:
        written = readable.get(place if place in technique.strokes_at else "")
        if written is None:
            continue
        used = (point for stroke in technique.strokes_for(place) for point in stroke.route)
        for point in dict.fromkeys(used):
            shown_later = point == "here" and technique.working == "spot"
            if point.partition(".")[0] != "here" or shown_later or place + point[4:] in anchors:
                continue
            there = [f"here{each[len(place) :]}" for each in anchors if each.partition(".")[0] == place]
            way_out = "Name the places themselves, like low-back.low."
            if there:
                way_out = f"There: {', '.join(there)}. Or give {place} its own strokes under [strokes_at]."
            what = f"'{point}' means nothing at {place}"
            problems += (Problem(where, what, way_out) for where in written.places_of(point))
    return problems


def _broken_rules(technique: Technique, *, name: str, is_whole: bool) -> list[Problem]:
    """What no technique may do, whoever writes it: the caps of `limits.toml` for its own part of the hand.

    Where some strokes could not be read (`is_whole` is false) they may hold a part that seems to be missing.
    """
    limits, part = read_limits(), technique.part
    hand = limits.parts[part]
    most_n = min(hand.force_n, hand.pressure_pa * technique.contact_m2)
    if "neck" in technique.places and limits.neck.force_n is not None:
        most_n = min(most_n, limits.neck.force_n)
    problems = []
    for level, force_n in technique.force_n.items():
        where = f"{name} force_n.{level}"
        if level > hand.max_level:
            what = f"{part} goes up to level {hand.max_level}"
            problems.append(Problem(where, what, "Leave this level out, or use a broader part of the hand."))
        if force_n > most_n + 1e-9:
            what = f"{force_n:g} N is more than {part} may do there"
            problems.append(Problem(where, what, f"Stay at {most_n:g} N or less."))
    missing = ", ".join(surface for surface in get_args(Surface) if surface not in technique.stance)
    if missing:
        what = f"says nothing for {missing}"
        problems.append(Problem(f"{name} stance", what, "Add a sentence for each surface."))
    for tool, needed in (("stone", technique.stones is not None), ("massager", technique.massager)):
        used = tool in technique.parts
        if len({needed, tool in technique.id, *([used] if used or is_whole else [])}) > 1:
            what = f"its id, its part and its needs do not agree about a {tool}"
            way_out = f'All three or none: an id with "{tool}", part = "{tool}", and its own key.'
            problems.append(Problem(name, what, way_out))
    return problems
