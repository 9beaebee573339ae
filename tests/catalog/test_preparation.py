"""Preparation: what is listed for whom, in which order, and that no number stands without a source."""

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrub.catalog.condition import read_conditions
from backrub.catalog.preparation import Item, Preparation, read_preparation
from backrub.catalog.preparation import checklist as checklist_of
from backrub.catalog.style import read_styles

STYLES = ("relaxation", "deep-tissue", "hot-stone", "clothed", "massager", "classic")
SURFACES = ("bed", "mat", "table", "chair")
POSITIONS = ("prone", "seated")
OILS = ("none", "olive", "coconut", "sweet-almond", "grapeseed", "sunflower", "jojoba", "sesame")

evenings = st.fixed_dictionaries(
    {
        "style": st.sampled_from(STYLES),
        "surface": st.sampled_from(SURFACES),
        "position": st.sampled_from(POSITIONS),
        "oil": st.sampled_from(OILS),
        "stones": st.booleans(),
        "massager": st.booleans(),
    }
)


def checklist(preparation: Preparation, *, style: str, **evening: Any) -> list[Item]:
    """The check list of an evening of a style that ships."""
    return checklist_of(preparation, extras=read_styles()[style].extras, **evening)


def listed(**changed: object) -> dict[str, Item]:
    evening: dict[str, object] = {
        "style": "relaxation",
        "surface": "bed",
        "position": "prone",
        "oil": "coconut",
        "stones": False,
        "massager": False,
    }
    return {item.id: item for item in checklist(read_preparation(), **{**evening, **changed})}


@given(evenings)
def test_the_biggest_effort_comes_first(evening: dict[str, object]) -> None:
    items = checklist(read_preparation(), **evening)
    assert all(before.effort_s >= after.effort_s for before, after in pairwise(items))


@given(evenings)
def test_everybody_is_told_that_they_can_say_stop(evening: dict[str, object]) -> None:
    items = {item.id: item for item in checklist(read_preparation(), **evening)}
    assert "stop at any time" in items["talk-first"].text
    assert "0 to 10" in items["talk-first"].text


@given(evenings)
def test_every_list_has_a_room_a_surface_towels_and_pillows(evening: dict[str, object]) -> None:
    groups = {item.group for item in checklist(read_preparation(), **evening)}
    assert {"room", "surface", "towels", "pillows", "people"} <= groups


@given(evenings)
def test_without_oil_there_is_no_word_of_oil_to_use(evening: dict[str, object]) -> None:
    items = checklist(read_preparation(), **{**evening, "oil": "none"})
    assert not [item.id for item in items if item.group == "oil"]


@given(evenings)
def test_any_oil_brings_the_patch_test_and_the_question_of_allergies(evening: dict[str, object]) -> None:
    items = {item.id for item in checklist(read_preparation(), **{**evening, "oil": "walnut"})}
    assert {"patch-test", "ask-allergies"} <= items


@given(evenings)
def test_the_same_evening_gets_the_same_list(evening: dict[str, object]) -> None:
    assert checklist(read_preparation(), **evening) == checklist(read_preparation(), **evening)


def test_nobody_is_told_to_lie_on_their_front_when_they_sit() -> None:
    items = listed(position="seated", surface="chair")
    assert not {"pillow-belly", "pillow-ankles", "towels-under", "surface-bed"} & set(items)
    assert "pregnan" in items["pillows-seated"].why


# Retyped from the rules: bath 50, moving 45, placed 43 and ten minutes, forearm ten seconds, two layers.
def test_hot_stones_ask_for_a_thermometer_a_bath_and_ten_seconds_on_the_arm() -> None:
    items = listed(style="hot-stone", stones=True)
    bath, reading = items["stones-bath"], items["stones-reading"]
    assert bath.temperature_c is not None
    assert bath.temperature_c.high == 50
    assert "thermometer" in bath.text
    assert all(word in bath.text for word in ("microwave", "oven", "kettle"))
    assert reading.temperature_c is not None
    assert reading.temperature_c.high == 45
    assert "43 °C" in reading.text
    assert items["stones-forearm"].hold_s == 10
    assert items["stones-layers"].most_s == 600
    assert "two layers" in items["stones-layers"].text
    assert "every two minutes" in items["stones-layers"].text


def test_stones_and_the_massager_are_prepared_wherever_they_are_at_hand() -> None:
    """Any style may use them then, and none may without their list."""
    stones = {name for name in listed(style="hot-stone", stones=True) if name.startswith("stones")}
    assert stones == {"stones-bath", "stones-reading", "stones-cool", "stones-forearm", "stones-layers"}
    for style in STYLES:
        assert stones <= set(listed(style=style, stones=True))
        assert {"massager-ready", "massager-stays-off"} <= set(listed(style=style, massager=True))
    assert not [name for name in listed() if name.startswith(("stones", "massager"))]


