"""The notation: what is written is what is read, and every wrong word is told where it stands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backrub.catalog.atlas import read_atlas
from backrub.catalog.files import package_names, package_text
from backrub.catalog.technique import read_techniques
from backrub.errors import DataError
from backrub.notation import parse_strokes, print_strokes
from backrub.notation.stroke import MOTIONS, PARTS, VERBS

PLACES = {"neck", "sacrum", "low-back", "low-back.in", "low-back.in.low", "hip", "hip.out"}
KNOWN = sorted(PLACES | {"here", "here.in", "here.out", "here.in.low"})
GOES = {"glide", "fan", "draw", "push", "brush", "rake", "strip", "roll", "wring", "rub"}
"""The verbs that travel, retyped from the page of the notation."""

words_of_a_cue = st.text("abcdefghijklmnopqrstuvwxyzÄéñ,.'", min_size=1, max_size=12).filter(
    lambda word: word not in PARTS and word != "with" and not (word[0] == "x" and word[1:].isdigit())
)


def shown(low, high):
    """Return numbers as people write them: 8, 8.0, 0.125."""
    exact = st.decimals(low, high, places=3)
    return st.one_of(exact.map(lambda each: f"{each:f}"), exact.map(lambda each: f"{each.normalize():f}"))


@st.composite
def lines(draw):
    """One good line, with spaces as people type them."""
    verb = draw(st.sampled_from(VERBS))
    least = 2 if verb in GOES else 1
    parts = [verb, draw(st.sampled_from(["both", "one"]))]
    parts += [" -> ".join(draw(st.lists(st.sampled_from(KNOWN), min_size=least, max_size=5)))]
    if draw(st.booleans()):
        parts.append(f"with {draw(st.sampled_from(PARTS))}")
    if draw(st.booleans()):
        parts.append(f"{draw(shown('0.1', '30'))}cm")
    parts.append(f"{draw(shown('0.1', '120'))}s")
    if draw(st.booleans()):
        parts.append(f"^{draw(st.integers(1, 5))}")
    if draw(st.booleans()):
        parts.append(f"x{draw(st.integers(1, 60))}")
    parts += draw(st.lists(words_of_a_cue, max_size=8))
    gap = draw(st.sampled_from([" ", "  ", "\t"]))
    return draw(st.sampled_from(["", "  "])) + gap.join(parts)


@given(st.lists(lines(), min_size=1, max_size=6))
def test_what_is_printed_reads_back_as_the_same_strokes(written):
    strokes = parse_strokes("\n".join(written), places=PLACES)
    assert len(strokes) == len(written)
    assert parse_strokes(print_strokes(strokes), places=PLACES) == strokes


@given(st.lists(lines(), min_size=1, max_size=6))
def test_printing_twice_changes_nothing(written):
    once = print_strokes(parse_strokes("\n".join(written), places=PLACES))
    assert print_strokes(parse_strokes(once, places=PLACES)) == once


@given(st.decimals("0.1", "30", places=4), st.decimals("0.1", "120", places=4))
def test_sizes_and_times_keep_every_digit(size_cm, time_s):
    (stroke,) = parse_strokes(f"circle one here {size_cm:f}cm {time_s:f}s", places=PLACES)
    assert Decimal(repr(stroke.size_m)) == size_cm / 100
    assert Decimal(repr(stroke.duration_s)) == time_s


def read(text):
    """Return what a text is read as, and what is wrong with it: one of the two is empty."""
    try:
        return parse_strokes(text, places=PLACES), ()
    except DataError as error:
        return (), error.problems


@given(st.text(max_size=200))
def test_any_text_is_read_or_told_wrong(text):
    strokes, problems = read(text)
    assert bool(strokes) != bool(problems)
    assert all(problem.what and problem.way_out for problem in problems)


@given(lines(), st.data())
def test_a_line_with_one_letter_missing_is_told_or_still_means_something(line, data):
    at = data.draw(st.integers(0, len(line) - 1))
    strokes, problems = read(line[:at] + line[at + 1 :])
    assert all(problem.where.startswith("strokes line 1 column") for problem in problems)
    assert not strokes or parse_strokes(print_strokes(strokes), places=PLACES) == strokes


def test_every_verb_of_the_page_moves_as_it_says():
    by_motion = {
        "line": {"glide", "fan", "draw", "push", "brush", "rake", "strip", "roll"},
        "to-and-fro": {"wring", "rub"},
        "loop": {"circle", "knead"},
        "still": {"press", "hold", "rock"},
    }
    assert set(VERBS) == set().union(*by_motion.values())
    assert all(MOTIONS[verb] == motion for motion, verbs in by_motion.items() for verb in verbs)


def told(text):
    """Return (where, what, way out) of every problem."""
    with pytest.raises(DataError) as caught:
        parse_strokes(text, places=PLACES, name="my-glide.toml strokes")
    return [(problem.where, problem.what, problem.way_out) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("line", "column", "what", "way_out"),
    [
        ("glid both sacrum -> neck 8s", 1, "unknown verb 'glid'", "Did you mean glide?"),
        ("glide boht sacrum -> neck 8s", 7, "unknown hands 'boht'", "Did you mean both?"),
        ("glide sacrum -> neck 8s now", 7, "does not say which hands", "both or one"),
        ("glide both sacrm -> neck 8s", 12, "unknown place 'sacrm'", "Did you mean sacrum?"),
        ("glide both sacrum -> nek 8s", 22, "unknown place 'nek'", "Did you mean neck?"),
        ("hold one low-back.in.lo 8s", 10, "unknown place 'low-back.in.lo'", "Did you mean low-back.in.low?"),
        ("hold one qqqq 8s", 10, "unknown place 'qqqq'", "Places: here, hip, low-back, neck, sacrum."),
        ("hold one here.inn 8s", 10, "unknown place 'here.inn'", "Did you mean here.in?"),
        ("glide both sacrum -> 8s ^2", 22, "no place", "Write it like"),
        ("glide both sacrum neck 8s", 19, "without an arrow", "->"),
        ("glide both sacrum 8s up", 1, "glide has nowhere to go", "Add a place"),
        ("glide both sacrum -> neck with pal 8s", 32, "unknown part of the hand 'pal'", "Did you mean palm?"),
        ("glide both sacrum -> neck ^2 up", 27, "has no time", "like 8s"),
        ("glide both sacrum -> neck", 22, "has no time", "like 8s"),
        ("circle one here 99cm 8s", 17, "size 99 is out of range", "0.1 to 30"),
        ("circle one here 4cm 0s", 21, "time 0 is out of range", "0.1 to 120"),
        ("circle one here 4cm 121s", 21, "time 121 is out of range", "0.1 to 120"),
        ("glide both sacrum -> neck 8s ^9", 30, "level 9 is out of range", "1 to 5"),
        ("glide both sacrum -> neck 8s ^0", 30, "level 0 is out of range", "1 to 5"),
        ("glide both sacrum -> neck 8s ^2 x0", 33, "count 0 is out of range", "1 to 60"),
        ("hold one here 8s a b c d e f g h i", 18, "the cue has 9 words", "at most 8"),
        ("hold one here 8s x2 ^2 Slowly", 21, "'^2' stands where only words may be", "The order is"),
        ("hold one here 8s Slowly with palm", 25, "'with' stands where only words may be", "The order is"),
        ("both sacrum -> neck 8s", 1, "does not say what the hands do", "a verb first"),
        ("glide both sacrum > neck 8s ^2", 19, "has no time", "like 8s"),
        ("hold", 1, "cannot read 'hold' as a stroke", "Write it like"),
    ],
)
def test_a_wrong_word_is_told_with_its_column_and_a_way_out(line, column, what, way_out):
    ((where, said, offered),) = told(line)
    assert where == f"my-glide.toml strokes line 1 column {column}"
    assert what in said
    assert way_out in offered


def test_all_problems_come_at_once_each_with_its_line():
    problems = told(
        "# a comment\n\nglid both sacrm -> neck 8s ^7\nhold one here 8s Stay\nfan both hip 2s\nfoo"
    )
    assert [where.removeprefix("my-glide.toml strokes ") for where, _, _ in problems] == [
        "line 3 column 1",
        "line 3 column 11",
        "line 3 column 28",
        "line 5 column 1",
        "line 6 column 1",
    ]


def test_no_stroke_at_all_is_told():
    assert told("\n# only a comment\n")[0][1] == "has no stroke"


def test_the_nearest_of_the_atlas_own_places_is_offered():
    with pytest.raises(DataError) as caught:
        parse_strokes("glide both lowback -> uper-back.in.top 8s", places=read_atlas().anchors)
    assert [problem.way_out for problem in caught.value.problems] == [
        "Did you mean low-back?",
        "Did you mean upper-back.in.top?",
    ]


@pytest.mark.parametrize("identity", package_names("techniques"))
def test_every_shipped_file_prints_as_it_is_written(identity):
    technique = read_techniques()[identity]
    printed = print_strokes(technique.strokes)
    assert parse_strokes(printed, places=read_atlas().anchors) == technique.strokes
    text = package_text("techniques", f"{identity}.toml")
    every = [
        line
        for strokes in (technique.strokes, *technique.strokes_at.values())
        for line in print_strokes(strokes).splitlines()
    ]
    for line in every:
        assert line in text, "the file spells a line otherwise than it is printed"
