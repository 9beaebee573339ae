"""German is complete: every sentence that the engine can show is there, with the same places in it."""

import json

import pytest

from strategies import DATED, TODAY, plain
from words import sentences
from words.german import FRONTEND, PLACE, Lexicon, german

CATALOGUE = german()
LEXICON = Lexicon(CATALOGUE)
GOLDEN = json.loads((FRONTEND / "tests" / "golden" / "said.json").read_text())


def is_known(text: str) -> bool:
    return LEXICON.known(text) is not None


def none_missing(told: sentences.Told) -> None:
    missing = sentences.missing(told, is_known)
    lines = [f"{text!r}  ({where})" for text, where in missing.items()]
    assert not lines, f"{len(lines)} without German:\n" + "\n".join(lines)


def test_the_matcher_is_that_of_the_pages() -> None:
    lexicon = Lexicon(GOLDEN["catalogue"])
    assert {text: lexicon.known(text) for text in GOLDEN["known"]} == GOLDEN["known"]
    assert [text for text in GOLDEN["unknown"] if lexicon.known(text) is not None] == []


def test_the_catalog_is_in_german() -> None:
    none_missing(sentences.of_catalog())


def test_every_clearance_of_one_condition_is_in_german() -> None:
    none_missing(sentences.of_screening(sentences.each_condition()))


def test_every_circumstance_is_in_german() -> None:
    ages = [
        plain(age_years=age, guardian=guard, back_pain=pain)
        for age in (9, 14, 18, 34, 60, 75)
        for guard in (True, False)
        for pain in ("none", "new", "worsening")
    ]
    undated = [
        plain(each, cleared_by_clinician=[{"condition": each, "on": TODAY}]) for each in (*DATED, "steroids")
    ]
    givers = [plain(giver={"experience": "first"}), plain(giver={"hands": "sore"})]
    none_missing(sentences.of_screening([*ages, *undated, *givers]))


def test_what_can_not_be_chosen_is_in_german() -> None:
    others = [
        plain(giver={"experience": "first"}),
        plain(wishes={"position": "seated"}),
        plain(kit={"surface": "chair"}),
        plain(age_years=14, guardian=True),
        plain(age_years=9, guardian=True),
    ]
    none_missing(sentences.of_options([*sentences.each_condition(), *others]))


def test_what_was_made_gentler_is_in_german() -> None:
    none_missing(sentences.of_narrowing())


def test_every_cue_is_in_german() -> None:
    none_missing(sentences.of_cues())


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_plans_scores_and_clashes_are_in_german(first: int) -> None:
    none_missing(sentences.of_evenings(range(first, first + 10)))


def test_wishes_that_clash_are_named_in_german() -> None:
    none_missing(sentences.of_clashes())
    told = "Deep tissue, a massage without oil and what is allowed tonight don't go together."
    assert LEXICON.known(told) == (
        "Tiefenmassage, eine Massage ohne Öl und was heute erlaubt ist, passen nicht zusammen."
    )


def test_a_kind_without_what_it_needs_is_told_in_german() -> None:
    none_missing(sentences.of_missing_kit())


def test_what_the_code_says_by_itself_is_in_german() -> None:
    none_missing(sentences.of_source(is_known))


def test_a_translation_has_the_places_of_its_sentence() -> None:
    wrong = [
        (key, each)
        for key, told in CATALOGUE.items()
        # "in one minute" needs no number
        for each in ([told] if isinstance(told, str) else [told["other"], f"{told['one']} {{n}}"])
        if set(PLACE.findall(each)) != set(PLACE.findall(key))
    ]
    assert wrong == []


def test_short_names_take_ten_letters_at_most() -> None:
    shorts = [technique.short_name for technique in sentences.CATALOG.techniques.values()]
    long = {short: LEXICON.known(short) for short in shorts if len(LEXICON.known(short) or "") > 10}
    assert long == {}
