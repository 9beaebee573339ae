"""Preparation: room, surface, oil, towels, pillows and the two people, before hands touch skin."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from backrub.catalog.claim import Trust
from backrub.catalog.files import package_text
from backrub.model.base import File, Position, Span, Surface, Value
from backrub.model.read import read_text
from backrub.model.request import Id

Group = Literal["room", "surface", "oil", "towels", "pillows", "style", "people"]
"""What an item belongs to: the five of the article, the extras of a style, and the two people themselves."""

NO_OIL = "none"
"""The word in a request's kit for no oil at all."""

Words = Annotated[str, Field(min_length=3, max_length=400)]


class When(Value):
    """When an item is wanted. An empty tuple, or None, sets no condition; all that are set must hold.

    `oiled` asks whether any oil is used, `oils` for certain ones.
    """

    surfaces: tuple[Surface, ...] = ()
    positions: tuple[Position, ...] = ()
    oils: tuple[Id, ...] = ()
    oiled: bool | None = None


class Item(Value):
    """One thing to do beforehand, and how long it takes with its waiting, as people would guess it. [s]

    One of the group "style" is listed where the style's `extras` name it, and wherever its `kit` is at hand.
    `article` is the number of the requirement in the article, or None. Numbers that touch a body stand in
    keys with their unit and have a `source` and a `trust`: `temperature_c` [degrees Celsius], `mass_kg` [kg],
    `hold_s` [s], `most_s` [s], `force_n` [N], `rate_hz` [Hz], `distance_m` [m], `angle_rad` [rad]. `amount`
    is the same in words.
    """

    id: Id
    group: Group
    article: Annotated[int, Field(ge=1, le=5)] | None = None
    title: Annotated[str, Field(min_length=3, max_length=60)]
    text: Words
    why: Words
    amount: Annotated[str, Field(max_length=60)] = ""
    effort_s: NonNegativeFloat
    when: When = When()
    kit: Literal["stones", "massager"] | None = None
    temperature_c: Span | None = None
    mass_kg: Span | None = None
    hold_s: PositiveFloat | None = None
    most_s: PositiveFloat | None = None
    force_n: PositiveFloat | None = None
    rate_hz: PositiveFloat | None = None
    distance_m: PositiveFloat | None = None
    angle_rad: PositiveFloat | None = None
    source: Annotated[str, Field(max_length=300)] = ""
    trust: Trust | None = None

    @model_validator(mode="after")
    def _belongs_to_a_style(self) -> Self:
        if self.kit is not None and self.group != "style":
            raise ValueError("kit belongs to the group style: everything else is listed without it")
        return self

    @model_validator(mode="after")
    def _has_a_source_for_its_numbers(self) -> Self:
        numbers = (
            self.temperature_c, self.mass_kg, self.hold_s, self.most_s,
            self.force_n, self.rate_hz, self.distance_m, self.angle_rad,
        )  # fmt: skip
        if any(number is not None for number in numbers) and not self.source:
            raise ValueError("has a number that touches a body, but no source")
        if bool(self.source) != (self.trust is not None):
            raise ValueError("source and trust go together")
        return self


class SurfaceAdvice(Value):
    """What one surface is like, how high it should be, and what it asks of the giver's body.

    `height_m` is the height of its top: for a table by the giver's fist, for a bed what beds are. [m]
    """

    title: Words
    text: Words
    height: Words
    height_m: Span | None = None
    asks: Words
    stance: Words
    source: Annotated[str, Field(min_length=3, max_length=300)]
    trust: Trust


class Oil(Value):
    """One natural oil. `allergens` are the words to ask by: those of screening's own oil table."""

    title: Words
    allergens: Annotated[tuple[Annotated[str, Field(min_length=2, max_length=40)], ...], Field(min_length=1)]
    feel: Words
    eczema: Literal["avoid", "ask", "fine"]
    eczema_says: Words
    source: Annotated[str, Field(max_length=300)] = ""
    trust: Trust | None = None


class Preparation(File):
    """Everything to prepare: checklist items, surfaces and oils."""

    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    surfaces: dict[Surface, SurfaceAdvice]
    oils: dict[Id, Oil]

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        seen: set[str] = set()
        for item in self.items:
            if item.id in seen:
                raise ValueError(f"two items are called {item.id}")
            seen.add(item.id)
            unknown = [oil for oil in item.when.oils if oil not in self.oils]
            if unknown:
                raise ValueError(f"item {item.id} names an oil that is not here: {unknown[0]}")
        return self


@cache
def read_preparation() -> Preparation:
    """Return the catalog's preparation; raises DataError when its file is not well.

    >>> sorted(read_preparation().surfaces)
    ['bed', 'chair', 'mat', 'table']
    """
    return read_text(Preparation, package_text("preparation.toml"), name="preparation.toml")


def checklist(
    preparation: Preparation,
    *,
    extras: Collection[str],
    surface: Surface,
    position: Position,
    oil: str,
    stones: bool,
    massager: bool,
) -> list[Item]:
    """Return what these two people have to prepare, the biggest effort first, else in the file's order.

    `extras` are those of the style, `stones` and `massager` what is at hand. `oil` is an oil's id, or "none".
    An oil of the person's own is allowed: the general advice holds for it.

    >>> items = checklist(read_preparation(), extras=["style-clothed"], surface="chair", position="seated",
    ...                   oil="none", stones=False, massager=False)
    >>> [item.id for item in items if item.group in ("oil", "style")]
    ['style-clothed']
    """
    at_hand = {"stones": stones, "massager": massager}
    wanted = [
        item
        for item in preparation.items
        if (item.group != "style" or item.id in extras or at_hand.get(item.kit or "", False))
        and _holds(item.when, surface=surface, position=position, oil=oil)
    ]
    return sorted(wanted, key=lambda item: -item.effort_s)


def _holds(when: When, *, surface: str, position: str, oil: str) -> bool:
    return (
        (not when.surfaces or surface in when.surfaces)
        and (not when.positions or position in when.positions)
        and (not when.oils or oil in when.oils)
        and (when.oiled is None or when.oiled == (oil != NO_OIL))
    )
