"""Settings: flags first, then the environment, then what suits most people."""

import pytest

from backrub.app.emergency import EVERYWHERE, NUMBERS, emergency_number, place_of_locale
from backrub.app.settings import DEFAULT_PORT, read_settings
from backrub.errors import DataError


def test_without_anything_set_the_journal_lies_in_the_users_own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = read_settings({})
    assert settings.port == DEFAULT_PORT
    assert settings.database == f"sqlite:///{tmp_path}/backrub/journal.db"
    assert settings.emergency_number == "112"


def test_a_flag_goes_before_the_environment():
    environment = {"BACKRUB_PORT": "9001", "BACKRUB_DATABASE": "sqlite:///a.db"}
    assert read_settings(environment).port == 9001
    settings = read_settings(environment, port=9002, database="sqlite:///b.db")
    assert (settings.port, settings.database) == (9002, "sqlite:///b.db")


def test_every_setting_that_is_wrong_is_said_at_once():
    environment = {"BACKRUB_PORT": "half", "BACKRUB_PLACE": "Narnia", "BACKRUB_EMERGENCY_NUMBER": "call mum"}
    with pytest.raises(DataError) as caught:
        read_settings(environment)
    assert [problem.where for problem in caught.value.problems] == [
        "BACKRUB_PORT",
        "place",
        "emergency number",
    ]
    assert all(problem.way_out for problem in caught.value.problems)


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(DataError, match="is not a port"):
        read_settings({}, port=port)


# As each country's own emergency service gives it.
@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("en_US.UTF-8", "911"),
        ("en_GB.UTF-8", "999"),
        ("de_DE.UTF-8", "112"),
        ("fr_FR", "112"),
        ("ja_JP.UTF-8", "119"),
        ("en_AU.UTF-8", "000"),
        ("en_NZ.UTF-8", "111"),
        ("de_CH.UTF-8", "144"),
        ("C.UTF-8", "112"),
        ("POSIX", "112"),
        ("", "112"),
        ("eo", "112"),
    ],
)
def test_the_number_to_call_follows_the_place_that_the_locale_names(language, number):
    assert read_settings({"LANG": language}, database="sqlite:///x.db").emergency_number == number


def test_who_knows_better_sets_place_and_number():
    environment = {"LANG": "en_US.UTF-8", "BACKRUB_PLACE": "gb"}
    assert read_settings(environment, database="x").emergency_number == "999"
    environment["BACKRUB_EMERGENCY_NUMBER"] = "144"
    assert read_settings(environment, database="x").emergency_number == "144"


def test_lc_all_goes_before_lang():
    assert place_of_locale({"LC_ALL": "de_AT.UTF-8", "LANG": "en_US.UTF-8"}) == "AT"


def test_every_number_can_be_dialled_and_unknown_places_get_the_one_that_works_nearly_everywhere():
    assert all(number.isdigit() and 2 <= len(number) <= 5 for number in NUMBERS.values())
    assert emergency_number("XX") == EVERYWHERE == "112"
