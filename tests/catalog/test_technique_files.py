"""A technique file with a fault is told where it is, what it is and the way out, all faults at once."""

import pytest

from backrub.catalog.files import package_text
from backrub.catalog.technique import read_technique
from backrub.errors import DataError

GOOD = package_text("techniques", "kneading.toml")


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("3 = 40.0", "3 = 99.0", "force_n.3", "99 N is more than palm may do there"),
        ('part = "palm"', 'part = "thumb"', "force_n.2", "25 N is more than thumb may do there"),
        ('part = "palm"', 'part = "pal"', "part", "'pal' is not a choice"),
        ("3 = 40.0", "3 = 40.0, 4 = 50.0, 5 = 60.0", "", "level"),
        ("knead one here.out", "knead one here.base", "strokes", "'here.base' means nothing at mid-back"),
        ('"mid-back", ', '"midback", ', "places", "unknown place 'midback'"),
        ('"upper-back", ', "", "strokes_at.upper-back", "is not among its places"),
        ("knead one here 4cm", "knaed one here 4cm", "strokes line 1 column 1", "unknown verb 'knaed'"),
        ("knead one hip.low", "knead one hip.lw", "strokes_at.hip line 1 column 11", "'hip.lw'"),
        ("chair = ", "sofa = ", "stance", "sofa"),
        (', chair = "Stand behind and a little to that side."', "", "stance", "says nothing for chair"),
        ("rate_hz", "#", "", "rate_hz is missing"),
        ("oil = true", 'oil = true\nstones = "moving"', "", "do not agree about a stone"),
        ("oil = true", "oil = true\nmassager = true", "", "do not agree about a massager"),
        ("contact_m2", "contact_cm2", "contact_cm2", "unknown key contact_cm2"),
        ("schema = 1", "schema = 2", "schema", "is not one this release reads"),
        ("25.0", "nan", "force_n", "nan can't be used"),
    ],
)
def test_a_file_with_a_fault_is_told_where_and_what(old, new, where, what):
    assert old in GOOD
    with pytest.raises(DataError) as caught:
        read_technique(GOOD.replace(old, new), name="my-kneading.toml")
    told = [str(problem) for problem in caught.value.problems]
    assert any(where in each and what in each for each in told), told


def test_all_faults_of_a_file_come_at_once():
    wrong = GOOD.replace('part = "palm"', 'part = "pal"').replace("knead one here 4cm", "knaed one here 4cm")
    with pytest.raises(DataError) as caught:
        read_technique(wrong.replace("hip.out 4cm", "hip.uot 4cm"), name="my-kneading.toml")
    assert len(caught.value.problems) == 3
