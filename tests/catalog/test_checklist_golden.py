"""The check lists as the pages read them: one golden file, written here and read by the pages' own tests."""

import json
import os
from itertools import product
from pathlib import Path
from typing import Any

from backrub.catalog.preparation import checklist, read_preparation
from backrub.catalog.style import read_styles

GOLDEN = Path(__file__).parent / "golden" / "checklists.json"


def evenings() -> list[dict[str, Any]]:
    """Return every style on every surface, with kit that takes turns."""
    styles = ("relaxation", "deep-tissue", "hot-stone", "clothed", "massager", "classic")
    surfaces = ("bed", "mat", "table", "chair")
    oils = ("none", "olive", "coconut", "sesame", "walnut")
    return [
        {
            "style": style,
            "surface": surface,
            "position": "seated" if surface == "chair" or turn % 5 == 0 else "prone",
            "oil": oils[turn % len(oils)],
            "stones": style == "hot-stone" or turn % 11 == 3,
            "massager": style == "massager" or turn % 7 == 0,
        }
        for turn, (style, surface) in enumerate(product(styles, surfaces))
    ]


def answers() -> dict[str, Any]:
    preparation = read_preparation()
    extras = {identity: list(style.extras) for identity, style in read_styles().items()}
    return {
        "items": [item.model_dump(mode="json") for item in preparation.items],
        "extras": extras,
        "evenings": [
            {**evening, "listed": listed(evening, extras[evening["style"]])} for evening in evenings()
        ],
    }


def listed(evening: dict[str, Any], extras: list[str]) -> list[str]:
    asked = {key: value for key, value in evening.items() if key != "style"}
    return [item.id for item in checklist(read_preparation(), extras=extras, **asked)]


def test_the_golden_check_lists_are_those_of_the_catalog() -> None:
    if os.environ.get("BACKRUB_GOLDEN") == "write":
        GOLDEN.write_text(json.dumps(answers(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    kept = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert kept == json.loads(json.dumps(answers())), (
        "BACKRUB_GOLDEN=write makes it anew; look at what changed"
    )