def test_what_a_style_asks_for_is_on_its_list_and_on_no_other() -> None:
    """Typed by hand, and read by what the items say: what each style's evening is missing without them."""
    said = {
        "relaxation": ("blanket", "glass of water"),
        "deep-tissue": ("half as much oil", "number every few minutes"),
        "hot-stone": ("bowl of cool water", "1 thermometer", "two layers of towel"),
        "clothed": ("thin cotton t-shirt",),
        "massager": ("big soft head", "lowest speed"),
        "classic": ("eight names",),
    }
    common = " ".join(item.text for item in read_preparation().items if item.group != "style").lower()
    for words in ("slow music", "one lamp at the side", "without looking and nobody knocks it over"):
        assert words in common  # what every evening does anyway is no style's extra
    for style in STYLES:
        items = [item for item in listed(style=style).values() if item.group == "style"]
        assert {item.id for item in items} == set(read_styles()[style].extras), style
        text = " ".join(f"{item.title} {item.text} {item.amount}" for item in items).lower()
        for other, wanted in said.items():
            assert all((words in text) == (other == style) for words in wanted), (style, other)


def test_every_extra_belongs_to_a_style() -> None:
    named = {each for style in read_styles().values() for each in style.extras}
    assert named == {item.id for item in read_preparation().items if item.group == "style"}


def test_the_kit_brings_only_extras() -> None:
    with pytest.raises(ValueError, match="kit belongs to the group style"):
        Item(
            id="bowl", group="oil", title="Bowl", text="A bowl.", why="To hold it.", effort_s=1, kit="stones"
        )


# Retyped from the rules: 15 N, 30 Hz, 4 cm, 60 s a place, 10 minutes.
def test_a_massager_is_prepared_gently() -> None:
    ready = listed(massager=True)["massager-ready"]
    assert (ready.force_n, ready.rate_hz, ready.distance_m, ready.most_s) == (15, 30, 0.04, 60)
    assert "10 minutes in all" in ready.amount
    assert "massager-ready" not in listed(massager=False)


def test_a_table_is_as_high_as_the_hanging_fist() -> None:
    advice = read_preparation().surfaces["table"]
    assert advice.height_m is not None
    # Wrist heights of 79.4 and 84.8 cm, less 8 cm.
    assert advice.height_m.low == pytest.approx(0.794 - 0.08, abs=0.005)
    assert advice.height_m.high == pytest.approx(0.848 - 0.08, abs=0.005)


def test_the_patch_test_is_looked_at_after_two_days() -> None:
    assert listed()["patch-test"].hold_s == 48 * 3600


def test_olive_oil_is_no_oil_for_eczema() -> None:
    oils = read_preparation().oils
    assert oils["olive"].eczema == "avoid"
    assert set(oils) == set(OILS) - {"none"}
    assert "eczema" in listed(oil="olive")["oil-olive"].text


def test_an_oil_is_asked_by_the_words_that_bar_it() -> None:
    barred_by = read_conditions()["oil-allergy"].oils
    for identity, oil in read_preparation().oils.items():
        assert set(oil.allergens) == {word for word, oils in barred_by.items() if identity in oils}


def all_words() -> list[str]:
    preparation = read_preparation()
    found = [text for item in preparation.items for text in (item.title, item.text, item.why, item.amount)]
    for advice in preparation.surfaces.values():
        found += [advice.title, advice.text, advice.height, advice.asks, advice.stance]
    for oil in preparation.oils.values():
        found += [oil.title, oil.feel, oil.eczema_says]
    return [text for text in found if text]


JARGON = r"\bheal|\bcures?\b|toxin|detox|circulation|patient|treatment|contraindicat|erector|oops|!|guarantee"


@pytest.mark.parametrize("text", all_words())
def test_the_words_are_plain_and_promise_nothing(text: str) -> None:
    assert re.search(JARGON, text, flags=re.IGNORECASE) is None
    for sentence in re.split(r"[.?:]\s", text):
        assert len(sentence.split()) <= 25


def reading_grade(text: str) -> float:
    """Return the Flesch-Kincaid school grade; syllables are counted as groups of vowels."""
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    sentences = max(1, len(re.findall(r"[.?:]", text)))
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_a_twelve_year_old_can_read_it() -> None:
    text = " ".join(item.text + " " + item.why for item in read_preparation().items)
    assert reading_grade(text) < 6
    assert reading_grade("Physiological contraindications necessitate professional consultation.") > 12


def test_a_number_that_touches_a_body_needs_a_source() -> None:
    with pytest.raises(ValueError, match="no source"):
        Item(id="hot", group="style", title="Hot", text="Hot stone.", why="It is hot.", effort_s=1, hold_s=10)
    with pytest.raises(ValueError, match="go together"):
        Item(id="hot", group="style", title="Hot", text="Hot stone.", why="Because.", effort_s=1, source="us")
