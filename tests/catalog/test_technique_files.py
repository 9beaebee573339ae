"""A technique file with a fault is told where it is, what it is and the way out, all faults at once."""

import json
import tomllib

import pytest

from backrub.catalog.files import package_names, package_text
from backrub.catalog.technique import read_technique
from backrub.errors import DataError
from backrub.notation import VERBS

GOOD = package_text("techniques", "kneading.toml")


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("3 = 40.0", "3 = 99.0", "force_n.3", "99 N is more than palm may do there"),
        ('part = "palm"', 'part = "thumb"', "force_n.2", "25 N is more than thumb may do there"),
        ('part = "palm"', 'part = "pal"', "part", "'pal' is not a choice"),
        ("3 = 40.0", "3 = 40.0, 4 = 50.0, 5 = 60.0", "", "level"),
        (
            "knead one here.out",
            "knead one here.base",
            "line 27 column 11",
            "'here.base' means nothing at mid-back",
        ),
        ('"mid-back", ', '"midback", ', "places", "unknown place 'midback'"),
        ('"upper-back", ', "", "strokes_at.upper-back", "is not among its places"),
        ("knead one here 4cm", "knaed one here 4cm", "toml line 26 column 1", "unknown verb 'knaed'"),
        ("knead one hip.low", "knead one hip.lw", "toml line 35 column 11", "'hip.lw'"),
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


def lines_told(text, name="my-kneading.toml"):
    with pytest.raises(DataError) as caught:
        read_technique(text, name=name)
    return [(problem.where, problem.what, problem.way_out) for problem in caught.value.problems]


def test_a_word_is_told_by_its_line_and_column_in_the_file_however_its_text_is_written():
    """Counted by hand: first lines on the key's own line, indents, escapes, a line drawn together, CRLF."""
    top = GOOD[: GOOD.index("strokes = ")]
    assert top.count("\n") == 24
    for strokes, where in (
        ('strokes = """glyde both hip -> neck 8s"""', "line 25 column 14"),
        ("strokes = '''\n  # slowly\n\n    glyde both hip -> neck 8s\n'''", "line 28 column 5"),
        ('strokes = "hold one here 8s\\nhold one heer 8s"', "line 25 column 39"),
        ('strokes = """\nhold one \\\n   heer 8s\n"""', "line 27 column 4"),
        ('strokes = """\nhold one here 8s \\u0041 \\"x\\" x3\n"""', "line 26 column 31"),
        (
            'strokes = """\nhold one here 8s\n"""\nstrokes_at = { hip = """\nhold one heer 8s""" }',
            "line 29 column 10",
        ),
        (
            'strokes = """\nhold one here 8s\n"""\nstrokes_at."hip" = \'hold one heer 8s\'',
            "line 28 column 30",
        ),
    ):
        assert [told[0] for told in lines_told(top + strokes)] == [f"my-kneading.toml {where}"], strokes
        crlf = (top + strokes).replace("\n", "\r\n")
        assert [told[0] for told in lines_told(crlf)] == [f"my-kneading.toml {where}"], strokes


def test_a_json_file_stands_on_one_line_and_is_told_by_its_texts_own():
    document = tomllib.loads(GOOD)
    document["strokes"] = "\nhold one heer 8s"
    ((where, _, way_out),) = lines_told(json.dumps(document))
    assert (where, way_out) == ("my-kneading.toml strokes line 2 column 10", "Did you mean here?")


@pytest.mark.parametrize("identity", package_names("techniques"))
def test_one_bad_word_is_one_problem_in_every_shipped_file(identity):
    """Nothing is said of strokes that could not be read but what is wrong in them."""
    lines = package_text("techniques", f"{identity}.toml").splitlines()
    tried = 0
    for number, line in enumerate(lines, start=1):
        verb = line.partition(" ")[0]
        if verb in VERBS:
            text = "\n".join([*lines[: number - 1], f"z{line}", *lines[number:]])
            ((where, what, way_out),) = lines_told(text, name=f"{identity}.toml")
            assert where == f"{identity}.toml line {number} column 1"
            assert (what, way_out) == (f"unknown verb 'z{verb}'", f"Did you mean {verb}?")
            tried += 1
    assert tried


def test_strokes_for_single_places_are_a_table():
    wrong = GOOD[: GOOD.index("[strokes_at]")] + "strokes_at = 3\n"
    assert [told[:2] for told in lines_told(wrong)] == [("my-kneading.toml strokes_at", "is not a table")]
