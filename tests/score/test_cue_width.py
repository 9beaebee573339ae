"""A cue stands on a phone in three lines at 64 px, the floor for what is read from a metre and a half."""

import re
from pathlib import Path

import pytest

from backrub.catalog import load
from backrub.model.plan import Step
from backrub.score.cues import INSTEAD, cues_of

CATALOG = load()
ROOM_EM = (390 - 2 * 20) / 64
"""A phone of 390 px with a margin of 20 on each side, in letters of 64 px."""
LINES = 3
WORDS = 8
FIT = Path(__file__).parents[2] / "frontend" / "src" / "pure" / "fit.ts"


def advances() -> dict[str, float]:
    """Return how wide each letter of the far text is, less its tracking [em]: the pages' own table."""
    rows = re.findall(r"^  \[(\d+), (['\"])(.+)\2\],$", FIT.read_text(), re.MULTILINE)
    assert len(rows) > 15, "the table of advance widths has another shape"
    return {letter: int(width) / 1000 - 0.02 for width, _, letters in rows for letter in letters}


WIDTH_EM = advances()


def lines_of(words: str) -> list[str]:
    """Return the lines that words take, each as full as it can be."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_em(longer) > ROOM_EM:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def width_em(text: str) -> float:
    return sum(WIDTH_EM.get(letter, 0.9) for letter in text)


def step(technique: str, *, stand: str = "any") -> Step:
    return Step(
        technique=technique, place=None, side="both", level=None, passes=None,
        start_s=0.0, duration_s=60.0, phase="warm-up", why="", stand=stand,
    )  # fmt: skip


def every_cue() -> dict[str, str]:
    """Return each cue that can stand on the screen, with where it comes from."""
    found = {
        stroke.words or technique.name: technique.id
        for technique in CATALOG.techniques.values()
        for stroke in technique.every_stroke
    }
    found |= {words: part for part, words in INSTEAD.items()}
    pauses = [step(pause) for pause in ("oil", "stones", "rest")]
    pauses += [step("walk", stand=stand) for stand in ("left", "right", "head")]
    for each in [*pauses, step("trigger-point-release"), step("placed-stones")]:
        for cue in cues_of(each, None, lines={}, catalog=CATALOG):
            found.setdefault(cue.show, each.technique)
    return found


@pytest.mark.parametrize(("words", "source"), sorted(every_cue().items()))
def test_a_cue_takes_three_lines_on_a_phone_and_is_not_cut(words: str, source: str) -> None:
    lines = lines_of(words)
    assert len(words.split()) <= WORDS, source
    assert len(lines) <= LINES, f"{source}: {' / '.join(lines)}"
    assert all(width_em(line) <= ROOM_EM for line in lines), f"{source}: {' / '.join(lines)}"


def test_the_measure_itself_is_that_of_the_font() -> None:
    # Added up by hand from the font's advances at weight 680: 5.268 em, less ten times .02 em of tracking.
    assert width_em("both hands") == pytest.approx(5.07, abs=0.03)
    assert lines_of("Read the thermometer") == ["Read the", "thermometer"]
    assert width_em("thermometer") > ROOM_EM
