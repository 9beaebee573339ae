"""German for a sentence, by the rules of the pages' `words/find.ts`; one golden file holds both to them."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FRONTEND = Path(__file__).parents[2] / "frontend"
PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
NUMBER = re.compile(r"\d+([.:]\d+)?")

Catalogue = dict[str, str | dict[str, str]]
Template = tuple[str, list[str], list[str]]


def german() -> Catalogue:
    """Return what the pages say in German, of every area."""
    found: Catalogue = {}
    for path in sorted((FRONTEND / "src" / "words" / "de").glob("*.json")):
        found |= json.loads(path.read_text())
    return found


class Lexicon:
    """A catalogue that is ready to be asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.known = cache(self._known)
        templates: list[Template] = []
        for key, told in catalogue.items():
            if isinstance(told, str) and "{" in key:
                pieces = PLACE.split(key)
                templates.append((told, pieces[::2], pieces[1::2]))
        templates.sort(key=lambda each: -sum(letter.isalpha() for letter in "".join(each[1])))
        self.templates = templates

    def _known(self, text: str) -> str | None:
        """Return the text in German, every word of it, or None where something is not known."""
        exact = self.catalogue.get(text)
        if isinstance(exact, str):
            return exact
        if NUMBER.fullmatch(text):
            return text.replace(".", ",")
        for told, parts, names in self.templates:
            for reading in readings(text, parts):
                values = [self.known(value) for value in reading]
                if all(value is not None for value in values):
                    return filled(told, {name: str(value) for name, value in zip(names, values, strict=True)})
        for stop in reversed([each.start() for each in re.finditer(r"(?<=[.?!]) ", text)]):
            head, rest = self.known(text[:stop]), self.known(text[stop + 1 :])
            if head is not None and rest is not None:
                return f"{head} {rest}"
        capital = self.catalogue.get(text[:1].upper() + text[1:])
        return capital if isinstance(capital, str) else None


def filled(told: str, values: dict[str, str]) -> str:
    return PLACE.sub(lambda place: values.get(place[1], place[0]), told)


def readings(text: str, parts: list[str]) -> Iterator[list[str]]:
    """Yield every way in which a text can be read as the parts with something in between."""
    if text.startswith(parts[0]):
        yield from _readings(text, parts[1:], len(parts[0]))


def _readings(text: str, parts: list[str], start: int) -> Iterator[list[str]]:
    part, *others = parts
    if not others:
        end = len(text) - len(part)
        if end > start and text.endswith(part):
            yield [text[start:end]]
        return
    at = text.find(part, start + 1)
    while at >= 0:
        for rest in _readings(text, others, at + len(part)):
            yield [text[start:at], *rest]
        at = text.find(part, at + 1)
