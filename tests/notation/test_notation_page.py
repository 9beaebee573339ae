"""docs/notation.md says what the reader does: its words, its examples, its table of places."""

import re
from pathlib import Path

import pytest

from backrub.catalog.atlas import read_atlas
from backrub.catalog.files import package_text
from backrub.catalog.technique import read_technique
from backrub.errors import DataError
from backrub.notation import parse_strokes, print_strokes
from backrub.notation.stroke import HANDS, MOTIONS, PARTS, VERBS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "notation.md").read_text(encoding="utf-8")


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def rule(name):
    """Return the words between quotes in one rule of the grammar."""
    (text,) = re.findall(rf"^{name} += (.*?) ;$", blocks("ebnf")[0], flags=re.MULTILINE | re.DOTALL)
    return re.findall(r'"([^"]+)"', text)


@pytest.mark.parametrize("line", [line for block in blocks("strokes") for line in block.splitlines()])
def test_every_example_is_read_and_printed_as_it_stands(line):
    strokes = parse_strokes(line, places=read_atlas().anchors)
    assert print_strokes(strokes) == line


def test_the_grammar_names_every_word_that_is_read():
    assert rule("verb") == list(VERBS)
    assert rule("hands") == list(HANDS)
    assert rule("part") == list(PARTS)


def test_the_grammar_names_every_place_and_anchor_of_the_atlas():
    anchors = read_atlas().anchors
    assert rule("place") == [*read_atlas().place_ids, "here"]
    assert set(rule("anchor")) == {name.partition(".")[2] for name in anchors if "." in name}


def test_the_table_of_verbs_gives_each_its_motion():
    rows = re.findall(r"^\| `([a-z]+)` \| (line|to-and-fro|loop|still) \|", PAGE, flags=re.MULTILINE)
    assert rows == [(verb, MOTIONS[verb]) for verb in VERBS]


def test_the_table_of_places_lists_the_atlas_own_anchors():
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| ((?:`[a-z.]+` ?)+)\|$", PAGE, flags=re.MULTILINE))
    for place in read_atlas().place_ids:
        there = {
            name.partition(".")[2]
            for name in read_atlas().anchors
            if name.partition(".")[0] == place and name != place
        }
        assert set(re.findall(r"`([a-z.]+)`", rows[place])) == there


def test_the_page_shows_problems_as_they_are_told():
    top, _, _ = package_text("techniques", "whole-hand-effleurage.toml").partition('strokes = """\n')
    file = f'{top}strokes = """\n{blocks("wrong")[0]}"""\n'
    with pytest.raises(DataError) as caught:
        read_technique(file, name="my-glide.toml")
    assert str(caught.value) + "\n" == blocks("text")[0]
