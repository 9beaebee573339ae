"""No sentence of the engine holds a measure that the pages could not turn into inches and Fahrenheit."""

import json
import re
from collections.abc import Iterator

import pytest

from words import sentences
from words.german import FRONTEND

UNITS = (
    r"degrees?|Grad|°\s*[CF]|[cmk]?m|[Zz]entimetern?|[Mm]illimetern?|[Mm]eter|\w*metres?|inch\w*|Zoll|feet|ft"
    r"|k?g|[Kk]ilo\w*|pounds?|lb|Pfund"
)
MEASURE = re.compile(rf"\d(?P<gap>[\s\u00a0-]*)(?P<unit>{UNITS})(?!\w)")
IN_A_ROW = re.compile(r"\d\s*(?:[-–/,]|and|or|und|oder)\s*\d+(?:[.,]\d+)?\s(?:°C|cm)(?!\w)")
"""Ranges are written "24 to 26 °C": of "24–26 °C" and of "24 or 26 °C" only the second number is turned."""


def missed(text: str) -> list[str]:
    """Return the measures in a text that `inImperial` of the pages leaves as they are, or turns by halves.

    >>> missed("43 degrees or less"), missed("43°C"), missed("24-26 °C"), missed("24 to 26 °C, 4 cm each")
    (['3 degrees'], ['3°C'], ['4-26 °C'], [])
    """
    alone = [
        each[0]
        for each in MEASURE.finditer(text)
        if (each["gap"], each["unit"]) not in ((" ", "°C"), (" ", "cm"))
    ]
    return alone + IN_A_ROW.findall(text)


def told() -> Iterator[tuple[str, str]]:
    yield from sentences.of_catalog()
    yield from sentences.of_screening(sentences.each_condition())
    yield from sentences.of_narrowing()
    yield from sentences.of_cues()
    yield from sentences.of_missing_kit()
    yield from sentences.of_evenings(range(12))
    yield from sentences.of_source(lambda _: False)


def german() -> Iterator[tuple[str, str]]:
    """Yield what the catalogue has of the engine, in both languages."""
    for path in sorted((FRONTEND / "src" / "words" / "de").glob("engine-*.json")):
        for key, says in json.loads(path.read_text()).items():
            for text in (key, *([says] if isinstance(says, str) else says.values())):
                yield text, path.name


@pytest.mark.parametrize("of", [told, german])
def test_every_measure_is_one_that_the_pages_turn(of) -> None:
    assert {text: where for text, where in of() if missed(text)} == {}
