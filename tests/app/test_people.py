"""Whose session it is: nobody gets the id of somebody else, or one that was given back."""

import unicodedata

import pytest

from backrub.app.people import strangers
from backrub.journal.event import NewEvent
from backrub.journal.memory import MemoryStore
from strategies import plain

YEAR_S = 365.25 * 86_400
KEPT_S = 1_790_000_000.0
ALEX = {"name": "Alex", "age_years": 34, "height_m": 1.68, "mass_kg": 64.0}


def store_of(*openings_s, **receiver):
    """A journal in which somebody was at these moments."""
    store = MemoryStore()
    answers = {"request": plain(**receiver).model_dump(mode="json")}
    for number, opened_s in enumerate(openings_s):
        store.begin(
            f"s{number}",
            [NewEvent(kind="opened", at_s=0.0)],
            person="p1",
            answers=answers,
            documents={"opening": {"opened_unix_s": opened_s, "person": "p1"}},
        )
    return store


def is_stranger(store, *, after_years=0.0, **receiver):
    found = strangers(store, plain(**receiver).receiver, person="p1", now_s=KEPT_S + after_years * YEAR_S)
    assert all(each.where == "person" and each.way_out for each in found)
    return bool(found)


@pytest.mark.parametrize(
    ("after_years", "age_years", "stranger"),
    [
        (0.0, 33, True), (0.0, 34, False), (0.0, 35, False), (0.0, 36, True), (0.0, 71, True),
        (0.9, 35, False), (0.9, 36, True), (3.1, 37, False), (3.1, 38, False), (3.1, 39, True),
        (-1.0, 35, False), (-1.0, 36, True),
    ],
)  # fmt: skip
def test_nobody_is_older_than_the_years_since_and_a_birthday(after_years, age_years, stranger):
    store = store_of(KEPT_S, **ALEX)
    now = {**ALEX, "age_years": age_years}
    assert is_stranger(store, after_years=after_years, **now) is stranger


def test_the_years_count_from_when_they_were_last_here():
    store = store_of(KEPT_S - 10 * YEAR_S, KEPT_S, **ALEX)
    assert is_stranger(store, **{**ALEX, "age_years": 40})
    once = store_of(KEPT_S - 10 * YEAR_S, **ALEX)
    assert not is_stranger(once, **{**ALEX, "age_years": 40})


def test_where_no_journal_says_when_no_years_have_passed():
    store = MemoryStore()
    store.put_person("p1", {"request": plain(**ALEX).model_dump(mode="json")})
    assert not is_stranger(store, after_years=20.0, **{**ALEX, "age_years": 35})
    assert is_stranger(store, after_years=20.0, **{**ALEX, "age_years": 36})


def test_one_name_is_one_name_however_it_is_typed():
    composed, apart = (unicodedata.normalize(form, "José Groß") for form in ("NFC", "NFD"))
    assert composed != apart
    store = store_of(KEPT_S, **{**ALEX, "name": composed})
    for name in (apart, f" {apart.upper()} ", composed.lower()):
        assert not is_stranger(store, **{**ALEX, "name": name})
    assert is_stranger(store, **{**ALEX, "name": "Jose Groß"})


def test_an_id_that_was_forgotten_is_nobodys():
    store = store_of(KEPT_S, **ALEX)
    store.forget_person("p1")
    assert is_stranger(store, **ALEX)
    assert is_stranger(store, name="Kim", sex="male", age_years=50, height_m=1.9, mass_kg=90.0)
